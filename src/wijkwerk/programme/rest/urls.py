"""Addresses of programme's API; none ends with a slash."""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.rest import views
from wijkwerk.programme.rest.agreements import ActionPlans, Covenants
from wijkwerk.programme.rest.openapi import OpenApi

app_name = "programme-api"
_IN = "<slug:programme>"

urlpatterns = [
    path("", views.Programmes.as_view(), name="all"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
    path(f"/{_IN}", views.ProgrammeDetail.as_view(), name="one"),
    path(f"/{_IN}/targets", views.Targets.as_view(), name="targets"),
    path(f"/{_IN}/paths", views.Paths.as_view(), name="paths"),
    path(f"/{_IN}/measurements", views.Measurements.as_view(), name="measurements"),
    path(f"/{_IN}/commitments", views.Commitments.as_view(), name="commitments"),
    path(f"/{_IN}/projects", views.Projects.as_view(), name="projects"),
    path(f"/{_IN}/decisions", views.Decisions.as_view(), name="decisions"),
    path(f"/{_IN}/published-facts", views.PublishedFacts.as_view(), name="published-facts"),
    path(f"/{_IN}/letters", views.Letters.as_view(), name="letters"),
    *Covenants.resource_urls(f"/{_IN}"),
    *ActionPlans.resource_urls(f"/{_IN}"),
]
