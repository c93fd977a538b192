"""An area: its history, how sure its status is, why, what would change it, what follows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.core.scheme import Relative
from wijkwerk.designation.core.tables import FIRM
from wijkwerk.designation.serving import questions
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.area_tables import decided_note, duty_table, status_table, why_table
from wijkwerk.designation.web.decided import area_notice, beside
from wijkwerk.designation.web.list_context import ListContext, list_view
from wijkwerk.monitor.display import place_url
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import number, with_unit
from wijkwerk.shared.sentences import moment

_HITS = 50


@list_view()
def areas(visit: ListContext) -> HttpResponse:
    """Finding one's neighbourhood in a list."""
    asked = " ".join((visit.request.GET.get("q") or "").split())[:100]
    found = questions.areas_named(visit.serving, asked, _HITS) if asked else []
    context = {
        "tab": "areas",
        "asked": asked,
        "full": len(found) == _HITS,
        "hits": [
            {
                "label": row["name"],
                "url": visit.url("area", row["code"]),
                "note": f"{visit.place(row['municipality'])} {row['code']}".strip(),
                "status": _status_now(visit, row["code"]),
            }
            for row in found
        ],
    }
    return visit.render("designation/areas.html", context)


def _status_now(visit: ListContext, code: str) -> str:
    """The status of an area in the last year, and what was decided about it."""
    held = next(
        (row for row in questions.held_of(visit.serving, code) if row["year"] == visit.year), None
    )
    if held is None:
        return ""
    status = held["status"]
    said = (
        _("not on the list")
        if status == ""
        else _("can’t be determined")
        if status == "unknown"
        else visit.status(status)
    )
    note = beside(visit.serving, visit.year, code, held["computed"], visit.language)
    return f"{said} ({note})" if note else said


@list_view()
def area(visit: ListContext, code: str) -> HttpResponse:
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
        "decided": [
            notice
            for row in reversed(held)
            if (
                notice := area_notice(
                    visit.serving, row["year"], code, row["computed"], visit.language
                )
            )
        ],
        "sure": sure_line(visit, held, last),
        "strip": strip(visit, criteria, statuses, held),
        "why": why_table(visit, now),
        "changes": changes(visit, now, last),
        "statuses": status_table(visit, statuses),
        "duties": duty_table(visit, code, statuses, last),
        "before": questions.succession(visit.serving, code),
        "monitor_url": place_url(code, visit.serving.edition)
        if catalogue is not None and code in catalogue.areas
        else "",
        "year_url": visit.url("year", visit.year),
        "explore_url": visit.url("explore", visit.year),
        "cite": _("%(title)s, %(area)s, %(list)s. %(address)s")
        % {
            "title": visit.title,
            "area": own["name"],
            "list": visit.serving.id,
            "address": visit.request.build_absolute_uri(),
        },
    }
    return visit.render("designation/area.html", context)


def first_line(visit: ListContext, own: Row, held: list[Row], last: list[Row]) -> str:
    """Which status the area has, for how long."""
    told = {"name": own["name"], "year": visit.year}
    if not held:
        return _("%(name)s is in no list of these years.") % told
    status = held[-1]["status"]
    ruling = visit.serving.decisions.ruling(visit.year, own["code"])
    if ruling is not None and ruling.left_on is not None:
        day = moment(ruling.left_on.isoformat(), visit.language)
        return _("%(name)s left the list of %(year)s on %(day)s.") % (told | {"day": day})
    if status == "unknown":
        return (
            _("For %(name)s this can’t be determined in %(year)s: figures are withheld or missing.")
            % told
        )
    if status == "":
        near = next((row["near_miss"] for row in last if row["near_miss"]), "")
        near = "" if held[-1]["decided"] else near
        said = _("%(name)s was not on the list in %(year)s.") % told
        return (
            f"{said} {_('It nearly was: %(how)s.') % {'how': labels.near_label(near)}}"
            if near
            else said
        )
    row = next(one for one in last if one["status"] == status)
    told |= {"status": visit.status(status)}
    said = _("%(name)s had the status '%(status)s' in %(year)s.") % told
    years = int(row["years_in_a_row"])
    if not years:  # by a decision alone
        return said
    run = (
        ngettext(
            "It met the rule %(n)s round of measuring in a row.",
            "It met the rule %(n)s rounds of measuring in a row.",
            years,
        )
        if visit.serving.scheme.rounds
        else ngettext(
            "It met the rule %(n)s year in a row.", "It met the rule %(n)s years in a row.", years
        )
    )
    return f"{said} {run % {'n': years}}"


def sure_line(visit: ListContext, held: list[Row], last: list[Row]) -> str:
    """How sure the status is, by the simulation."""
    if not held:
        return ""
    status = held[-1]["status"]
    wanted = status if status not in ("", "unknown") else visit.serving.lowest_status(visit.year)
    row = next((one for one in last if one["status"] == wanted), None)
    if row is None or row["probability"] is None:
        return ""
    told = {
        "chance": labels.chance(row["probability"], visit.language),
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
    if 1 - FIRM < share < FIRM:
        said += " " + _("That is not firm: another measurement could give another answer.")
    return said


def strip(
    visit: ListContext, criteria: list[Row], statuses: list[Row], held: list[Row]
) -> dict[str, Any]:
    """Years beside each other, criteria and statuses under each other, each with sign and words."""
    years = visit.serving.years
    names: dict[str, str] = {}
    results: dict[tuple[str, int], Any] = {}
    for row in criteria:
        rules = visit.serving.rules(row["year"])
        one = rules.criterion(row["criterion"])
        names.setdefault(f"c:{one.code}", visit.text(one.name))
        value = labels.shown(row["compared"], rules, one, visit.language)
        results[f"c:{one.code}", row["year"]] = {
            "mark": labels.mark(row["result"]),
            "note": value or labels.reason_label(row["reason_unknown"] or ""),
        }
    for row in statuses:
        key = f"s:{row['status']}"
        label = visit.serving.scheme.label(row["status"], row["year"], visit.language)
        names.setdefault(key, label)
        chance = labels.chance(row["probability"], visit.language)
        results[key, row["year"]] = {
            "mark": labels.mark(
                row["result"], {"met": _("yes"), "not_met": _("no")}.get(row["result"], "")
            ),
            "note": decided_note(row)
            or (_("chance %(chance)s") % {"chance": chance} if chance else ""),
        }
    existed = {row["year"] for row in held}
    lines = []
    ranks = {f"s:{status.code}": status.rank for status in visit.rules.statuses}
    # Statuses first, the one that asks least on top; then the conditions.
    for key in sorted(names, key=lambda name: (name[0] != "s", ranks.get(name, 0))):
        lines.append(
            {
                "name": names[key],
                "kind": "status" if key.startswith("s:") else "criterion",
                "cells": [results.get((key, year)) if year in existed else None for year in years],
            }
        )
    return {"years": years, "lines": lines}


def changes(visit: ListContext, now: list[Row], last: list[Row]) -> list[str]:
    """What would have to be different: how far each condition is from its limit."""
    said = []
    for row in now:
        one = visit.rules.criterion(row["criterion"])
        if row["margin"] is None or one.top is not None:
            continue
        away = abs(row["margin"])
        if one.relative_to is not Relative.NONE:
            what = labels.ratio_label(one.relative_to)
            size = number(away, 2, visit.language)
        else:
            unit, what = labels.unit_of(visit.rules, one), _("the figure")
            size = (
                _("%(n)s percentage points") % {"n": number(away, 1, visit.language)}
                if unit == "%"
                else with_unit(away, unit, visit.language)
            )
        direction = one.op.upward == (row["result"] == "met")
        told = {"name": visit.text(one.name), "size": size, "what": what}
        if row["result"] == "met":
            said.append(
                _("'%(name)s' would no longer be met if %(what)s were at least %(size)s lower.")
                % told
                if direction
                else _(
                    "'%(name)s' would no longer be met if %(what)s were at least %(size)s higher."
                )
                % told
            )
        else:
            said.append(
                _("'%(name)s' would be met if %(what)s were about %(size)s lower.") % told
                if direction
                else _("'%(name)s' would be met if %(what)s were about %(size)s higher.") % told
            )
    for row in last:
        near = labels.near_label(row["near_miss"] or "")
        if near:
            said.append(
                _("'%(status)s': nearly, %(how)s.")
                % {"status": visit.status(row["status"]), "how": near}
            )
    return said
