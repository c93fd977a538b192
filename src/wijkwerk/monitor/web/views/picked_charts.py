"""Pictures of areas and indicators that a visitor picked: lines, bars, a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from wijkwerk.monitor.pictures import comparisons, maps, trends
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.serving.geometry import context, features
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import MOST_AREAS, EditionContext
from wijkwerk.monitor.web.lines import lines_of
from wijkwerk.monitor.web.maps import around_of, limits_of, others_of, step_labels, step_of_line
from wijkwerk.monitor.web.picks import Picks, picks_of
from wijkwerk.monitor.web.references import references_of
from wijkwerk.served.api import Row
from wijkwerk.ui.pictures.style import LAG, NEUTRAL, Size

PICTURED_AREAS, PICTURED_MEASURES, PICTURED_BARS = 6, 9, 60
_MOST_REFERENCES = 2  # lines of what areas are compared with; more of them hide the areas


@dataclass(frozen=True)
class Picture:
    """A specification with the words that go with it."""

    spec: dict[str, Any]
    title: str


def has_lines(visit: EditionContext, picks: Picks, measure: Measure) -> bool:
    """Whether there is a picture of these areas: one of them has a figure."""
    return bool(_series(visit, picks, [measure])[measure.id])


def lines(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    """A line per area that was picked, for one indicator, with what they are compared with.

    404 without figures.
    """
    picks = picks_of(visit, PICTURED_AREAS)
    series = _series(visit, picks, [measure])[measure.id]
    if not series:
        raise Http404(_("There are no figures for this picture."))
    spec = trends.trend(series, labels.unit_label(measure), size, band=False, margins=True)
    return Picture(spec, visit.text(measure.name))


def selection(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    """A picture per indicator that was picked, with a line per area and what they are compared with.

    404 without figures.
    """
    picks = picks_of(visit, PICTURED_AREAS)
    measures = picks.measures[:PICTURED_MEASURES]
    series_by_measure = _series(visit, picks, measures)
    panels = [
        (_panel(visit, measure), series_by_measure[measure.id])
        for measure in measures
        if series_by_measure[measure.id]
    ]
    if not panels:
        raise Http404(_("There are no figures for this picture."))
    spec = trends.multiples(panels, "", size, one_scale=False, band=False, broad=True)
    return Picture(spec, _("Own selection"))


def _panel(visit: EditionContext, measure: Measure) -> str:
    """The title of a panel: the indicator, with the unit of its axis."""
    unit = labels.unit_label(measure)
    return f"{visit.text(measure.name)} ({unit})" if unit else visit.text(measure.name)


def bars(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    """A bar per area that was picked, at the last of the chosen periods, the largest first.

    404 without figures.
    """
    picks = picks_of(visit, PICTURED_BARS)
    period = last_period(picks, measure)
    rows = [row for row in _rows(visit, picks, [measure]) if row["period"] == period]
    rows = [row for row in rows if row["value"] is not None]
    if not rows:
        raise Http404(_("There are no figures for this picture."))
    rows.sort(key=lambda row: -row["value"])
    area_by_code = {area.code: area for area in picks.areas}
    drawn = [
        comparisons.Bar(
            of_name(area_by_code[row["area"]], picks.areas),
            row["value"],
            row["lower"],
            row["upper"],
        )
        for row in rows
    ]
    reference_values = {
        row["reference"]: row["reference_value"]
        for row in rows
        if row["reference_value"] is not None
    }
    only = next(iter(reference_values.items())) if len(reference_values) == 1 else None
    reference = None if only is None else (visit.name(only[0]), only[1])
    spec = comparisons.values(drawn, labels.unit_label(measure), reference, size)
    return Picture(spec, f"{visit.text(measure.name)}, {period}")


def picked_map(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    """The areas that were picked by how far they are from what they are compared with; the others of
    their city are pale."""
    picks = picks_of(visit, MOST_AREAS)
    period = last_period(picks, measure)
    area_lines = lines_of(visit, measure, picks.areas, period, changes=False)
    limits = limits_of(area_lines)
    places = [
        maps.Place(line.area.code, line.area.name, step_of_line(line, limits))
        for line in area_lines
    ]
    drawn = features(visit.serving, [place.code for place in places])
    labels_of_steps, unknown = step_labels(visit, measure, area_lines), _("no figure, or withheld")
    colours = LAG if measure.judged else NEUTRAL
    if drawn:
        others = features(visit.serving, [area.code for area in others_of(visit, picks.areas)])
        around = features(visit.serving, around_of(visit, picks.areas))
        under = context(visit.serving, [*drawn, *around, *others])
        spec = maps.shapes(
            drawn,
            places,
            labels_of_steps,
            unknown,
            size,
            around,
            colours=colours,
            others=others,
            under=under,
        )
    else:
        spec = maps.tiles(places, labels_of_steps, unknown, size, colours=colours)
    reference = references_of(visit, area_lines, measure)
    title = _("%(name)s, %(period)s, compared with %(reference)s")
    values = {"name": visit.text(measure.name), "period": period, "reference": reference}
    return Picture(spec, title % values)


def last_period(picks: Picks, measure: Measure) -> str | None:
    """The last of the chosen periods in which the measure has figures, None without one."""
    return next((period for period in reversed(measure.periods) if period in picks.periods), None)


def _rows(visit: EditionContext, picks: Picks, measures: Sequence[Measure]) -> list[Row]:
    """The figures that were picked, with what they are compared with."""
    query = FigureQuery(
        areas=[area.code for area in picks.areas],
        indicators=[measure.id for measure in measures],
        against=visit.against,
        columns=figures.PLACED,
    )
    return [row for row in figures.figures(visit.serving, query) if row["period"] in picks.periods]


def _series(
    visit: EditionContext, picks: Picks, measures: Sequence[Measure]
) -> dict[str, list[trends.Line]]:
    """Per measure a line for each area that was picked and has figures, then those of what they are
    compared with, unless that was picked or there are too many."""
    points: dict[tuple[str, str], list[trends.Point]] = {}
    values_by_reference: dict[str, dict[str, dict[str, float]]] = {}
    for row in _rows(visit, picks, measures):
        if row["value"] is not None:
            point = (row["period"], row["value"], row["lower"], row["upper"])
            points.setdefault((row["indicator"], row["area"]), []).append(point)
        if row["reference_value"] is not None:
            own = values_by_reference.setdefault(row["indicator"], {}).setdefault(
                row["reference"], {}
            )
            own[row["period"]] = row["reference_value"]
    codes = {area.code for area in picks.areas}
    result = {}
    for measure in measures:
        own_lines = [
            trends.Line(of_name(area, picks.areas), tuple(points[measure.id, area.code]))
            for area in picks.areas
            if (measure.id, area.code) in points
        ]
        others = {
            code: series
            for code, series in values_by_reference.get(measure.id, {}).items()
            if code not in codes
        }
        if own_lines and len(others) <= _MOST_REFERENCES:
            own_lines += [
                trends.Line(
                    _("%(name)s (compared with)") % {"name": visit.name(code)},
                    tuple((period, series[period], None, None) for period in sorted(series)),
                    reference=True,
                )
                for code, series in others.items()
            ]
        result[measure.id] = own_lines
    return result


def of_name(area: Area, others: Sequence[Area]) -> str:
    """The name, with the code where another of ``others`` has the same name."""
    same = sum(other.name == area.name for other in others)
    return f"{area.name} ({area.code})" if same > 1 else area.name
