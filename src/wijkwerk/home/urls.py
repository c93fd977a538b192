"""The addresses of the home."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.home.web import views

_PAGES = [
    path("", views.home, name="home"),
    path("work/home", views.choose, name="choose"),
]

pages = [path("", include((_PAGES, "home")))]
