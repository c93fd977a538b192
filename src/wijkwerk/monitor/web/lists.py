"""Which areas a list shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from wijkwerk.monitor.serving.catalogue import Area
from wijkwerk.monitor.web.edition_context import MOST_AREAS, EditionContext
from wijkwerk.monitor.web.labels import level_labels


@dataclass(frozen=True)
class Chosen:
    """The areas of a page, and in words which they are."""

    areas: tuple[Area, ...]
    label: str


def chosen_areas(visit: EditionContext) -> Chosen:
    """``within`` (an area) and ``level`` decide; else the group; else the level of the report,
    or the highest level below the country when that would be more than a page can bear.

    Raises BadRequest for an area or level that the edition hasn't got.
    """
    catalogue = visit.catalogue
    within, level = visit.request.GET.get("within"), visit.request.GET.get("level")
    if within:
        if within not in catalogue.areas:
            raise BadRequest(_("The area that was asked for isn't in this edition."))
        level = level or next(
            (catalogue.areas[code].level for code in catalogue.children.get(within, ())), ""
        )
        areas = catalogue.below(within, level)
        return Chosen(tuple(areas[:MOST_AREAS]), _("in %(area)s") % {"area": visit.name(within)})
    if level:
        if level not in level_labels():
            raise BadRequest(_("A choice in the address doesn't exist."))
        areas = catalogue.at_level(level)
        return Chosen(tuple(areas[:MOST_AREAS]), level_labels()[level])
    if visit.group:
        group = catalogue.groups[visit.group]
        return Chosen(
            tuple(catalogue.areas[code] for code in group.areas[:MOST_AREAS]),
            visit.name(group.code),
        )
    levels = (catalogue.report_level, "district", "municipality", "custom", "group", "country")
    sizes = {level: len(catalogue.at_level(level)) for level in levels}
    bearable = [level for level in levels if 0 < sizes[level] <= MOST_AREAS]
    level = next(
        (level for level in bearable if sizes[level] > 1), bearable[0] if bearable else levels[0]
    )
    return Chosen(tuple(catalogue.at_level(level)[:MOST_AREAS]), level_labels()[level])


def areas_of_set(visit: EditionContext, named: str) -> list[str]:
    """Codes of the areas of a set: a group by its code, or those of a level within an area, as
    "GM0518:district", or of the whole edition, as ":district". BadRequest when there is no such set."""
    within, colon, level = named.partition(":")
    if not colon:
        return areas_of_group(visit, named)
    if (within and within not in visit.catalogue.areas) or level not in level_labels():
        raise BadRequest(_("A choice in the address doesn't exist."))
    if not within:
        return [area.code for area in visit.catalogue.at_level(level)]
    return [area.code for area in visit.catalogue.below(within, level)]


def areas_of_group(visit: EditionContext, group_code: str) -> list[str]:
    """Codes of the areas of a group; BadRequest when there is no such group."""
    group = visit.catalogue.groups.get(group_code)
    if group is None:
        raise BadRequest(_("The group that was asked for isn't in this edition."))
    return list(group.areas)
