"""What residents do themselves: a challenge and its decision in time, objects that are handed over, enterprises."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from wijkwerk.participation.core.clock import answer_by
from wijkwerk.participation.models import Asset, Challenge, Enterprise, PillarResult, Process
from wijkwerk.participation.rules import rules
from wijkwerk.participation.services.common import STEPS, in_order
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

describe = partial(STEPS.make_step, "challenge", "describe")
talk = partial(STEPS.make_step, "challenge", "talk")
offer = partial(STEPS.make_step, "challenge", "offer")
advise = partial(STEPS.make_step, "challenge", "advise")
stop = partial(STEPS.make_step, "challenge", "stop")
finish = partial(STEPS.make_step, "challenge", "finish")
write_asset = partial(STEPS.make_step, "asset", "write")
agree = partial(STEPS.make_step, "asset", "agree")
give_back = partial(STEPS.make_step, "asset", "give_back")
end = partial(STEPS.make_step, "enterprise", "end")


def submit(command: StepCommand, process: Process, received_on: date, **facts: Any) -> Challenge:
    """A challenge of residents; the term of its decision runs from the day of receipt. Raises
    TransitionNotAllowed: dates."""
    step = STEPS.step("challenge", "submit")
    role = STEPS.allowed(command, step, process)
    if received_on > deadlines.today(command.now):
        raise TransitionNotAllowed("dates")
    last = answer_by(received_on, rules().terms["challenge"])
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Challenge.objects.create(
            process=current, state=step.target, received_on=received_on, decide_by=last, **facts
        ),
        {"title": facts["title"]},
    )


def decide(command: StepCommand, challenge: Challenge) -> Challenge:
    """Granted, partly or refused, with reasons."""
    today = deadlines.today(command.now)
    return STEPS.make_step(
        "challenge", "decide", command, challenge, decided_on=today, decision=command.outcome
    )


def begin(
    command: StepCommand, challenge: Challenge, begins_on: date, review_on: date, ends_on: date
) -> Challenge:
    """Residents do it, from a day until another; it is reviewed in between."""
    in_order(begins_on, review_on)
    in_order(review_on, ends_on)
    return STEPS.make_step(
        "challenge",
        "begin",
        command,
        challenge,
        begins_on=begins_on,
        review_on=review_on,
        ends_on=ends_on,
    )


def review(command: StepCommand, challenge: Challenge, review_on: date, ends_on: date) -> Challenge:
    """What came of it, and until when it goes on."""
    in_order(review_on, ends_on)
    return STEPS.make_step(
        "challenge", "review", command, challenge, review_on=review_on, ends_on=ends_on
    )


def record_asset(command: StepCommand, process: Process, **facts: Any) -> Asset:
    """A dossier is opened."""
    step = STEPS.step("asset", "record")
    role = STEPS.allowed(command, step, process)
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Asset.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )


def hand_over(command: StepCommand, asset: Asset, handed_on: date, review_on: date) -> Asset:
    """Residents run it from a day on."""
    in_order(handed_on, review_on)
    return STEPS.make_step(
        "asset", "hand_over", command, asset, handed_on=handed_on, review_on=review_on
    )


def account(command: StepCommand, asset: Asset, review_on: date, **facts: Any) -> Asset:
    """What a year cost and brought in, and when it is looked at again."""
    in_order(deadlines.today(command.now), review_on)
    return STEPS.make_step("asset", "account", command, asset, review_on=review_on, **facts)


def start(command: StepCommand, process: Process, **facts: Any) -> Enterprise:
    """An enterprise of residents."""
    step = STEPS.step("enterprise", "start")
    role = STEPS.allowed(command, step, process)
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Enterprise.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )


def report(
    command: StepCommand, enterprise: Enterprise, year: int, pillar: str, **facts: Any
) -> PillarResult:
    """What a pillar gave in a year; a later report of the same replaces it. Raises TransitionNotAllowed dates
    for a year that must still come."""
    if year > deadlines.today(command.now).year:
        raise TransitionNotAllowed("dates")
    with transaction.atomic():
        moved = STEPS.make_step("enterprise", "report", command, enterprise)
        row, _new = PillarResult.objects.update_or_create(
            enterprise=moved, year=year, pillar=pillar, defaults=facts
        )
    return row
