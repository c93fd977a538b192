"""The addresses of programme."""

from __future__ import annotations

from django.urls import include, path

api = [path("programmes", include("wijkwerk.programme.rest.urls"))]
pages = [path("", include("wijkwerk.programme.web.urls"))]
