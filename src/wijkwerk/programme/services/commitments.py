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
from wijkwerk.programme.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import NotNowError, Will


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


def promise(will: Will, programme: Programme, told: Promise) -> Commitment:
    """A new commitment. NotNowError: day, organisation, quantity, stranger_here."""
    step = STEPS.step("commitment", "promise")
    role = STEPS.allowed(will, step, programme)
    fields = _checked(will, programme, told)

    def make(current: Programme) -> Commitment:
        return Commitment.objects.create(
            programme=current, state=step.target, promised_for=told.due_on, **fields
        )

    return STEPS.begin(
        step, will, role, programme, make,
        {"organisation": told.organisation.slug, "due_on": told.due_on},
    )  # fmt: skip


def edit(will: Will, commitment: Commitment, told: Promise) -> Commitment:
    """Put a commitment right, as long as no plan was signed."""
    step = STEPS.step("commitment", "edit")
    role = STEPS.allowed(will, step, commitment)
    fields = _checked(will, commitment.programme, told)
    return STEPS.move(commitment, step, will, role, promised_for=told.due_on, **fields)


def annotate(will: Will, commitment: Commitment, note: str) -> Commitment:
    """Change the bureau's own note, which no public page shows."""
    step = STEPS.step("commitment", "annotate")
    return STEPS.move(
        commitment, step, will, STEPS.allowed(will, step, commitment), note=note.strip()
    )


def miss(will: Will, commitment: Commitment, next_step_on: date) -> Commitment:
    """Write down that the last day is over and it wasn't done; and when there will be a talk."""
    return _climb(will, commitment, "miss", next_step_on)


def talk(will: Will, commitment: Commitment, next_step_on: date) -> Commitment:
    """What came out of the talk, and when the next step is."""
    return _climb(will, commitment, "talk", next_step_on)


def agree(will: Will, commitment: Commitment, due_on: date) -> Commitment:
    """A new last day, within the rules' term; the first promise stays beside it."""
    step = STEPS.step("commitment", "agree")
    role = STEPS.allowed(will, step, commitment)
    today = deadlines.today(will.now)
    most = today + timedelta(days=programme_rules().most_days_later)
    if not today < due_on <= most:
        raise NotNowError("day")
    return STEPS.move(commitment, step, will, role, due_on=due_on, next_step_on=None)


def other_partner(
    will: Will, commitment: Commitment, organisation: Organisation, next_step_on: date
) -> Commitment:
    """Somebody else takes it over; who promised it stays in the history."""
    if organisation.pk == commitment.organisation_id:
        raise NotNowError("same_organisation")
    _going_on(organisation)
    return _climb(will, commitment, "other_partner", next_step_on, organisation=organisation)


def board(will: Will, commitment: Commitment, next_step_on: date) -> Commitment:
    """Bring it before the board, which meets on that day."""
    return _climb(will, commitment, "board", next_step_on)


def minister(will: Will, commitment: Commitment, next_step_on: date) -> Commitment:
    """The board brings it before the minister; until when an answer is awaited."""
    return _climb(will, commitment, "minister", next_step_on)


def not_known(will: Will, commitment: Commitment) -> Commitment:
    """Nobody can find out what became of it: neither kept nor missed, with the reasons."""
    step = STEPS.step("commitment", "not_known")
    role = STEPS.allowed(will, step, commitment)
    return STEPS.move(commitment, step, will, role, next_step_on=None)


def release(will: Will, commitment: Commitment) -> Commitment:
    """The board lets it go, and says why."""
    step = STEPS.step("commitment", "release")
    role = STEPS.allowed(will, step, commitment)
    return STEPS.move(commitment, step, will, role, next_step_on=None)


@dataclass(frozen=True)
class Told:
    """What a partner reports: how much was done until now, what, what shows it, and whether this
    is all of it."""

    text: str
    evidence: str
    quantity: float | None = None
    final: bool = False


def report(will: Will, commitment: Commitment, told: Told) -> Report:
    """What the organisation did about its own commitment, for somebody else to check."""
    step = STEPS.step("report", "make")
    role = STEPS.allowed(will, step, commitment)
    if not told.text.strip() or not told.evidence.strip():
        raise NotNowError("reported")
    _amount(told.quantity)
    if told.final and not is_all_of_it(commitment.quantity, told.quantity):
        raise NotNowError("not_all")

    def make(current: Programme) -> Report:
        return Report.objects.create(
            programme=current, commitment=commitment, organisation=commitment.organisation,
            state=step.target, quantity=told.quantity, text=told.text.strip(),
            evidence=told.evidence.strip(), final=told.final,
            made_on=deadlines.today(will.now),
        )  # fmt: skip

    return STEPS.begin(
        step, will, role, commitment.programme, make,
        {"commitment": commitment.pk, "final": told.final}, of=commitment,
    )  # fmt: skip


def check(will: Will, found: Report) -> Report:
    """Somebody of another organisation looks at the evidence: confirmed or refused, and why.

    A confirmed final report keeps the commitment, on the day of the report: how long checking takes
    makes nobody late. One by an organisation that handed it over to another keeps nothing, and
    neither does one of less than was promised.
    """
    step = STEPS.step("report", "check")
    role = STEPS.allowed(will, step, found)
    with transaction.atomic():
        checked = STEPS.move(
            found, step, will, role, outcome=will.outcome, answer=will.text,
            checked_on=deadlines.today(will.now),
        )  # fmt: skip
        commitment = Commitment.objects.select_related("programme", "organisation").get(
            pk=checked.commitment_id
        )
        keep = STEPS.step("commitment", "keep")
        done = will.outcome == "confirmed" and checked.final
        own = checked.organisation_id == commitment.organisation_id
        enough = is_all_of_it(commitment.quantity, checked.quantity)
        if done and own and enough and commitment.state in keep.source:
            kept = replace(will, version=commitment.version, text="", outcome="")
            STEPS.move(
                commitment, keep, kept, STEPS.allowed(kept, keep, commitment),
                kept_on=checked.made_on, next_step_on=None,
            )  # fmt: skip
    return checked


def _climb(
    will: Will, commitment: Commitment, action: str, next_step_on: date, **changes: Any
) -> Commitment:
    """A rung of the ladder, always with the day of the next step: within the rules' term, so that
    it is never put off for years."""
    step = STEPS.step("commitment", action)
    role = STEPS.allowed(will, step, commitment)
    today = deadlines.today(will.now)
    if not today < next_step_on <= today + timedelta(days=programme_rules().most_days_to_next):
        raise NotNowError("next_step")
    return STEPS.move(commitment, step, will, role, next_step_on=next_step_on, **changes)


def _checked(will: Will, programme: Programme, told: Promise) -> dict[str, Any]:
    _going_on(told.organisation)
    if not told.title.strip() or not told.evidence.strip():
        raise NotNowError("promised")
    if not deadlines.today(will.now) <= told.due_on <= programme.ends_on:
        raise NotNowError("day")
    _amount(told.quantity)
    if told.quantity is not None and not told.unit.strip():
        raise NotNowError("quantity")
    for part in (told.goal, told.target):
        if part is not None and part.programme_id != programme.pk:
            raise NotNowError("stranger_here")
    return {
        "organisation": told.organisation, "title": told.title.strip(), "quantity": told.quantity,
        "unit": told.unit.strip(), "evidence": told.evidence.strip(), "goal": told.goal,
        "target": told.target, "due_on": told.due_on, "note": told.note.strip(),
    }  # fmt: skip


def _going_on(organisation: Organisation) -> None:
    if organisation.ended_on is not None or organisation.merged_into_id is not None:
        raise NotNowError("organisation")


def _amount(quantity: float | None) -> None:
    if quantity is not None and not (isfinite(quantity) and quantity >= 0):
        raise NotNowError("quantity")
