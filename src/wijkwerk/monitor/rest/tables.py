"""The tables of results: figures, changes, groups, counts, early warning, liveability."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.rest import parameters, schema
from wijkwerk.monitor.rest.base import EditionView, page
from wijkwerk.monitor.rest.parameters import allow, ask_of, cursor_of, known, several, sparse
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.pages import BadCursorError, changes_page, figures_page
from wijkwerk.monitor.serving.store import Row

_COMMON = [parameters.FIELDS, parameters.CURSOR, parameters.LIMIT]
_FILTERS = [
    parameters.AREA, parameters.INDICATOR, parameters.LEVEL, parameters.GROUP, parameters.WITHIN,
    parameters.AGAINST,
]  # fmt: skip
_FAULTS = {400: schema.Problem, 404: schema.Problem, 410: schema.Problem, 503: schema.Problem}


class Figures(EditionView):
    """Figures with interval, status, distance and rank."""

    @extend_schema(
        operation_id="figures",
        tags=["results"],
        parameters=[*_FILTERS, parameters.PERIOD, *_COMMON],
        responses={200: schema.listed("Figure", schema.Figure), **_FAULTS},
    )
    def get(self, request: Request, edition: str) -> Response:
        """A row per area, indicator and period, against its reference."""
        allow(request, "area", "indicator", "level", "group", "within", "against", "period")
        ask = ask_of(request, self.serving.catalogue)
        try:
            found = figures_page(self.serving, ask, cursor_of(request))
        except BadCursorError:
            raise ValidationError("cursor: not one of this list.") from None
        return page(request, sparse(request, found.rows, tables.FIGURES), found.next)


class Changes(EditionView):
    """Changes of the distance between first and latest moment."""

    @extend_schema(
        operation_id="changes",
        tags=["results"],
        parameters=[*_FILTERS, *_COMMON],
        responses={200: schema.listed("Change", schema.Change), **_FAULTS},
    )
    def get(self, request: Request, edition: str) -> Response:
        """A row per area and indicator: own change, the reference's, class and evidence."""
        allow(request, "area", "indicator", "level", "group", "within", "against")
        ask = ask_of(request, self.serving.catalogue)
        try:
            found = changes_page(self.serving, ask, cursor_of(request))
        except BadCursorError:
            raise ValidationError("cursor: not one of this list.") from None
        return page(request, sparse(request, found.rows, tables.CHANGES), found.next)


class GroupFigures(EditionView):
    """Figures of groups of areas."""

    @extend_schema(
        operation_id="groupFigures",
        tags=["results"],
        parameters=[parameters.GROUP, parameters.INDICATOR, *_COMMON],
        responses={200: schema.listed("GroupFigure", schema.GroupFigure), **_FAULTS},
    )
    def get(self, request: Request, edition: str) -> Response:
        """Pooled and unweighted values with range and five worst."""
        allow(request, "group", "indicator")
        catalogue = self.serving.catalogue
        group = request.query_params.get("group")
        known("group", [group] if group is not None else None, catalogue.groups)
        indicators = known("indicator", several(request, "indicator"), catalogue.measures)
        rows = figures.group_figures(self.serving, group)
        if indicators is not None:
            rows = [row for row in rows if row["indicator"] in indicators]
        return _small(request, rows, list(tables.GROUP_FIGURES))


class ClassCounts(EditionView):
    """How many areas are in which class."""

    @extend_schema(
        operation_id="classCounts",
        tags=["results"],
        parameters=[parameters.GROUP, parameters.INDICATOR, *_COMMON],
        responses={200: schema.listed("ClassCount", schema.ClassCount), **_FAULTS},
    )
    def get(self, request: Request, edition: str) -> Response:
        """Areas per class, each against its own reference, or as the publisher counted them."""
        allow(request, "group", "indicator")
        catalogue = self.serving.catalogue
        group = request.query_params.get("group")
        known("group", [group] if group else None, {**catalogue.groups, **catalogue.areas})
        indicators = known("indicator", several(request, "indicator"), catalogue.measures)
        rows = figures.class_counts(self.serving, group)
        if indicators is not None:
            rows = [row for row in rows if row["indicator"] in indicators]
        return _small(request, rows, list(tables.CLASS_COUNTS))


class Warnings(EditionView):
    """Early-warning signals."""

    @extend_schema(
        operation_id="warnings",
        tags=["results"],
        parameters=[parameters.AREA, *_COMMON],
        responses={200: schema.listed("EarlyWarning", schema.Warning_), **_FAULTS},
    )
    def get(self, request: Request, edition: str) -> Response:
        """Signals that a figure turns for the worse against its reference, strongest first."""
        allow(request, "area")
        areas = known("area", several(request, "area"), self.serving.catalogue.areas)
        rows = figures.warnings(self.serving, areas)
        return _small(request, rows, list(tables.WARNINGS))


class LiveabilityParts(EditionView):
    """Dimensions of composites."""

    @extend_schema(
        operation_id="liveability",
        tags=["results"],
        parameters=[parameters.AREA, *_COMMON],
        responses={200: schema.listed("LiveabilityPart", schema.Liveability), **_FAULTS},
    )
    def get(self, request: Request, edition: str) -> Response:
        """Score, weight and contribution per dimension of the areas that are named."""
        allow(request, "area")
        areas = known("area", several(request, "area"), self.serving.catalogue.areas)
        if not areas:
            raise ValidationError("area: name at least one.")
        rows = [row for code in areas for row in figures.liveability(self.serving, code)]
        return _small(request, rows, list(tables.LIVEABILITY))


def _small(request: Request, rows: list[Row], columns: list[str]) -> Response:
    """A page of a list that is small enough to be made whole; its cursor is a number."""
    cursor = cursor_of(request) or "0"
    if not (cursor.isascii() and cursor.isdigit()):
        raise ValidationError("cursor: not one of this list.")
    start, limit = int(cursor[:9]), parameters.limit_of(request)
    part = rows[start : start + limit]
    following = str(start + limit) if start + limit < len(rows) else None
    return page(request, sparse(request, part, columns), following)
