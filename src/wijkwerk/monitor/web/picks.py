"""What a visitor picked: areas, indicators and periods, all in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.web.edition_context import MOST_AREAS, EditionContext
from wijkwerk.monitor.web.finding import area_note, areas_meant, not_understood
from wijkwerk.monitor.web.lists import areas_of_set

MOST_PICKED = 200  # areas picked one by one, and indicators, in one selection


@dataclass(frozen=True)
class Picks:
    """The picks of an address; ``periods`` are those between ``start`` and ``end``."""

    areas: tuple[Area, ...]
    measures: tuple[Measure, ...]
    periods: tuple[str, ...]
    every: tuple[str, ...]  # all periods that the measures have
    start: str
    end: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not self.areas or not self.measures


def picks_of(visit: EditionContext, most_areas: int = MOST_AREAS) -> Picks:
    """The picks in the address: ``area`` and ``indicator`` (repeated, or with commas), ``from``,
    ``to``; ``of`` (repeated) adds all areas of a set. BadRequest for what doesn't exist."""
    catalogue = visit.catalogue
    codes = _several(visit, "area")
    for code in codes:
        if code not in catalogue.areas:
            raise BadRequest(_("There is no area %(code)s in this edition.") % {"code": code[:30]})
    for named in sets_picked(visit):
        codes = list(dict.fromkeys([*codes, *areas_of_set(visit, named)]))
    if len(codes) > most_areas:
        raise BadRequest(_("At most %(n)s areas at a time.") % {"n": most_areas})
    names = _several(visit, "indicator")
    for name in names:
        if name not in catalogue.measures:
            raise BadRequest(
                _("There is no indicator %(name)s in this edition.") % {"name": name[:30]}
            )
    measures = tuple(catalogue.measures[name] for name in names)
    every = tuple(sorted({period for measure in measures for period in measure.periods}))
    start, end = visit.request.GET.get("from") or "", visit.request.GET.get("to") or ""
    periods = tuple(
        period for period in every if (not start or period >= start) and (not end or period <= end)
    )
    return Picks(
        tuple(catalogue.areas[code] for code in codes), measures, periods, every, start, end
    )


@dataclass(frozen=True)
class Question:
    """A name that several areas have, and the addresses of this page with each of them picked."""

    label: str
    choices: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Message:
    """What wasn't understood of what was typed, and the questions that come of it; ``picked_url`` leads to
    this page with what was understood picked ('' for nothing), ``picked`` says how much that is."""

    text: str
    questions: tuple[Question, ...] = ()
    picked: str = ""
    picked_url: str = ""

    def __str__(self) -> str:
        return self.text


def added(visit: EditionContext) -> HttpResponseRedirect | Message | None:
    """What names typed or pasted in ``add`` lead to: the same page with those areas picked, a message when
    something isn't understood (the rest is picked then by the choices), or None when nothing was typed."""
    typed = " \n".join(visit.request.GET.getlist("add")).strip()
    if not typed:
        return None
    meant = areas_meant(visit, typed)
    query = visit.request.GET.copy()
    query.pop("add", None)
    picked = list(dict.fromkeys([*query.getlist("area"), *meant.codes]))
    if not meant.unknown and not meant.several:
        query.setlist("area", picked)
        return HttpResponseRedirect(f"{visit.request.path}?{query.urlencode()}")
    codes_found = dict.fromkeys(meant.codes)
    query.setlist("area", picked)
    return Message(
        not_understood(visit, meant),
        picked=ngettext(
            "Add the area that was found", "Add the %(n)s areas that were found", len(codes_found)
        )
        % {"n": len(codes_found)}
        if codes_found
        else "",
        picked_url=f"{visit.request.path}?{query.urlencode()}" if codes_found else "",
        questions=tuple(
            Question(name, tuple(_choice(visit, code, picked) for code in codes))
            for name, codes in meant.several.items()
        ),
    )


def _choice(visit: EditionContext, code: str, picked: list[str]) -> dict[str, str]:
    query = visit.request.GET.copy()
    query.pop("add", None)
    query.setlist("area", list(dict.fromkeys([*picked, code])))
    return {
        "name": visit.name(code),
        "note": area_note(visit, code),
        "url": f"{visit.request.path}?{query.urlencode()}",
    }


def without(visit: EditionContext, code: str, name: str = "area") -> str:
    """This page without an area, or (``name`` "of") without a set of them."""
    query = visit.request.GET.copy()
    remaining = [pick for pick in _several(visit, name) if pick != code]
    query.setlist(name, remaining)
    query.pop("page", None)
    return f"{visit.request.path}?{query.urlencode()}"


def hidden(visit: EditionContext, *shown: str) -> list[dict[str, Any]]:
    """Hidden fields for the parameters of the address that a form doesn't show itself."""
    return [
        {"name": name, "kind": "hidden", "value": value}
        for name, values in visit.request.GET.lists()
        for value in values
        if name not in shown and name not in ("page", "add") and value
    ]


def codes_picked(visit: EditionContext) -> list[str]:
    """Codes of the areas that were picked one by one, not as part of a set."""
    return _several(visit, "area")


def sets_picked(visit: EditionContext) -> list[str]:
    """The sets of areas in the address, as ``areas_of_set`` takes them."""
    return _several(visit, "of")


def _several(visit: EditionContext, name: str) -> list[str]:
    values = [part.strip() for text in visit.request.GET.getlist(name) for part in text.split(",")]
    result = list(dict.fromkeys(part for part in values if part))
    if len(result) > MOST_PICKED:
        raise BadRequest(_("At most %(n)s at a time.") % {"n": MOST_PICKED})
    return result
