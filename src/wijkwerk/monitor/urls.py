"""The addresses of the monitor."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.monitor.rest.openapi import OpenApi

root = [path("openapi.json", OpenApi.as_view(), name="openapi")]
api = [path("", include("wijkwerk.monitor.rest.urls"))]
pages = [path("", include("wijkwerk.monitor.web.urls"))]
