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
from wijkwerk.designation.web.procedure_labels import LABELS
from wijkwerk.monitor.display import EditionGoneError, EditionUnavailableError, place_name
from wijkwerk.ui.reader import day, language

PAGE_SECONDS = 60


@public
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every published procedure, the newest first."""
    rows = [
        [
            {
                "text": words.title_of(procedure),
                "url": reverse("procedure:detail", args=[procedure.pk]),
            },
            day(procedure.decided_on),
            day(procedure.published_on),
            procedure.areas.filter(decided=True, delisted_on=None).count(),
        ]
        for procedure in public_procedures()
    ]
    table = {
        "id": "procedures",
        "caption": _("Published decisions about lists"),
        "empty": _("No decision about a list was published yet."),
        "columns": [
            {"label": _("List")},
            {"label": _("Decided")},
            {"label": _("Published")},
            {"label": _("Areas on the list now"), "number": True},
        ],
        "rows": rows,
    }
    answer = render(
        request, "designation/procedure/overview.html", {"table": table, "number": len(rows)}
    )
    return _kept(answer)


@public
@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """One published procedure: the decision, the areas, the objections with their answers."""
    procedure = public_procedures().filter(pk=number).first()
    if procedure is None:
        raise Http404(_("There is no such procedure, or it isn’t published."))
    context = whole(
        procedure,
        list(procedure.objections.exclude(state="withdrawn")),
        list(procedure.delistings.filter(state="decided").select_related("area")),
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
    with_objection = {objection.area for objection in objections}
    areas = [
        area
        for area in procedure.areas.all()
        if area.by_rule or area.decided or area.code in with_objection
    ]
    # Who: a role, of a municipality where that matters. The account stays in the history.
    place = places_of(procedure)
    who = {
        (step.machine, step.object_id, step.action): LABELS.who(step.role, step.place, place)
        for step in procedure.steps.all()
    }
    now_on = [area for area in areas if area.decided and area.delisted_on is None]
    return {
        "procedure": procedure,
        "place": place,
        "title": words.title_of(procedure),
        "state": LABELS.state("procedure", procedure.state),
        "list_url": reverse("designation:year", args=[procedure.list_id, procedure.year]),
        "decided_by": who.get(("procedure", procedure.pk, "decide"), ""),
        "on_list": len(now_on),
        "by_rule": sum(area.by_rule for area in areas),
        "changed": [
            area for area in areas if area.decided is not None and area.decided != area.by_rule
        ],
        "areas": _areas_table(procedure, areas, computed or {}),
        "unsure": unsure_label(computed),
        "objections": [
            _objection(objection)
            | {
                "place": place(objection.municipality),
                "by": who.get(("objection", objection.pk, "answer"), ""),
            }
            for objection in objections
        ],
        "delistings": [
            _delisting(delisting)
            | {
                "place": place(delisting.municipality),
                "by": who.get(("delisting", delisting.pk, "decide"), ""),
            }
            for delisting in delistings
        ],
        "days": [
            (
                _("Who may read the draft"),
                "" if procedure.state == "published" else procedure.get_audience_display(),
            ),
            (_("Procedure started"), day(procedure.started_on)),
            (_("Opened for objections"), day(procedure.opened_on)),
            (_("Last day for objections"), day(procedure.objections_until)),
            (_("Decided"), day(procedure.decided_on)),
            (_("Published"), day(procedure.published_on)),
        ],
    }


def places_of(procedure: Procedure) -> Callable[[str], str]:
    """Names of municipalities by code, out of the edition that the list was made of. Who may see the
    procedure was asked before."""
    try:
        edition = edition_of(lists().without_decisions(procedure.list_id))
    except (UnknownListError, EditionGoneError, EditionUnavailableError):
        edition = None
    catalogue, tongue = None if edition is None else edition.catalogue, language()
    return lambda code: place_name(catalogue, code, tongue)


_NAMED = 20  # areas that are named in a line


def unsure_label(computed: Mapping[str, AreaOnList] | None) -> list[str]:
    """Which areas can't be told, and which are on or off the list by a narrow chance; [] when the
    files weren't looked at."""
    if computed is None:
        return []
    unknown = [area.name for area in computed.values() if area.unknown]
    close = [
        f"{area.name} ({list_words.chance(area.chance, language())})"
        for area in sorted(
            computed.values(), key=lambda by_chance: abs((by_chance.chance or 0.0) - 0.5)
        )
        if area.chance is not None and 1 - FIRM < area.chance < FIRM and not area.unknown
    ]
    drawn = any(area.chance is not None for area in computed.values())
    clear = (
        _("No area is on or off the list by a narrow chance.")
        if drawn
        else _("No chances were computed for this list.")
    )
    return [
        _named(
            close,
            clear,
            _("The chance of the status is neither below 5% nor above 95% for: {areas}."),
        ),
        _named(
            unknown,
            _("Of every area it can be told whether it meets the rule."),
            _(
                "It can’t be determined whether these areas meet the rule, or a heavier one: {areas}."
            ),
        ),
    ]


def _named(names: list[str], none: str, some: str) -> str:
    if not names:
        return none
    shown_names = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        shown_names = _("%(areas)s and %(n)s more") % {
            "areas": shown_names,
            "n": len(names) - _NAMED,
        }
    return some.format(areas=shown_names)


def chance_label(area_on_list: AreaOnList | None) -> str:
    """The chance of an area's status by the margins of its figures, or that it can't be told."""
    if area_on_list is None or (area_on_list.chance is None and not area_on_list.unknown):
        return "–"
    chance = list_words.chance(area_on_list.chance, language())
    if not area_on_list.unknown:
        return chance
    return (
        _("can’t be determined")
        if not chance
        else _("can’t be determined; chance %(chance)s") % {"chance": chance}
    )


def _areas_table(
    procedure: Procedure, areas: list[Any], computed: Mapping[str, AreaOnList]
) -> dict[str, Any]:
    decided = procedure.decided_on is not None
    place = places_of(procedure)
    columns: list[dict[str, Any]] = [
        {"label": _("Area")},
        {"label": _("Municipality")},
        {"label": _("By the rule")},
    ]
    if computed:
        columns.append({"label": _("Chance of the status"), "number": True})
    if decided:
        columns.append({"label": _("By the decision")})
    return {
        "id": "areas",
        "caption": _("What the rule says and what was decided"),
        "tall": len(areas) > 30,
        "columns": columns,
        "filter": len(areas) > 10,
        "empty": _("By the rule no area is on this list."),
        "rows": [
            [
                {
                    "text": area.name,
                    "url": reverse("designation:area", args=[procedure.list_id, area.code]),
                },
                place(area.municipality),
                words.label_of(area) or _("not on the list"),
                *([chance_label(computed.get(area.code))] if computed else []),
                *([_decided(area)] if decided else []),
            ]
            for area in areas
        ],
    }


def _decided(area: Any) -> str:
    if area.delisted_on is not None:
        return _("left the list on {day}").format(day=day(area.delisted_on))
    return _("on the list") if area.decided else _("not on the list")


def _objection(objection: Objection) -> dict[str, Any]:
    return {
        "object": objection,
        "wish": words.wish_label(objection.wish),
        "made": day(objection.made_on),
        "state": LABELS.state("objection", objection.state),
        "outcome": LABELS.outcome("objection", objection.outcome),
        "answered": day(objection.answered_on),
    }


def _delisting(delisting: Delisting) -> dict[str, Any]:
    return {
        "object": delisting,
        "area": delisting.area.name,
        "made": day(delisting.made_on),
        "state": LABELS.state("delisting", delisting.state),
        "outcome": LABELS.outcome("delisting", delisting.outcome),
        "answered": day(delisting.answered_on),
    }
