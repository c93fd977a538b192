"""Panels and yardsticks: recorded, adopted, renewed, and plans held against them part by part."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from wijkwerk.participation.models import Panel, PlanCheck, Process, Yardstick, YardstickPart
from wijkwerk.participation.services.common import STEPS, in_order
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

account = partial(STEPS.make_step, "panel", "account")
end = partial(STEPS.make_step, "panel", "end")
write = partial(STEPS.make_step, "yardstick", "write")


def install(command: StepCommand, process: Process, **facts: Any) -> Panel:
    """A panel, for a term."""
    step = STEPS.step("panel", "install")
    role = STEPS.allowed(command, step, process)
    in_order(facts["begins_on"], facts["ends_on"])
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Panel.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )


def change(command: StepCommand, panel: Panel, **facts: Any) -> Panel:
    """Members, term, vision, budget or expertise."""
    in_order(facts["begins_on"], facts["ends_on"])
    return STEPS.make_step("panel", "change", command, panel, **facts)


def draft(command: StepCommand, process: Process, **facts: Any) -> Yardstick:
    """A yardstick without parts yet."""
    step = STEPS.step("yardstick", "draft")
    role = STEPS.allowed(command, step, process)
    return STEPS.begin(
        step,
        command,
        role,
        process,
        lambda current: Yardstick.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )


def add_part(command: StepCommand, yardstick: Yardstick, title: str, **facts: Any) -> YardstickPart:
    """A main part with what the parties think of it; a later one of the same title replaces it."""
    with transaction.atomic():
        moved = STEPS.make_step("yardstick", "part", command, yardstick)
        row, _new = YardstickPart.objects.update_or_create(
            yardstick=moved, title=title, defaults=facts
        )
    return row


def adopt(command: StepCommand, yardstick: Yardstick) -> Yardstick:
    """The communities adopt it: its parts don't change any more."""
    today = deadlines.today(command.now)
    return STEPS.make_step("yardstick", "adopt", command, yardstick, adopted_on=today)


def renew(command: StepCommand, yardstick: Yardstick) -> Yardstick:
    """The next edition, as a draft with the same parts; the one before stays to be read."""
    with transaction.atomic():
        old = STEPS.make_step("yardstick", "renew", command, yardstick)
        new = Yardstick.objects.create(
            process=old.process,
            state="draft",
            title=old.title,
            communities=old.communities,
            profile=old.profile,
            edition=old.edition + 1,
        )
        for part in old.parts.all():
            part.pk, part.yardstick = None, new
            part.save()
    return new


def hold(
    command: StepCommand,
    yardstick: Yardstick,
    plan: str,
    plan_edition: str,
    verdicts: Mapping[int, tuple[str, str]],
) -> list[PlanCheck]:
    """An edition of a plan against every part: ``verdicts`` by number of the part, as (verdict, reasons).
    Raises TransitionNotAllowed every_part, held_already."""
    with transaction.atomic():
        moved = STEPS.make_step("yardstick", "hold", command, yardstick)
        if set(verdicts) != set(moved.parts.values_list("pk", flat=True)):
            raise TransitionNotAllowed("every_part")
        try:
            with transaction.atomic():
                return PlanCheck.objects.bulk_create(
                    PlanCheck(
                        part_id=part,
                        plan=plan,
                        plan_edition=plan_edition,
                        verdict=verdict,
                        because=because,
                        on=deadlines.today(command.now),
                    )
                    for part, (verdict, because) in verdicts.items()
                )
        except IntegrityError:
            raise TransitionNotAllowed("held_already") from None
