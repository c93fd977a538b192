"""An area with what is known of it for a measure: the row that lists, maps and pictures share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.translation import gettext as _

from wijkwerk.monitor.core.tables import GROUP_METHODS
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.served.api import Row


@dataclass(frozen=True)
class Line:
    """An area with its figure and its change; either may be missing."""

    area: Area
    figure: Row | None
    change: Row | None

    def of(self, column: str) -> Any:
        """A column of the figure, or None."""
        return None if self.figure is None else self.figure[column]

    def changed(self, column: str) -> Any:
        """A column of the change, or None."""
        return None if self.change is None else self.change[column]


@dataclass(frozen=True)
class GroupLine:
    """A group over the years: its name, and its row of GROUP_FIGURES per period."""

    name: str
    rows: dict[str, Row]


def group_line(visit: EditionContext, area: Area, measure: Measure) -> GroupLine | None:
    """The group of ``area``, all its people together or else the mean of its areas; None when it is
    in none, or the reference already.

    The group that is counted comes first, then the order of the source. Where areas joined or left
    it, the line is that of the areas that were in it all the time.
    """
    groups = visit.catalogue.groups
    own = [
        code for code, group in groups.items() if area.code in group.areas and code != visit.against
    ]
    own.sort(key=lambda code: code != visit.group)
    for code in own:
        rows = figures.group_figures(visit.serving, group=code, indicator=measure.id)
        for method in GROUP_METHODS:
            row_by_period = {row["period"]: row for row in rows if row["method"] == method}
            same = {row["period"]: row for row in rows if row["method"] == f"{method}_same"}
            if any(row["value"] is not None for row in row_by_period.values()):
                name = visit.name(code)
                if method == "unweighted":
                    name = _("%(name)s (average)") % {"name": name}
                if any(
                    row["areas"] != row_by_period[period]["areas"]
                    for period, row in same.items()
                    if period in row_by_period
                ):
                    return GroupLine(_("%(name)s (the same areas)") % {"name": name}, same)
                return GroupLine(name, row_by_period)
    return None


def area_of(visit: EditionContext, code: str) -> Area:
    """The area with this code, or 404."""
    area = visit.catalogue.areas.get(code)
    if area is None:
        raise Http404(_("This edition has no area with this code."))
    return area


def measure_of(visit: EditionContext, indicator: str) -> Measure:
    """The measure with this id, or 404."""
    measure = visit.catalogue.measures.get(indicator)
    if measure is None:
        raise Http404(_("This edition has no such indicator."))
    return measure


def period_of(visit: EditionContext, measure: Measure) -> str | None:
    """The period that the address asks for, or the latest with figures.

    None without figures. Raises BadRequest for a period without figures.
    """
    period_asked = visit.request.GET.get("period")
    if period_asked and period_asked not in measure.periods:
        raise BadRequest(_("There are no figures of that period."))
    return period_asked or measure.latest


def lines_of(
    visit: EditionContext,
    measure: Measure,
    areas: Sequence[Area],
    period: str | None,
    changes: bool = True,
) -> list[Line]:
    """A line per area at ``period``, in the order of ``areas``; without ``changes`` only figures."""
    query = FigureQuery(
        areas=[area.code for area in areas],
        indicators=[measure.id],
        periods=[period] if period else [],
        against=visit.against,
        columns=figures.PLACED,
    )
    figure = {row["area"]: row for row in figures.figures(visit.serving, query)}
    change_rows = figures.changes(visit.serving, query) if changes else []
    change = {row["area"]: row for row in change_rows}
    return [Line(area, figure.get(area.code), change.get(area.code)) for area in areas]


ORDERS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: line.area.name,
    "value": lambda line: line.of("value"),
    "lag": lambda line: line.of("distance"),
    "change": lambda line: line.changed("distance_change"),
    "rank": lambda line: line.of("rank"),
}
