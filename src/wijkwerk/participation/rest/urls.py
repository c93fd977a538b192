"""Addresses of participation's API; none ends with a slash."""

from __future__ import annotations

from typing import ClassVar

from django.urls import path

from wijkwerk.participation.rest import views
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
    components = views.COMPONENTS


app_name = "participation-api"
_LISTS = (
    views.Budgets, views.Ideas, views.Agreements, views.Campaigns, views.Schemes, views.Challenges, views.Assets,
    views.Enterprises, views.Panels, views.Yardsticks, views.Summits, views.Demands, views.Turnouts, views.Surveys,
    views.Projects,
)  # fmt: skip
urlpatterns = [
    *views.Processes.urls("", "all", "process"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
    *(url for view in _LISTS for url in view.resource_urls("/<int:process>")),
    path("/<int:process>/budgets/<int:budget>/counts", views.Counts.as_view(), name="counts"),
]
