"""Finding one's way: areas from large to small, groups, and the search box."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils.translation import gettext as _

from wijkwerk.monitor.serving.search import LONGEST, Hit
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.shared.numbers import number
from wijkwerk.shared.sentences import upper_first
from wijkwerk.ui.lists import page_of, pager

_LIVE_HITS = 8
_HITS = 50


@edition_view()
def areas(visit: EditionContext) -> HttpResponse:
    """The top of the hierarchy, to go down from; and the way to one's own neighbourhood."""
    catalogue = visit.catalogue
    tops = [area for area in catalogue.areas.values() if area.parent not in catalogue.areas]
    if len(tops) == 1 and catalogue.children.get(tops[0].code):
        below = [catalogue.areas[code] for code in catalogue.children[tops[0].code]]
    else:
        below, tops = tops, []
    below = sorted(below, key=lambda one: (labels.level_word(one.level), by_number(one.name)))
    part = page_of(visit.request, below, 200)
    context = {
        "top": {"label": tops[0].name, "url": visit.url("area", tops[0].code)} if tops else None,
        "areas": [
            {
                "label": one.name,
                "url": visit.url("area", one.code),
                "note": labels.level_word(one.level),
            }
            for one in part.object_list
        ],
        "pager": pager(visit.request, part),
        "counts": [
            {
                "level": label if amount > 1 else labels.level_word(level),
                "number": number(amount, 0, visit.language),
            }
            for level, label in labels.level_labels().items()
            if (amount := len(catalogue.at_level(level)))
        ],
        "locate_url": visit.url("geojson", level=catalogue.report_level)
        if catalogue.has_geometry
        else "",
        "groups": [
            {
                "label": upper_first(visit.name(one.code)),
                "url": visit.url("group", one.code),
                "note": _("%(n)s areas") % {"n": len(one.areas)},
            }
            for one in catalogue.groups.values()
        ],
    }
    return visit.render("monitor/areas.html", context, "areas")


def by_number(name: str) -> list[tuple[int, int, str]]:
    """A key that puts 'Stad 2' before 'Stad 10'."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]


@edition_view()
def groups(visit: EditionContext) -> HttpResponse:
    """All groups of areas of the edition."""
    catalogue = visit.catalogue
    listed = [
        {
            "label": upper_first(visit.name(one.code)),
            "url": visit.url("group", one.code),
            "note": _("%(n)s areas") % {"n": len(one.areas)},
        }
        for one in catalogue.groups.values()
    ] + [
        {"label": one.name, "url": visit.url("area", one.code), "note": _("published as a group")}
        for one in catalogue.at_level("group")
        if not catalogue.is_made_of_areas(one.code)
    ]
    return visit.render("monitor/groups.html", {"groups": listed}, "groups")


@edition_view()
def search(visit: EditionContext) -> HttpResponse:
    """What has this name, once had it, or nearly has it; a part of a page when htmx asks."""
    asked = " ".join((visit.request.GET.get("q") or "").split())[:LONGEST]
    live = visit.request.headers.get("HX-Request") == "true"
    hits = visit.serving.search.find(asked, _LIVE_HITS if live else _HITS)
    results = [_result(visit, hit) for hit in hits]
    if live:
        context = {
            "results": results,
            "query": asked,
            "all_url": visit.url("search", q=asked) if len(results) == _LIVE_HITS else "",
        }
        return visit.render("ui/components/search_results.html", context)
    return visit.render("monitor/search.html", {"results": results, "query": asked}, "search")


def _result(visit: EditionContext, hit: Hit) -> dict[str, str]:
    entry = hit.entry
    name = entry.name
    if entry.kind == "indicator":
        name, note = visit.text(visit.catalogue.measures[entry.code].name), _("indicator")
    elif entry.kind == "theme":
        name, note = visit.text(visit.catalogue.themes[entry.code]), _("theme")
    elif entry.kind == "group":
        name, note = visit.name(entry.code), _("group of areas")
    else:
        parts = [labels.level_word(entry.level), entry.context, entry.code]
        note = ", ".join(part for part in parts if part and part != name)
    return {"name": name, "note": note, "url": visit.url(entry.kind, entry.code)}
