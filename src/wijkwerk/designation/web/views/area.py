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
from wijkwerk.designation.web.follow_up import made_for
from wijkwerk.designation.web.list_context import ListContext, list_view
from wijkwerk.designation.web.stock import calculator_url, has_obligation, stock_of
from wijkwerk.monitor.display import place_url
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import number, with_unit
from wijkwerk.shared.sentences import moment

_HITS = 50


@list_view()
def areas(visit: ListContext) -> HttpResponse:
    """Finding one's neighbourhood in a list."""
    query = " ".join((visit.request.GET.get("q") or "").split())[:100]
    hits = questions.areas_named(visit.serving, query, _HITS) if query else []
    context = {
        "tab": "areas",
        "asked": query,
        "full": len(hits) == _HITS,
        "hits": [
            {
                "label": row["name"],
                "url": visit.url("area", row["code"]),
                "note": f"{visit.place(row['municipality'])} {row['code']}".strip(),
                "status": _status_now(visit, row["code"]),
            }
            for row in hits
        ],
    }
    return visit.render("designation/areas.html", context)


def _status_now(visit: ListContext, code: str) -> str:
    """The status of an area in the last year, and what was decided about it."""
    held_row = next(
        (row for row in questions.held_of(visit.serving, code) if row["year"] == visit.year), None
    )
    if held_row is None:
        return ""
    status = held_row["status"]
    status_text = (
        _("not on the list")
        if status == ""
        else _("can’t be determined")
        if status == "unknown"
        else visit.status(status)
    )
    note = beside(visit.serving, visit.year, code, held_row["computed"], visit.language)
    return f"{status_text} ({note})" if note else status_text


@list_view()
def area(visit: ListContext, code: str) -> HttpResponse:
    """The page of one area of a list. 404 for a code that isn't on the list."""
    own = questions.area(visit.serving, code)
    if own is None:
        raise Http404(_("This list has no area with this code."))
    held_rows = questions.held_of(visit.serving, code)
    visit.year = int(held_rows[-1]["year"]) if held_rows else visit.year
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
        "first": first_line(visit, own, held_rows, last),
        "decided": [
            notice
            for row in reversed(held_rows)
            if (
                notice := area_notice(
                    visit.serving, row["year"], code, row["computed"], visit.language
                )
            )
        ],
        "sure": sure_line(visit, held_rows, last),
        "strip": strip(visit, criteria, statuses, held_rows),
        "why": why_table(visit, now),
        "changes": changes(visit, now, last),
        "statuses": status_table(visit, statuses),
        "duties": duty_table(visit, code, statuses, last),
        "made": made_for(visit.serving.id, code),
        "before": questions.succession(visit.serving, code),
        "monitor_url": place_url(code, visit.serving.edition)
        if catalogue is not None and code in catalogue.areas
        else "",
        "year_url": visit.url("year", visit.year),
        "explore_url": visit.url("explore", visit.year),
        "calculator_url": calculator_url(visit.serving.id, code)
        if has_obligation(visit.rules) and stock_of(visit.serving, code)
        else "",
        "cite": _("%(title)s, %(area)s, %(list)s. %(address)s")
        % {
            "title": visit.title,
            "area": own["name"],
            "list": visit.serving.id,
            "address": visit.request.build_absolute_uri(),
        },
    }
    return visit.render("designation/area.html", context)


def first_line(visit: ListContext, own: Row, held_rows: list[Row], last: list[Row]) -> str:
    """Which status the area has, for how long."""
    values = {"name": own["name"], "year": visit.year}
    if not held_rows:
        return _("%(name)s is in no list of these years.") % values
    status = held_rows[-1]["status"]
    ruling = visit.serving.decisions.ruling(visit.year, own["code"])
    if ruling is not None and ruling.left_on is not None:
        day = moment(ruling.left_on.isoformat(), visit.language)
        return _("%(name)s left the list of %(year)s on %(day)s.") % (values | {"day": day})
    if status == "unknown":
        return (
            _("For %(name)s this can’t be determined in %(year)s: figures are withheld or missing.")
            % values
        )
    if status == "":
        near = next((row["near_miss"] for row in last if row["near_miss"]), "")
        near = "" if held_rows[-1]["decided"] else near
        sentence = _("%(name)s was not on the list in %(year)s.") % values
        return (
            f"{sentence} {_('It nearly was: %(how)s.') % {'how': labels.near_label(near)}}"
            if near
            else sentence
        )
    row = next(status_row for status_row in last if status_row["status"] == status)
    values |= {"status": visit.status(status)}
    sentence = _("%(name)s had the status '%(status)s' in %(year)s.") % values
    years = int(row["years_in_a_row"])
    if not years:  # by a decision alone
        return sentence
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
    return f"{sentence} {run % {'n': years}}"


def sure_line(visit: ListContext, held_rows: list[Row], last: list[Row]) -> str:
    """How sure the status is, by the simulation."""
    if not held_rows:
        return ""
    status = held_rows[-1]["status"]
    wanted = status if status not in ("", "unknown") else visit.serving.lowest_status(visit.year)
    row = next((status_row for status_row in last if status_row["status"] == wanted), None)
    if row is None or row["probability"] is None:
        return ""
    values = {
        "chance": labels.chance(row["probability"], visit.language),
        "status": visit.status(wanted),
        "draws": number(row["draws"], 0, visit.language),
    }
    sentence = (
        _(
            "The chance that it meets '%(status)s' is %(chance)s: so often it did in %(draws)s draws "
            "within the margins of its figures."
        )
        % values
    )
    share = row["probability"]
    if 1 - FIRM < share < FIRM:
        sentence += " " + _("That is not firm: another measurement could give another answer.")
    return sentence


def strip(
    visit: ListContext, criteria: list[Row], statuses: list[Row], held_rows: list[Row]
) -> dict[str, Any]:
    """Years beside each other, criteria and statuses under each other, each with sign and words."""
    years = visit.serving.years
    names: dict[str, str] = {}
    results: dict[tuple[str, int], Any] = {}
    for row in criteria:
        rules = visit.serving.rules(row["year"])
        criterion = rules.criterion(row["criterion"])
        names.setdefault(f"c:{criterion.code}", visit.text(criterion.name))
        value = labels.shown(row["compared"], rules, criterion, visit.language)
        results[f"c:{criterion.code}", row["year"]] = {
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
    existed = {row["year"] for row in held_rows}
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
    sentences = []
    for row in now:
        criterion = visit.rules.criterion(row["criterion"])
        if row["margin"] is None or criterion.top is not None:
            continue
        away = abs(row["margin"])
        if criterion.relative_to is not Relative.NONE:
            what = labels.ratio_label(criterion.relative_to)
            size = number(away, 2, visit.language)
        else:
            unit, what = labels.unit_of(visit.rules, criterion), _("the figure")
            size = (
                _("%(n)s percentage points") % {"n": number(away, 1, visit.language)}
                if unit == "%"
                else with_unit(away, unit, visit.language)
            )
        direction = criterion.op.upward == (row["result"] == "met")
        values = {"name": visit.text(criterion.name), "size": size, "what": what}
        if row["result"] == "met":
            sentences.append(
                _("'%(name)s' would no longer be met if %(what)s were at least %(size)s lower.")
                % values
                if direction
                else _(
                    "'%(name)s' would no longer be met if %(what)s were at least %(size)s higher."
                )
                % values
            )
        else:
            sentences.append(
                _("'%(name)s' would be met if %(what)s were about %(size)s lower.") % values
                if direction
                else _("'%(name)s' would be met if %(what)s were about %(size)s higher.") % values
            )
    for row in last:
        near = labels.near_label(row["near_miss"] or "")
        if near:
            sentences.append(
                _("'%(status)s': nearly, %(how)s.")
                % {"status": visit.status(row["status"]), "how": near}
            )
    return sentences
