"""Tables of the pages, as ``site.parts.data_table`` draws them: cells in words, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.monitor.core.tables import UNTOLD_CLASSES
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.serving.spreads import ranked as ranked_areas
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.lines import GroupLine, Line
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import NO_BREAK, count, number
from wijkwerk.shared.sentences import upper_first
from wijkwerk.shared.text import Language

Cell = str | dict[str, Any] | None
Table = dict[str, Any]
_VERDICT = 3  # place of what happened among the columns of areas


def value_cell(
    row: Row | None, measure: Measure, visit: EditionContext, note: str | None = None
) -> Cell:
    """A figure with its interval and status, or with ``note``; a mark when it is withheld; None when
    there is none."""
    if row is None:
        return None
    if row.get("conf_status", "F") != "F":
        return {"withheld": row["conf_status"]}
    if row["value"] is None:
        return None
    if note is None:
        notes = [interval(row, measure, visit), *labels.status_notes(row)]
        note = "; ".join(part for part in notes if part)
    return {
        "text": labels.value(row["value"], measure, visit.language),
        "note": note,
        "sort": row["value"],
    }


def interval(row: Row | None, measure: Measure, visit: EditionContext) -> str:
    """'7,1 tot 9,3', or '' when there is none."""
    if row is None or row["lower"] is None or row["upper"] is None:
        return ""
    low, high = (
        number(row[bound], measure.decimals, visit.language) for bound in ("lower", "upper")
    )
    return _range(visit.language) % {"low": low, "high": high}


@cache
def _range(language: Language) -> str:
    """'%(low)s to %(high)s' in one piece; looked up once, as a page has hundreds of intervals."""
    return _("%(low)s to %(high)s").replace(" ", NO_BREAK)


def lag_cell(row: Row | None, measure: Measure, visit: EditionContext, bare: bool = False) -> Cell:
    """How far behind the reference, with which reference that is; ``bare``: without the unit."""
    if row is None or row["reference_value"] is None:
        return "–"
    other = _("%(name)s: %(value)s") % {
        "name": visit.name(row["reference"]),
        "value": labels.value(row["reference_value"], measure, visit.language),
    }
    label_of = labels.bare_lag if bare else labels.lag
    text = label_of(row["distance"], measure, visit.language)
    return {"text": text, "note": other, "sort": row["distance"]}


def change_cells(change: Row | None, measure: Measure, visit: EditionContext) -> list[Cell]:
    """Class with evidence, the distance's change, own change, the reference's change; in the unit
    that the head of the column names."""
    if change is None:
        return ["–", "–", "–", "–"]
    own, reference, moved = (
        labels.bare_move(change[column], measure, visit.language)
        for column in ("own_change", "reference_change", "distance_change")
    )
    return [
        class_cell(change),
        {"text": moved, "note": break_note(change), "sort": change["distance_change"]},
        {"text": own, "sort": change["own_change"]},
        {"text": reference, "sort": change["reference_change"]},
    ]


def class_cell(change: Row) -> Cell:
    """The class of a change, with the evidence for it."""
    if change["class"] in UNTOLD_CLASSES:
        return {"class": change["class"]}
    return {"class": change["class"], "evidence": labels.evidence_of(change)}


def break_note(change: Row) -> str:
    """That a series is broken between both moments, where there is a change to tell."""
    is_told = change["class"] not in UNTOLD_CLASSES or change["class"] == "not_judged"
    return _("break in the series") if change["broken"] and is_told else ""


def change_cell(change: Row | None, measure: Measure, visit: EditionContext) -> Cell:
    """The distance's change with, under it, the own change and that of the reference."""
    if change is None or change["distance_change"] is None:
        return "–"
    apart = _("itself %(own)s; reference %(reference)s") % {
        "own": labels.bare_move(change["own_change"], measure, visit.language),
        "reference": labels.bare_move(change["reference_change"], measure, visit.language),
    }
    note = "; ".join(part for part in (apart, break_note(change)) if part)
    return {
        "text": labels.moved(change["distance_change"], measure, visit.language),
        "note": note,
        "sort": change["distance_change"],
    }


def rank_cell(row: Row | None, ranked: int | None, visit: EditionContext) -> Cell:
    """The rank among the ``ranked`` areas that have one, with the range it may lie in."""
    if row is None or row["rank"] is None:
        return "–"
    note = ""
    if row["rank_lower"] is not None:
        low, high = row["rank_lower"], row["rank_upper"]
        note = _("%(low)s to %(high)s").replace(" ", NO_BREAK) % {"low": low, "high": high}
    text = count(row["rank"], visit.language)
    if ranked is not None:
        text = _("%(rank)s of %(areas)s").replace(" ", NO_BREAK) % {
            "rank": text,
            "areas": count(ranked, visit.language),
        }
    return {"text": text, "note": note, "sort": row["rank"]}


def areas_table(
    visit: EditionContext,
    measure: Measure,
    lines: Sequence[Line],
    columns: list[dict[str, Any]],
    caption: str,
) -> Table:
    """Areas under each other for one measure; without the last of ``columns``, the rank, when none
    has one, as against a reference that the visitor chose."""
    ranked = any(line.of("rank") is not None for line in lines)
    levels = {line.area.level for line in lines} if ranked else set()
    among = {level: ranked_areas(visit.serving, level) for level in levels}
    return {
        "id": "areas",
        "caption": caption,
        "columns": [
            {**column, "verdict": place == _VERDICT}
            for place, column in enumerate(columns if ranked else columns[:-1])
        ],
        "rows": [
            [
                {"text": line.area.name, "url": visit.url("area", line.area.code)},
                value_cell(line.figure, measure, visit),
                lag_cell(line.figure, measure, visit, bare=True),
                *change_cells(line.change, measure, visit),
                *([rank_cell(line.figure, _among(line, among), visit)] if ranked else []),
            ]
            for line in lines
        ],
    }


def _among(line: Line, ranked: Mapping[str, Mapping[tuple[str, str], int]]) -> int | None:
    """Among how many areas the rank of ``line`` stands."""
    moment = (line.of("indicator"), line.of("period"))
    return ranked.get(line.area.level, {}).get(moment)


def series_table(
    visit: EditionContext,
    measure: Measure,
    rows: Sequence[Row],
    caption: str,
    group: GroupLine | None,
) -> Table:
    """Periods under each other for one measure of one area, beside the group it belongs to."""
    methods = labels.interval_labels()
    beside = [] if group is None else [{"label": upper_first(group.name), "number": True}]
    return {
        "id": "series",
        "caption": caption,
        "columns": [
            {"label": _("Period")},
            {"label": _("Value"), "number": True},
            {"label": _("Distance"), "number": True, "note": labels.distance_unit_label(measure)},
            {"label": _("Number of people"), "number": True, "note": _("behind the figure")},
            *beside,
            {"label": _("Interval by")},
        ],
        "rows": [
            [
                row["period"],
                value_cell(row, measure, visit),
                lag_cell(row, measure, visit, bare=True),
                "–" if row["base"] is None else number(row["base"], 0, visit.language),
                *([] if group is None else [group_cell(group, row["period"], measure, visit)]),
                methods.get(row["interval_method"], row["interval_method"] or "–"),
            ]
            for row in rows
        ],
    }


def group_cell(group: GroupLine, period: str, measure: Measure, visit: EditionContext) -> Cell:
    """The figure of a group at a period; a dash when it has none."""
    row = group.rows.get(period)
    return "–" if row is None else value_cell(row, measure, visit) or "–"


def groups_table(
    visit: EditionContext, measure: Measure, rows: Sequence[Row], caption: str
) -> Table:
    """Groups of areas at their latest period: both ways of adding up, range and five worst.

    A row per group.
    """
    names = {"pooled": _("all people together"), "unweighted": _("average of the areas")}
    cells = []
    for row in rows:
        worst = [visit.name(code) for code in (row["worst_areas"] or "").split(";") if code]

        def shown(column: str, row: Row = row) -> str:
            return labels.value(row[column], measure, visit.language)

        cells.append(
            [
                {
                    "text": visit.name(row["group"]),
                    "url": visit.url("group", row["group"]),
                    "note": f"{names.get(row['method'], row['method'])}, {row['period']}",
                },
                value_cell(row, measure, visit),
                shown("minimum"),
                shown("maximum"),
                *(
                    [{"text": shown("worst_five"), "note": ", ".join(worst)}]
                    if measure.judged
                    else []
                ),
                _("%(n)s of %(total)s") % {"n": row["measured"], "total": row["areas"]},
            ]
        )
    return {
        "id": "groups",
        "caption": caption,
        "columns": [
            {"label": _("Group")},
            {"label": _("Value"), "number": True},
            {"label": _("Lowest area"), "number": True},
            {"label": _("Highest area"), "number": True},
            *(
                [{"label": _("Five areas with the largest lag"), "number": True}]
                if measure.judged
                else []
            ),
            {"label": _("Areas with a figure"), "number": True},
        ],
        "rows": cells,
    }
