"""The procedure as everybody sees it: published ones, with decisions and reasons, and no persons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.designation.core.tables import FIRM
from wijkwerk.designation.list_folders import AreaOnList
from wijkwerk.designation.models import Delisting, Objection, Procedure
from wijkwerk.designation.policies import public_procedures
from wijkwerk.designation.serving.library import UnknownListError, lists
from wijkwerk.designation.web import labels as list_words
from wijkwerk.designation.web import procedure_labels as words
from wijkwerk.designation.web.list_context import edition_of
from wijkwerk.monitor.display import EditionGoneError, EditionUnavailableError

PAGE_SECONDS = 60


@public
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every published procedure, the newest first."""
    rows = [
        [
            {"text": words.title_of(one), "url": reverse("procedure:detail", args=[one.pk])},
            words.day(one.decided_on), words.day(one.published_on),
            one.areas.filter(decided=True, delisted_on=None).count(),
        ]
        for one in public_procedures()
    ]  # fmt: skip
    table = {
        "id": "procedures", "caption": _("Published decisions about lists"),
        "empty": _("No decision about a list was published yet."),
        "columns": [{"label": _("List")}, {"label": _("Decided")}, {"label": _("Published")},
                    {"label": _("Areas on the list now"), "number": True}],
        "rows": rows,
    }  # fmt: skip
    answer = render(request, "designation/procedure/overview.html",
                    {"table": table, "number": len(rows)})  # fmt: skip
    return _kept(answer)


@public
@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """One published procedure: the decision, the areas, the objections with their answers."""
    found = public_procedures().filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such procedure, or it isn’t published."))
    context = whole(
        found,
        list(found.objections.exclude(state="withdrawn")),
        list(found.delistings.filter(state="decided").select_related("area")),
    )
    return _kept(render(request, "designation/procedure/detail.html", context))


def _kept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={PAGE_SECONDS}"
    return answer


def whole(
    procedure: Procedure,
    objections: list[Objection],
    delistings: list[Delisting],
    computed: Mapping[str, AreaOnList] | None = None,
) -> dict[str, Any]:
    """What both the public and the working page show of a procedure. ``computed``: the areas of the
    list as its files have them, for who decides."""
    # An area that stands here for an objection alone is shown to whoever sees that objection.
    told = {one.area for one in objections}
    areas = [one for one in procedure.areas.all() if one.by_rule or one.decided or one.code in told]
    # Who: a role, of a municipality where that matters. The account stays in the history.
    who = {
        (one.machine, one.object_id, one.action): words.who_label(one.role, one.place)
        for one in procedure.steps.all()
    }
    place = places_of(procedure)
    now_on = [one for one in areas if one.decided and one.delisted_on is None]
    return {
        "procedure": procedure,
        "title": words.title_of(procedure),
        "state": words.state_label("procedure", procedure.state),
        "list_url": reverse("designation:year", args=[procedure.list_id, procedure.year]),
        "decided_by": who.get(("procedure", procedure.pk, "decide"), ""),
        "on_list": len(now_on),
        "by_rule": sum(one.by_rule for one in areas),
        "changed": [one for one in areas
                    if one.decided is not None and one.decided != one.by_rule],
        "areas": _areas_table(procedure, areas, computed or {}),
        "unsure": unsure_label(computed),
        "objections": [
            _objection(one) | {"place": place(one.municipality), "by": who.get(("objection", one.pk, "answer"), "")}
            for one in objections
        ],
        "delistings": [
            _delisting(one) | {"place": place(one.municipality), "by": who.get(("delisting", one.pk, "decide"), "")}
            for one in delistings
        ],
        "days": [
            (_("Who may read the draft"), "" if procedure.state == "published" else procedure.get_audience_display()),
            (_("Procedure started"), words.day(procedure.started_on)),
            (_("Opened for objections"), words.day(procedure.opened_on)),
            (_("Last day for objections"), words.day(procedure.objections_until)),
            (_("Decided"), words.day(procedure.decided_on)),
            (_("Published"), words.day(procedure.published_on)),
        ],
    }  # fmt: skip


def places_of(procedure: Procedure) -> Callable[[str], str]:
    """Names of municipalities by code, out of the edition that the list was made of; a code stays
    one where this site doesn't serve that edition. Who may see the procedure was asked before."""
    try:
        edition = edition_of(lists().without_decisions(procedure.list_id))
    except (UnknownListError, EditionGoneError, EditionUnavailableError):
        edition = None
    return str if edition is None else edition.catalogue.name


_NAMED = 20  # areas that are named in a line


def unsure_label(computed: Mapping[str, AreaOnList] | None) -> list[str]:
    """Which areas can't be told, and which are on or off the list by a narrow chance; [] when the
    files weren't looked at."""
    if computed is None:
        return []
    unknown = [one.name for one in computed.values() if one.unknown]
    close = [
        f"{one.name} ({list_words.chance(one.chance, words.language())})"
        for one in sorted(computed.values(), key=lambda one: abs((one.chance or 0.0) - 0.5))
        if one.chance is not None and 1 - FIRM < one.chance < FIRM and not one.unknown
    ]
    drawn = any(one.chance is not None for one in computed.values())
    clear = (
        _("No area is on or off the list by a narrow chance.") if drawn
        else _("No chances were computed for this list.")
    )  # fmt: skip
    return [
        _named(close, clear,
               _("The chance of the status is neither below 5% nor above 95% for: {areas}.")),
        _named(unknown, _("Of every area it can be told whether it meets the rule."),
               _("It can't be told whether these areas meet the rule, or a heavier one: {areas}.")),
    ]  # fmt: skip


def _named(names: list[str], none: str, some: str) -> str:
    if not names:
        return none
    told = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        told = _("%(areas)s and %(n)s more") % {"areas": told, "n": len(names) - _NAMED}
    return some.format(areas=told)


def chance_label(one: AreaOnList | None) -> str:
    """The chance of an area's status by the margins of its figures, or that it can't be told."""
    if one is None or (one.chance is None and not one.unknown):
        return "–"
    chance = list_words.chance(one.chance, words.language())
    if not one.unknown:
        return chance
    return _("can't be told") if not chance else _("can't be told; chance %(chance)s") % {
        "chance": chance
    }  # fmt: skip


def _areas_table(
    procedure: Procedure, areas: list[Any], computed: Mapping[str, AreaOnList]
) -> dict[str, Any]:
    decided = procedure.decided_on is not None
    place = places_of(procedure)
    columns: list[dict[str, Any]] = [
        {"label": _("Area")}, {"label": _("Municipality")}, {"label": _("By the rule")},
    ]  # fmt: skip
    if computed:
        columns.append({"label": _("Chance of the status"), "number": True})
    if decided:
        columns.append({"label": _("By the decision")})
    return {
        "id": "areas", "caption": _("What the rule says and what was decided"),
        "tall": len(areas) > 30, "columns": columns,
        "filter": len(areas) > 10, "empty": _("By the rule no area is on this list."),
        "rows": [
            [{"text": one.name,
              "url": reverse("designation:area", args=[procedure.list_id, one.code])},
             place(one.municipality), words.label_of(one) or _("not on the list"),
             *([chance_label(computed.get(one.code))] if computed else []),
             *([_decided(one)] if decided else [])]
            for one in areas
        ],
    }  # fmt: skip


def _decided(area: Any) -> str:
    if area.delisted_on is not None:
        return _("left the list on {day}").format(day=words.day(area.delisted_on))
    return _("on the list") if area.decided else _("not on the list")


def _objection(one: Objection) -> dict[str, Any]:
    return {
        "object": one, "wish": words.wish_label(one.wish), "made": words.day(one.made_on),
        "state": words.state_label("objection", one.state),
        "outcome": words.outcome_label(one.outcome), "answered": words.day(one.answered_on),
    }  # fmt: skip


def _delisting(one: Delisting) -> dict[str, Any]:
    return {
        "object": one, "area": one.area.name, "made": words.day(one.made_on),
        "state": words.state_label("delisting", one.state),
        "outcome": words.outcome_label(one.outcome), "answered": words.day(one.answered_on),
    }  # fmt: skip
