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
from wijkwerk.programme.web.acting import actions
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.plans.acting import act
from wijkwerk.programme.web.plans.corrections import meeting_row
from wijkwerk.programme.web.plans.target_forms import DecisionForm, MeetingForm
from wijkwerk.programme.web.public.target_events import wish_label
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import percent
from wijkwerk.ui.lists import paged, row_of
from wijkwerk.ui.reader import day, language
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
    return render(
        request,
        "programme/plans/board.html",
        {
            **frame(programme, "work-board", work=True),
            "account": request.user,
            "pager": pager,
            "answer": ngettext(
                "%(number)s proposal waits for a decision.",
                "%(number)s proposals wait for a decision.",
                total,
            )
            % {"number": total}
            if total
            else _("No proposal waits for a decision."),
            "quorum": _(
                "The board decides when at least %(share)s of its sides are present. A proposal "
                "is accepted by more sides for than against."
            )
            % {"share": percent(programme_rules().quorum, language())},
            "proposals": [_told(request, programme, one, own, now) for one in here],
            "meetings": {
                "id": "meetings",
                "caption": _("Meetings"),
                "empty": _("No meeting was held yet."),
                "columns": [{"label": _("Meeting")}, {"label": _("Day")}, {"label": _("Present")}],
                "rows": [meeting_row(request, programme, meeting, now) for meeting in meetings],
            },
            "actions": [
                {
                    "label": LABELS.action("programme", "meet"),
                    "url": reverse("programme:meeting-add", args=[slug]),
                }
            ]
            if actions(request.user, programme, programme, ("meet",), str, now)
            else [],
            "decisions_url": ""
            if programme.state == "draft"
            else reverse("programme:decisions", args=[slug]),
        },
    )


@needs(WORK)
@GET_AND_POST
def meet(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting that was held."""
    programme = worked_on(request, slug)
    today = deadlines.today(timezone.now())
    domains = {str(domain.pk): domain for domain in programme.domains.all()}
    form = MeetingForm(
        [(key, domain.name) for key, domain in domains.items()],
        request.POST or None,
        initial={"version": programme.version, "on": today},
    )

    def do(form: forms.Form, command: StepCommand) -> Any:
        said = form.cleaned_data
        present = [domains[key] for key in said["present"]]
        return does.meet(command, programme, said["on"], said["title"], present)

    empty = None
    if not seated(programme, today):
        empty = (_("Nobody sits on the board yet."), _("First fill a seat on the board."))
    return act(
        request,
        programme,
        "programme",
        "meet",
        form,
        do,
        reverse("programme:work-board", args=[slug]),
        thing=programme,
        empty=empty,
    )


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
            str(meeting.pk): meeting
            for meeting in programme.meetings.filter(on__gte=thing.made_on)[:_MEETINGS]
        }
        domains = {str(domain.pk): domain for domain in programme.domains.all()}
        form = DecisionForm(
            [(key, f"{meeting.title}, {day(meeting.on)}") for key, meeting in meetings.items()],
            [(key, domain.name) for key, domain in domains.items()],
            sent,
            initial=begin,
        )
        if not meetings:
            empty = (
                _("There was no meeting since this was proposed."),
                _("Record the meeting first."),
            )

        def do(form: forms.Form, command: StepCommand) -> Any:
            said = form.cleaned_data
            return does.decide(
                command,
                thing,
                meetings[said["meeting"]],
                [domains[key] for key in said["votes_for"]],
                [domains[key] for key in said["votes_against"]],
            )
    else:
        raise Http404
    return act(
        request,
        programme,
        "proposal",
        action,
        form,
        do,
        reverse("programme:work-board", args=[slug]),
        thing=thing,
        empty=empty,
        about=f"{thing.target.title}. {wish_label(thing.target, thing)}.",
        said=((_("Why it was proposed"), thing.reasons),),
    )


def _told(
    request: HttpRequest, programme: Programme, proposal: Proposal, own: set[int], now: datetime
) -> dict[str, Any]:
    slug, held = programme.slug, set() if proposal.pk in own else {"not_own"}
    return {
        "title": proposal.target.title,
        "wish": wish_label(proposal.target, proposal),
        "made": day(proposal.made_on),
        "reasons": proposal.reasons,
        "url": reverse("programme:work-target", args=[slug, proposal.target_id]),
        "actions": [
            {
                "label": LABELS.action("proposal", action),
                "url": reverse("programme:proposal-step", args=[slug, proposal.pk, action]),
            }
            for action in ("decide", "withdraw")
            if (known := programme_rules().machines.get("proposal", action))
            and possible(known, proposal.state, held)
            and may(request.user, known.permission, programme, now)
        ],
    }
