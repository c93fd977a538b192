"""The addresses of designation."""

from __future__ import annotations

from django.urls import include, path

api = [path("designation/", include("wijkwerk.designation.rest.urls"))]
pages = [path("", include("wijkwerk.designation.web.urls"))]
