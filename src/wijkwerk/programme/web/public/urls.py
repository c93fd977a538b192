"""Public addresses of a programme: overview, council's page, targets, decisions, plans."""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.web.public import council, decisions, start, targets

_IN = "programmes/<slug:slug>"
_TARGET = f"{_IN}/targets/<int:number>"

urlpatterns = [
    path("programmes", start.everything, name="all"),
    path(_IN, start.overview, name="overview"),
    path(f"{_IN}/council", council.council, name="council"),
    path(f"{_IN}/targets", targets.targets, name="targets"),
    path(_TARGET, targets.target, name="target"),
    path(f"{_TARGET}/picture.svg", targets.target_picture, name="target-picture"),
    path(f"{_TARGET}/figures.csv", targets.target_csv, name="target-csv"),
    path(f"{_IN}/decisions", decisions.decisions, name="decisions"),
    path(f"{_IN}/plans/<int:number>", decisions.plan, name="plan"),
]
