"""Campaigns and pledges: prepared, opened, pledged to without account, confirmed, paid out or given back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from wijkwerk.participation.models import Campaign, Need, Pledge, Process
from wijkwerk.participation.services import secrets
from wijkwerk.participation.services.common import RESIDENT, STEPS, Resident
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

write = partial(STEPS.make_step, "campaign", "write")
open_campaign = partial(STEPS.make_step, "campaign", "open")
change = partial(STEPS.make_step, "campaign", "change")
confirm = partial(STEPS.make_step, "pledge", "confirm")
finish = partial(STEPS.make_step, "pledge", "finish")
reverse = partial(STEPS.make_step, "pledge", "reverse")
MOST = 10_000_00  # of one pledge without account, in cents
# Pledges of a campaign that wait for a payment; every one of them costs an official time.
MOST_WAITING = 2_000


def prepare(command: StepCommand, process: Process, **facts: Any) -> Campaign:
    """A draft."""
    step = STEPS.step("campaign", "prepare")
    role = STEPS.allowed(command, step, process)
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Campaign.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )


def ask(command: StepCommand, campaign: Campaign, **facts: Any) -> Need:
    """Something else than money that is needed."""
    with transaction.atomic():
        moved = STEPS.make_step("campaign", "ask", command, campaign)
        return Need.objects.create(process=moved.process, campaign=moved, **facts)


def pledge(
    campaign: Campaign,
    now: datetime,
    amount: int | None = None,
    need: Need | None = None,
    number: int | None = None,
) -> tuple[Pledge, str]:
    """What a resident promises, and the receipt to follow it with. Raises TransitionNotAllowed: the campaign
    isn't open, its last day has ended, money_or_need, pledge_too_large, too_many_pledges."""
    if (amount is None) == (need is None) or (need is None) != (number is None):
        raise TransitionNotAllowed("money_or_need")
    if need is not None and need.campaign_id != campaign.pk:
        raise TransitionNotAllowed("money_or_need")
    if amount is not None and amount > min(MOST, campaign.stretch or campaign.minimum):
        raise TransitionNotAllowed("pledge_too_large")
    step = STEPS.step("pledge", "promise")
    receipt = secrets.new_code()

    def make(current: Process) -> Pledge:
        if campaign.pledges.filter(state=step.target).count() >= MOST_WAITING:
            raise TransitionNotAllowed("too_many_pledges")
        return Pledge.objects.create(
            process=current,
            campaign=campaign,
            state=step.target,
            amount=amount,
            need=need,
            number=number,
            promised_on=deadlines.today(now),
            reference=None if amount is None else secrets.payment_reference(),
            receipt=secrets.digest("receipt", "pledge", receipt),
        )

    about = {"campaign": campaign.pk}
    resident = StepCommand(Resident(), now)
    promised = STEPS.begin(step, resident, RESIDENT, campaign.process, make, about, of=campaign)
    return promised, receipt


def by_receipt(receipt: str) -> Pledge | None:
    """The pledge of whoever holds this receipt; None when there is none."""
    if not secrets.tidy(receipt):
        return None
    digests = secrets.digests("receipt", "pledge", receipt)
    return Pledge.objects.select_related("process", "campaign").filter(receipt__in=digests).first()


def withdraw(command: StepCommand, promised: Pledge) -> Pledge:
    """Whoever promised it, by their receipt, or an official for them; not what was paid already."""
    step = STEPS.step("pledge", "withdraw")
    if isinstance(command.user, Resident):
        return STEPS.move(promised, step, command, RESIDENT)
    return STEPS.make_step("pledge", "withdraw", command, promised)


def succeed(command: StepCommand, campaign: Campaign) -> Campaign:
    """What was needed is there, or its last day has ended and it goes on with what is there. Promises that
    weren't kept lapse, and what the fund adds stands fast."""
    with transaction.atomic():
        moved = STEPS.make_step("campaign", "succeed", command, campaign)
        _lapse(command, moved)
        Campaign.objects.filter(pk=moved.pk).update(matched=moved.added)
        moved.refresh_from_db()
    return moved


def fail(command: StepCommand, campaign: Campaign) -> Campaign:
    """Its last day has ended and not all is there: nothing goes on, money goes back."""
    with transaction.atomic():
        moved = STEPS.make_step("campaign", "fail", command, campaign, matched=0)
        _lapse(command, moved)
    return moved


def cancel(command: StepCommand, campaign: Campaign) -> Campaign:
    """It doesn't go on, with reasons; what wasn't paid out goes back."""
    with transaction.atomic():
        moved = STEPS.make_step("campaign", "cancel", command, campaign, matched=0)
        _lapse(command, moved)
    return moved


def pay_out(command: StepCommand, campaign: Campaign) -> Campaign:
    """All money that came in goes to the plan."""
    return _settle(command, campaign, "pay_out")


def give_back(command: StepCommand, campaign: Campaign) -> Campaign:
    """All money that came in goes back to who paid it."""
    return _settle(command, campaign, "give_back")


def account(command: StepCommand, campaign: Campaign, result: str) -> Campaign:
    """What was done with it."""
    return STEPS.make_step("campaign", "account", command, campaign, result=result)


def _settle(command: StepCommand, campaign: Campaign, action: str) -> Campaign:
    with transaction.atomic():
        moved = STEPS.make_step("campaign", action, command, campaign)
        payments = moved.pledges.filter(state="confirmed", amount__isnull=False)
        STEPS.move_all("pledge", action, command, moved, payments)
    return moved


def _lapse(command: StepCommand, campaign: Campaign) -> None:
    STEPS.move_all("pledge", "lapse", command, campaign, campaign.pledges.filter(state="promised"))
