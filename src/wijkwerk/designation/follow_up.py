"""The writes about what follows from a published decision: plans of measures, requests for an exemption,
sanctions. Each asks access, checks the step, writes, keeps a `Step` and audits, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction

from wijkwerk.designation.calculating import Question, answer
from wijkwerk.designation.core.effects import Duty
from wijkwerk.designation.core.follow_up import (
    allowed_measures,
    can_ask,
    can_grant,
    has_plan,
    limit_after,
)
from wijkwerk.designation.core.measures import FOUR_METHODS
from wijkwerk.designation.list_folders import Consequences, consequences_of
from wijkwerk.designation.models import (
    ON_LIST,
    AreaPlan,
    Exemption,
    ListedArea,
    PlannedMeasure,
    Procedure,
    Sanction,
)
from wijkwerk.designation.plan_exchange import plan_of_file
from wijkwerk.designation.plans_of_areas import catalogue, granted_to
from wijkwerk.designation.services import STEPS, listed_now, machine_of
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, Transition, TransitionNotAllowed

# Which of the four methods of the law a way of the calculator is.
_METHODS = {
    "conversion_youth": "conversion", "conversion_senior": "conversion", "sale": "sale",
    "new_dwellings": "densification", "demolition": "demolition",
}  # fmt: skip
Followed = TypeVar("Followed", AreaPlan, Exemption, Sanction)


def following(folder: Path, procedure: Procedure, today: date) -> Consequences:
    """What follows for the areas of a published decision. Raises InputError when the list can't be read."""
    assert procedure.published_on is not None
    added = procedure.areas.filter(decided=True, by_rule=False).values_list("code", flat=True)
    return consequences_of(
        folder,
        procedure.list_id,
        procedure.year,
        today.isoformat(),
        dict.fromkeys(added, procedure.published_on.isoformat()),
    )


def on_list(procedure: Procedure) -> list[ListedArea]:
    """The areas that are on the list by the decision, and didn't leave it."""
    return list(procedure.areas.filter(**ON_LIST))


def status_of(area: ListedArea, consequences: Consequences) -> str:
    """The status of an area on the list: by the rule, or the one that asks least."""
    return area.status or consequences.lowest


def duty_of(area: ListedArea, consequences: Consequences, *kinds: str) -> Duty | None:
    """The first duty of these kinds that an area has; None without one."""
    duties = consequences.of_area.get(area.code, ())
    return next((duty for duty in duties if duty.kind in kinds), None)


def make_plan(command: StepCommand, area: ListedArea, folder: Path, **facts: Any) -> AreaPlan:
    """A plan of measures for an area whose status asks or allows one, with the obligation as it is now.

    Raises TransitionNotAllowed area, day, share; InputError when the list can't be read.
    """
    step = STEPS.step("plan", "make")
    role = STEPS.allowed(command, step, area)
    today = deadlines.today(command.now)
    _check(facts, today)

    def make(current: Procedure) -> AreaPlan:
        row = listed_now(area)
        consequences = following(folder, current, today)
        status = status_of(row, consequences)
        if not has_plan(catalogue(), consequences.scheme, status):
            raise TransitionNotAllowed("area")
        obligation = duty_of(row, consequences, "obligation")
        return AreaPlan.objects.create(
            **_begun(step, current, row, today),
            status=status,
            limit_percent=obligation.limit if obligation else None,
            limit_year=int(obligation.due[:4]) if obligation and obligation.due else None,
            **facts,
        )

    return STEPS.begin(step, command, role, area.procedure, make, {"area": area.code})


def write_plan(command: StepCommand, plan: AreaPlan, **facts: Any) -> AreaPlan:
    """Write a plan again; a housing plan that reaches another share, by another year or by other methods,
    goes. Raises TransitionNotAllowed: day, share."""
    _check(facts, plan.made_on)
    if plan.housing and any(
        facts.get(name, getattr(plan, name)) != getattr(plan, name)
        for name in ("share_percent", "share_year", "methods")
    ):
        facts["housing"] = {}
    return STEPS.make_step("plan", "write", command, plan, **facts)


def keep_housing(command: StepCommand, plan: AreaPlan, question: Question) -> AreaPlan:
    """Calculate the plan that brings the share of housing down, and keep it with the plan of measures.

    Raises TransitionNotAllowed: stock for more social family dwellings than dwellings, no_housing_plan when
    none reaches the share; TooSlowError.
    """
    step = STEPS.step("plan", "keep_housing")
    role = STEPS.allowed(command, step, plan)
    if question.family > question.all:
        raise TransitionNotAllowed("stock")
    outcome = answer(question)
    if not outcome["exists"]:
        raise TransitionNotAllowed("no_housing_plan")
    started = {_METHODS[action["method"]] for action in outcome["actions"]}
    answered = ("sentence", "aim", "actions", "path", "methods")
    return STEPS.move(
        plan,
        step,
        command,
        role,
        housing={"question": asdict(question), **{name: outcome[name] for name in answered}},
        # A share of 0.4 is 40, not 40.00000000000001.
        share_percent=round(100 * outcome["path"][-1]["share"], 6),
        share_year=outcome["path"][-1]["year"],
        methods=[method for method in FOUR_METHODS if method in started],
    )


def take_file(command: StepCommand, plan: AreaPlan, data: bytes) -> AreaPlan:
    """Put what a file says in the place of a plan and its measures. Raises InputError, TransitionNotAllowed:
    day, share_and_year, measure."""
    step = STEPS.step("plan", "take_file")
    role = STEPS.allowed(command, step, plan)
    facts, measures = plan_of_file(data, plan.status)
    _check(facts, plan.made_on)
    allowed = {measure.code for measure in allowed_measures(catalogue(), plan.status)}
    if {row.measure for row in measures} - allowed:
        raise TransitionNotAllowed("measure")
    with transaction.atomic():
        moved: AreaPlan = STEPS.move(plan, step, command, role, housing={}, **facts)
        moved.measures.all().delete()
        for row in measures:
            row.plan = moved
            row.save()
    return moved


def add_measure(command: StepCommand, plan: AreaPlan, **facts: Any) -> PlannedMeasure:
    """Put a measure in a plan. Raises TransitionNotAllowed measure for one that its status doesn't allow."""
    step = STEPS.step("plan", "add_measure")
    role = STEPS.allowed(command, step, plan)
    if facts["measure"] not in {m.code for m in allowed_measures(catalogue(), plan.status)}:
        raise TransitionNotAllowed("measure")
    with transaction.atomic():
        moved = STEPS.move(plan, step, command, role)
        return PlannedMeasure.objects.create(plan=moved, **facts)


def drop_measure(command: StepCommand, measure: PlannedMeasure) -> AreaPlan:
    """Take a measure out of a plan that isn't sent in."""
    step = STEPS.step("plan", "drop_measure")
    role = STEPS.allowed(command, step, measure.plan)
    with transaction.atomic():
        moved: AreaPlan = STEPS.move(measure.plan, step, command, role)
        PlannedMeasure.objects.filter(pk=measure.pk).delete()
    return moved


def done_measure(command: StepCommand, measure: PlannedMeasure, done_on: date) -> AreaPlan:
    """Say that a measure of an approved plan was done. Raises TransitionNotAllowed: done, day."""
    step = STEPS.step("plan", "done_measure")
    role = STEPS.allowed(command, step, measure.plan)
    with transaction.atomic():
        moved: AreaPlan = STEPS.move(measure.plan, step, command, role)
        row = PlannedMeasure.objects.get(pk=measure.pk)
        if row.done_on is not None:
            raise TransitionNotAllowed("done")
        if not moved.made_on <= done_on <= deadlines.today(command.now):
            raise TransitionNotAllowed("day")
        row.done_on = done_on
        row.save(update_fields=["done_on"])
    return moved


def send_plan(command: StepCommand, plan: AreaPlan) -> AreaPlan:
    """Send a plan in: nothing of it may lack. What was answered before is over."""
    today = deadlines.today(command.now)
    return STEPS.make_step("plan", "send", command, plan, sent_on=today, answer="")


def approve_plan(command: StepCommand, plan: AreaPlan) -> AreaPlan:
    """Approve a plan, and say why."""
    return _of_country(command, plan, "approve", **_answered(command))


def send_back_plan(command: StepCommand, plan: AreaPlan) -> AreaPlan:
    """Send a plan back, and say what has to be different."""
    return _of_country(command, plan, "send_back", **_answered(command))


def master_plan(command: StepCommand, plan: AreaPlan) -> AreaPlan:
    """Translate an approved plan into a master plan: how the problems are solved for good."""
    return STEPS.make_step("plan", "master_plan", command, plan, master_plan=command.text)


def decide_fund(command: StepCommand, plan: AreaPlan) -> AreaPlan:
    """Whether the fund pays: after the master plan, for what is structural alone."""
    return _of_country(
        command,
        plan,
        "fund",
        fund_outcome=command.outcome,
        fund_answer=command.text,
        fund_on=deadlines.today(command.now),
    )


def withdraw_plan(command: StepCommand, plan: AreaPlan) -> AreaPlan:
    """The municipality takes its plan back; it can make another."""
    return STEPS.make_step("plan", "withdraw", command, plan)


def ask_exemption(
    command: StepCommand, area: ListedArea, folder: Path, asked_percent: float
) -> Exemption:
    """Ask to keep a higher share than the obligation allows. Raises TransitionNotAllowed area for one
    without an obligation, share for one that isn't above what it may keep already."""
    step = STEPS.step("exemption", "ask")
    role = STEPS.allowed(command, step, area)
    today = deadlines.today(command.now)

    def make(current: Procedure) -> Exemption:
        row = listed_now(area)
        consequences = following(folder, current, today)
        obligation = duty_of(row, consequences, "obligation")
        if obligation is None or obligation.limit is None:
            raise TransitionNotAllowed("area")
        limit = limit_after(obligation.limit, granted_to(row))
        if limit is None or not can_ask(limit, asked_percent):
            raise TransitionNotAllowed("share")
        return Exemption.objects.create(
            **_begun(step, current, row, today),
            reasons=command.text,
            limit_percent=limit,
            asked_percent=asked_percent,
        )

    return STEPS.begin(step, command, role, area.procedure, make, {"area": area.code})


def withdraw_exemption(command: StepCommand, exemption: Exemption) -> Exemption:
    """The municipality takes its request back."""
    return STEPS.make_step("exemption", "withdraw", command, exemption)


def decide_exemption(
    command: StepCommand, exemption: Exemption, granted_percent: float | None = None
) -> Exemption:
    """Grant a request, a part of it, or refuse. Raises TransitionNotAllowed: granted."""
    step = STEPS.step("exemption", "decide")
    role = STEPS.allowed(command, step, exemption.procedure)
    wanted, limit = exemption.asked_percent, exemption.limit_percent
    if not can_grant(command.outcome, limit, wanted, granted_percent):
        raise TransitionNotAllowed("granted")
    return STEPS.move(
        exemption,
        step,
        command,
        role,
        outcome=command.outcome,
        granted_percent=granted_percent,
        **_answered(command),
    )


def announce_sanction(
    command: StepCommand, area: ListedArea, folder: Path, respond_by: date
) -> Sanction:
    """Announce a sanction, so that the municipality can respond first. Raises TransitionNotAllowed area
    where the scheme knows none for the area's status, day for one that isn't after today."""
    step = STEPS.step("sanction", "announce")
    role = STEPS.allowed(command, step, area.procedure)
    today = deadlines.today(command.now)
    if respond_by <= today:
        raise TransitionNotAllowed("day")

    def make(current: Procedure) -> Sanction:
        row = listed_now(area)
        if duty_of(row, following(folder, current, today), "sanction") is None:
            raise TransitionNotAllowed("area")
        return Sanction.objects.create(
            **_begun(step, current, row, today), reasons=command.text, respond_by=respond_by
        )

    return STEPS.begin(step, command, role, area.procedure, make, {"area": area.code})


def respond(command: StepCommand, sanction: Sanction) -> Sanction:
    """What the municipality says about a sanction that was announced."""
    return STEPS.make_step("sanction", "respond", command, sanction, **_answered(command))


def impose(command: StepCommand, sanction: Sanction) -> Sanction:
    """Impose it, once the municipality was heard."""
    return _of_country(command, sanction, "impose", imposed_on=deadlines.today(command.now))


def drop_sanction(command: StepCommand, sanction: Sanction) -> Sanction:
    """Don't impose it after all."""
    return _of_country(command, sanction, "drop")


def lift(command: StepCommand, sanction: Sanction) -> Sanction:
    """Lift it: the obligation is met."""
    return _of_country(command, sanction, "lift", lifted_on=deadlines.today(command.now))


def _of_country(command: StepCommand, subject: Followed, action: str, **changes: Any) -> Followed:
    """A step of who works for the country: access is asked about the procedure, not the municipality."""
    step = STEPS.step(machine_of(subject), action)
    role = STEPS.allowed(command, step, subject.procedure)
    return STEPS.move(subject, step, command, role, **changes)


def _answered(command: StepCommand) -> dict[str, Any]:
    return {"answer": command.text, "answered_on": deadlines.today(command.now)}


def _begun(step: Transition, procedure: Procedure, area: ListedArea, today: date) -> dict[str, Any]:
    """What every new thing about an area begins with."""
    return {
        "procedure": procedure,
        "area": area,
        "municipality": area.municipality,
        "state": step.target,
        "made_on": today,
    }


def _check(facts: Mapping[str, Any], first: date) -> None:
    if facts["ends_on"] <= first:
        raise TransitionNotAllowed("day")
    if (facts.get("share_percent") is None) != (facts.get("share_year") is None):
        raise TransitionNotAllowed("share_and_year")
