"""Designing a process, opening it, changing and postponing it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from wijkwerk.access.api import Place
from wijkwerk.participation.models import Phase, Process, ProcessCheck, Route
from wijkwerk.participation.process_templates import templates
from wijkwerk.participation.services.common import STEPS, in_order
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

open_process = partial(STEPS.make_step, "process", "open")
resume = partial(STEPS.make_step, "process", "resume")
finish = partial(STEPS.make_step, "process", "finish")


def design(command: StepCommand, _parent: Any, template: str = "", **facts: Any) -> Process:
    """A draft, in the municipality that it names; with the phases of a template, when one is named."""
    step = STEPS.step("process", "design")
    role = STEPS.allowed(command, step, Place(municipality=facts["municipality"]))
    in_order(facts["begins_on"], facts["ends_on"])
    begun = templates().get(template)

    def create(_root: None) -> Process:
        process = Process.objects.create(state=step.target, **facts)
        for phase in begun.phases if begun else ():
            first, last = phase.days(process.begins_on)
            Phase.objects.create(
                process=process,
                title=phase.title,
                activity=phase.activity,
                begins_on=first,
                ends_on=last,
            )
        return process

    return STEPS.begin(step, command, role, None, create, {"title": facts["title"]})


def write(command: StepCommand, process: Process, **facts: Any) -> Process:
    """The design of a draft again."""
    in_order(facts["begins_on"], facts["ends_on"])
    return STEPS.make_step("process", "write", command, process, **facts)


def change(command: StepCommand, process: Process, **facts: Any) -> Process:
    """What was agreed about a process that is open; the reasons stand in its history."""
    return STEPS.make_step("process", "change", command, process, **facts)


def postpone(command: StepCommand, process: Process, ends_on: Any) -> Process:
    """Told with reasons and a new last day."""
    in_order(process.begins_on, ends_on)
    return STEPS.make_step("process", "postpone", command, process, ends_on=ends_on)


def plan(command: StepCommand, process: Process, **facts: Any) -> Phase:
    """A phase, within which residents can do something."""
    in_order(facts["begins_on"], facts["ends_on"])
    with transaction.atomic():
        return Phase.objects.create(
            process=STEPS.make_step("process", "plan", command, process), **facts
        )


def route(command: StepCommand, process: Process, topic: str, area: str, handler: str) -> Route:
    """Who handles signals about a topic; a later one replaces it. Raises TransitionNotAllowed:
    unknown_area."""
    if area and area not in process.area_codes:
        raise TransitionNotAllowed("unknown_area")
    with transaction.atomic():
        moved = STEPS.make_step("process", "route", command, process)
        created, _new = Route.objects.update_or_create(
            process=moved, topic=topic, area=area, defaults={"handler": handler}
        )
    return created


def check(command: StepCommand, process: Process, question: str, **facts: Any) -> ProcessCheck:
    """The verdict on one of the six O's; a later one replaces it."""
    with transaction.atomic():
        moved = STEPS.make_step("process", "check", command, process)
        process_check, _new = ProcessCheck.objects.update_or_create(
            process=moved, question=question, defaults=facts
        )
    return process_check
