"""Pictures by address: SVG for the page, PNG to take away. The same question as the page's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from wijkwerk.monitor.pictures import comparisons, maps, trends
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.serving.geometry import context, features
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.areas.spine import spine_picture
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.lines import (
    ORDERS,
    Line,
    area_of,
    group_line,
    lines_of,
    measure_of,
    period_of,
)
from wijkwerk.monitor.web.lists import chosen_areas
from wijkwerk.monitor.web.maps import around_of, limits_of, others_of, step_labels, step_of_line
from wijkwerk.monitor.web.references import legend, legend_of
from wijkwerk.monitor.web.views import picked_charts
from wijkwerk.monitor.web.views.area import dimension_names, latest_parts
from wijkwerk.monitor.web.views.indicator import PICTURED
from wijkwerk.monitor.web.views.picked_charts import Picture, of_name
from wijkwerk.served.api import Row
from wijkwerk.ui.lists import page_of, sorted_by
from wijkwerk.ui.pictures.draw import png, svg
from wijkwerk.ui.pictures.style import LAG, NEUTRAL, SIZES, Size
from wijkwerk.ui.query import choice_in

_MULTIPLES = 12


@edition_view(for_ever=True)
def chart_svg(visit: EditionContext, kind: str) -> HttpResponse:
    """A picture as SVG."""
    picture = picture_of(visit, kind)
    description = _("The page this picture comes from has the same figures as a table.")
    drawn = svg(picture.spec, picture.title, description, visit.language)
    return HttpResponse(drawn, content_type="image/svg+xml")


@edition_view(for_ever=True)
def chart_png(visit: EditionContext, kind: str) -> HttpResponse:
    """A picture as PNG, with the source under it."""
    picture = picture_of(visit, kind)
    source = visit.catalogue.source
    spec = {
        **picture.spec,
        "title": {
            "text": picture.title,
            "subtitle": f"{_('Source')}: {source['publisher']}, {visit.catalogue.id}. "
            f"{_('Compared with')}: {legend_of(visit, visit.request.GET.get('indicator'))}.",
            "anchor": "start",
            "fontSize": 15,
            "subtitleFontSize": 11,
        },
    }
    return HttpResponse(png(spec, visit.language), content_type="image/png")


def picture_of(visit: EditionContext, kind: str) -> Picture:
    """The picture ``kind`` of what the address asks; 404 when there is none."""
    if kind not in _KINDS:
        raise Http404(_("There is no such picture."))
    asked_size = choice_in(visit.request, "size", SIZES, "large")
    size = next(known_size for known_size in SIZES if known_size == asked_size)
    indicators_asked = (visit.request.GET.get("indicator") or "").split(",")
    measure = measure_of(visit, indicators_asked[0])
    return _KINDS[kind](visit, measure, size)


def _listed(visit: EditionContext, measure: Measure, most: int) -> list[Line]:
    """The rows that the page with the same parameters lists, as many as a picture bears."""
    chosen = chosen_areas(visit)
    lines = lines_of(visit, measure, chosen.areas, period_of(visit, measure))
    rows, _order = sorted_by(visit.request, lines, ORDERS, "-lag")
    return list(page_of(visit.request, rows).object_list[:most])


def _lags(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    lines = _listed(visit, measure, PICTURED)
    bars = [
        comparisons.Bar(
            _label(line.area, lines),
            line.of("distance"),
            line.of("distance_lower"),
            line.of("distance_upper"),
        )
        for line in lines
        if line.of("distance") is not None
    ]
    axis = _("distance to %(reference)s, %(unit)s") % {
        "reference": legend(visit, measure),
        "unit": labels.distance_unit_label(measure),
    }
    sides = (_("ahead"), _("behind")) if measure.judged else (_("lower"), _("higher"))
    spec = comparisons.dots(bars, axis, *sides, size)
    return Picture(spec, visit.text(measure.name))


def _apart(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    lines = _listed(visit, measure, PICTURED)
    rows = [
        (_label(line.area, lines), line.changed("own_change"), line.changed("reference_change"))
        for line in lines
        if line.changed("own_change") is not None and line.changed("reference_change") is not None
    ]
    moments = next(
        (
            f"{line.changed('period_from')}–{line.changed('period_to')}"
            for line in lines
            if line.change
        ),
        "",
    )
    axis = _("change %(moments)s, %(unit)s") % {
        "moments": moments,
        "unit": labels.distance_unit_label(measure),
    }
    spec = comparisons.own_and_reference(
        rows, axis, _("the area itself"), legend(visit, measure), size
    )
    return Picture(spec, visit.text(measure.name))


def _multiples(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    lines = _listed(visit, measure, _MULTIPLES)
    codes = [line.area.code for line in lines]
    query = FigureQuery(areas=codes, indicators=[measure.id], against=visit.against)
    rows = figures.figures(visit.serving, query)
    panels = []
    for line in lines:
        own = [row for row in rows if row["area"] == line.area.code]
        pair = _pair(own, _("the area itself"), legend(visit, measure))
        if pair[0].points:
            panels.append((_label(line.area, lines), pair))
    if not panels:
        raise Http404(_("There are no figures for this picture."))
    return Picture(
        trends.multiples(panels, labels.unit_label(measure), size), visit.text(measure.name)
    )


def _trend(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    own = area_of(visit, visit.request.GET.get("area") or "")
    query = FigureQuery(areas=[own.code], indicators=[measure.id], against=visit.against)
    rows = figures.figures(visit.serving, query)
    other = visit.name(rows[0]["reference"]) if rows else ""
    lines = [line for line in _pair(rows, own.name, other or legend(visit, measure)) if line.points]
    group = group_line(visit, own, measure)
    if lines and group is not None and group.name not in {line.name for line in lines}:
        # Only as far as the area's own: the picture is about the area.
        periods = [row["period"] for row in rows]
        points_found = [
            (period, group.rows[period]["value"]) for period in periods if period in group.rows
        ]
        points = tuple(
            (period, value, None, None) for period, value in points_found if value is not None
        )
        lines += [trends.Line(group.name, points)] if points else []
    if not lines:
        raise Http404(_("There are no figures for this picture."))
    axis = labels.unit_label(measure)
    title = f"{visit.text(measure.name)}, {own.name}"
    return Picture(trends.trend(lines, axis, size), title)


def _pair(rows: list[Row], own: str, other: str) -> list[trends.Line]:
    """The line of an area and the line of its reference."""
    mine = tuple(
        (row["period"], row["value"], row["lower"], row["upper"])
        for row in rows
        if row["value"] is not None
    )
    theirs = tuple(
        (row["period"], row["reference_value"], None, None)
        for row in rows
        if row["reference_value"] is not None and row["reference"] != row["area"]
    )
    return [trends.Line(own, mine), trends.Line(other if other != own else f"{other} ", theirs)]


def _map(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    chosen = chosen_areas(visit)
    lines = lines_of(visit, measure, chosen.areas, period_of(visit, measure), changes=False)
    limits = limits_of(lines)
    places = [
        maps.Place(line.area.code, line.area.name, step_of_line(line, limits)) for line in lines
    ]
    legend_words, unknown = step_labels(visit, measure, lines), _("no figure, or withheld")
    colours = LAG if measure.judged else NEUTRAL
    keyed = choice_in(visit.request, "legend", ("yes", "no"), "yes") == "yes"
    shapes = features(visit.serving, [place.code for place in places])
    if shapes:
        around = features(visit.serving, around_of(visit, chosen.areas))
        others = features(visit.serving, [area.code for area in others_of(visit, chosen.areas)])
        under = context(visit.serving, [*shapes, *around, *others])
        spec = maps.shapes(
            shapes, places, legend_words, unknown, size, around, keyed, colours, others, under
        )
    else:
        spec = maps.tiles(places, legend_words, unknown, size, keyed, colours)
    return Picture(spec, visit.text(measure.name))


def _ranks(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    """Ranks with the range in which they may lie, in the order of the list."""
    lines = _listed(visit, measure, PICTURED)
    bars = [
        comparisons.Bar(
            _label(line.area, lines), line.of("rank"), line.of("rank_lower"), line.of("rank_upper")
        )
        for line in lines
        if line.of("rank") is not None
    ]
    if not bars:
        raise Http404(_("There are no figures for this picture."))
    spec = comparisons.ranks(bars, _("rank (1 is best)"), size)
    return Picture(spec, visit.text(measure.name))


def _parts(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    """What each dimension of a composite adds to its score in an area."""
    own = area_of(visit, visit.request.GET.get("area") or "")
    rows = latest_parts(visit, own.code).get(measure.id, [])
    names = dimension_names(visit, measure)
    contributions = [
        (names.get(row["dimension"]) or str(row["dimension"]), float(row["contribution"]))
        for row in rows
        if row["contribution"] is not None and row["dimension"]
    ]
    if not contributions:
        raise Http404(_("There are no figures for this picture."))
    spec = comparisons.parts(contributions, _("contribution to the score"), size)
    return Picture(spec, f"{visit.text(measure.name)}, {own.name}")


def _label(area: Area, lines: list[Line]) -> str:
    """The name, with the code where another area on the picture has the same name."""
    return of_name(area, [line.area for line in lines])


_KINDS: dict[str, Callable[[EditionContext, Measure, Size], Picture]] = {
    "lags": _lags,
    "apart": _apart,
    "multiples": _multiples,
    "trend": _trend,
    "map": _map,
    "ranks": _ranks,
    "parts": _parts,
    "lines": picked_charts.lines,
    "selection": picked_charts.selection,
    "bars": picked_charts.bars,
    "places": picked_charts.picked_map,
    "spine": spine_picture,
}
