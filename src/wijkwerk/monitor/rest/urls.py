"""Addresses of the API; none ends with a slash."""

from __future__ import annotations

from django.urls import path

from wijkwerk.monitor.rest import tables, views
from wijkwerk.monitor.rest.openapi import OpenApi

app_name = "api"
_IN = "editions/<str:edition>"

urlpatterns = [
    path("openapi.json", OpenApi.as_view(), name="openapi"),
    path("editions", views.Editions.as_view(), name="editions"),
    path(_IN, views.EditionDetail.as_view(), name="edition"),
    path(f"{_IN}/areas", views.Areas.as_view(), name="areas"),
    path(f"{_IN}/areas/<str:code>", views.AreaDetail.as_view(), name="area"),
    path(f"{_IN}/geometry", views.Geometry.as_view(), name="geometry"),
    path(f"{_IN}/groups", views.Groups.as_view(), name="groups"),
    path(f"{_IN}/groups/<str:code>", views.GroupDetail.as_view(), name="group"),
    path(f"{_IN}/indicators", views.Indicators.as_view(), name="indicators"),
    path(f"{_IN}/indicators/<str:indicator>", views.IndicatorDetail.as_view(), name="indicator"),
    path(f"{_IN}/figures", tables.Figures.as_view(), name="figures"),
    path(f"{_IN}/changes", tables.Changes.as_view(), name="changes"),
    path(f"{_IN}/group-figures", tables.GroupFigures.as_view(), name="group-figures"),
    path(f"{_IN}/group-changes", tables.GroupChanges.as_view(), name="group-changes"),
    path(f"{_IN}/group-members", views.GroupMembers.as_view(), name="group-members"),
    path(f"{_IN}/class-counts", tables.ClassCounts.as_view(), name="class-counts"),
    path(f"{_IN}/warnings", tables.Warnings.as_view(), name="warnings"),
    path(f"{_IN}/liveability", tables.LiveabilityParts.as_view(), name="liveability"),
]
