"""The addresses of participation."""

from __future__ import annotations

from django.urls import include, path

api = [path("participation", include("wijkwerk.participation.rest.urls"))]
pages = [path("", include("wijkwerk.participation.web.urls"))]
