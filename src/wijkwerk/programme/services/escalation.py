"""What the bureau does when a target is off course: a talk, an agreement, another partner, the board, the
minister. Always with what came out, and the day of the next step."""

from __future__ import annotations

from datetime import date

from wijkwerk.programme.models import Organisation, Target
from wijkwerk.programme.services.common import STEPS, next_rung
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def climb(command: StepCommand, target: Target, action: str, next_step_on: date) -> Target:
    """A rung: talk, agree, seek (another partner), board or minister, in the order of ``core.steps.TARGET_LADDER``.

    Raises TransitionNotAllowed next_step for a day that isn't to come within the rules' term.
    """
    return next_rung(command, target, action, next_step_on, rung=action)


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
    return next_rung(
        command, target, "other_partner", next_step_on, rung="other_partner", owner=organisation
    )


def settle(command: StepCommand, target: Target) -> Target:
    """It is on course again, or nothing more is to be done: the ladder can begin anew."""
    return STEPS.make_step("target", "settle", command, target, rung="", next_step_on=None)
