"""Addresses of the pages of designation. Those of lists carry the list, so that they mean the same for
ever."""

from __future__ import annotations

from django.urls import path

from wijkwerk.designation.web.follow_up import area_plans, exemptions, sanctions
from wijkwerk.designation.web.procedure import delistings, objections, procedures
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
    *delistings.urls(),
    *area_plans.urls(),
    *exemptions.urls(),
    *sanctions.urls(),
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
