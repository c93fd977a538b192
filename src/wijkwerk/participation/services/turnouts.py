"""Who took part: recorded as counts, small groups together before anything is kept; withdrawn with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from wijkwerk.participation.core.representation import LEAST, Group, compare, merged
from wijkwerk.participation.models import Process, Turnout
from wijkwerk.participation.models.turnouts import as_kept
from wijkwerk.participation.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

withdraw = partial(STEPS.make_step, "turnout", "withdraw")


def record(
    command: StepCommand, process: Process, groups: Sequence[Group], **facts: Any
) -> Turnout:
    """What was counted. Raises TransitionNotAllowed: dates (the day must still come), few_took_part,
    more_than_live_there, more_regulars."""
    step = STEPS.step("turnout", "record")
    role = STEPS.allowed(command, step, process)
    if facts["held_on"] > deadlines.today(command.now):
        raise TransitionNotAllowed("dates")
    # A few who didn't say are few people as well: they aren't counted.
    unknown = facts.get("unknown", 0) if facts.get("unknown", 0) >= LEAST else 0
    try:
        apart = merged(groups)
        compare(apart, unknown)
    except ValueError as fault:
        raise TransitionNotAllowed(
            "more_than_live_there" if str(fault) == "more_than_live_there" else "few_took_part"
        ) from None
    if len(apart) < 2:
        raise TransitionNotAllowed("few_took_part")
    number = sum(group.participants for group in apart) + unknown
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Turnout.objects.create(
            process=current,
            state=step.target,
            groups=as_kept(apart),
            **{**facts, "unknown": unknown, "regulars": _regulars(facts.get("regulars"), number)},
        ),
        {"title": facts["title"]},
    )


def _regulars(regulars: int | None, number: int) -> int | None:
    """How many came before; None when that would tell of fewer than five people, regulars or not."""
    if regulars is None:
        return None
    if regulars > number:
        raise TransitionNotAllowed("more_regulars")
    return regulars if min(regulars, number - regulars) >= LEAST else None
