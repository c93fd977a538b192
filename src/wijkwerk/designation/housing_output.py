"""A housing plan as rows, JSON, CSV and a spreadsheet. The same plan gives the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from wijkwerk.designation.core.housing.frontier import Frontier
from wijkwerk.designation.core.housing.infeasible import Explanation
from wijkwerk.designation.core.housing.labels import (
    METHODS,
    explanation_sentences,
    group_name,
    plan_sentence,
)
from wijkwerk.designation.core.housing.obligation import Obligation
from wijkwerk.designation.core.housing.plans import Plan
from wijkwerk.designation.core.housing.recount import Recount
from wijkwerk.designation.core.housing.solve import SOLVER
from wijkwerk.publication.api import new_folder
from wijkwerk.shared.problems import InputError

Table = list[dict[str, Any]]


def action_rows(plan: Plan, obligation: Obligation) -> Table:
    """A row per year, estate and method of what is started."""
    return [
        {
            "year": action.year,
            "estate": action.estate,
            "type": action.type,
            "method": str(action.method),
            "number": action.number,
            **_of_offer(plan, obligation, at),
        }
        for at, action in enumerate(plan.actions)
    ]


def _of_offer(plan: Plan, obligation: Obligation, at: int) -> dict[str, Any]:
    action = plan.actions[at]
    offer = next(
        offer
        for offer in obligation.offers
        if (offer.estate, offer.type, offer.method) == (action.estate, action.type, action.method)
        and max(offer.first, obligation.start) <= action.year
        and (offer.last is None or action.year <= offer.last)
    )
    return {
        "counts_at_end_of": action.year + offer.lead,
        "cost": action.number * offer.cost,
        "displaced": _number(action.number * offer.displaced),
    }


def path_rows(plan: Plan) -> Table:
    """A row per year's end, from the end of the year before the plan starts."""
    if plan.recount is None:
        return []
    return recount_rows(plan.recount)


def recount_rows(counted: Recount) -> Table:
    """A row per year's end of a recount."""
    tenures = sorted({name for year in counted.years for name, _ in year.dwellings})
    return [
        {
            "year": year.year,
            "share": round(float(year.share), 6),
            "social_family": year.family,
            "all": _number(year.total),
            **{
                name: dict(year.dwellings).get(name, 0)
                for name in tenures
                if name != "social_family"
            },
            "premises": _number(year.premises),
            "started": year.started,
            "cost": year.cost,
            "displaced": _number(year.displaced),
        }
        for year in counted.years
    ]


def plan_document(
    plan: Plan, obligation: Obligation, why: Explanation | None, names: Mapping[str, str]
) -> dict[str, Any]:
    """Everything about a plan, for a program: JSON-ready, amounts as in the tables."""
    document: dict[str, Any] = {
        "aim": plan.aim,
        "status": str(plan.status),
        "gap": _gap(plan),
        "ties_settled": None if plan.second is None else str(plan.second),
        "solver": SOLVER,
        "share_limit": round(float(obligation.share), 6),
        "deadline": obligation.deadline,
        "sentence": {
            language: plan_sentence(plan, obligation, language) for language in ("nl", "en")
        },
    }
    if plan.recount is not None:
        document |= {
            "cost": plan.recount.cost,
            "cost_discounted": plan.cost,
            "displaced": _number(plan.displaced),
            "share": round(float(plan.recount.share), 6),
            "actions": action_rows(plan, obligation),
            "path": path_rows(plan),
        }
    if why is not None:
        document["why"] = {
            "sentences": {
                language: explanation_sentences(why, obligation, names, language)
                for language in ("nl", "en")
            },
            "clash": list(why.clash),
            "together": list(why.together),
            "later_deadline": why.later,
            "alone": [
                {
                    "limit": giving.group,
                    "name": {each: group_name(giving.group, names, each) for each in ("nl", "en")},
                    "enough": giving.enough,
                    "by": None if giving.by is None else _number(giving.by),
                    "proven": giving.proven,
                }
                for giving in why.givings
            ],
        }
    return document


def frontier_rows(frontier: Frontier) -> Table:
    """A row per point, from cheap to sparing; a household spared costs ``euros_per_household``."""
    rows: Table = []
    for at, point in enumerate(frontier.points):
        assert point.recount is not None
        before = frontier.points[at - 1] if at else None
        spared = None if before is None else before.displaced - point.displaced
        numbers = dict.fromkeys((str(method) for method in METHODS), 0)
        for action in point.actions:
            numbers[str(action.method)] += action.number
        rows.append(
            {
                "point": at + 1,
                "cost": point.recount.cost,
                "cost_discounted": point.cost,
                "displaced": _number(point.displaced),
                "euros_per_household": None
                if before is None or not spared
                else round(float((point.cost - before.cost) / spared)),
                "share": round(float(point.recount.share), 6),
                **numbers,
                "status": str(point.status),
                "gap": _gap(point),
            }
        )
    return rows


def frontier_document(frontier: Frontier) -> dict[str, Any]:
    """The frontier for a program."""
    return {
        "status": str(frontier.status),
        "complete": frontier.complete,
        "solver": SOLVER,
        "points": frontier_rows(frontier),
    }


def write_folder(out: Path, document: Mapping[str, Any], tables: Mapping[str, Table]) -> None:
    """Write ``document``.json, a CSV per table and one spreadsheet to the new folder ``out``.

    The folder appears whole or not at all; InputError when it is there already.
    """
    if out.exists():
        raise InputError.of(
            str(out),
            "folder is there already",
            "a folder that doesn't exist yet",
            suggestion="Nothing is overwritten: name another folder, or remove this one.",
        )
    with new_folder(out) as staged:
        text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=False)
        (staged / "plan.json").write_text(text + "\n", "utf-8", newline="\n")
        for name, rows in tables.items():
            (staged / f"{name}.csv").write_text(as_csv(rows), "utf-8", newline="")
        (staged / "plan.xlsx").write_bytes(as_spreadsheet(tables))


def as_csv(rows: Table) -> str:
    """Rows as CSV. Names were checked when they were read: none starts like a formula."""
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue()


def as_spreadsheet(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """A sheet per table, with frozen headings; text is always text."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
        thousands = book.add_format({"num_format": "#,##0"})
        broken = book.add_format({"num_format": "#,##0.0##"})
        share = book.add_format({"num_format": "0.0%"})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            if not rows:
                continue
            for place, column in enumerate(rows[0]):
                sheet.write_string(0, place, column, head)
                for line, row in enumerate(rows, 1):
                    value = row[column]
                    if isinstance(value, str):
                        sheet.write_string(line, place, value)
                    elif value is not None:
                        plain = thousands if isinstance(value, int) else broken
                        plain = None if column in ("year", "counts_at_end_of", "point") else plain
                        sheet.write_number(
                            line, place, value, share if column == "share" else plain
                        )
            sheet.set_column(0, len(rows[0]) - 1, 16)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, len(rows), len(rows[0]) - 1)
    return body.getvalue()


def _gap(plan: Plan) -> float | None:
    """The gap; None when it isn't known: JSON has no infinite number."""
    return plan.gap if math.isfinite(plan.gap) else None


def _number(value: Any) -> int | float:
    """A fraction as a whole number when it is one, else to six decimals."""
    return int(value) if value == int(value) else round(float(value), 6)
