"""Commitments: promised, reported, checked by somebody else; and every rung when one is missed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import isfinite
from typing import Any

from django.db import transaction

from wijkwerk.programme.core.obligations import is_all_of_it
from wijkwerk.programme.models import Commitment, Goal, Organisation, Programme, Report, Target
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services.common import STEPS, in_text, next_rung
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


@dataclass(frozen=True)
class Promise:
    """What is promised. ``quantity`` (with its ``unit``) is None when it can't be counted;
    ``evidence`` says what will show that it was done; ``note`` is the bureau's own."""

    organisation: Organisation
    title: str
    due_on: date
    evidence: str
    quantity: float | None = None
    unit: str = ""
    goal: Goal | None = None
    target: Target | None = None
    note: str = ""


def promise(command: StepCommand, programme: Programme, promised: Promise) -> Commitment:
    """A new commitment. TransitionNotAllowed: day, organisation, quantity, stranger_here."""
    step = STEPS.step("commitment", "promise")
    role = STEPS.allowed(command, step, programme)
    fields = _followed(command, programme, promised)

    def make(current: Programme) -> Commitment:
        return Commitment.objects.create(
            programme=current, state=step.target, promised_for=promised.due_on, **fields
        )

    return STEPS.begin(
        step,
        command,
        role,
        programme,
        make,
        {"organisation": promised.organisation.slug, "due_on": promised.due_on},
    )


def enter(
    command: StepCommand, programme: Programme, promised: Promise, became: str, kept_on: date | None
) -> Commitment:
    """A commitment of the past, whose last day is over, with what ``became`` of it: kept (on ``kept_on``),
    released or not_known. Nobody follows it up; its ``evidence`` says where that can be read.

    Raises TransitionNotAllowed: outcome, day, quantity, promised, stranger_here.
    """
    actions = {"kept": "enter_kept", "released": "enter_released", "not_known": "enter"}
    if became not in actions:
        raise TransitionNotAllowed("outcome")
    step = STEPS.step("commitment", actions[became])
    role = STEPS.allowed(command, step, programme)
    today = deadlines.today(command.now)
    fields = _checked(programme, promised, programme.begins_on, today - timedelta(days=1))
    kept_on = kept_on if became == "kept" else None
    if became == "kept" and not (kept_on and programme.begins_on <= kept_on <= today):
        raise TransitionNotAllowed("day")

    def make(current: Programme) -> Commitment:
        return Commitment.objects.create(
            programme=current,
            state=step.target,
            promised_for=promised.due_on,
            kept_on=kept_on,
            entered_on=today,
            **fields,
        )

    after = {"organisation": promised.organisation.slug, "due_on": promised.due_on}
    return STEPS.begin(step, command, role, programme, make, after)


def edit(command: StepCommand, commitment: Commitment, promised: Promise) -> Commitment:
    """Put a commitment right, as long as no plan was signed. Raises TransitionNotAllowed offered while
    somebody is asked to sign it as it was."""
    step = STEPS.step("commitment", "edit")
    role = STEPS.allowed(command, step, commitment)
    fields = _followed(command, commitment.programme, promised)
    with transaction.atomic():
        moved = STEPS.move(commitment, step, command, role, promised_for=promised.due_on, **fields)
        if in_text(moved, "commitments", "offered"):
            raise TransitionNotAllowed("offered")
    return moved


def annotate(command: StepCommand, commitment: Commitment, note: str) -> Commitment:
    """Change the bureau's own note, which no public page shows."""
    step = STEPS.step("commitment", "annotate")
    return STEPS.move(
        commitment, step, command, STEPS.allowed(command, step, commitment), note=note.strip()
    )


def miss(command: StepCommand, commitment: Commitment, next_step_on: date) -> Commitment:
    """Write down that the last day is over and it wasn't done; and when there will be a talk."""
    return next_rung(command, commitment, "miss", next_step_on)


def talk(command: StepCommand, commitment: Commitment, next_step_on: date) -> Commitment:
    """What came out of the talk, and when the next step is."""
    return next_rung(command, commitment, "talk", next_step_on)


def agree(command: StepCommand, commitment: Commitment, due_on: date) -> Commitment:
    """A new last day, within the rules' term; the first promise stays beside it.

    Raises TransitionNotAllowed: day.
    """
    step = STEPS.step("commitment", "agree")
    role = STEPS.allowed(command, step, commitment)
    today = deadlines.today(command.now)
    most = today + timedelta(days=programme_rules().most_days_later)
    if not today < due_on <= most:
        raise TransitionNotAllowed("day")
    return STEPS.move(commitment, step, command, role, due_on=due_on, next_step_on=None)


def other_partner(
    command: StepCommand, commitment: Commitment, organisation: Organisation, next_step_on: date
) -> Commitment:
    """Somebody else takes it over; who promised it stays in the history.

    Raises TransitionNotAllowed: same_organisation.
    """
    if organisation.pk == commitment.organisation_id:
        raise TransitionNotAllowed("same_organisation")
    _going_on(organisation)
    return next_rung(command, commitment, "other_partner", next_step_on, organisation=organisation)


def board(command: StepCommand, commitment: Commitment, next_step_on: date) -> Commitment:
    """Bring it before the board, which meets on that day."""
    return next_rung(command, commitment, "board", next_step_on)


def minister(command: StepCommand, commitment: Commitment, next_step_on: date) -> Commitment:
    """The board brings it before the minister; until when an answer is awaited."""
    return next_rung(command, commitment, "minister", next_step_on)


def not_known(command: StepCommand, commitment: Commitment) -> Commitment:
    """Nobody can find out what became of it: neither kept nor missed, with the reasons."""
    return STEPS.make_step("commitment", "not_known", command, commitment, next_step_on=None)


def release(command: StepCommand, commitment: Commitment) -> Commitment:
    """The board lets it go, and says why."""
    return STEPS.make_step("commitment", "release", command, commitment, next_step_on=None)


@dataclass(frozen=True)
class Told:
    """What a partner reports: how much was done until now, what, what shows it, and whether this
    is all of it."""

    text: str
    evidence: str
    quantity: float | None = None
    final: bool = False


def report(command: StepCommand, commitment: Commitment, reported: Told) -> Report:
    """What the organisation did about its own commitment, for somebody else to check.

    Raises TransitionNotAllowed: reported, not_all.
    """
    step = STEPS.step("report", "make")
    role = STEPS.allowed(command, step, commitment)
    if not reported.text.strip() or not reported.evidence.strip():
        raise TransitionNotAllowed("reported")
    _amount(reported.quantity)
    if reported.final and not is_all_of_it(commitment.quantity, reported.quantity):
        raise TransitionNotAllowed("not_all")

    def make(current: Programme) -> Report:
        return Report.objects.create(
            programme=current,
            commitment=commitment,
            organisation=commitment.organisation,
            state=step.target,
            quantity=reported.quantity,
            text=reported.text.strip(),
            evidence=reported.evidence.strip(),
            final=reported.final,
            made_on=deadlines.today(command.now),
        )

    return STEPS.begin(
        step,
        command,
        role,
        commitment.programme,
        make,
        {"commitment": commitment.pk, "final": reported.final},
        of=commitment,
    )


def check(command: StepCommand, checked_report: Report) -> Report:
    """Somebody of another organisation looks at the evidence: confirmed or refused, and why.

    A confirmed final report keeps the commitment, on the day of the report: how long checking takes
    makes nobody late. One by an organisation that handed it over to another keeps nothing, and
    neither does one of less than was promised.
    """
    step = STEPS.step("report", "check")
    role = STEPS.allowed(command, step, checked_report)
    with transaction.atomic():
        checked = STEPS.move(
            checked_report,
            step,
            command,
            role,
            outcome=command.outcome,
            answer=command.text,
            checked_on=deadlines.today(command.now),
        )
        commitment = Commitment.objects.select_related("programme", "organisation").get(
            pk=checked.commitment_id
        )
        keep = STEPS.step("commitment", "keep")
        done = command.outcome == "confirmed" and checked.final
        own = checked.organisation_id == commitment.organisation_id
        enough = is_all_of_it(commitment.quantity, checked.quantity)
        if done and own and enough and commitment.state in keep.source:
            keep_command = replace(command, version=commitment.version, text="", outcome="")
            STEPS.move(
                commitment,
                keep,
                keep_command,
                STEPS.allowed(keep_command, keep, commitment),
                kept_on=checked.made_on,
                next_step_on=None,
            )
    return checked


def _followed(command: StepCommand, programme: Programme, promised: Promise) -> dict[str, Any]:
    _going_on(promised.organisation)
    return _checked(programme, promised, deadlines.today(command.now), programme.ends_on)


def _checked(programme: Programme, promised: Promise, first: date, last: date) -> dict[str, Any]:
    if not promised.title.strip() or not promised.evidence.strip():
        raise TransitionNotAllowed("promised")
    if not first <= promised.due_on <= last:
        raise TransitionNotAllowed("day")
    _amount(promised.quantity)
    if promised.quantity is not None and not promised.unit.strip():
        raise TransitionNotAllowed("quantity")
    for part in (promised.goal, promised.target):
        if part is not None and part.programme_id != programme.pk:
            raise TransitionNotAllowed("stranger_here")
    return {
        "organisation": promised.organisation,
        "title": promised.title.strip(),
        "quantity": promised.quantity,
        "unit": promised.unit.strip(),
        "evidence": promised.evidence.strip(),
        "goal": promised.goal,
        "target": promised.target,
        "due_on": promised.due_on,
        "note": promised.note.strip(),
    }


def _going_on(organisation: Organisation) -> None:
    if organisation.ended_on is not None or organisation.merged_into_id is not None:
        raise TransitionNotAllowed("organisation")


def _amount(quantity: float | None) -> None:
    if quantity is not None and not (isfinite(quantity) and quantity >= 0):
        raise TransitionNotAllowed("quantity")
