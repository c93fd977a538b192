"""The register of agreements: drafted, agreed, kept or not, moved with reasons, ended."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from wijkwerk.participation.models import Agreement, Process
from wijkwerk.participation.services.common import STEPS, in_order
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

agree = partial(STEPS.make_step, "agreement", "agree")
miss = partial(STEPS.make_step, "agreement", "miss")
release = partial(STEPS.make_step, "agreement", "release")


def record(command: StepCommand, process: Process, **facts: Any) -> Agreement:
    """A draft of what parties agree."""
    step = STEPS.step("agreement", "record")
    role = STEPS.allowed(command, step, process)
    in_order(facts.get("review_on"), facts.get("ends_on"))
    return STEPS.begin(
        step, command, role, process,
        lambda current: Agreement.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )  # fmt: skip


def write(command: StepCommand, agreement: Agreement, **facts: Any) -> Agreement:
    """The draft again."""
    in_order(facts.get("review_on"), facts.get("ends_on"))
    return STEPS.make_step("agreement", "write", command, agreement, **facts)


def keep(command: StepCommand, agreement: Agreement, evidence: str) -> Agreement:
    """Kept, and where one can see it."""
    return STEPS.make_step("agreement", "keep", command, agreement, evidence=evidence)


def move_date(command: StepCommand, agreement: Agreement, due_on: date) -> Agreement:
    """A new day, with reasons; it isn't in the past."""
    _not_past(command, due_on)
    return STEPS.make_step("agreement", "move", command, agreement, due_on=due_on)


def review(command: StepCommand, agreement: Agreement, review_on: date, ends_on: date) -> Agreement:
    """What came of a norm, and until when it goes on. One that ended has to be agreed anew.

    Raises TransitionNotAllowed: not_past.
    """
    in_order(review_on, ends_on)
    _not_past(command, ends_on)
    if agreement.ends_on and deadlines.is_over(agreement.ends_on, command.now):
        raise TransitionNotAllowed("not_past")
    return STEPS.make_step(
        "agreement", "review", command, agreement, review_on=review_on, ends_on=ends_on
    )


def _not_past(command: StepCommand, day: date) -> None:
    if deadlines.is_over(day, command.now):
        raise TransitionNotAllowed("not_past")
