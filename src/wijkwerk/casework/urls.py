"""The addresses of casework."""

from __future__ import annotations

from django.urls import include, path

pages = [path("", include("wijkwerk.casework.web.urls"))]
