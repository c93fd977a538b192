"""An area: its history, how sure its status is, why, what would change it, what follows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.core.effects import duties
from wijkwerk.designation.core.scheme import Relative
from wijkwerk.designation.serving import questions
from wijkwerk.designation.web import words
from wijkwerk.designation.web.visit import ListVisit, list_view
from wijkwerk.monitor.display import Row
from wijkwerk.shared.numbers import number
from wijkwerk.shared.sentences import moment

_HITS = 50
_SURE = 0.95  # of a chance from which a status counts as firm


@list_view()
def areas(visit: ListVisit) -> HttpResponse:
    """Finding one's neighbourhood in a list."""
    asked = " ".join((visit.request.GET.get("q") or "").split())[:100]
    found = questions.areas_named(visit.serving, asked, _HITS) if asked else []
    context = {
        "tab": "areas",
        "asked": asked,
        "full": len(found) == _HITS,
        "hits": [
            {"label": row["name"], "url": visit.url("area", row["code"]),
             "note": f"{visit.place(row['municipality'])} {row['code']}".strip()}
            for row in found
        ],
    }  # fmt: skip
    return visit.render("designation/areas.html", context)


@list_view()
def area(visit: ListVisit, code: str) -> HttpResponse:
    """The page of one area of a list."""
    own = questions.area(visit.serving, code)
    if own is None:
        raise Http404(_("This list has no area with this code."))
    held = questions.held_of(visit.serving, code)
    visit.year = int(held[-1]["year"]) if held else visit.year
    statuses = questions.statuses_of(visit.serving, code)
    criteria = questions.criteria_of(visit.serving, [code])
    now = [row for row in criteria if row["year"] == visit.year]
    last = [row for row in statuses if row["year"] == visit.year]
    catalogue = visit.catalogue
    context = {
        "tab": "area",
        "own": own,
        "crumb": own["name"],
        "place": visit.place(own["municipality"]),
        "first": first_line(visit, own, held, last),
        "sure": sure_line(visit, held, last),
        "strip": strip(visit, criteria, statuses, held),
        "why": why_table(visit, now),
        "changes": changes(visit, now, last),
        "statuses": status_table(visit, statuses),
        "duties": duty_table(visit, statuses, last),
        "before": questions.succession(visit.serving, code),
        "monitor_url": f"/{visit.language}/editions/{visit.serving.edition}/areas/{code}"
        if catalogue is not None and code in catalogue.areas
        else "",
        "year_url": visit.url("year", visit.year),
        "explore_url": visit.url("explore", visit.year),
        "cite": _("%(title)s, %(area)s, %(list)s. %(address)s")
        % {
            "title": visit.title, "area": own["name"], "list": visit.serving.id,
            "address": visit.request.build_absolute_uri(),
        },
    }  # fmt: skip
    return visit.render("designation/area.html", context)


def first_line(visit: ListVisit, own: Row, held: list[Row], last: list[Row]) -> str:
    """Which status the area has, for how long."""
    told = {"name": own["name"], "year": visit.year}
    if not held:
        return _("%(name)s is in no list of these years.") % told
    status = held[-1]["status"]
    if status == "unknown":
        return (
            _("Of %(name)s it can't be told in %(year)s: figures are withheld or missing.") % told
        )
    if status == "":
        near = next((row["near_miss"] for row in last if row["near_miss"]), "")
        said = _("%(name)s was not on the list in %(year)s.") % told
        return (
            f"{said} {_('It nearly was: %(how)s.') % {'how': words.near_words(near)}}"
            if near
            else said
        )
    row = next(one for one in last if one["status"] == status)
    told |= {"status": visit.status(status)}
    said = _("%(name)s had the status '%(status)s' in %(year)s.") % told
    years = int(row["years_in_a_row"])
    run = ngettext(
        "It met the rule %(n)s year in a row.", "It met the rule %(n)s years in a row.", years
    )
    return f"{said} {run % {'n': years}}"


def sure_line(visit: ListVisit, held: list[Row], last: list[Row]) -> str:
    """How sure the status is, by the simulation."""
    if not held:
        return ""
    status = held[-1]["status"]
    wanted = (
        status
        if status not in ("", "unknown")
        else questions.lowest_status(visit.serving, visit.year)
    )
    row = next((one for one in last if one["status"] == wanted), None)
    if row is None or row["probability"] is None:
        return ""
    told = {
        "chance": words.chance(row["probability"], visit.language),
        "status": visit.status(wanted),
        "draws": number(row["draws"], 0, visit.language),
    }
    said = (
        _(
            "The chance that it meets '%(status)s' is %(chance)s: so often it did in %(draws)s draws "
            "within the margins of its figures."
        )
        % told
    )
    share = row["probability"]
    if 1 - _SURE < share < _SURE:
        said += " " + _("That is not firm: another measurement could give another answer.")
    return said


def strip(
    visit: ListVisit, criteria: list[Row], statuses: list[Row], held: list[Row]
) -> dict[str, Any]:
    """Years beside each other, criteria and statuses under each other, each with sign and words."""
    years = visit.serving.years
    names: dict[str, str] = {}
    results: dict[tuple[str, int], Any] = {}
    for row in criteria:
        rules = visit.serving.rules(row["year"])
        one = rules.criterion(row["criterion"])
        names.setdefault(f"c:{one.code}", visit.text(one.name))
        value = words.shown(row["compared"], rules, one, visit.language)
        results[f"c:{one.code}", row["year"]] = {
            "mark": words.mark(row["result"]),
            "note": value or words.reason_words(row["reason_unknown"] or ""),
        }
    for row in statuses:
        key = f"s:{row['status']}"
        label = visit.serving.scheme.label(row["status"], row["year"], visit.language)
        names.setdefault(key, label)
        chance = words.chance(row["probability"], visit.language)
        results[key, row["year"]] = {
            "mark": words.mark(
                row["result"], {"met": _("yes"), "not_met": _("no")}.get(row["result"], "")
            ),
            "note": _("chance %(chance)s") % {"chance": chance} if chance else "",
        }
    existed = {row["year"] for row in held}
    lines = []
    ranks = {f"s:{one.code}": one.rank for one in visit.rules.statuses}
    # Statuses first, the one that asks least on top; then the conditions.
    for key in sorted(names, key=lambda one: (one[0] != "s", ranks.get(one, 0))):
        lines.append(
            {
                "name": names[key],
                "kind": "status" if key.startswith("s:") else "criterion",
                "cells": [
                    results.get((key, year)) if year in existed else None for year in years
                ],
            }
        )  # fmt: skip
    return {"years": years, "lines": lines}


def why_table(visit: ListVisit, now: list[Row]) -> dict[str, Any]:
    """Criterion by criterion: value, margin, limit, met or not."""
    rows = []
    for row in now:
        one = visit.rules.criterion(row["criterion"])
        rows.append(
            [
                {"text": visit.text(one.name),
                 "note": _("must be met in any case") if row["gate"] else ""},
                _own(visit, row),
                reference_cell(visit, row),
                {"text": words.condition(visit.rules, one, visit.language),
                 "note": limit_note(visit, row)},
                {"text": words.result_words(row["result"]),
                 "note": words.reason_words(row["reason_unknown"] or "")},
            ]
        )  # fmt: skip
    return {
        "id": "why",
        "caption": _("Why: each condition in %(year)s") % {"year": visit.year},
        "columns": [
            {"label": _("Condition")}, {"label": _("Value"), "number": True, "note": _("with margin")},
            {"label": _("Held against"), "number": True}, {"label": _("Limit")},
            {"label": _("Met?")},
        ],
        "rows": rows,
    }  # fmt: skip


def _own(visit: ListVisit, row: Row) -> Any:
    if row["value"] is None:
        return {"text": "–"}
    one = visit.rules.criterion(row["criterion"])
    unit = words.unit_of(visit.rules, one)
    note = ""
    if row["lower"] is not None and row["lower"] != row["upper"]:
        note = _("%(low)s to %(high)s") % {
            "low": words.plain(row["lower"], unit, visit.language),
            "high": words.plain(row["upper"], unit, visit.language),
        }
    return {"text": words.plain(row["value"], unit, visit.language), "note": note}


def reference_cell(visit: ListVisit, row: Row) -> Any:
    """What a figure is held against, and how many times that it is."""
    if row["reference_value"] is None:
        return {"text": "–"}
    one = visit.rules.criterion(row["criterion"])
    unit = words.unit_of(visit.rules, one)
    times = number(row["compared"], 2, visit.language) if row["compared"] is not None else ""
    name = visit.place(row["reference"])
    return {
        "text": f"{words.plain(row['reference_value'], unit, visit.language)}",
        "note": _("%(place)s; %(n)s times that") % {"place": name, "n": times} if times else name,
    }


def limit_note(visit: ListVisit, row: Row) -> str:
    """The figure of the last area that is in, for a criterion of the highest."""
    one = visit.rules.criterion(row["criterion"])
    if one.top is None or row["threshold"] is None:
        return ""
    return _("the last one has %(value)s") % {"value": number(row["threshold"], 2, visit.language)}


def changes(visit: ListVisit, now: list[Row], last: list[Row]) -> list[str]:
    """What would have to be different: how far each condition is from its limit."""
    said = []
    for row in now:
        one = visit.rules.criterion(row["criterion"])
        if row["margin"] is None or one.top is not None:
            continue
        away = abs(row["margin"])
        if one.relative_to is not Relative.NONE:
            size = _("%(n)s times the reference") % {"n": number(away, 2, visit.language)}
        else:
            unit = words.unit_of(visit.rules, one)
            size = (
                _("%(n)s percentage points") % {"n": number(away, 1, visit.language)}
                if unit == "%"
                else words.plain(away, unit, visit.language)
            )
        direction = one.op.upward == (row["result"] == "met")
        told = {"name": visit.text(one.name), "size": size}
        if row["result"] == "met":
            said.append(
                _("'%(name)s' would no longer be met if the figure were at least %(size)s lower.")
                % told
                if direction
                else _(
                    "'%(name)s' would no longer be met if the figure were at least %(size)s higher."
                )
                % told
            )
        else:
            said.append(
                _("'%(name)s' would be met if the figure were about %(size)s lower.") % told
                if direction
                else _("'%(name)s' would be met if the figure were about %(size)s higher.") % told
            )
    for row in last:
        near = words.near_words(row["near_miss"] or "")
        if near:
            said.append(
                _("'%(status)s': nearly, %(how)s.")
                % {"status": visit.status(row["status"]), "how": near}
            )
    return said


def status_table(visit: ListVisit, statuses: list[Row]) -> dict[str, Any]:
    """Every status of every year with its run and its chance, the last year first."""
    rows = []
    for row in sorted(statuses, key=lambda one: (-one["year"], one["status"])):
        label = visit.serving.scheme.label(row["status"], row["year"], visit.language)
        moved = (
            _("new") if row["entered"] else _("left") if row["gone"]
            else _("the same") if row["entered"] is False else _("can't be told")
        )  # fmt: skip
        rows.append(
            [
                {"text": str(row["year"]), "note": "" if row["in_force"] else _("no version in force yet")},
                label,
                words.result_words(row["result"]),
                {"text": number(row["years_in_a_row"], 0, visit.language),
                 "note": _("perhaps %(n)s") % {"n": row["years_possible"]}
                 if row["years_possible"] != row["years_in_a_row"] else ""},
                words.chance(row["probability"], visit.language) or "–",
                moved,
            ]
        )  # fmt: skip
    return {
        "id": "statuses",
        "caption": _("Every status in every year"),
        "columns": [
            {"label": _("Year")}, {"label": _("Status")}, {"label": _("Met?")},
            {"label": _("Years in a row"), "number": True}, {"label": _("Chance"), "number": True},
            {"label": _("Since last year")},
        ],
        "rows": rows,
        "tall": len(rows) > 20,
    }  # fmt: skip


def duty_table(visit: ListVisit, statuses: list[Row], last: list[Row]) -> dict[str, Any] | None:
    """What follows from the statuses that the area has, with the day it must be done by."""
    held = {row["status"] for row in last if row["result"] == "met"}
    entered: dict[str, str] = {}
    date = visit.serving.scheme.list_date
    for status in held:
        years = [r["year"] for r in statuses if r["status"] == status and r["result"] == "met"]
        first = visit.year
        while first - 1 in years:
            first -= 1
        entered[status] = f"{first:04d}-{date}"
    texts = {one.code: one for one in visit.rules.consequences}
    found = duties(visit.rules.consequences, entered, f"{visit.year:04d}-{date}")
    if not found:
        return None
    return {
        "id": "duties",
        "caption": _("What follows from the status"),
        "columns": [
            {"label": _("What")}, {"label": _("Kind")}, {"label": _("Since")}, {"label": _("By")},
        ],
        "rows": [
            [
                {"text": visit.text(texts[one.code].text), "note": visit.status(one.status)},
                words.kind_words(one.kind),
                moment(one.since, visit.language),
                moment(one.due, visit.language) if one.due else _("no date"),
            ]
            for one in found
        ],
    }  # fmt: skip
