"""The board: meetings, proposals about targets, and decisions that stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from wijkwerk.programme.core.measurement import Milestone
from wijkwerk.programme.core.path import Path, moved_milestones
from wijkwerk.programme.core.steps import BoardVote, fault_of, outcome_of
from wijkwerk.programme.figures import measured, refuse_unknown
from wijkwerk.programme.models import (
    Domain,
    Meeting,
    Programme,
    Proposal,
    Seat,
    Target,
    TargetPath,
)
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services.common import STEPS
from wijkwerk.programme.services.paths import Promise, add_path, check_end, newest_of
from wijkwerk.programme.services.people import check_substitutes, seated
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


@dataclass(frozen=True)
class Wish:
    """What is proposed: ``kind`` change, to a value or the level of a reference by a day; or drop,
    with nothing else."""

    kind: str
    value: float | None = None
    reference: str = ""
    reference_goal: str = ""
    due_on: date | None = None


def meet(
    command: StepCommand,
    programme: Programme,
    on: date,
    title: str,
    present: Iterable[Domain],
    substitutes: Iterable[Seat] = (),
) -> Meeting:
    """A meeting that was held, with the domains that were there, and the substitutes who were there
    for them; marked as entered later when that is long after it. Raises TransitionNotAllowed with the fault
    when that is no board (then nothing can be decided there), or a substitute couldn't stand in."""
    step = STEPS.step("programme", "meet")
    role = STEPS.allowed(command, step, programme)
    domains_present, stood_in = list(present), list(substitutes)
    today = deadlines.today(command.now)
    if on > today:
        raise TransitionNotAllowed("day")
    with transaction.atomic():
        moved = STEPS.move(programme, step, replace(command, text=title), role)
        check_vote(moved, on, domains_present, (), ())
        check_substitutes(on, domains_present, stood_in)
        late = today - on > timedelta(days=programme_rules().most_days_to_enter)
        meeting = Meeting.objects.create(
            programme=moved, on=on, title=title, entered_on=today if late else None
        )
        meeting.present.set(domains_present)
        meeting.substitutes.set(stood_in)
    return meeting


def propose(command: StepCommand, target: Target, wish: Wish) -> Proposal:
    """Propose to change or drop a target, with reasons. One at a time about a target.

    Raises TransitionNotAllowed: outcome, state.
    """
    step = STEPS.step("proposal", "make")
    role = STEPS.allowed(command, step, target)
    if wish.kind not in Proposal.Kind:
        raise TransitionNotAllowed("outcome")

    def make(programme: Programme) -> Proposal:
        current = Target.objects.select_for_update().get(pk=target.pk)
        if current.state != "active":
            raise TransitionNotAllowed("state")
        _check_wish(current, wish)
        return Proposal.objects.create(
            programme=programme,
            target=current,
            kind=wish.kind,
            value=wish.value,
            reference=wish.reference,
            reference_goal=wish.reference_goal,
            due_on=wish.due_on,
            reasons=command.text,
            state=step.target,
            made_on=deadlines.today(command.now),
        )

    after = {"target": target.pk, "kind": wish.kind}
    return STEPS.begin(step, command, role, target.programme, make, after)


def withdraw(command: StepCommand, proposal: Proposal) -> Proposal:
    """Take a proposal back before the board decided."""
    return STEPS.make_step("proposal", "withdraw", command, proposal)


def decide(
    command: StepCommand,
    proposal: Proposal,
    meeting: Meeting,
    votes_for: Iterable[Domain],
    votes_against: Iterable[Domain],
) -> Proposal:
    """Write down what the board decided: who was for and against, and why.

    Accepted by more for than against: then a change adds a path beside those that were promised,
    and a drop ends the target; in the same transaction, and for ever. Raises TransitionNotAllowed with the
    fault (nobody, stranger, absent, both, quorum) when it is no decision of the board.
    """
    step = STEPS.step("proposal", "decide")
    role = STEPS.allowed(command, step, proposal)
    for_it, against = list(votes_for), list(votes_against)
    outcome = outcome_of({domain.pk for domain in for_it}, {domain.pk for domain in against})
    with transaction.atomic():
        # Nobody puts the meeting right between this look at who was there and the decision.
        programme = STEPS.locked(proposal.programme_id)
        current_meeting = Meeting.objects.get(pk=meeting.pk)
        if current_meeting.programme_id != programme.pk or current_meeting.on < proposal.made_on:
            raise TransitionNotAllowed("meeting")
        check_vote(
            programme, current_meeting.on, list(current_meeting.present.all()), for_it, against
        )
        moved = STEPS.move(
            proposal,
            step,
            replace(command, outcome=outcome),
            role,
            outcome=outcome,
            meeting=current_meeting,
            answer=command.text,
            decided_on=current_meeting.on,
        )
        moved.votes_for.set(for_it)
        moved.votes_against.set(against)
        if outcome == "accepted":
            _carry_out(command, moved)
    return moved


def check_vote(
    programme: Programme,
    on: date,
    present: Iterable[Domain],
    votes_for: Iterable[Domain],
    votes_against: Iterable[Domain],
) -> None:
    """TransitionNotAllowed when those who were there on a day are no board."""
    vote = BoardVote(
        frozenset(seat.domain_id for seat in seated(programme, on)),
        frozenset(domain.pk for domain in present),
        frozenset(domain.pk for domain in votes_for),
        frozenset(domain.pk for domain in votes_against),
    )
    fault = fault_of(vote, programme_rules().quorum)
    if fault:
        raise TransitionNotAllowed(fault)


def _check_wish(target: Target, wish: Wish) -> None:
    if wish.kind == "drop":
        if wish != Wish("drop"):
            raise TransitionNotAllowed("value")
        return
    path = newest_of(target.paths.all())
    check_end(wish.value, wish.reference, wish.reference_goal, target.scale, target.source)
    if wish.reference:
        refuse_unknown(measured([target], {target.pk: wish.reference})[target.pk])
    if path is None or wish.due_on is None or wish.due_on <= path.baseline_on:
        raise TransitionNotAllowed("day")
    wished = (wish.value, wish.reference, wish.reference_goal, wish.due_on)
    if wished == (path.value, path.reference, path.reference_goal, path.due_on):
        raise TransitionNotAllowed("same")


def _carry_out(command: StepCommand, proposal: Proposal) -> None:
    """What was accepted happens to the target."""
    target = Target.objects.select_for_update().get(pk=proposal.target_id)
    step = STEPS.step("target", proposal.kind)
    role = STEPS.allowed(command, step, target)
    moved = STEPS.move(target, step, replace(command, version=target.version), role)
    if proposal.kind == "drop":
        return
    path = newest_of(moved.paths.prefetch_related("milestones"))
    if path is None or proposal.due_on is None:
        raise TransitionNotAllowed("day")
    decided = proposal.decided_on or deadlines.today(command.now)
    promise = Promise(
        path.baseline,
        path.baseline_on,
        proposal.due_on,
        proposal.value,
        proposal.reference,
        proposal.reference_goal,
        path.baseline_error,
        _following(path, proposal.value, proposal.reference, proposal.due_on, decided),
    )
    add_path(moved, promise, decided, proposal)


def _following(
    path: TargetPath, value: float | None, reference: str, due_on: date, decided: date
) -> tuple[tuple[date, float], ...]:
    """The milestones of ``path`` as they follow it to another end."""
    rows = [
        Milestone(milestone.on.isoformat(), milestone.value) for milestone in path.milestones.all()
    ]
    if value is None or path.value is None:
        # Distances to the same area stay as they are; values and distances have nothing in common.
        same = reference != "" and reference == path.reference
        last = due_on.isoformat()
        return tuple((_day(row), row.value) for row in rows if same and row.day < last)
    before = Path(
        path.baseline_on.isoformat(), path.baseline, rows, path.due_on.isoformat(), path.value
    )
    moved = moved_milestones(before, (value, due_on.isoformat()), rows, decided.isoformat())
    return tuple((_day(milestone), milestone.value) for milestone in moved)


def _day(milestone: Milestone) -> date:
    return date.fromisoformat(milestone.day)
