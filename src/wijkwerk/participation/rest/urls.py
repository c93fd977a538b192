"""Addresses of participation's API; none ends with a slash."""

from __future__ import annotations

from typing import ClassVar

from django.urls import path

from wijkwerk.participation.rest import views
from wijkwerk.participation.rest.base import COMPONENTS
from wijkwerk.rest.openapi import ApiDescription


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.participation.rest.urls"
    below = "participation"
    title = "Wijkwerk: participation"
    words = """\
Participation: what residents are asked, budgets they decide over, their projects, and counts. Read-only, without a
key. Nothing here tells how people voted before the ballots were counted; afterwards the ballots themselves are a
Pabulib file on the page of the budget."""
    tags: ClassVar = {"participation": "Processes, budgets, projects of residents, counts."}
    components = COMPONENTS


app_name = "participation-api"
urlpatterns = [
    path("", views.Processes.as_view(), name="all"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
    path("/<int:process>/budgets", views.Budgets.as_view(), name="budgets"),
    path("/<int:process>/budgets/<int:budget>/counts", views.Counts.as_view(), name="counts"),
    path("/<int:process>/ideas", views.Ideas.as_view(), name="ideas"),
    path("/<int:process>/agreements", views.Agreements.as_view(), name="agreements"),
    path("/<int:process>/campaigns", views.Campaigns.as_view(), name="campaigns"),
    path("/<int:process>/challenges", views.Challenges.as_view(), name="challenges"),
    path("/<int:process>/assets", views.Assets.as_view(), name="assets"),
    path("/<int:process>/enterprises", views.Enterprises.as_view(), name="enterprises"),
    path("/<int:process>/panels", views.Panels.as_view(), name="panels"),
    path("/<int:process>/yardsticks", views.Yardsticks.as_view(), name="yardsticks"),
    path("/<int:process>/summits", views.Summits.as_view(), name="summits"),
    path("/<int:process>/demands", views.Demands.as_view(), name="demands"),
    path("/<int:process>/turnouts", views.Turnouts.as_view(), name="turnouts"),
    path("/<int:process>/projects", views.Projects.as_view(), name="projects"),
]
