"""Public addresses of a programme: overview, council's page, targets, decisions."""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.web.public import start

_IN = "programmes/<slug:slug>"

urlpatterns = [
    path("programmes", start.everything, name="all"),
    path(_IN, start.overview, name="overview"),
]
