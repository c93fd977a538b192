"""What the bureau does when a target is off course: a talk, an agreement, another partner, the board, the
minister. Always with what came out, and the day of the next step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wijkwerk.programme.models import Organisation, Target
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def climb(command: StepCommand, target: Target, action: str, next_step_on: date) -> Target:
    """A rung: talk, agree, board or minister, in the order of ``core.steps.TARGET_LADDER``.

    Raises TransitionNotAllowed next_step for a day that isn't to come within the rules' term.
    """
    return _move(command, target, action, next_step_on, rung=action)


def other_partner(
    command: StepCommand, target: Target, organisation: Organisation, next_step_on: date
) -> Target:
    """Another organisation looks after it from now on; who did before stays in the history.

    Raises TransitionNotAllowed: next_step, organisation, same_organisation.
    """
    if organisation.ended_on is not None:
        raise TransitionNotAllowed("organisation")
    if organisation.pk == target.owner_id:
        raise TransitionNotAllowed("same_organisation")
    return _move(
        command, target, "other_partner", next_step_on, rung="other_partner", owner=organisation
    )


def settle(command: StepCommand, target: Target) -> Target:
    """It is on course again, or nothing more is to be done: the ladder can begin anew."""
    return STEPS.make_step("target", "settle", command, target, rung="", next_step_on=None)


def _move(
    command: StepCommand, target: Target, action: str, next_step_on: date, **changes: Any
) -> Target:
    step = STEPS.step("target", action)
    role = STEPS.allowed(command, step, target)
    today = deadlines.today(command.now)
    if not today < next_step_on <= today + timedelta(days=programme_rules().most_days_to_next):
        raise TransitionNotAllowed("next_step")
    return STEPS.move(target, step, command, role, next_step_on=next_step_on, **changes)
