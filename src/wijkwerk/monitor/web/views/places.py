"""Finding one's way: areas from large to small, and groups."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils.translation import gettext as _

from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.shared.numbers import number
from wijkwerk.shared.sentences import upper_first
from wijkwerk.ui.lists import page_of, pager


@edition_view()
def areas(visit: EditionContext) -> HttpResponse:
    """The top of the hierarchy, to go down from; and the way to one's own neighbourhood."""
    catalogue = visit.catalogue
    tops = [area for area in catalogue.areas.values() if area.parent not in catalogue.areas]
    if len(tops) == 1 and catalogue.children.get(tops[0].code):
        below = [catalogue.areas[code] for code in catalogue.children[tops[0].code]]
    else:
        below, tops = tops, []
    below = sorted(below, key=lambda area: (labels.level_word(area.level), by_number(area.name)))
    part = page_of(visit.request, below, 200)
    context = {
        "top": {"label": tops[0].name, "url": visit.url("area", tops[0].code)} if tops else None,
        "areas": [
            {
                "label": area.name,
                "url": visit.url("area", area.code),
                "note": labels.level_word(area.level),
            }
            for area in part.object_list
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
                "label": upper_first(visit.name(group.code)),
                "url": visit.url("group", group.code),
                "note": _("%(n)s areas") % {"n": len(group.areas)},
            }
            for group in catalogue.groups.values()
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
            "label": upper_first(visit.name(group.code)),
            "url": visit.url("group", group.code),
            "note": _("%(n)s areas") % {"n": len(group.areas)},
        }
        for group in catalogue.groups.values()
    ] + [
        {"label": area.name, "url": visit.url("area", area.code), "note": _("published as a group")}
        for area in catalogue.at_level("group")
        if not catalogue.is_made_of_areas(area.code)
    ]
    return visit.render("monitor/groups.html", {"groups": listed}, "groups")
