"""Working addresses of a programme: what needs attention, plans, targets, board, who takes part."""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.web.plans import start
from wijkwerk.programme.web.public import council

_IN = "programmes/<slug:slug>/work"

urlpatterns = [
    path("work/programmes", start.mine, name="work-all"),
    path(_IN, start.work, name="work"),
    path(f"{_IN}/council", council.internal, name="work-council"),
]
