"""Tables of an area: why it has its status, every status of every year, what follows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.designation.core.decided import Decision
from wijkwerk.designation.core.effects import duties
from wijkwerk.designation.core.moments import first_in_a_row
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.list_context import ListContext
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import number, with_unit
from wijkwerk.shared.sentences import moment


def why_table(visit: ListContext, now: list[Row]) -> dict[str, Any]:
    """Criterion by criterion: value, margin, limit, met or not."""
    rows = []
    for row in now:
        criterion = visit.rules.criterion(row["criterion"])
        rows.append(
            [
                {
                    "text": visit.text(criterion.name),
                    "note": _("must be met in any case") if row["gate"] else "",
                },
                _own(visit, row),
                reference_cell(visit, row),
                {
                    "text": labels.condition(visit.rules, criterion, visit.language),
                    "note": limit_note(visit, row),
                },
                {
                    "text": labels.result_label(row["result"]),
                    "note": labels.reason_label(row["reason_unknown"] or ""),
                },
            ]
        )
    return {
        "id": "why",
        "stacked": True,
        "caption": _("Why: each condition in %(year)s") % {"year": visit.year},
        "columns": [
            {"label": _("Condition")},
            {"label": _("Value"), "number": True, "note": _("with margin")},
            {"label": _("Compared with"), "number": True},
            {"label": _("Limit")},
            {"label": _("Met?")},
        ],
        "rows": rows,
    }


def _own(visit: ListContext, row: Row) -> Any:
    if row["value"] is None:
        return {"text": "–"}
    criterion = visit.rules.criterion(row["criterion"])
    unit = labels.unit_of(visit.rules, criterion)
    note = ""
    if row["lower"] is not None and row["lower"] != row["upper"]:
        note = _("%(low)s to %(high)s") % {
            "low": with_unit(row["lower"], unit, visit.language),
            "high": with_unit(row["upper"], unit, visit.language),
        }
    return {"text": with_unit(row["value"], unit, visit.language), "note": note}


def reference_cell(visit: ListContext, row: Row) -> Any:
    """What a figure is held against, and its ratio to that."""
    if row["reference_value"] is None:
        return {"text": "–"}
    criterion = visit.rules.criterion(row["criterion"])
    unit = labels.unit_of(visit.rules, criterion)
    times = number(row["compared"], 2, visit.language) if row["compared"] is not None else ""
    name = visit.place(row["reference"], criterion.relative_to.value)
    return {
        "text": f"{with_unit(row['reference_value'], unit, visit.language)}",
        "note": _("%(place)s; ratio %(n)s") % {"place": name, "n": times} if times else name,
    }


def limit_note(visit: ListContext, row: Row) -> str:
    """The figure of the last area that is in, for a criterion of the highest."""
    criterion = visit.rules.criterion(row["criterion"])
    if criterion.top is None or row["threshold"] is None:
        return ""
    return _("the last one has %(value)s") % {"value": number(row["threshold"], 2, visit.language)}


def status_table(visit: ListContext, statuses: list[Row]) -> dict[str, Any]:
    """Every status of every year with its run and its chance, the last year first."""
    rows = []
    for row in sorted(statuses, key=lambda status: (-status["year"], status["status"])):
        label = visit.serving.scheme.label(row["status"], row["year"], visit.language)
        moved = (
            _("new")
            if row["entered"]
            else _("left")
            if row["gone"]
            else _("the same")
            if row["entered"] is False
            else _("can’t be determined")
        )
        rows.append(
            [
                {
                    "text": str(row["year"]),
                    "note": "" if row["in_force"] else _("no version in force yet"),
                },
                label,
                {"text": labels.result_label(row["result"]), "note": decided_note(row)},
                {
                    "text": number(row["years_in_a_row"], 0, visit.language),
                    "note": _("perhaps %(n)s") % {"n": row["years_possible"]}
                    if row["years_possible"] != row["years_in_a_row"]
                    else "",
                },
                labels.chance(row["probability"], visit.language) or "–",
                moved,
            ]
        )
    return {
        "id": "statuses",
        "caption": _("Every status in every year"),
        "columns": [
            {"label": _("Year")},
            {"label": _("Status"), "verdict": True},
            {"label": _("Met?")},
            {"label": _("Years in a row"), "number": True},
            {"label": _("Chance"), "number": True},
            {"label": _("Since last year")},
        ],
        "rows": rows,
        "tall": len(rows) > 20,
    }


def decided_note(row: Row) -> str:
    """What the rule gives, where a decision says otherwise; else ''."""
    if row["computed"] == row["result"]:
        return ""
    return _("decided; by the rule: %(result)s") % {"result": labels.result_label(row["computed"])}


def _by_decision(visit: ListContext, code: str, year: int) -> Decision | None:
    """The decision that put an area on the list of a year, None where the rule did."""
    ruling = visit.serving.decisions.ruling(year, code)
    added = ruling is not None and ruling.added
    return visit.serving.decisions.of_year[year] if added else None


def duty_table(
    visit: ListContext, code: str, statuses: list[Row], last: list[Row]
) -> dict[str, Any] | None:
    """What follows from the statuses that the area has, with the day it must be done by: since the
    list by which it came to have it, or since the decision that put it there was published.

    None when nothing follows.
    """
    statuses_met = {row["status"] for row in last if row["result"] == "met"}
    entered: dict[str, str] = {}
    date = visit.serving.scheme.list_date
    for status in statuses_met:
        years = [r["year"] for r in statuses if r["status"] == status and r["result"] == "met"]
        first = first_in_a_row(years, visit.year)
        entered[status] = f"{first:04d}-{date}"
        if (decision := _by_decision(visit, code, first)) is not None:
            entered[status] = decision.published_on.isoformat()
    texts = {consequence.code: consequence for consequence in visit.rules.consequences}
    duties_found = duties(visit.rules.consequences, entered, f"{visit.year:04d}-{date}")
    if not duties_found:
        return None
    return {
        "id": "duties",
        "stacked": True,
        "caption": _("What follows from the status"),
        "columns": [
            {"label": _("What")},
            {"label": _("Kind")},
            {"label": _("Since")},
            {"label": _("By")},
        ],
        "rows": [
            [
                {"text": visit.text(texts[duty.code].text), "note": visit.status(duty.status)},
                labels.kind_labels(duty.kind),
                moment(duty.since, visit.language),
                moment(duty.due, visit.language) if duty.due else _("no date"),
            ]
            for duty in duties_found
        ],
    }
