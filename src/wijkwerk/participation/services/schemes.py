"""Small budgets of one's own: the rules, what somebody asks without an account, the plan with a coach, the decision
by somebody else, payments, and what is erased at the end."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from wijkwerk.participation.core.clock import answer_by
from wijkwerk.participation.models import Grant, Process, Scheme
from wijkwerk.participation.rules import rules
from wijkwerk.participation.services import secrets
from wijkwerk.participation.services.common import RESIDENT, STEPS, Resident, by_author
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

write = partial(STEPS.make_step, "scheme", "write")
open_scheme = partial(STEPS.make_step, "scheme", "open")
close = partial(STEPS.make_step, "scheme", "close")
account = partial(STEPS.make_step, "scheme", "account")
plan = partial(STEPS.make_step, "grant", "plan")
MOST_WAITING = 2_000  # requests of a scheme that wait; every one of them costs a coach time


def prepare(command: StepCommand, process: Process, **facts: Any) -> Scheme:
    """A draft of the rules."""
    step = STEPS.step("scheme", "prepare")
    role = STEPS.allowed(command, step, process)
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Scheme.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )


def request(scheme: Scheme, now: datetime, wish: str, wanted: int) -> tuple[Grant, str]:
    """What a resident asks, and the receipt to follow it with. Raises TransitionNotAllowed: scheme_open,
    above_ceiling, too_many_requests."""
    return _request(StepCommand(Resident(), now), RESIDENT, scheme, wish, wanted)


def note(command: StepCommand, process: Process, scheme: Scheme, wish: str, wanted: int) -> Grant:
    """The same, written down for somebody by an official. Raises TransitionNotAllowed as ``request``."""
    role = STEPS.allowed(command, STEPS.step("grant", "request"), process)
    if scheme.process_id != process.pk:
        raise TransitionNotAllowed("scheme_open")
    return _request(command, role, scheme, wish, wanted)[0]


def _request(
    command: StepCommand, role: str, scheme: Scheme, wish: str, wanted: int
) -> tuple[Grant, str]:
    step, receipt = STEPS.step("grant", "request"), secrets.new_code()
    today = deadlines.today(command.now)

    def make(current: Process) -> Grant:
        rule = Scheme.objects.get(pk=scheme.pk)
        if rule.state != "open" or deadlines.is_over(rule.ends_on, command.now):
            raise TransitionNotAllowed("scheme_open")
        if wanted > rule.ceiling:
            raise TransitionNotAllowed("above_ceiling")
        if scheme.grants.filter(decided_on=None).count() >= MOST_WAITING:
            raise TransitionNotAllowed("too_many_requests")
        return Grant.objects.create(
            process=current,
            scheme=scheme,
            state=step.target,
            wish=wish,
            wanted=wanted,
            requested_on=today,
            decide_by=answer_by(today, rules().terms["grant"]),
            receipt=secrets.digest("receipt", "grant", receipt),
        )

    about = {"scheme": scheme.pk}
    return STEPS.begin(step, command, role, scheme.process, make, about), receipt


def by_receipt(receipt: str) -> Grant | None:
    """What whoever holds this receipt asked; None when there is none."""
    if not secrets.tidy(receipt):
        return None
    digests = secrets.digests("receipt", "grant", receipt)
    return Grant.objects.select_related("process", "scheme").filter(receipt__in=digests).first()


def withdraw(command: StepCommand, grant: Grant) -> Grant:
    """Whoever asked it, by their receipt, or an official for them; not after the decision."""
    today = deadlines.today(command.now)
    return by_author(command, grant, "grant", "withdraw", wish="", decided_on=today)


def grant_small(command: StepCommand, grant: Grant) -> Grant:
    """An official, other than who made the plan, grants what the rules call small."""
    return _decide(command, grant, "grant_small")


def grant_large(command: StepCommand, grant: Grant) -> Grant:
    """The decision-maker grants it."""
    return _decide(command, grant, "grant")


def decline(command: StepCommand, grant: Grant) -> Grant:
    """It isn't granted, with reasons; what was planned is erased."""
    return _decide(command, grant, "decline", wish="")


def _decide(command: StepCommand, grant: Grant, action: str, **changes: Any) -> Grant:
    today = deadlines.today(command.now)
    return STEPS.make_step("grant", action, command, grant, decided_on=today, **changes)


def pay(command: StepCommand, grant: Grant, amount: int) -> Grant:
    """A payment; together they are never more than was granted. Raises TransitionNotAllowed: too_much_paid."""
    if amount <= 0 or grant.amount is None or grant.paid + amount > grant.amount:
        raise TransitionNotAllowed("too_much_paid")
    # The version of the command is that of the row that was read: nobody paid in between.
    return STEPS.make_step("grant", "pay", command, grant, paid=grant.paid + amount)


def settle(command: StepCommand, grant: Grant) -> Grant:
    """It was done: what wasn't paid goes back to the budget, and what was planned is erased."""
    return STEPS.make_step("grant", "settle", command, grant, wish="")
