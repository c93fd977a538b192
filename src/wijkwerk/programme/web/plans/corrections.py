"""Pages on which a wrong name or a meeting that was noted wrongly is put right."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.access.api import may, needs
from wijkwerk.programme.models import Goal, Meeting, Pillar, Programme
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services import corrections as does
from wijkwerk.programme.web.frame import worked_on
from wijkwerk.programme.web.plans.acting import act
from wijkwerk.programme.web.plans.forms import RenameForm
from wijkwerk.programme.web.plans.target_forms import CorrectMeetingForm
from wijkwerk.ui.lists import row_of
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.pages import GET_AND_POST


@needs(WORK)
@GET_AND_POST
def rename(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """Another name for a pillar or a goal."""
    programme = worked_on(request, slug)
    if kind not in ("pillars", "goals"):
        raise Http404
    rows: Any = programme.pillars if kind == "pillars" else programme.goals
    thing: Pillar | Goal = row_of(rows.select_related("programme"), number)
    form = RenameForm(
        request.POST or None, initial={"version": programme.version, "name": thing.name}
    )

    def do(form: forms.Form, command: StepCommand) -> Any:
        return does.rename(command, thing, form.cleaned_data["name"])

    action = does.renaming(thing, does.signed_goals(programme))
    return act(
        request,
        programme,
        "programme",
        action,
        form,
        do,
        reverse("programme:work", args=[slug]),
        thing=programme,
        about=_("It is called ‘%(name)s’ now.") % {"name": thing.name},
    )


@needs(WORK)
@GET_AND_POST
def meeting(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A meeting as it was."""
    programme = worked_on(request, slug)
    thing = row_of(programme.meetings.select_related("programme"), number)
    domains = {str(domain.pk): domain for domain in programme.domains.all()}
    form = CorrectMeetingForm(
        [(key, domain.name) for key, domain in domains.items()],
        request.POST or None,
        initial={
            "version": programme.version,
            "on": thing.on,
            "title": thing.title,
            "present": [str(one.pk) for one in thing.present.all()],
        },
    )

    def do(form: forms.Form, command: StepCommand) -> Any:
        said = form.cleaned_data
        present = [domains[key] for key in said["present"]]
        return does.correct_meeting(command, thing, said["on"], said["title"], present)

    return act(
        request,
        programme,
        "programme",
        "correct_meet",
        form,
        do,
        reverse("programme:work-board", args=[slug]),
        thing=programme,
        about=f"{thing.title}, {day(thing.on)}",
    )


def arranged(request: HttpRequest, programme: Programme, now: datetime) -> list[dict[str, Any]]:
    """Pillars with their goals, each with the address to rename it when this account may. In a
    constant number of queries."""
    signed = does.signed_goals(programme)
    return [
        {
            **_named(request, programme, pillar, "pillars", signed, now),
            "goals": [
                _named(request, programme, each, "goals", signed, now)
                for each in pillar.goals.all()
            ],
        }
        for pillar in programme.pillars.prefetch_related("goals")
    ]


def meeting_row(
    request: HttpRequest, programme: Programme, one: Meeting, now: datetime
) -> list[Any]:
    """A meeting in a table, with the way to put it right when this account may."""
    names = ", ".join(each.name for each in one.present.all())
    name: Any = one.title
    if _may(request, programme, "correct_meet", now):
        name = {
            "text": one.title,
            "url": reverse("programme:meeting-correct", args=[programme.slug, one.pk]),
        }
    return [name, day(one.on), names]


def _named(
    request: HttpRequest,
    programme: Programme,
    thing: Pillar | Goal,
    kind: str,
    signed: set[int],
    now: datetime,
) -> dict[str, Any]:
    can = _may(request, programme, does.renaming(thing, signed), now)
    return {
        "name": thing.name,
        "url": reverse("programme:rename", args=[programme.slug, kind, thing.pk]) if can else "",
    }


def _may(request: HttpRequest, programme: Programme, action: str, now: datetime) -> bool:
    known = programme_rules().machines.get("programme", action)
    return bool(
        known
        and programme.state in known.source
        and may(request.user, known.permission, programme, now)
    )
