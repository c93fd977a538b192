"""The spine of an area, or of a few: how far each figure lies from the reference, within the range of all
areas of the level. A picture, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from wijkwerk.monitor.core.spread import Spread
from wijkwerk.monitor.pictures import spine as drawing
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.serving.spreads import Spreads, ranked, spreads
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.figures import figure
from wijkwerk.monitor.web.picks import picks_of
from wijkwerk.monitor.web.references import legend
from wijkwerk.monitor.web.tables import Table, rank_cell
from wijkwerk.monitor.web.views.picked_charts import Picture, of_name
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import number
from wijkwerk.ui.pictures.style import NEUTRAL, OWN, QUIET, REFERENCE, SERIES, Size

MOST_COMPARED = 6
_HEAD, _ROW, _TALL_ROW = 120, 24, 40  # pixels of the picture around its rows, of a row, on a phone


@dataclass(frozen=True)
class Bone:
    """A measure with the figures of one or more areas (by code) and the spread of their level."""

    measure: Measure
    rows: dict[str, Row]
    spread: Spread

    @property
    def period(self) -> str:
        """The moment of the figures and the spread."""
        return str(next(iter(self.rows.values()))["period"])


def bones(visit: EditionContext, areas: Sequence[Area]) -> list[Bone]:
    """The rows of the spine of areas of one level, theme by theme; those with the largest distance of the
    first area on top. Nothing where levels differ: there is no range of all of them."""
    if len({area.level for area in areas}) != 1:
        return []
    ranges = spreads(visit.serving, areas[0].level, visit.against)
    latest = figures.latest_figures(visit.serving, [area.code for area in areas], visit.against)
    by_measure: dict[str, dict[str, Row]] = {}
    for row in latest:
        if row["distance"] is not None:
            by_measure.setdefault(row["indicator"], {})[row["area"]] = row
    spine_rows = [
        bone
        for measure in visit.catalogue.measures.values()
        if (bone := _bone(measure, by_measure.get(measure.id, {}), ranges)) is not None
    ]
    themes = {theme: place for place, theme in enumerate(visit.catalogue.themes)}
    first = areas[0].code

    def key(bone: Bone) -> tuple[int, bool, float]:
        own = bone.rows.get(first)
        place = None if own is None else bone.spread.standardised(own["distance"])
        return themes.get(bone.measure.theme, len(themes)), place is None, -(place or 0.0)

    return sorted(spine_rows, key=key)


def _bone(measure: Measure, rows: dict[str, Row], ranges: Spreads) -> Bone | None:
    """The figures of one moment, the last that any of the areas has, with its spread."""
    if not rows:
        return None
    last = max(row["period"] for row in rows.values())
    spread = ranges.get((measure.id, last))
    if spread is None:
        return None
    same = {code: row for code, row in rows.items() if row["period"] == last}
    return Bone(measure, same, spread)


def spine_figure(visit: EditionContext, areas: Sequence[Area]) -> dict[str, Any] | None:
    """The picture with its table as ``ui/components/figure.html`` takes it; None without any row."""
    spine_rows = bones(visit, areas)
    if not spine_rows:
        return None
    level = labels.level_labels()[areas[0].level]
    alone = len(areas) == 1
    title = _("Among all %(level)s") % {"level": level}
    tall = _HEAD + _ROW * len(spine_rows)
    picture = figure(
        visit,
        "spine",
        title,
        _(
            "Per indicator the range of all %(level)s as a bar, the middle half darker, and a dot for "
            "%(areas)s; the line in the middle is what they are compared with. The table below holds the "
            "same."
        )
        % {"level": level, "areas": ", ".join(area.name for area in areas)},
        (tall, tall, _HEAD + _TALL_ROW * len(spine_rows)),
        {"area": ",".join(area.code for area in areas), "indicator": spine_rows[0].measure.id},
    )
    return picture | {
        "answer": _meaning(spine_rows) % {"level": level},
        "table": _own_table(visit, areas[0], spine_rows)
        if alone
        else _table(visit, areas, spine_rows),
    }


def _meaning(spine_rows: Sequence[Bone]) -> str:
    """How the picture is read."""
    if all(bone.measure.judged for bone in spine_rows):
        return _(
            "The line in the middle is what they are compared with; to the right is behind. The bar holds "
            "all %(level)s, its dark part the middle half of them. 1 is the usual distance of all "
            "%(level)s to what they are compared with."
        )
    return _(
        "The line in the middle is what they are compared with; to the right is behind, or higher where "
        "there is no better side. The bar holds all %(level)s, its dark part the middle half of them. 1 is "
        "the usual distance of all %(level)s to what they are compared with."
    )


def _own_table(visit: EditionContext, own: Area, spine_rows: Sequence[Bone]) -> Table:
    """One area: its figure, the reference, its place and the range of all."""
    rows = []
    among = ranked(visit.serving, own.level)
    for bone in spine_rows:
        row = bone.rows[own.code]
        rows.append(
            [
                _named(visit, bone),
                {
                    "text": labels.value(row["value"], bone.measure, visit.language),
                    "sort": row["value"],
                },
                _reference_cell(visit, bone, row),
                _distance_cell(visit, bone, row),
                rank_cell(row, among.get((bone.measure.id, bone.period)), visit),
                _range_cell(visit, bone),
            ]
        )
    return {
        "id": "spine-table",
        "caption": _("%(area)s among all %(level)s")
        % {"area": own.name, "level": labels.level_labels()[own.level]},
        "columns": [
            {"label": _("Indicator")},
            {"label": _("Value"), "number": True},
            {"label": _("Compared with"), "number": True},
            {"label": _("Distance"), "number": True, "note": _("1 is usual")},
            {"label": _("Rank"), "number": True, "note": _("1 is best"), "verdict": True},
            {"label": _("Distance of all"), "number": True, "note": _("the middle half")},
        ],
        "rows": rows,
    }


def _table(visit: EditionContext, areas: Sequence[Area], spine_rows: Sequence[Bone]) -> Table:
    """Several areas: the distance of each beside the range of all."""
    return {
        "id": "spine-table",
        "caption": _("Distances among all %(level)s; 1 is usual")
        % {"level": labels.level_labels()[areas[0].level]},
        "columns": [
            {"label": _("Indicator")},
            *({"label": of_name(area, areas), "number": True} for area in areas),
            {"label": _("Distance of all"), "number": True, "note": _("the middle half")},
        ],
        "rows": [
            [
                _named(visit, bone),
                *(
                    _distance_cell(visit, bone, bone.rows[area.code])
                    if area.code in bone.rows
                    else None
                    for area in areas
                ),
                _range_cell(visit, bone),
            ]
            for bone in spine_rows
        ],
    }


def _named(visit: EditionContext, bone: Bone) -> dict[str, Any]:
    return {
        "text": visit.text(bone.measure.name),
        "url": visit.url("indicator", bone.measure.id),
        "note": bone.period,
    }


def _reference_cell(visit: EditionContext, bone: Bone, row: Row) -> dict[str, Any]:
    return {
        "text": labels.value(row["reference_value"], bone.measure, visit.language),
        "note": visit.name(row["reference"]),
        "sort": row["reference_value"],
    }


def _distance_cell(visit: EditionContext, bone: Bone, row: Row) -> dict[str, Any]:
    """The distance in scales, and in its own unit."""
    place = bone.spread.standardised(row["distance"])
    return {
        "text": number(place, 1, visit.language),
        "note": labels.lag(row["distance"], bone.measure, visit.language),
        "sort": place,
    }


def _range_cell(visit: EditionContext, bone: Bone) -> dict[str, Any]:
    """From the best to the worst of all areas (or lowest to highest), and the middle half."""
    range_text = _("%(low)s to %(high)s")

    def between(low: float, high: float) -> str:
        ends = (bone.spread.standardised(low), bone.spread.standardised(high))
        texts = [number(end, 1, visit.language) for end in ends]
        return range_text % {"low": texts[0], "high": texts[1]}

    spread = bone.spread
    return {
        "text": between(spread.lowest, spread.highest),
        "note": between(spread.lower_quarter, spread.upper_quarter),
        "sort": spread.highest,
    }


def spine_picture(visit: EditionContext, measure: Measure, size: Size) -> Picture:
    """The picture of the areas that the address names. Raises Http404 when none of them has a figure."""
    del measure  # all of them are on it
    areas = picks_of(visit, MOST_COMPARED).areas
    spine_rows = bones(visit, areas) if areas else []
    if not spine_rows:
        raise Http404(_("There are no figures for this picture."))
    alone = len(areas) == 1
    verdicts = _verdicts()
    looks = [label for label, _colour in verdicts.values()] if alone else []
    rows = []
    for bone in spine_rows:
        dots = []
        for area in areas:
            row = bone.rows.get(area.code)
            if row is None:
                continue
            who = verdicts[_verdict(bone.measure, row)][0] if alone else of_name(area, areas)
            margin = [
                None if not alone or row[limit] is None else bone.spread.standardised(row[limit])
                for limit in ("distance_lower", "distance_upper")
            ]
            dots.append(drawing.Dot(who, bone.spread.standardised(row["distance"]), *margin))
        rows.append(_drawn(visit, bone, tuple(dots)))
    if alone:
        used = {dot.who for row in rows for dot in row.dots}
        colours = [colour for label, colour in verdicts.values() if label in used]
        looks = [label for label in looks if label in used]
    else:
        looks = [of_name(area, areas) for area in areas]
        colours = list(SERIES)
    sides = (_("ahead, or lower"), _("behind, or higher"))
    if all(bone.measure.judged for bone in spine_rows):
        sides = (_("ahead"), _("behind"))
    axis = (
        _("distance to %(reference)s")
        % {"reference": legend(visit, *(bone.measure for bone in spine_rows))},
        _("1 is usual"),
    )
    spec = drawing.spine(rows, looks, axis, sides, size, colours)
    names = ", ".join(area.name for area in areas)
    return Picture(
        spec,
        _("%(areas)s among all %(level)s")
        % {"areas": names, "level": labels.level_labels()[areas[0].level]},
    )


def _drawn(visit: EditionContext, bone: Bone, dots: tuple[drawing.Dot, ...]) -> drawing.Vertebra:
    """A row of the picture."""
    spread = bone.spread
    return drawing.Vertebra(
        name=visit.text(bone.measure.name),
        lowest=spread.standardised(spread.lowest),
        lower_quarter=spread.standardised(spread.lower_quarter),
        upper_quarter=spread.standardised(spread.upper_quarter),
        highest=spread.standardised(spread.highest),
        dots=dots,
    )


def _verdict(measure: Measure, row: Row) -> str:
    """Which look a dot of one area has."""
    if not measure.judged:
        return "neutral"
    lower, upper = row["distance_lower"], row["distance_upper"]
    if lower is not None and lower > 0:
        return "behind"
    if upper is not None and upper < 0:
        return "ahead"
    return "unsure"


def _verdicts() -> dict[str, tuple[str, str]]:
    """Their label and colours, in the order of the legend."""
    return {
        "behind": (_("surely behind"), REFERENCE),
        "ahead": (_("surely ahead"), OWN),
        "unsure": (_("not sure"), QUIET),
        "neutral": (_("no better side"), NEUTRAL[3]),
    }
