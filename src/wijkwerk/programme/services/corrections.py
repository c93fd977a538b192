"""Putting right what was written down wrongly: the name of a pillar or a goal, and a meeting of the
board. The history keeps what stood there beside what stands there now, with the reasons.

A name that a signed plan promised under is the board's to change; before that it is the bureau's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction

from wijkwerk.programme.models import (
    Domain,
    Goal,
    Meeting,
    Pillar,
    PlanText,
    Programme,
    Seat,
    Target,
)
from wijkwerk.programme.services.board import check_vote
from wijkwerk.programme.services.common import STEPS
from wijkwerk.programme.services.people import check_substitutes
from wijkwerk.programme.services.programmes import named
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

STEPS_HERE = ("rename", "rename_signed", "correct_meet")


def signed_goals(programme: Programme) -> set[int]:
    """The goals (numbers) of which a target stands in a plan that was signed and locked. In two
    queries."""
    texts = PlanText.objects.filter(programme=programme, plan__state="locked")
    target_ids = {
        target_text.get("id")
        for text in texts.values_list("targets", flat=True)
        for target_text in text
    }
    goals = Target.objects.filter(
        programme=programme, pk__in=[target_id for target_id in target_ids if target_id]
    )
    return set(goals.values_list("goal", flat=True))


def renaming(named_part: Pillar | Goal, signed: set[int]) -> str:
    """The step by which a pillar or goal gets another name."""
    goals = (
        {named_part.pk}
        if isinstance(named_part, Goal)
        else {goal.pk for goal in named_part.goals.all()}
    )
    return "rename_signed" if goals & signed else "rename"


def rename(command: StepCommand, named_part: Pillar | Goal, name: str) -> Pillar | Goal:
    """Another name, with reasons; ``command.version`` is the programme's. What was signed keeps the
    name under which it was signed. Raises TransitionNotAllowed same_name, there_is_one, name, or state when it
    was renamed or signed meanwhile."""
    programme = named_part.programme
    action = renaming(named_part, signed_goals(programme))
    step = STEPS.step("programme", action)
    role = STEPS.allowed(command, step, programme)
    new = named(name)
    if new == named_part.name:
        raise TransitionNotAllowed("same_name")
    with transaction.atomic():
        STEPS.move(
            programme, step, replace(command, text=_told(named_part.name, new, command.text)), role
        )
        current = type(named_part)._default_manager.select_for_update().get(pk=named_part.pk)
        # The programme is locked: what was signed meanwhile counts.
        if current.name != named_part.name or renaming(current, signed_goals(programme)) != action:
            raise TransitionNotAllowed("state")
        try:
            with transaction.atomic():
                type(named_part)._default_manager.filter(pk=current.pk).update(name=new)
        except IntegrityError:
            raise TransitionNotAllowed("there_is_one") from None
    current.name = new
    return current


def correct_meeting(
    command: StepCommand,
    meeting: Meeting,
    on: date,
    title: str,
    present: Iterable[Domain],
    substitutes: Iterable[Seat] = (),
) -> Meeting:
    """A meeting as it was, with reasons. What was decided there stays decided: its day then stays,
    and whoever was for or against was there. Raises TransitionNotAllowed day, decided_there, same_meeting, or
    the fault of a board that can't decide."""
    step = STEPS.step("programme", "correct_meet")
    role = STEPS.allowed(command, step, meeting.programme)
    domains_present, stood_in = sorted(present, key=lambda domain: domain.pk), list(substitutes)
    if on > deadlines.today(command.now):
        raise TransitionNotAllowed("day")
    title = named(title)
    with transaction.atomic():
        current = (
            Meeting.objects.select_related("programme")
            .prefetch_related("present", "substitutes__organisation")
            .get(pk=meeting.pk)
        )
        before = _meeting(
            current.on, current.title, current.present.all(), current.substitutes.all()
        )
        after = _meeting(on, title, domains_present, stood_in)
        if before == after:
            raise TransitionNotAllowed("same_meeting")
        moved = STEPS.move(
            meeting.programme, step, replace(command, text=_told(before, after, command.text)), role
        )
        check_vote(moved, on, domains_present, (), ())
        check_substitutes(on, domains_present, stood_in)
        decided = current.proposals.prefetch_related("votes_for", "votes_against")
        if decided and on != current.on:
            raise TransitionNotAllowed("decided_there")
        for proposal in decided:
            check_vote(
                moved, on, domains_present, proposal.votes_for.all(), proposal.votes_against.all()
            )
        Meeting.objects.filter(pk=current.pk).update(on=on, title=title)
        current.present.set(domains_present)
        current.substitutes.set(stood_in)
    current.on, current.title = on, title
    return current


def _told(before: str, after: str, reasons: str) -> str:
    return f"{before} → {after}\n\n{reasons}"


def _meeting(on: date, title: str, present: Iterable[Domain], substitutes: Iterable[Seat]) -> str:
    by = {seat.domain_id: f" ({seat.organisation.name})" for seat in substitutes}
    names = ", ".join(
        f"{domain.name}{by.get(domain.pk, '')}"
        for domain in sorted(present, key=lambda domain: domain.pk)
    )
    return f"{title} ({on.isoformat()}; {names})"
