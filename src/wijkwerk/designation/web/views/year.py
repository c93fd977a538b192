"""The list of a year: which areas, since when, how sure that is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.published_lists import published_counts
from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.questions import SHOWS, Wanted
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.list_context import ListContext, level_of, list_view, status_of
from wijkwerk.designation.web.maps import map_block
from wijkwerk.designation.web.tables import computed_note, show_labels, table, years_table
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import count, number
from wijkwerk.shared.sentences import by_count, moment
from wijkwerk.ui.lists import page_of, pager
from wijkwerk.ui.query import choice_in

PAGE = 50
ORDERS = ("name", "place", "years", "chance", "people", "status")
_MOST_PLACES = 400


@list_view(cacheable=False)
def latest(visit: ListContext) -> HttpResponse:
    """The way to the last year of the list."""
    return HttpResponseRedirect(visit.url("year", visit.year))


@list_view()
def year(visit: ListContext) -> HttpResponse:
    """The list of one year."""
    wanted = wanted_of(visit)
    total = questions.number_of_entries(visit.serving, wanted)
    part = page_of(visit.request, range(total), PAGE)
    rows = questions.entries(visit.serving, wanted, PAGE, (part.number - 1) * PAGE)
    counts = questions.on_list(visit.serving, visit.year, wanted.level)
    context = {
        "tab": "year",
        "first": first_line(visit, counts, wanted.level),
        "second": second_line(visit, counts),
        "in_force": visit.serving.scheme.in_force(visit.year),
        "version": visit.text(visit.rules.title),
        "since": moment(visit.rules.since, visit.language),
        "stats": stats(visit, wanted.level),
        "form": form(visit, wanted),
        "map": map_block(visit, wanted),
        "table": table(visit, wanted, rows),
        "pager": pager(visit.request, part),
        "years": years_table(visit, wanted.level),
        "published": published_table(visit, wanted.level),
        "off": off_lines(visit),
        "downloads": downloads(visit),
        "cite": _("%(title)s, list of %(year)s, %(list)s. %(address)s")
        % {
            "title": visit.title,
            "year": visit.year,
            "list": visit.serving.id,
            "address": visit.request.build_absolute_uri(),
        },
        "rule_url": visit.url("rule", visit.year),
        "find_url": visit.url("areas"),
    }
    return visit.render("designation/year.html", context)


def wanted_of(visit: ListContext) -> Wanted:
    """Which rows the address asks for; BadRequest when that can't be."""
    sort_order = visit.request.GET.get("sort") or "name"
    order, down = sort_order.removeprefix("-"), sort_order.startswith("-")
    within = visit.request.GET.get("within") or ""
    if order not in ORDERS or len(within) > 60:
        raise BadRequest(_("A choice in the address doesn't exist."))
    if within and within not in questions.municipalities(visit.serving):
        raise BadRequest(_("The area that was asked for isn't in this list."))
    return Wanted(
        visit.year,
        level_of(visit),
        status_of(visit),
        choice_in(visit.request, "show", SHOWS, "listed"),
        within,
        order,
        down,
    )


def first_line(visit: ListContext, counts: Row, level: str) -> str:
    """How many areas are on the list, and with which status."""
    listed = int(counts["listed"])
    sentence = by_count(
        listed,
        int(counts["areas"]),
        none=_("In %(year)s none of the %(all)s areas is on the list."),
        one=_("In %(year)s 1 of the %(all)s areas is on the list."),
        some=_("In %(year)s %(n)s of the %(all)s areas are on the list."),
        every=_("In %(year)s all %(all)s areas are on the list."),
        only=_("In %(year)s the only area is on the list."),
    ) % {
        "year": visit.year,
        "n": count(listed, visit.language),
        "all": number(counts["areas"], 0, visit.language),
    }
    parts = [
        f"{visit.status(row['status'])}: {number(row['met'], 0, visit.language)}"
        for row in ordered(visit, level)
    ]
    return f"{sentence} {'; '.join(parts)}." if len(parts) > 1 and listed else sentence


def second_line(visit: ListContext, row: Row) -> str:
    """Of how many it can't be told."""
    unsure = int(row["unsure"])
    if not unsure:
        return ""
    return ngettext(
        "For %(n)s area this can’t be determined, since a figure is withheld or missing.",
        "For %(n)s areas this can’t be determined, since figures are withheld or missing.",
        unsure,
    ) % {"n": count(unsure, visit.language)}


def ordered(visit: ListContext, level: str) -> list[Row]:
    """The counts of this year per status, the status that asks least first."""
    ranks = {status.code: status.rank for status in visit.rules.active()}
    rows = [
        row
        for row in questions.counts(visit.serving, visit.year)
        if row["level"] == level and row["status"] in ranks
    ]
    return sorted(rows, key=lambda row: ranks[row["status"]])


def published_table(visit: ListContext, level: str) -> dict[str, Any] | None:
    """What the sources publish of lists by this scheme, beside what this list has for the year of the page;
    None when they publish nothing."""
    now = {row["status"]: row["met"] for row in ordered(visit, level)}
    rows = published_counts(visit.serving.scheme.id)
    if not rows:
        return None
    label = visit.serving.scheme.label
    return {
        "id": "published",
        "stacked": True,
        "caption": _("How many areas, as was published and by this list"),
        "columns": [
            {"label": _("Status")},
            {"label": _("Published")},
            {"label": _("Areas, as was published"), "number": True},
            {"label": _("Areas on this list, %(year)s") % {"year": visit.year}, "number": True},
        ],
        "rows": [
            [
                label(row.status, visit.year, visit.language)
                if row.status in now
                else label(row.status, row.year, visit.language),
                {"text": str(row.year), "note": row.source.in_(visit.language)},
                number(row.areas, 0, visit.language),
                number(now[row.status], 0, visit.language) if row.status in now else "–",
            ]
            for row in rows
        ],
    }


def stats(visit: ListContext, level: str) -> list[dict[str, Any]]:
    """A few large figures: per status how many, new, gone."""
    result = []
    for row in ordered(visit, level):
        moved = _("%(new)s new, %(gone)s left, %(near)s near") % {
            "new": number(row["entered"], 0, visit.language),
            "gone": number(row["gone"], 0, visit.language),
            "near": number(row["near"], 0, visit.language),
        }
        result.append(
            {
                "label": visit.status(row["status"]),
                "value": number(row["met"], 0, visit.language),
                "note": computed_note(visit, row) + moved,
            }
        )
    return result


def form(visit: ListContext, wanted: Wanted) -> dict[str, Any]:
    """Year, status, which rows, municipality."""

    def options(pairs: list[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
        return [{"value": v, "label": label, "selected": v == chosen} for v, label in pairs]

    statuses = [("", _("the highest of each area"))] + [
        (active_status.code, visit.status(active_status.code))
        for active_status in sorted(
            visit.rules.active(), key=lambda active_status: active_status.rank
        )
    ]
    fields = [
        {
            "name": "status",
            "label": _("Status"),
            "kind": "select",
            "options": options(statuses, wanted.status),
        },
        {
            "name": "show",
            "label": _("Show"),
            "kind": "select",
            "options": options(show_labels(), wanted.show),
        },
    ]
    places = questions.municipalities(visit.serving)
    if 1 < len(places) <= _MOST_PLACES:
        named = sorted(
            ((code, visit.place(code)) for code in places),
            key=lambda code_and_name: code_and_name[1],
        )
        fields.append(
            {
                "name": "within",
                "label": _("Municipality"),
                "kind": "select",
                "options": options([("", _("all")), *named], wanted.within),
            }
        )
    if len(visit.serving.levels) > 1:
        fields.append(
            {
                "name": "level",
                "label": _("Level"),
                "kind": "select",
                "options": options(
                    [(level, level) for level in visit.serving.levels], wanted.level
                ),
            }
        )
    return {
        "action": visit.request.path,
        "fields": fields,
        "label": _("Choose rows"),
        "submit": _("Show"),
    }


def off_lines(visit: ListContext) -> list[str]:
    """What of the rule isn't applied, and why."""
    rules = visit.rules
    sentences = [
        _("‘%(name)s’ distinguishes on a protected ground (%(ground)s) and is not applied.")
        % {"name": visit.text(criterion.name), "ground": labels.ground_label(criterion.ground)}
        for criterion in rules.criteria
        if criterion.off
    ]
    off = rules.statuses_off()
    named = [visit.status(status.code) for status in rules.statuses if status.code in off]
    if named:
        sentences.append(
            _("So these statuses are not given: %(names)s.") % {"names": ", ".join(named)}
        )
    return sentences


def downloads(visit: ListContext) -> list[dict[str, str]]:
    """The list of this year as files, with the rows that are chosen, and as a whole."""
    query = visit.request.GET.urlencode()
    tail = f"?{query}" if query else ""
    result = [
        {"label": label, "url": f"{visit.url('download', visit.year, kind)}{tail}"}
        for kind, label in (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))
    ]
    result.append(
        {
            "label": "PDF",
            "url": visit.url("report", visit.year),
            "note": _("with the reasons per area"),
        }
    )
    result.append(
        {
            "label": _("The whole list as a spreadsheet"),
            "url": visit.url("file", "list.xlsx"),
            "note": _("as computed, without decisions"),
        }
    )
    return result
