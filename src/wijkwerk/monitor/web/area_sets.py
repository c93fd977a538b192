"""Sets of areas that can be picked at once: all neighbourhoods of a city, the areas of a group."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.monitor.web.edition_context import MOST_AREAS, EditionContext
from wijkwerk.monitor.web.lists import areas_of_set
from wijkwerk.monitor.web.picks import hidden, sets_picked, without
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import noun

_LEVELS = ("municipality", "district", "neighbourhood", "custom")
_MOST_CITIES = 80  # in one list; of more of them only whole levels are offered


def set_label(visit: EditionContext, named: str) -> str:
    """What a set is called, as 'all 44 districts of Den Haag'."""
    codes = areas_of_set(visit, named)
    within, _colon, level = named.partition(":")
    if not level:
        return visit.name(named)
    return _("all %(n)s %(areas)s of %(area)s") % {
        "n": count(len(codes), visit.language),
        "areas": noun(level, len(codes), visit.language),
        "area": visit.name(within),
    }


def chosen_sets(visit: EditionContext) -> list[dict[str, str]]:
    """The sets in the address, each with this page without it."""
    return [
        {"label": set_label(visit, named), "remove": without(visit, named, "of")}
        for named in sets_picked(visit)
    ]


def set_form(visit: EditionContext) -> dict[str, Any] | None:
    """The form that adds a set; None when the edition has none that a page can bear."""
    catalogue = visit.catalogue
    groups = [
        {"value": code, "label": visit.name(code), "group": _("Groups")}
        for code, group in catalogue.groups.items()
        if 1 < len(group.areas) <= MOST_AREAS
    ]
    cities = catalogue.at_level("municipality")
    places = [*catalogue.at_level("country"), *(cities if len(cities) <= _MOST_CITIES else ())]
    sets = []
    for place in places:
        for level in _LEVELS:
            size = len(catalogue.below(place.code, level))
            if 1 < size <= MOST_AREAS:
                named = f"{place.code}:{level}"
                sets.append({"value": named, "label": set_label(visit, named), "group": place.name})
    options = [{"value": "", "label": _("choose"), "selected": True}, *sets, *groups]
    if len(options) == 1:
        return None
    field = {"name": "of", "label": _("All areas of"), "kind": "select", "options": options}
    return {
        "action": visit.request.path,
        "fields": [*hidden(visit), field],
        "label": _("Add all areas of a city or group"),
        "submit": _("Add all"),
    }
