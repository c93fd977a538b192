"""Addresses of this room; ``wijkwerk.programme.web.urls`` gathers them."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
