"""The board: meetings, proposals that wait, and writing down what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import may, needs
from wijkwerk.programme.models import Programme, Proposal
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services import board as does
from wijkwerk.programme.services.people import seated
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import day, language
from wijkwerk.programme.web.lists import paged, row_of
from wijkwerk.programme.web.plan_words import action_label
from wijkwerk.programme.web.plans.acting import act, actions
from wijkwerk.programme.web.plans.corrections import meeting_row
from wijkwerk.programme.web.plans.target_forms import DecisionForm, MeetingForm
from wijkwerk.programme.web.public.target_events import wish_label
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import percent
from wijkwerk.workflow.api import StepCommand, actor_of, possible
from wijkwerk.workflow.forms import VersionForm
from wijkwerk.workflow.pages import GET_AND_POST

_MEETINGS = 30


@needs(WORK)
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the board, and the meetings that were held."""
    programme, now = worked_on(request, slug), timezone.now()
    rows = programme.proposals.filter(state="made").select_related("target", "programme")
    here, pager = paged(request, rows.order_by("made_on", "pk"), 20)
    total = rows.count()
    meetings = programme.meetings.prefetch_related("present")[:_MEETINGS]
    # Whose they are, in one query: who made a proposal doesn't decide about it.
    own = set(
        programme.steps.filter(
            machine="proposal", action="make", actor=actor_of(request.user)
        ).values_list("object_id", flat=True)
    )
    return render(request, "programme/plans/board.html", {
        **frame(programme, "work-board", work=True), "account": request.user, "pager": pager,
        "answer": ngettext(
            "%(number)s proposal waits for a decision.", "%(number)s proposals wait for a decision.",
            total) % {"number": total} if total else _("No proposal waits for a decision."),
        "quorum": _("The board decides when at least %(share)s of its sides are present. A proposal "
                    "is accepted by more sides for than against.") % {
            "share": percent(programme_rules().quorum, language())},
        "proposals": [_told(request, programme, one, own, now) for one in here],
        "meetings": {
            "id": "meetings", "caption": _("Meetings"), "empty": _("No meeting was held yet."),
            "columns": [{"label": _("Meeting")}, {"label": _("Day")}, {"label": _("Present")}],
            "rows": [meeting_row(request, programme, one, now) for one in meetings],
        },
        "actions": [
            {"label": action_label("programme", "meet"),
             "url": reverse("programme:meeting-add", args=[slug])}
        ] if actions(request.user, programme, programme, ("meet",), str, now) else [],
        "decisions_url": "" if programme.state == "draft"
        else reverse("programme:decisions", args=[slug]),
    })  # fmt: skip


@needs(WORK)
@GET_AND_POST
def meet(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting that was held."""
    programme = worked_on(request, slug)
    today = deadlines.today(timezone.now())
    domains = {str(one.pk): one for one in programme.domains.all()}
    form = MeetingForm(
        [(key, one.name) for key, one in domains.items()], request.POST or None,
        initial={"version": programme.version, "on": today},
    )  # fmt: skip

    def do(form: forms.Form, command: StepCommand) -> Any:
        said = form.cleaned_data
        present = [domains[key] for key in said["present"]]
        return does.meet(command, programme, said["on"], said["title"], present)

    empty = None
    if not seated(programme, today):
        empty = (_("Nobody sits on the board yet."), _("First fill a seat on the board."))
    return act(request, programme, "programme", "meet", form, do,
               reverse("programme:work-board", args=[slug]), thing=programme, empty=empty)  # fmt: skip


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, number: int, action: str) -> HttpResponse:
    """Take a proposal back, or write down what the board decided about it."""
    programme = worked_on(request, slug)
    thing = row_of(programme.proposals.select_related("target", "programme"), number)
    begin, sent = {"version": thing.version}, request.POST or None
    form: forms.Form
    empty = None
    if action == "withdraw":
        form = VersionForm(sent, initial=begin)

        def do(form: forms.Form, command: StepCommand) -> Any:
            return does.withdraw(command, thing)
    elif action == "decide":
        meetings = {
            str(one.pk): one for one in programme.meetings.filter(on__gte=thing.made_on)[:_MEETINGS]
        }
        domains = {str(one.pk): one for one in programme.domains.all()}
        form = DecisionForm(
            [(key, f"{one.title}, {day(one.on)}") for key, one in meetings.items()],
            [(key, one.name) for key, one in domains.items()], sent, initial=begin,
        )  # fmt: skip
        if not meetings:
            empty = (_("There was no meeting since this was proposed."),
                     _("First write down the meeting."))  # fmt: skip

        def do(form: forms.Form, command: StepCommand) -> Any:
            said = form.cleaned_data
            return does.decide(
                command, thing, meetings[said["meeting"]], [domains[key] for key in said["votes_for"]],
                [domains[key] for key in said["votes_against"]],
            )  # fmt: skip
    else:
        raise Http404
    return act(request, programme, "proposal", action, form, do,
               reverse("programme:work-board", args=[slug]), thing=thing, empty=empty,
               about=f"{thing.target.title}. {wish_label(thing.target, thing)}.",
               said=((_("Why it was proposed"), thing.reasons),))  # fmt: skip


def _told(
    request: HttpRequest, programme: Programme, one: Proposal, own: set[int], now: datetime
) -> dict[str, Any]:
    slug, held = programme.slug, set() if one.pk in own else {"not_own"}
    return {
        "title": one.target.title, "wish": wish_label(one.target, one), "made": day(one.made_on),
        "reasons": one.reasons,
        "url": reverse("programme:work-target", args=[slug, one.target_id]),
        "actions": [
            {"label": action_label("proposal", action),
             "url": reverse("programme:proposal-step", args=[slug, one.pk, action])}
            for action in ("decide", "withdraw")
            if (known := programme_rules().machines.get("proposal", action))
            and possible(known, one.state, held)
            and may(request.user, known.permission, programme, now)
        ],
    }  # fmt: skip
