"""Which areas a list shows, in which order, and which part of it a page holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from wijkwerk.monitor.serving.catalogue import Area
from wijkwerk.monitor.web.edition_context import MOST_AREAS, EditionContext, number_in
from wijkwerk.monitor.web.labels import level_labels

T = TypeVar("T")
PAGE = 50


@dataclass(frozen=True)
class Chosen:
    """The areas of a page, and in words which they are."""

    areas: tuple[Area, ...]
    label: str


def chosen_areas(visit: EditionContext) -> Chosen:
    """``within`` (an area) and ``level`` decide; else the group; else the level of the report,
    or the highest level below the country when that would be more than a page can bear."""
    catalogue = visit.catalogue
    within, level = visit.request.GET.get("within"), visit.request.GET.get("level")
    if within:
        if within not in catalogue.areas:
            raise BadRequest(_("The area that was asked for isn't in this edition."))
        level = level or next(
            (catalogue.areas[code].level for code in catalogue.children.get(within, ())), ""
        )
        found = catalogue.below(within, level)
        return Chosen(tuple(found[:MOST_AREAS]), _("in %(area)s") % {"area": visit.name(within)})
    if level:
        if level not in level_labels():
            raise BadRequest(_("A choice in the address doesn't exist."))
        found = catalogue.at_level(level)
        return Chosen(tuple(found[:MOST_AREAS]), level_labels()[level])
    if visit.group:
        group = catalogue.groups[visit.group]
        return Chosen(tuple(catalogue.areas[code] for code in group.areas[:MOST_AREAS]),
                      visit.name(group.code))  # fmt: skip
    levels = (catalogue.report_level, "district", "municipality", "custom", "group", "country")
    sizes = {level: len(catalogue.at_level(level)) for level in levels}
    bearable = [level for level in levels if 0 < sizes[level] <= MOST_AREAS]
    level = next(
        (one for one in bearable if sizes[one] > 1), bearable[0] if bearable else levels[0]
    )
    return Chosen(tuple(catalogue.at_level(level)[:MOST_AREAS]), level_labels()[level])


@dataclass(frozen=True)
class Part(Generic[T]):
    """A page of a list, with addresses of the pages around it ('' when there is none)."""

    rows: Sequence[T]
    number: int
    pages: int
    total: int
    previous: str
    next: str


def part_of(visit: EditionContext, rows: Sequence[T], size: int = PAGE) -> Part[T]:
    """The part of ``rows`` that ``page`` in the address asks for."""
    pages = max(1, -(-len(rows) // size))
    number = min(number_in(visit.request, "page", 1, 1_000_000, 1), pages)
    return Part(
        rows=rows[(number - 1) * size : number * size],
        number=number,
        pages=pages,
        total=len(rows),
        previous=visit.same(page=str(number - 1)) if number > 1 else "",
        next=visit.same(page=str(number + 1)) if number < pages else "",
    )


def sorted_by(
    visit: EditionContext, rows: list[T], keys: dict[str, Callable[[T], Any]], default: str
) -> tuple[list[T], str]:
    """``rows`` in the order that ``sort`` asks for ('-' before the name: downwards), and that name.

    What has no value comes last, whichever way.
    """
    asked = visit.request.GET.get("sort") or default
    name, down = asked.removeprefix("-"), asked.startswith("-")
    if name not in keys:
        raise BadRequest(_("A choice in the address doesn't exist."))
    key = keys[name]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=down) + unknown, asked


def headers(
    visit: EditionContext, columns: Sequence[tuple[str, str, bool, str]], order: str
) -> list[dict[str, Any]]:
    """Heads of a sortable table out of (name in ``sort`` or '', label, is a number, note)."""
    found = []
    for name, label, numeric, note in columns:
        now = name != "" and order.removeprefix("-") == name
        down = order.startswith("-")
        upwards = (now and down) or (not now and not numeric)
        found.append(
            {
                "label": label,
                "number": numeric,
                "note": note,
                "sort_url": visit.same(sort=name if upwards else f"-{name}", page=None)
                if name
                else "",
                "sorted": ("descending" if down else "ascending") if now else "",
            }
        )
    return found


def pager(part: Part[Any]) -> dict[str, Any]:
    """The pages of a list as ``ui/components/pager.html`` takes them."""
    return {
        "number": part.number,
        "previous_url": part.previous,
        "next_url": part.next,
        "pages": [],
        "count_text": _("Page %(page)s of %(pages)s; %(total)s rows")
        % {"page": part.number, "pages": part.pages, "total": part.total},
    }


def areas_of_group(visit: EditionContext, whole: str) -> list[str]:
    """Codes of the areas of a group; BadRequest when there is no such group."""
    group = visit.catalogue.groups.get(whole)
    if group is None:
        raise BadRequest(_("The group that was asked for isn't in this edition."))
    return list(group.areas)
