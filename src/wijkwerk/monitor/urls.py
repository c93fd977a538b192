"""The addresses of the monitor."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.monitor.rest.openapi import OpenApi
from wijkwerk.monitor.web.views import elsewhere

root = [
    path("openapi.json", OpenApi.as_view(), name="openapi"),
    path("catalog.jsonld", elsewhere.catalog, name="catalog"),
    path("datasets/<str:edition>.jsonld", elsewhere.dataset, name="dataset"),
    path("sitemap.xml", elsewhere.sitemap, name="sitemap"),
    path("sitemap-<str:edition>.xml", elsewhere.sitemap_of_edition, name="sitemap_of_edition"),
    path("robots.txt", elsewhere.robots, name="robots"),
]
api = [path("", include("wijkwerk.monitor.rest.urls"))]
pages = [path("", include("wijkwerk.monitor.web.urls"))]
