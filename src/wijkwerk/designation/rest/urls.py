"""Addresses of designation's API; none ends with a slash."""

from __future__ import annotations

from django.urls import path

from wijkwerk.designation.rest import views, whatif
from wijkwerk.designation.rest.openapi import OpenApi

app_name = "designation-api"
_IN = "lists/<str:list>"

urlpatterns = [
    path("openapi.json", OpenApi.as_view(), name="openapi"),
    path("schemes", views.Schemes.as_view(), name="schemes"),
    path("schemes/<str:scheme>", views.SchemeDetail.as_view(), name="scheme"),
    path("lists", views.AllLists.as_view(), name="lists"),
    path(_IN, views.ListDetail.as_view(), name="list"),
    path(f"{_IN}/areas", views.Areas.as_view(), name="areas"),
    path(f"{_IN}/statuses", views.Statuses.as_view(), name="statuses"),
    path(f"{_IN}/held", views.Held.as_view(), name="held"),
    path(f"{_IN}/criteria", views.Criteria.as_view(), name="criteria"),
    path(f"{_IN}/firmness", views.Firmness.as_view(), name="firmness"),
    path(f"{_IN}/sensitivity", views.Sensitivity.as_view(), name="sensitivity"),
    path(f"{_IN}/obligations", views.Obligations.as_view(), name="obligations"),
    path(f"{_IN}/views", views.Views.as_view(), name="views"),
    path(f"{_IN}/what-if", whatif.WhatIf.as_view(), name="what-if"),
    path(f"{_IN}/comparison", whatif.Comparison.as_view(), name="comparison"),
]
