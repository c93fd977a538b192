"""The writes about the views of councils and residents on a list that isn't decided about yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from wijkwerk.designation.models import Consultation, Consulted, ListedArea, Procedure
from wijkwerk.designation.services import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def ask_views(
    command: StepCommand,
    procedure: Procedure,
    areas: Sequence[ListedArea],
    consulted: str,
    until: date,
) -> list[Consultation]:
    """Ask the council or residents about each of these areas of the list, up to and including ``until``.

    Raises TransitionNotAllowed area for one of another list, day for one that isn't after today,
    there_is_one when it was asked already.
    """
    step = STEPS.step("consultation", "ask")
    role = STEPS.allowed(command, step, procedure)
    today = deadlines.today(command.now)
    if until <= today:
        raise TransitionNotAllowed("day")
    if not areas or consulted not in Consulted:
        raise TransitionNotAllowed("area")
    views = []
    with transaction.atomic():
        for area in areas:

            def make(current: Procedure, area: ListedArea = area) -> Consultation:
                if area.procedure_id != current.pk:
                    raise TransitionNotAllowed("area")
                return Consultation.objects.create(
                    procedure=current,
                    area=area,
                    municipality=area.municipality,
                    consulted=consulted,
                    until=until,
                    state=step.target,
                    made_on=today,
                )

            after = {"area": area.code, "consulted": consulted}
            views.append(STEPS.begin(step, command, role, procedure, make, after))
    return views


def give_view(
    command: StepCommand, consultation: Consultation, how: str, participants: int | None = None
) -> Consultation:
    """What the council or the residents think, as the municipality writes it down; also after the last
    day, as long as nothing was decided: who is late is still heard."""
    return STEPS.make_step(
        "consultation",
        "give",
        command,
        consultation,
        reasons=command.text,
        how=how,
        participants=participants,
        given_on=deadlines.today(command.now),
    )


def answer_view(command: StepCommand, consultation: Consultation) -> Consultation:
    """Say what was done with a view."""
    step = STEPS.step("consultation", "answer")
    role = STEPS.allowed(command, step, consultation.procedure)
    today = deadlines.today(command.now)
    return STEPS.move(consultation, step, command, role, answer=command.text, answered_on=today)


def withdraw_question(command: StepCommand, consultation: Consultation) -> Consultation:
    """Take the question back, so that nothing waits for it."""
    step = STEPS.step("consultation", "withdraw")
    role = STEPS.allowed(command, step, consultation.procedure)
    return STEPS.move(consultation, step, command, role)
