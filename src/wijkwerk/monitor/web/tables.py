"""Tables of the pages, as ``site.parts.data_table`` draws them: cells in words, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.serving.store import Row
from wijkwerk.monitor.web import words
from wijkwerk.monitor.web.lines import Line
from wijkwerk.monitor.web.visit import Visit
from wijkwerk.shared.numbers import number

Cell = str | dict[str, Any] | None
Table = dict[str, Any]


def value_cell(row: Row | None, measure: Measure, visit: Visit) -> Cell:
    """A figure with its interval and status; a mark when it is withheld; None when there is none."""
    if row is None:
        return None
    if row.get("conf_status", "F") != "F":
        return {"withheld": row["conf_status"]}
    if row["value"] is None:
        return None
    notes = [interval(row, measure, visit), *words.status_notes(row)]
    return {
        "text": words.value(row["value"], measure, visit.language),
        "note": "; ".join(note for note in notes if note),
        "sort": row["value"],
    }


def interval(row: Row | None, measure: Measure, visit: Visit) -> str:
    """'7,1 tot 9,3', or '' when there is none."""
    if row is None or row["lower"] is None or row["upper"] is None:
        return ""
    low, high = (
        number(row[bound], measure.decimals, visit.language) for bound in ("lower", "upper")
    )
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def lag_cell(row: Row | None, measure: Measure, visit: Visit) -> Cell:
    """How far behind the reference, with which reference that is."""
    if row is None or row["reference_value"] is None:
        return "–"
    other = _("%(name)s: %(value)s") % {
        "name": visit.catalogue.name(row["reference"]),
        "value": words.value(row["reference_value"], measure, visit.language),
    }
    text = words.lag(row["distance"], measure, visit.language)
    return {"text": text, "note": other, "sort": row["distance"]}


def change_cells(change: Row | None, measure: Measure, visit: Visit) -> list[Cell]:
    """Class, evidence, the distance's change, own change, the reference's change."""
    if change is None:
        return ["–", "–", "–", "–", "–"]
    own, reference, moved = (
        words.moved(change[column], measure, visit.language)
        for column in ("own_change", "reference_change", "distance_change")
    )
    few = change["class"] == "too_few"
    note = _("there is a break in between") if change["broken"] and not few else ""
    return [
        {"class": change["class"]},
        "–" if few else {"evidence": change["evidence"]},
        {"text": moved, "note": note, "sort": change["distance_change"]},
        own,
        reference,
    ]


def rank_cell(row: Row | None) -> Cell:
    """The rank with the range it may lie in."""
    if row is None or row["rank"] is None:
        return "–"
    note = ""
    if row["rank_lower"] is not None:
        note = _("%(low)s to %(high)s") % {"low": row["rank_lower"], "high": row["rank_upper"]}
    return {"text": str(row["rank"]), "note": note, "sort": row["rank"]}


def change_columns() -> list[dict[str, Any]]:
    """The columns that ``change_cells`` fills."""
    return [
        {"label": _("Class")},
        {"label": _("Sure?")},
        {"label": _("Change of the distance"), "number": True},
        {"label": _("Own change"), "number": True},
        {"label": _("Change of the reference"), "number": True},
    ]


def areas_table(
    visit: Visit,
    measure: Measure,
    lines: Sequence[Line],
    columns: list[dict[str, Any]],
    caption: str,
) -> Table:
    """Areas under each other for one measure."""
    return {
        "id": "areas",
        "caption": caption,
        "columns": columns,
        "rows": [
            [
                {"text": line.area.name, "url": visit.url("area", line.area.code)},
                value_cell(line.figure, measure, visit),
                lag_cell(line.figure, measure, visit),
                *change_cells(line.change, measure, visit),
                rank_cell(line.figure),
            ]
            for line in lines
        ],
    }


def measures_table(
    visit: Visit, key: str, lines: Sequence[tuple[Measure, Line]], caption: str
) -> Table:
    """Measures under each other for one area."""
    return {
        "id": key,
        "caption": caption,
        "columns": [
            {"label": _("Indicator")},
            {"label": _("Value"), "number": True},
            {"label": _("Distance"), "number": True},
            *change_columns(),
        ],
        "rows": [
            [
                {
                    "text": visit.text(measure.name),
                    "url": visit.url("series", line.area.code, measure.id),
                    "note": str(line.of("period") or ""),
                },
                value_cell(line.figure, measure, visit),
                lag_cell(line.figure, measure, visit),
                *change_cells(line.change, measure, visit),
            ]
            for measure, line in lines
        ],
    }


def series_table(visit: Visit, measure: Measure, rows: Sequence[Row], caption: str) -> Table:
    """Periods under each other for one measure of one area."""
    return {
        "id": "series",
        "caption": caption,
        "columns": [
            {"label": _("Period")},
            {"label": _("Value"), "number": True},
            {"label": _("Distance"), "number": True},
            {"label": _("Base"), "number": True},
            {"label": _("Interval by")},
        ],
        "rows": [
            [
                row["period"],
                value_cell(row, measure, visit),
                lag_cell(row, measure, visit),
                "–" if row["base"] is None else number(row["base"], 0, visit.language),
                row["interval_method"] or "–",
            ]
            for row in rows
        ],
    }


def groups_table(visit: Visit, measure: Measure, rows: Sequence[Row], caption: str) -> Table:
    """Groups of areas at their latest period: both ways of adding up, range and five worst."""
    names = {"pooled": _("all people together"), "unweighted": _("mean of the areas")}
    cells = []
    for row in rows:
        worst = [
            visit.catalogue.name(code) for code in (row["worst_areas"] or "").split(";") if code
        ]

        def shown(column: str, row: Row = row) -> str:
            return words.value(row[column], measure, visit.language)

        cells.append(
            [
                {
                    "text": visit.catalogue.name(row["group"]),
                    "url": visit.url("group", row["group"]),
                    "note": f"{names.get(row['method'], row['method'])}, {row['period']}",
                },
                value_cell(row, measure, visit),
                shown("minimum"),
                shown("maximum"),
                {"text": shown("worst_five"), "note": ", ".join(worst)},
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
            {"label": _("Five worst"), "number": True},
            {"label": _("Areas with a figure"), "number": True},
        ],
        "rows": cells,
    }
