"""Tables of the list of a year: its areas, and its numbers over the years."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.questions import Wanted
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.decided import beside, why_of
from wijkwerk.designation.web.list_context import ListContext
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import number
from wijkwerk.ui.lists import headers


def show_labels() -> list[tuple[str, str]]:
    """Which rows can be shown."""
    return [
        ("listed", _("on the list")),
        ("near", _("nearly on the list")),
        ("unknown", _("can’t be determined")),
        ("entered", _("new on the list")),
        ("left", _("left the list")),
        ("all", _("every area")),
    ]


def table(visit: ListContext, wanted: Wanted, rows: list[Row]) -> dict[str, Any]:
    """The rows as ``data_table`` takes them."""
    order = ("-" if wanted.down else "") + wanted.order
    columns = [
        ("name", _("Area"), False, ""),
        ("status", _("Status"), False, ""),
        ("years", _("Years in a row"), True, ""),
        ("chance", _("Chance of the status"), True, ""),
        ("", _("Since last year"), False, ""),
        ("", _("Short or missing"), False, ""),
        ("people", _("Residents"), True, ""),
    ]
    chosen = dict(show_labels())[wanted.show]
    return {
        "id": "areas",
        "caption": _("Areas in %(year)s: %(chosen)s") % {"year": wanted.year, "chosen": chosen},
        "columns": [
            {**head, "verdict": name == "status"}
            for (name, *_rest), head in zip(
                columns, headers(visit.request, columns, order), strict=True
            )
        ],
        "rows": [_cells(visit, row) for row in rows],
        "empty": _("No area."),
    }


def _cells(visit: ListContext, row: Row) -> list[Any]:
    people = row["population"]
    return [
        {
            "text": row["name"],
            "url": visit.url("area", row["area"]),
            "note": visit.place(row["municipality"]),
        },
        status_cell(visit, row),
        _years(visit, row),
        {
            "text": labels.chance(row["probability"], visit.language) or "–",
            "note": unsure_label(row, visit),
        },
        moved_label(visit, row),
        {"text": labels.near_label(row["near_miss"] or "") or "–", "note": short_label(visit, row)},
        None if people is None else number(people, 0, visit.language),
    ]


def status_cell(visit: ListContext, row: Row) -> dict[str, str]:
    """The status of a row in words, after decisions; below it a higher one that is possible, or what
    the rule gives, with the way to why."""
    status = row["held"]
    text = (
        _("none")
        if status == ""
        else _("can’t be determined")
        if status == "unknown"
        else visit.status(status)
    )
    looked = row["looked"]
    if status not in ("", "unknown", looked):
        text += f" ({visit.status(looked)}: {labels.result_label(row['result'])})"
    note = (
        _("perhaps: %(status)s") % {"status": visit.status(row["possible"])}
        if row["possible"]
        else ""
    )
    if row["decided"]:
        return {
            "text": text,
            "note": beside(visit.serving, visit.year, row["area"], row["computed"], visit.language),
            "url": why_of(visit.serving, visit.year, row["area"]),
        }
    return {"text": text, "note": note}


def _years(visit: ListContext, row: Row) -> str:
    """Years in a row by the rule, also of an area that a decision took off; an area that is on the
    list by a decision alone has none."""
    years = row["years_in_a_row"]
    return number(years, 0, visit.language) if row["result"] != "unknown" and years else "–"


def unsure_label(row: Row, visit: ListContext) -> str:
    """In how many of the draws it can't be told."""
    share = row["chance_unknown"]
    if not share:
        return ""
    return _("can’t be determined in %(share)s") % {"share": labels.chance(share, visit.language)}


def moved_label(visit: ListContext, row: Row) -> str:
    """What changed since the year before."""
    if row["entered"]:
        return _("new")
    if row["gone"]:
        return _("left")
    if row["entered"] is None and row["gone"] is None:
        return _("can’t be determined")
    return _("the same")


def short_label(visit: ListContext, row: Row) -> str:
    """What is not met, and what can't be told."""
    parts = []
    if row["result"] != "met" and row["short"]:
        short = labels.codes(row["short"], visit.rules, visit.language)
        parts.append(_("not met: %(what)s") % {"what": short})
    if row["missing"]:
        missing = labels.codes(row["missing"], visit.rules, visit.language)
        parts.append(_("unknown: %(what)s") % {"what": missing})
    return ". ".join(parts)


def years_table(visit: ListContext, level: str) -> dict[str, Any]:
    """How many areas had which status, over the years of the list."""
    per: dict[int, dict[str, Row]] = {}
    for row in questions.counts(visit.serving):
        if row["level"] == level:
            per.setdefault(row["year"], {})[row["status"]] = row
    codes = list(dict.fromkeys(code for rows in per.values() for code in rows))
    rows = []
    for list_year in sorted(per, reverse=True):
        law = visit.text(visit.serving.rules(list_year).title)
        note = law if visit.serving.scheme.in_force(list_year) else _("no version in force yet")
        cells: list[Any] = [
            {"text": str(list_year), "url": visit.url("year", list_year), "note": note}
        ]
        for code in codes:
            counts = per[list_year].get(code)
            cells.append(
                _("not in this version")
                if counts is None
                else {
                    "text": number(counts["met"], 0, visit.language),
                    "note": computed_note(visit, counts)
                    + _("%(new)s new, %(gone)s left, %(unknown)s unknown")
                    % {
                        "new": counts["entered"],
                        "gone": counts["gone"],
                        "unknown": counts["unknown"],
                    },
                }
            )
        rows.append({"cells": cells, "kind": "reference"} if list_year == visit.year else cells)
    latest = visit.serving.years[-1]
    return {
        "id": "years",
        "caption": _("Number of areas over the years"),
        "columns": [
            {"label": _("Year")},
            *({"label": _label(visit, code, latest), "number": True} for code in codes),
        ],
        "rows": rows,
    }


def computed_note(visit: ListContext, row: Row) -> str:
    """How many the rule alone gives, where a decision made that another number."""
    if row["computed"] == row["met"]:
        return ""
    return _("by the rule: %(n)s") % {"n": number(row["computed"], 0, visit.language)} + "; "


def _label(visit: ListContext, code: str, latest: int) -> str:
    for year in (visit.year, latest, *visit.serving.years):
        if code in {status.code for status in visit.serving.rules(year).statuses}:
            return visit.serving.scheme.label(code, year, visit.language)
    return code
