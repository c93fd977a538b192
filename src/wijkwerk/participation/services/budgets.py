"""Budgets and their projects: rules, cost, the ballot, award, payments and delivery."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.db import transaction

from wijkwerk.participation.models import Budget, Payment, Process, Project
from wijkwerk.participation.services.common import STEPS, by_author, in_order
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

settle = partial(STEPS.make_step, "budget", "settle")
close = partial(STEPS.make_step, "budget", "close")
write_project = partial(STEPS.make_step, "project", "write")
admit = partial(STEPS.make_step, "project", "admit")
decline = partial(STEPS.make_step, "project", "decline")
deliver = partial(STEPS.make_step, "project", "deliver")


def prepare(command: StepCommand, process: Process, **facts: Any) -> Budget:
    """A budget with its rules, as a draft."""
    step = STEPS.step("budget", "prepare")
    role = STEPS.allowed(command, step, process)
    in_order(facts["opens_on"], facts["closes_on"])
    return STEPS.begin(
        step, command, role, process,
        lambda current: Budget.objects.create(process=current, state=step.target, **facts),
        {"title": facts["title"]},
    )  # fmt: skip


def write(command: StepCommand, budget: Budget, **facts: Any) -> Budget:
    """The rules of a draft again."""
    in_order(facts["opens_on"], facts["closes_on"])
    return STEPS.make_step("budget", "write", command, budget, **facts)


def propose(command: StepCommand, process: Process, budget: Budget, **facts: Any) -> Project:
    """A project that an official writes down for residents."""
    step = STEPS.step("project", "propose")
    role = STEPS.allowed(command, step, process)
    return add_project(command, role, process, budget, **facts)


def add_project(
    command: StepCommand, role: str, process: Process, budget: Budget, **facts: Any
) -> Project:
    """A project for a budget of ``process`` that isn't on a ballot yet.

    Raises TransitionNotAllowed: budget_draft.
    """
    step = STEPS.step("project", "propose")
    if budget.process_id != process.pk:
        raise TransitionNotAllowed("budget_draft")
    return STEPS.begin(
        step, command, role, process,
        lambda current: Project.objects.create(
            process=current, budget=budget, state=step.target, **facts
        ),
        {"budget": budget.pk}, of=budget,
    )  # fmt: skip


def cost(command: StepCommand, project: Project, **facts: Any) -> Project:
    """What the departments think that it costs."""
    return STEPS.make_step("project", "cost", command, project, **facts)


def award(command: StepCommand, budget: Budget) -> Budget:
    """The money goes to the winners of the last count; each project's own history says so.

    Raises TransitionNotAllowed: state.
    """
    with transaction.atomic():
        moved = STEPS.make_step("budget", "award", command, budget)
        last = moved.counts.order_by("-number").first()
        if last is None:
            raise TransitionNotAllowed("state")
        winners = set(last.result["winners"])
        for project in moved.projects.filter(state="admitted"):
            own = replace(command, version=project.version)
            STEPS.make_step(
                "project", "award" if str(project.pk) in winners else "pass", own, project
            )
    return moved


def spend(command: StepCommand, project: Project, amount: int, **facts: Any) -> Payment:
    """A payment; together they are never more than the project's cost.

    Raises TransitionNotAllowed: too_much.
    """
    with transaction.atomic():
        moved = STEPS.make_step("project", "spend", command, project)
        if moved.cost is None or moved.spent + amount > moved.cost:
            raise TransitionNotAllowed("too_much")
        return Payment.objects.create(project=moved, amount=amount, **facts)


def delay(command: StepCommand, project: Project, due_on: Any) -> Project:
    """Told with reasons and a new date."""
    return STEPS.make_step("project", "delay", command, project, due_on=due_on)


def confirm(command: StepCommand, project: Project) -> Project:
    """The proposer, by an official or by their receipt, says that it is finished."""
    return by_author(command, project, "project", "confirm")


def reject(command: StepCommand, project: Project) -> Project:
    """The proposer says, once and with reasons, that it isn't solved: it is carried out further."""
    return by_author(command, project, "project", "reject")
