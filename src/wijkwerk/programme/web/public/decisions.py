"""What the board decided about targets, with who was for and against. It stays, whatever comes after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.models import Proposal, Seat
from wijkwerk.programme.services.corrections import STEPS_HERE as PUT_RIGHT
from wijkwerk.programme.services.people import seats_of
from wijkwerk.programme.web.frame import cached_briefly, frame, public_programme
from wijkwerk.programme.web.labels import LABELS, with_entered
from wijkwerk.programme.web.public.target_events import (
    attendance_label,
    decided,
    names_of,
    wish_label,
)
from wijkwerk.shared.numbers import NOTHING
from wijkwerk.ui.lists import paged
from wijkwerk.ui.reader import day
from wijkwerk.workflow.pages import history

PAGE = 20
_PUT_RIGHT = 50


@public
@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every decision about a target, newest first."""
    programme = public_programme(slug)
    rows = decided(programme.proposals.select_related("target")).prefetch_related(
        "meeting__present", "meeting__substitutes__organisation", "votes_for", "votes_against"
    )
    page_rows, pager = paged(request, rows, PAGE)
    seats = seats_of(programme)
    total, accepted = rows.count(), rows.filter(outcome="accepted").count()
    counts = {"total": total, "accepted": accepted}
    answer = (
        ngettext(
            "The board decided once about a target that was promised: %(accepted)s accepted.",
            "The board decided %(total)s times about targets that were promised: %(accepted)s "
            "accepted.",
            total,
        )
        % counts
        if total
        else _("The board didn’t change or drop any target.")
    )
    return cached_briefly(
        render(
            request,
            "programme/public/decisions.html",
            {
                **frame(programme, "decisions"),
                "answer": answer,
                "pager": pager,
                "decisions": [decision(proposal, seats) for proposal in page_rows],
                "put_right": history(
                    programme.steps.filter(machine="programme", action__in=PUT_RIGHT).order_by(
                        "-pk"
                    )[:_PUT_RIGHT],
                    LABELS,
                ),
            },
        )
    )


def decision(proposal: Proposal, seats: Iterable[Seat]) -> dict[str, Any]:
    """A decision as pages show it: no persons, sides of the board alone."""
    return {
        "id": f"decision-{proposal.pk}",
        "title": proposal.target.title,
        "url": reverse("programme:target", args=[proposal.programme.slug, proposal.target_id]),
        "wish": wish_label(proposal.target, proposal),
        "outcome": LABELS.outcome("proposal", proposal.outcome),
        "facts": [
            (_("Proposed on"), day(proposal.made_on)),
            (_("Decided on"), day(proposal.decided_on)),
            (
                _("Meeting"),
                with_entered(proposal.meeting.title, proposal.meeting)
                if proposal.meeting
                else NOTHING,
            ),
            (
                _("Present"),
                attendance_label(proposal.meeting, seats) if proposal.meeting else _("nobody"),
            ),
            (_("For"), names_of(proposal.votes_for.all())),
            (_("Against"), names_of(proposal.votes_against.all())),
        ],
        "reasons": proposal.reasons,
        "answer": proposal.answer,
    }
