"""Plans under pressure: steps in weeks, one contact per government or partner, which agree to it, half a
year of carrying out, and a result that says more than how this one project went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from wijkwerk.programme.models import (
    ActionPlan,
    ActionStep,
    Contact,
    Organisation,
    PartySignature,
    Programme,
)
from wijkwerk.programme.models.papers import MOST_WEEKS
from wijkwerk.programme.services import agreements
from wijkwerk.programme.services.common import STEPS
from wijkwerk.programme.services.projects import EARLIEST, LATEST
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def is_late(plan: ActionPlan, step: ActionStep, today: date) -> bool:
    """Whether a step of a plan that goes on should have been done before today."""
    over = plan.end_of_week(step.week) < today
    return over and step.done_on is None and plan.state == "going"


def make(
    command: StepCommand, programme: Programme, title: str, problem: str, begins_on: date
) -> ActionPlan:
    """A plan about a problem that can't wait. Raises TransitionNotAllowed: day."""
    step = STEPS.step("action_plan", "make")
    role = STEPS.allowed(command, step, programme)
    if not EARLIEST <= begins_on <= LATEST:
        raise TransitionNotAllowed("day")

    def create(current: Programme) -> ActionPlan:
        return ActionPlan.objects.create(
            programme=current, state=step.target, title=title, problem=problem, begins_on=begins_on
        )

    return STEPS.begin(step, command, role, programme, create, {"title": title})


def add_step(
    command: StepCommand,
    plan: ActionPlan,
    title: str,
    week: int,
    organisation: Organisation | None = None,
) -> ActionStep:
    """A step, done by the end of a week of the plan. Raises TransitionNotAllowed: day."""
    step = STEPS.step("action_plan", "add_step")
    role = STEPS.allowed(command, step, plan)
    if not 1 <= week <= MOST_WEEKS:
        raise TransitionNotAllowed("day")
    with transaction.atomic():
        moved = STEPS.move(plan, step, command, role)
        return ActionStep.objects.create(
            programme_id=moved.programme_id,
            plan=moved,
            title=title,
            week=week,
            organisation=organisation,
        )


def add_contact(
    command: StepCommand,
    plan: ActionPlan,
    organisation: Organisation,
    function: str,
    visited_on: date | None = None,
) -> Contact:
    """The one function that a government answers by: a function, never a name; and when it was visited.

    Raises TransitionNotAllowed: there_is_one.
    """
    step = STEPS.step("action_plan", "add_contact")
    role = STEPS.allowed(command, step, plan)
    with transaction.atomic():
        moved = STEPS.move(plan, step, command, role)
        try:
            with transaction.atomic():
                return Contact.objects.create(
                    programme_id=moved.programme_id,
                    plan=moved,
                    organisation=organisation,
                    function=function,
                    visited_on=visited_on,
                )
        except IntegrityError:
            raise TransitionNotAllowed("there_is_one") from None


def visit(command: StepCommand, contact: Contact, visited_on: date) -> Contact:
    """Who takes part was visited at the start. Raises TransitionNotAllowed: day."""
    step = STEPS.step("action_plan", "visit")
    role = STEPS.allowed(command, step, contact.plan)
    if visited_on > deadlines.today(command.now):
        raise TransitionNotAllowed("day")
    with transaction.atomic():
        STEPS.move(contact.plan, step, replace(command, text=contact.organisation.name), role)
        Contact.objects.filter(pk=contact.pk).update(visited_on=visited_on)
    contact.refresh_from_db()
    return contact


def offer(command: StepCommand, plan: ActionPlan) -> ActionPlan:
    """Ask whoever has a contact in it to agree: city, State and partners."""
    return STEPS.make_step("action_plan", "offer", command, plan)


def take_back(command: StepCommand, plan: ActionPlan) -> ActionPlan:
    """Plan on: once something changes, everybody is asked to agree anew."""
    return STEPS.make_step("action_plan", "take_back", command, plan)


def sign(
    command: StepCommand, plan: ActionPlan, organisation: Organisation, mark: str
) -> PartySignature:
    """Agree to the plan as it was read. With the last one it is carried out. Raises as
    ``agreements.sign``."""
    signed: PartySignature = agreements.sign(command, plan, organisation, mark, _begun)
    return signed


def begin(command: StepCommand, plan: ActionPlan) -> ActionPlan:
    """Everybody who is left agreed, because two that merged were asked once."""
    return STEPS.make_step("action_plan", "begin", command, plan)


def _begun(command: StepCommand, plan: ActionPlan, role: str) -> ActionPlan:
    return STEPS.move(plan, STEPS.step("action_plan", "begin"), command, role)


def done_step(command: StepCommand, action: ActionStep, on: date) -> ActionStep:
    """A step was done on a day. Raises TransitionNotAllowed: day, done."""
    step = STEPS.step("action_plan", "done_step")
    role = STEPS.allowed(command, step, action.plan)
    if not action.plan.begins_on - timedelta(days=365) <= on <= deadlines.today(command.now):
        raise TransitionNotAllowed("day")
    with transaction.atomic():
        STEPS.move(action.plan, step, command, role)
        updated = ActionStep.objects.filter(pk=action.pk, done_on=None).update(done_on=on)
        if not updated:
            raise TransitionNotAllowed("done")
    action.refresh_from_db()
    return action


def report(command: StepCommand, plan: ActionPlan, beyond: str) -> ActionPlan:
    """What came out (``command.text``) and what it means ``beyond`` this project; then it is over.

    Raises TransitionNotAllowed: reasons.
    """
    step = STEPS.step("action_plan", "report")
    role = STEPS.allowed(command, step, plan)
    if not beyond.strip():
        raise TransitionNotAllowed("reasons")
    return STEPS.move(plan, step, command, role, result=command.text, beyond=beyond)
