"""Marks of surveys: recorded, withdrawn with reasons."""

from __future__ import annotations

from functools import partial
from typing import Any

from wijkwerk.participation.models import Process, SurveyMark
from wijkwerk.participation.services.common import STEPS
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

withdraw = partial(STEPS.make_step, "surveymark", "withdraw")


def record(
    command: StepCommand, process: Process, mean: float, top: int, **facts: Any
) -> SurveyMark:
    """What a survey found in a year. Raises TransitionNotAllowed: mark_on_scale, there_is_one."""
    step = STEPS.step("surveymark", "record")
    role = STEPS.allowed(command, step, process)
    if not 1 <= mean <= top:
        raise TransitionNotAllowed("mark_on_scale")
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: SurveyMark.objects.create(
            process=current, state=step.target, mean=mean, top=top, **facts
        ),
        {"subject": facts["subject"], "year": facts["year"]},
    )
