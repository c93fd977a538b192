"""Addresses of the pages of designation. Those of lists carry the list, so that they mean the same for
ever."""

from __future__ import annotations

from django.urls import path

from wijkwerk.designation.web.consultations import consultations
from wijkwerk.designation.web.follow_up import (
    area_plans,
    exemptions,
    plan_file,
    sanctions,
    working_plan_file,
)
from wijkwerk.designation.web.in_procedure import delistings, objections
from wijkwerk.designation.web.nominations import nominations, round_file, rounds
from wijkwerk.designation.web.procedure import procedures
from wijkwerk.designation.web.views import (
    area,
    calculate,
    compare,
    effects,
    explore,
    files,
    housing,
    overview,
    rule,
    year,
)

app_name = "designation"
_IN = "designation/lists/<str:name>"
_YEAR = f"{_IN}/<int:year>"

urlpatterns = [
    path("designation", overview.start, name="start"),
    *procedures.urls(),
    *objections.urls(),
    *consultations.urls(),
    *delistings.urls(),
    *area_plans.urls(),
    path("designation/area-plans/<int:number>/plan.toml", plan_file, name="area-plan-file"),
    path(
        "designation/work/area-plans/<int:number>/plan.toml",
        working_plan_file,
        name="work-area-plan-file",
    ),
    *exemptions.urls(),
    *sanctions.urls(),
    path("designation/work/rounds/<int:number>/nominations.csv", round_file, name="round-file"),
    *rounds.urls(),
    *nominations.urls(),
    path("designation/schemes/<str:scheme>", rule.scheme, name="scheme"),
    path("designation/housing", housing.housing, name="housing"),
    path("designation/housing/calculate", calculate.calculate, name="calculate"),
    path("designation/housing/<str:kind>.svg", housing.picture, name="housing_picture"),
    path(_IN, year.latest, name="list"),
    path(f"{_IN}/areas", area.areas, name="areas"),
    path(f"{_IN}/areas/<str:code>", area.area, name="area"),
    path(f"{_IN}/files/<str:file>", files.file, name="file"),
    path(_YEAR, year.year, name="year"),
    path(f"{_YEAR}/what-if", explore.explore, name="explore"),
    path(f"{_YEAR}/compare", compare.compare, name="compare"),
    path(f"{_YEAR}/consequences", effects.effects, name="effects"),
    path(f"{_YEAR}/rule", rule.rule, name="rule"),
    path(f"{_YEAR}/map.<str:kind>", files.map_picture, name="map"),
    path(f"{_YEAR}/areas.geojson", files.geojson, name="geojson"),
    path(f"{_YEAR}/report.pdf", files.report, name="report"),
    path(f"{_YEAR}/rows.<str:kind>", files.download, name="download"),
]
