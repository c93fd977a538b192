"""The map of a measure: drawn here, livelier with JavaScript, and the same as the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.monitor.pictures.maps import step_of, steps
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import MOST_AREAS, EditionContext
from wijkwerk.monitor.web.lines import Line, lines_of
from wijkwerk.monitor.web.lists import Chosen
from wijkwerk.monitor.web.references import references_of

_AROUND = 60  # municipalities drawn around a map, to show where its areas lie
_FEWEST_TILES = 8  # fewer tiles than this tell less than the table


def map_block(
    visit: EditionContext,
    measure: Measure,
    chosen: Chosen,
    period: str | None,
    lines: list[Line] | None = None,
) -> dict[str, Any] | None:
    """The map as ``ui/components/map.html`` takes it; None when there is nothing to colour.

    ``lines`` are those of ``chosen`` at ``period``, when the page has them already.
    """
    drawable = visit.catalogue.has_geometry or len(chosen.areas) >= _FEWEST_TILES
    placed = [area for area in chosen.areas if area.level not in ("group", "country")]
    if len(placed) < 2 or not drawable or period is None:
        return None
    query = {
        "indicator": measure.id,
        "period": period,
        "within": visit.request.GET.get("within"),
        "level": visit.request.GET.get("level"),
    }
    name = visit.text(measure.name)
    if lines is None:
        lines = lines_of(visit, measure, chosen.areas, period, changes=False)
    reference = references_of(visit, lines, measure)
    labels_of_steps = step_labels(visit, measure, lines)
    return {
        "id": "map",
        "title": _("Map"),
        "geojson": visit.url("geojson", **query) if visit.catalogue.has_geometry else "",
        "reference": reference,
        # Without a better side in colours that don't judge.
        **(
            {"legend": labels_of_steps}
            if measure.judged
            else {
                "scale": "neutral",
                "swatches": [
                    {"step": step, "label": label} for step, label in enumerate(labels_of_steps)
                ],
            }
        ),
        "picture": {
            "url": visit.url("chart_svg", "map", size="large", legend="no", **query),
            "width": 1088,
            "height": 602,
            "narrow": visit.url("chart_svg", "map", size="small", legend="no", **query),
            "alt": _("Map of the distance of %(name)s to %(reference)s; the table holds the same.")
            % {"name": name, "reference": reference},
        },
        "downloads": [
            {"label": "SVG", "url": visit.url("chart_svg", "map", **query)},
            {"label": "PNG", "url": visit.url("chart_png", "map", **query)},
        ],
    }


def others_of(visit: EditionContext, areas: Sequence[Area]) -> list[Area]:
    """The areas of the same level in the same cities that aren't among ``areas``; none when they would
    be more than a map can bear."""
    catalogue = visit.catalogue
    own = {area.code for area in areas}
    levels = {area.level for area in areas}
    others = [
        area
        for city in around_of(visit, areas)
        for level in levels
        for area in catalogue.below(city, level)
        if area.code not in own
    ]
    return others if len(others) <= MOST_AREAS else []


def around_of(visit: EditionContext, areas: Sequence[Area]) -> list[str]:
    """Codes of the municipalities that areas lie in, when those are something else than the areas; none
    when they are many."""
    above = {
        ancestor.code
        for area in areas
        for ancestor in visit.catalogue.lineage(area.code)
        if ancestor.level == "municipality" and ancestor.code != area.code
    }
    return sorted(above) if len(above) <= _AROUND else []


def limits_of(lines: list[Line]) -> tuple[float, float, float, float]:
    """The limits between the five steps of the colour scale."""
    return steps([line.of("distance") for line in lines if line.of("distance") is not None])


def step_labels(visit: EditionContext, measure: Measure, lines: list[Line]) -> list[str]:
    """What the five steps mean, best first; without a better side the lowest first."""
    far, near = limits_of(lines)[3], limits_of(lines)[2]
    size = {
        "far": labels.moved(far, measure, visit.language)[1:],
        "near": labels.moved(near, measure, visit.language)[1:],
        # The unit once, unless it stands before the number.
        "start": (labels.moved if measure.unit == "eur" else labels.bare_move)(
            near, measure, visit.language
        )[1:],
    }
    if not measure.judged:
        return [
            _("more than %(far)s lower") % size,
            _("%(start)s to %(far)s lower") % size,
            _("less than %(near)s apart") % size,
            _("%(start)s to %(far)s higher") % size,
            _("more than %(far)s higher") % size,
        ]
    return [
        _("more than %(far)s ahead") % size,
        _("%(start)s to %(far)s ahead") % size,
        _("less than %(near)s apart") % size,
        _("%(start)s to %(far)s behind") % size,
        _("more than %(far)s behind") % size,
    ]


def step_of_line(line: Line, limits: tuple[float, float, float, float]) -> int | None:
    """The step of an area, None when its distance is withheld or unknown."""
    return step_of(line.of("distance"), limits)
