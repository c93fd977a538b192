"""The addresses of learning."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.learning.web import loop_pages

_PAGES = [
    path("loop", loop_pages.loop, name="loop"),
    path("loop/areas/<str:area>", loop_pages.loop, name="area-loop"),
    path("loop/areas/<str:area>/<slug:link>", loop_pages.link_page, name="area-link"),
    path("loop/<slug:link>", loop_pages.link_page, name="link"),
]

pages = [path("", include((_PAGES, "learning")))]
api = [path("loop", include("wijkwerk.learning.rest"))]
