"""What the board decided about targets, with who was for and against; and the plans that were
signed. Both stay, whatever comes after."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.figures import name_of_place
from wijkwerk.programme.models import Plan, PlanText, Proposal, Target
from wijkwerk.programme.policies import public_rows
from wijkwerk.programme.services.corrections import STEPS_HERE as PUT_RIGHT
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.acting import told_steps
from wijkwerk.programme.web.frame import frame, kept, public_programme
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.public.target_events import decided, names_of, wish_label
from wijkwerk.shared.deadlines import HERE
from wijkwerk.shared.numbers import NOTHING
from wijkwerk.ui.lists import paged, row_of
from wijkwerk.ui.reader import day, language

PAGE = 20
_PUT_RIGHT = 50


@public
@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every decision about a target, newest first."""
    programme = public_programme(slug)
    rows = decided(programme.proposals.select_related("target")).prefetch_related(
        "meeting__present", "votes_for", "votes_against"
    )
    here, pager = paged(request, rows, PAGE)
    total, accepted = rows.count(), rows.filter(outcome="accepted").count()
    told = {"total": total, "accepted": accepted}
    answer = (
        ngettext(
            "The board decided once about a target that was promised: %(accepted)s accepted.",
            "The board decided %(total)s times about targets that were promised: %(accepted)s "
            "accepted.",
            total,
        )
        % told
        if total
        else _("The board didn’t change or drop any target.")
    )
    return kept(
        render(
            request,
            "programme/public/decisions.html",
            {
                **frame(programme, "decisions"),
                "answer": answer,
                "pager": pager,
                "decisions": [decision(one) for one in here],
                "put_right": told_steps(
                    programme.steps.filter(machine="programme", action__in=PUT_RIGHT).order_by(
                        "-pk"
                    )[:_PUT_RIGHT]
                ),
            },
        )
    )


def decision(proposal: Proposal) -> dict[str, Any]:
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
            (_("Meeting"), proposal.meeting.title if proposal.meeting else NOTHING),
            (_("Present"), names_of(proposal.meeting.present.all() if proposal.meeting else ())),
            (_("For"), names_of(proposal.votes_for.all())),
            (_("Against"), names_of(proposal.votes_against.all())),
        ],
        "reasons": proposal.reasons,
        "answer": proposal.answer,
    }


@public
@require_safe
def plan(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A plan that was signed: exactly the text and the targets that were, and by whom."""
    programme = public_programme(slug)
    missing = _("There is no such plan, or it isn’t signed yet.")
    row = row_of(public_rows(programme, Plan), number, missing)
    text = public_rows(programme, PlanText).filter(plan=row).first()
    return kept(
        render(
            request,
            "programme/public/plan.html",
            {**frame(programme, "overview", crumb=row.title), **plan_told(row, text)},
        )
    )


def plan_told(plan: Plan, text: PlanText | None) -> dict[str, Any]:
    """A plan with a version of its text: targets as they stood, and who signed it when."""
    signatures = text.signatures.select_related("organisation") if text else []
    return {
        "plan": plan,
        "text": text,
        "locked": day(plan.locked_on),
        "signatures": {
            "id": "signatures",
            "caption": _("Who signed this version"),
            "empty": _("Nobody signed this version yet."),
            "columns": [{"label": _("Organisation")}, {"label": _("Signed on")}],
            "rows": [
                [signature.organisation.name, day(signature.at.astimezone(HERE).date())]
                for signature in signatures
            ],
        },
        "targets": {
            "id": "targets",
            "caption": _("Targets as they stood"),
            "columns": [{"label": _("Target")}, {"label": _("Pillar")}, {"label": _("Promised")}],
            "rows": [
                [target["title"], target["pillar"], stood(target, str(plan.programme.edition))]
                for target in (text.targets if text else [])
            ],
        },
    }


def stood(told: dict[str, Any], edition: str) -> str:
    """What a target promised when a plan's text was made; ``edition`` names the places."""
    shape = Target(unit=told.get("unit", ""), scale="count")
    given = {"start": words.amount(told["baseline"], shape, bare=True), "day": day(told["due_on"])}
    if told.get("reference"):
        return _("from %(start)s to the level of %(reference)s, by %(day)s") % {
            **given,
            "reference": name_of_place(edition, told["reference"], language()),
        }
    return _("from %(start)s to %(value)s, by %(day)s") % {
        **given,
        "value": words.amount(told["value"], shape),
    }
