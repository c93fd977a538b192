"""The list of a year: which areas, since when, how sure that is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.questions import SHOWS, Wanted
from wijkwerk.designation.web import words
from wijkwerk.designation.web.maps import map_figure
from wijkwerk.designation.web.visit import ListVisit, level_of, list_view, status_of
from wijkwerk.monitor.display import Row, choice_in, headers, pager, part_of
from wijkwerk.shared.numbers import count, number

PAGE = 50
ORDERS = ("name", "place", "years", "chance", "people", "status")
_MOST_PLACES = 400


@list_view(kept=False)
def latest(visit: ListVisit) -> HttpResponse:
    """The way to the last year of the list."""
    return HttpResponseRedirect(visit.url("year", visit.year))


@list_view()
def year(visit: ListVisit) -> HttpResponse:
    """The list of one year."""
    wanted = wanted_of(visit)
    total = questions.number_of_entries(visit.serving, wanted)
    part = part_of(visit, range(total), PAGE)  # type: ignore[arg-type]
    rows = questions.entries(visit.serving, wanted, PAGE, (part.number - 1) * PAGE)
    whole = questions.on_list(visit.serving, visit.year, wanted.level)
    context = {
        "tab": "year",
        "first": first_line(visit, whole, wanted.level),
        "second": second_line(visit, whole),
        "in_force": visit.serving.scheme.in_force(visit.year),
        "version": visit.text(visit.rules.title),
        "stats": stats(visit, wanted.level),
        "form": form(visit, wanted),
        "map": map_figure(visit, wanted),
        "table": table(visit, wanted, rows),
        "pager": pager(part),
        "years": years_table(visit, wanted.level),
        "off": off_lines(visit),
        "downloads": downloads(visit),
        "cite": _("%(title)s, list of %(year)s, %(list)s. %(address)s")
        % {
            "title": visit.title, "year": visit.year, "list": visit.serving.id,
            "address": visit.request.build_absolute_uri(),
        },
        "rule_url": visit.url("rule", visit.year),
        "find_url": visit.url("areas"),
    }  # fmt: skip
    return visit.render("designation/year.html", context)


def wanted_of(visit: ListVisit) -> Wanted:
    """Which rows the address asks for; BadRequest when that can't be."""
    asked = visit.request.GET.get("sort") or "name"
    order, down = asked.removeprefix("-"), asked.startswith("-")
    within = visit.request.GET.get("within") or ""
    if order not in ORDERS or len(within) > 60:
        raise BadRequest(_("A choice in the address doesn't exist."))
    if within and within not in questions.municipalities(visit.serving):
        raise BadRequest(_("The area that was asked for isn't in this list."))
    return Wanted(
        visit.year, level_of(visit), status_of(visit),
        choice_in(visit.request, "show", SHOWS, "listed"), within, order, down,
    )  # fmt: skip


def first_line(visit: ListVisit, whole: Row, level: str) -> str:
    """How many areas are on the list, and with which status."""
    listed = int(whole["listed"])
    said = ngettext(
        "In %(year)s %(n)s of the %(all)s areas is on the list.",
        "In %(year)s %(n)s of the %(all)s areas are on the list.",
        listed,
    ) % {
        "year": visit.year, "n": count(listed, visit.language),
        "all": number(whole["areas"], 0, visit.language),
    }  # fmt: skip
    parts = [
        f"{visit.status(row['status'])}: {number(row['met'], 0, visit.language)}"
        for row in ordered(visit, level)
    ]
    return f"{said} {'; '.join(parts)}." if len(parts) > 1 and listed else said


def second_line(visit: ListVisit, whole: Row) -> str:
    """Of how many it can't be told."""
    unsure = int(whole["unsure"])
    if not unsure:
        return ""
    return ngettext(
        "Of %(n)s area it can't be told, since a figure is withheld or missing.",
        "Of %(n)s areas it can't be told, since figures are withheld or missing.",
        unsure,
    ) % {"n": count(unsure, visit.language)}


def ordered(visit: ListVisit, level: str) -> list[Row]:
    """The counts of this year per status, the status that asks least first."""
    ranks = {one.code: one.rank for one in visit.rules.active()}
    rows = [
        row
        for row in questions.counts(visit.serving, visit.year)
        if row["level"] == level and row["status"] in ranks
    ]
    return sorted(rows, key=lambda row: ranks[row["status"]])


def stats(visit: ListVisit, level: str) -> list[dict[str, Any]]:
    """A few large figures: per status how many, new, gone."""
    found = []
    for row in ordered(visit, level):
        moved = _("%(new)s new, %(gone)s left, %(near)s near") % {
            "new": number(row["entered"], 0, visit.language),
            "gone": number(row["gone"], 0, visit.language),
            "near": number(row["near"], 0, visit.language),
        }
        found.append(
            {
                "label": visit.status(row["status"]),
                "value": number(row["met"], 0, visit.language),
                "note": moved,
            }
        )
    return found


def form(visit: ListVisit, wanted: Wanted) -> dict[str, Any]:
    """Year, status, which rows, municipality."""

    def options(pairs: list[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
        return [{"value": v, "label": label, "selected": v == chosen} for v, label in pairs]

    statuses = [("", _("the highest of each area"))] + [
        (one.code, visit.status(one.code))
        for one in sorted(visit.rules.active(), key=lambda one: one.rank)
    ]
    fields = [
        {"name": "status", "label": _("Status"), "kind": "select",
         "options": options(statuses, wanted.status)},
        {"name": "show", "label": _("Show"), "kind": "select",
         "options": options(show_words(), wanted.show)},
    ]  # fmt: skip
    places = questions.municipalities(visit.serving)
    if 1 < len(places) <= _MOST_PLACES:
        named = sorted(((code, visit.place(code)) for code in places), key=lambda one: one[1])
        fields.append(
            {"name": "within", "label": _("Municipality"), "kind": "select",
             "options": options([("", _("all")), *named], wanted.within)}
        )  # fmt: skip
    if len(visit.serving.levels) > 1:
        fields.append(
            {"name": "level", "label": _("Level"), "kind": "select",
             "options": options([(one, one) for one in visit.serving.levels], wanted.level)}
        )  # fmt: skip
    return {"action": visit.request.path, "fields": fields, "label": _("Choose rows"),
            "submit": _("Show")}  # fmt: skip


def show_words() -> list[tuple[str, str]]:
    """Which rows can be shown."""
    return [
        ("listed", _("on the list")), ("near", _("nearly on the list")),
        ("unknown", _("can't be told")), ("entered", _("new on the list")),
        ("left", _("left the list")), ("all", _("every area")),
    ]  # fmt: skip


def table(visit: ListVisit, wanted: Wanted, rows: list[Row]) -> dict[str, Any]:
    """The rows as ``data_table`` takes them."""
    order = ("-" if wanted.down else "") + wanted.order
    columns = [
        ("name", _("Area"), False, ""), ("status", _("Status"), False, ""),
        ("years", _("Years in a row"), True, ""), ("chance", _("Chance of the status"), True, ""),
        ("", _("Since last year"), False, ""), ("", _("Short or missing"), False, ""),
        ("people", _("Residents"), True, ""),
    ]  # fmt: skip
    chosen = dict(show_words())[wanted.show]
    return {
        "id": "areas",
        "caption": _("Areas in %(year)s: %(chosen)s") % {"year": wanted.year, "chosen": chosen},
        "columns": headers(visit, columns, order),  # type: ignore[arg-type]
        "rows": [_cells(visit, row) for row in rows],
        "empty": _("No area."),
    }


def _cells(visit: ListVisit, row: Row) -> list[Any]:
    people = row["population"]
    return [
        {"text": row["name"], "url": visit.url("area", row["area"]),
         "note": visit.place(row["municipality"])},
        status_cell(visit, row),
        number(row["years_in_a_row"], 0, visit.language) if row["result"] == "met" else "–",
        {"text": words.chance(row["probability"], visit.language) or "–",
         "note": unsure_words(row, visit)},
        moved_words(visit, row),
        {"text": words.near_words(row["near_miss"] or "") or "–", "note": short_words(visit, row)},
        None if people is None else number(people, 0, visit.language),
    ]  # fmt: skip


def status_cell(visit: ListVisit, row: Row) -> dict[str, str]:
    """The status of a row in words; a higher one that is possible below it."""
    held = row["held"]
    text = (
        _("none") if held == "" else _("can't be told") if held == "unknown" else visit.status(held)
    )
    looked = row["looked"]
    if held not in ("", "unknown", looked):
        text += f" ({visit.status(looked)}: {words.result_words(row['result'])})"
    note = (
        _("perhaps: %(status)s") % {"status": visit.status(row["possible"])}
        if row["possible"]
        else ""
    )
    return {"text": text, "note": note}


def unsure_words(row: Row, visit: ListVisit) -> str:
    """In how many of the draws it can't be told."""
    share = row["chance_unknown"]
    if not share:
        return ""
    return _("can't be told in %(share)s") % {"share": words.chance(share, visit.language)}


def moved_words(visit: ListVisit, row: Row) -> str:
    """What changed since the year before."""
    if row["entered"]:
        return _("new")
    if row["gone"]:
        return _("left")
    if row["entered"] is None and row["gone"] is None:
        return _("can't be told")
    return _("the same")


def short_words(visit: ListVisit, row: Row) -> str:
    """What is not met, and what can't be told."""
    parts = []
    if row["result"] != "met" and row["short"]:
        short = words.codes(row["short"], visit.rules, visit.language)
        parts.append(_("not met: %(what)s") % {"what": short})
    if row["missing"]:
        missing = words.codes(row["missing"], visit.rules, visit.language)
        parts.append(_("unknown: %(what)s") % {"what": missing})
    return ". ".join(parts)


def years_table(visit: ListVisit, level: str) -> dict[str, Any]:
    """How many areas had which status, over the years of the list."""
    per: dict[int, dict[str, Row]] = {}
    for row in questions.counts(visit.serving):
        if row["level"] == level:
            per.setdefault(row["year"], {})[row["status"]] = row
    codes = list(dict.fromkeys(code for rows in per.values() for code in rows))
    rows = []
    for one in sorted(per, reverse=True):
        law = visit.text(visit.serving.rules(one).title)
        note = law if visit.serving.scheme.in_force(one) else _("no version in force yet")
        cells: list[Any] = [
            {"text": str(one), "url": visit.url("year", one), "note": note},
        ]
        for code in codes:
            found = per[one].get(code)
            cells.append(
                _("not in this version")
                if found is None
                else {"text": number(found["met"], 0, visit.language),
                      "note": _("%(new)s new, %(gone)s left, %(unknown)s unknown")
                      % {"new": found["entered"], "gone": found["gone"], "unknown": found["unknown"]}}
            )  # fmt: skip
        rows.append({"cells": cells, "kind": "reference"} if one == visit.year else cells)
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


def _label(visit: ListVisit, code: str, latest: int) -> str:
    for one in (visit.year, latest, *visit.serving.years):
        if code in {status.code for status in visit.serving.rules(one).statuses}:
            return visit.serving.scheme.label(code, one, visit.language)
    return code


def off_lines(visit: ListVisit) -> list[str]:
    """What of the rule isn't applied, and why."""
    rules = visit.rules
    said = [
        _("'%(name)s' rests on a protected ground (%(ground)s) and is not applied.")
        % {"name": visit.text(one.name), "ground": words.ground_words(one.ground)}
        for one in rules.criteria
        if one.off
    ]
    off = rules.statuses_off()
    named = [visit.status(one.code) for one in rules.statuses if one.code in off]
    if named:
        said.append(_("So these statuses are not given: %(names)s.") % {"names": ", ".join(named)})
    return said


def downloads(visit: ListVisit) -> list[dict[str, str]]:
    """The list of this year as files, with the rows that are chosen, and as a whole."""
    asked = visit.request.GET.urlencode()
    tail = f"?{asked}" if asked else ""
    found = [
        {"label": label, "url": f"{visit.url('download', visit.year, kind)}{tail}"}
        for kind, label in (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))
    ]
    found.append(
        {"label": "PDF", "url": visit.url("report", visit.year),
         "note": _("with the reasons per area")}
    )  # fmt: skip
    found.append(
        {"label": _("The whole list as a spreadsheet"), "url": visit.url("file", "list.xlsx")}
    )
    return found
