"""Citizens' summits: recorded, statements counted, each demand an agreement with an owner or a reason why not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from wijkwerk.participation.core.clock import answer_by
from wijkwerk.participation.models import Agreement, Demand, Process, Statement, Summit
from wijkwerk.participation.rules import rules
from wijkwerk.participation.services import agreements
from wijkwerk.participation.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def record(command: StepCommand, process: Process, **facts: Any) -> Summit:
    """A summit that was held. Raises TransitionNotAllowed: dates."""
    step = STEPS.step("summit", "record")
    role = STEPS.allowed(command, step, process)
    _held_already(command, facts["held_on"])
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Summit.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )


def write(command: StepCommand, summit: Summit, **facts: Any) -> Summit:
    """What was recorded again, with reasons. Raises TransitionNotAllowed: dates, more_than_were_there."""
    _held_already(command, facts["held_on"])
    largest = max((row.agree + row.disagree for row in summit.statements.all()), default=0)
    if largest > facts["participants"]:
        raise TransitionNotAllowed("more_than_were_there")
    return STEPS.make_step("summit", "write", command, summit, **facts)


def state(command: StepCommand, summit: Summit, title: str, agree: int, disagree: int) -> Statement:
    """A statement with how many agreed and disagreed; a later one in the same words replaces it. Raises
    TransitionNotAllowed: more_than_were_there."""
    if agree + disagree > summit.participants:
        raise TransitionNotAllowed("more_than_were_there")
    with transaction.atomic():
        moved = STEPS.make_step("summit", "state", command, summit)
        row, _new = Statement.objects.update_or_create(
            summit=moved,
            title=title,
            defaults={"process": moved.process, "agree": agree, "disagree": disagree},
        )
    return row


def demand(command: StepCommand, summit: Summit, **facts: Any) -> Demand:
    """A demand of residents; the term of its answer runs from the day of the summit."""
    step = STEPS.step("demand", "raise")
    role = STEPS.allowed(command, step, summit)
    last = answer_by(summit.held_on, rules().terms["demand"])
    return STEPS.begin(
        step,
        command,
        role,
        summit.process,
        lambda current: Demand.objects.create(
            process=current, summit=summit, state=step.target, answer_by=last, **facts
        ),
        {"title": facts["title"]},
    )


def agree(command: StepCommand, raised: Demand, doer: str, due_on: date) -> Demand:
    """An agreement in the register, with who does it before when."""
    today = deadlines.today(command.now)
    with transaction.atomic():
        moved = STEPS.make_step("demand", "agree", command, raised, answered_on=today)
        begun = StepCommand(command.user, command.now)
        draft = agreements.record(
            begun,
            moved.process,
            kind=Agreement.Kind.PROMISE,
            title=moved.title,
            text=moved.text,
            parties=str(moved.summit),
            doer=doer,
            due_on=due_on,
        )
        agreement = agreements.agree(StepCommand(command.user, command.now, draft.version), draft)
        Demand.objects.filter(pk=moved.pk).update(agreement=agreement)
    moved.refresh_from_db()
    return moved


def refuse(command: StepCommand, raised: Demand) -> Demand:
    """It isn't done, with the reason why not."""
    return STEPS.make_step(
        "demand", "refuse", command, raised, answered_on=deadlines.today(command.now)
    )


def _held_already(command: StepCommand, held_on: date) -> None:
    if held_on > deadlines.today(command.now):
        raise TransitionNotAllowed("dates")
