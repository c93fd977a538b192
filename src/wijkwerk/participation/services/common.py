"""The workflow of participation: which conditions of the steps hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models

from wijkwerk.participation.models import (
    Budget,
    Campaign,
    Phase,
    Process,
    ProcessCheck,
    ProcessStep,
)
from wijkwerk.participation.rules import machines
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed, Workflow

Part = TypeVar("Part", bound=models.Model)
RESIDENT = "resident"  # the role under which a step of a resident stands in a history


@dataclass(frozen=True)
class Resident:
    """Who acts without an account: nobody is written down, not even a number."""

    actor: str = RESIDENT


def conditions(process: Process | None, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of ``participation.toml`` hold now for ``subject`` (None: not there yet), in a
    process (None: that itself isn't there yet)."""
    if process is None:
        return set()
    fulfilled = {"process_open"} if process.state == "open" else set()
    kind = "" if subject is None else str(subject._meta.model_name)
    if kind == "process":
        fulfilled |= _of_process(process)
    elif kind == "budget":
        fulfilled |= _of_budget(subject, user, now)
    elif kind == "project":
        fulfilled |= _of_project(subject)
    elif kind == "idea":
        fulfilled |= _of_idea(subject, user)
    elif kind == "campaign":
        fulfilled |= _of_campaign(subject, now)
    elif kind == "pledge":
        # Not what the money says: this is asked of every pledge when a campaign ends.
        if subject.campaign.goes_on:
            fulfilled.add("campaign_goes_on")
        fulfilled.add("is_money" if subject.amount is not None else "is_need")
    elif kind == "scheme":
        waiting = subject.grants.filter(state__in=("requested", "planned", "granted"))
        fulfilled |= set() if waiting.exists() else {"all_settled"}
        over = deadlines.is_over(subject.ends_on, now)
        fulfilled |= set() if over else {"scheme_not_over"}
    elif kind == "grant":
        fulfilled |= _of_grant(subject, user)
    elif kind == "yardstick":
        fulfilled |= {"has_parts"} if subject.parts.exists() else set()
    elif kind == "challenge":
        fulfilled |= (
            {"today_described"} if subject.today_by and subject.today_cost is not None else set()
        )
        fulfilled |= {"was_granted"} if subject.decision in ("granted", "partly") else set()
    elif kind == "agreement":
        fulfilled |= _of_agreement(subject, deadlines.today(now))
    elif subject is None and process.budgets.filter(state="draft").exists():
        fulfilled.add("budget_draft")
    return fulfilled


def _of_process(process: Process) -> set[str]:
    fulfilled = {"has_phases"} if process.phases.exists() else set()
    verdicts = list(process.checks.values_list("verdict", flat=True))
    complete = len(verdicts) == len(ProcessCheck.Question)
    if complete and ProcessCheck.Verdict.NO not in verdicts:
        fulfilled.add("checks_stand")
    return fulfilled


def _of_budget(budget: Budget, user: Any, now: datetime) -> set[str]:
    today = deadlines.today(now)
    over = deadlines.is_over(budget.closes_on, now)
    conditions_of_budget = {
        "budget_draft": budget.state == "draft",
        "not_begun": today < budget.opens_on,
        "voting_begun": today >= budget.opens_on,
        "voting_over": over,
        "voting_not_over": not over,
        "has_candidates": budget.projects.filter(state="admitted").count() > 1,
        "paper_done": not budget.paper_ballots.filter(settled=False).exists(),
        "other_member": not ProcessStep.objects.filter(
            machine="budget", object_id=budget.pk, action="close", actor=user_actor(user)
        ).exists(),
    }
    return {condition for condition, holds in conditions_of_budget.items() if holds}


def _of_project(project: Any) -> set[str]:
    rejected = ProcessStep.objects.filter(machine="project", object_id=project.pk, action="reject")
    conditions_of_project = {
        "budget_draft": project.budget.state == "draft",
        "fits_budget": project.cost is not None and project.cost <= project.budget.amount,
        "money_left": project.cost is not None and project.spent < project.cost,
        "not_rejected_yet": not rejected.exists(),
    }
    return {condition for condition, holds in conditions_of_project.items() if holds}


def _of_idea(idea: Any, user: Any) -> set[str]:
    steps = ProcessStep.objects.filter(machine="idea", object_id=idea.pk)
    withheld = not idea.public and steps.filter(action="withhold").exists()
    of_idea = idea.kind == "idea"
    stays_out = of_idea and idea.process.must_join and not idea.joins
    conditions_of_idea = {
        "may_appeal": withheld and idea.appealed_on is None,
        "appeal_waits": idea.appealed_on is not None and not idea.appeal_decision,
        "other_than_withheld": not steps.filter(action="withhold", actor=user_actor(user)).exists(),
        "is_public": idea.public,
        "not_public": not idea.public,
        "from_residents": idea.origin == "resident",
        "from_organisation": idea.origin == "organisation",
        "may_be_public": idea.topic != "neighbours",
        "was_taken": idea.decision in ("taken", "partly"),
        "not_rejected_yet": not steps.filter(action="reject").exists(),
        "responsible_named": not (of_idea and idea.process.three_responsible)
        or all(idea.responsible),
        "author_joins": not stays_out,
        "author_missing": stays_out,
        "not_joining_yet": not idea.joins,
        "was_costed": idea.cost is not None,
        "not_celebrated": not steps.filter(action="celebrate").exists(),
    }
    return {condition for condition, holds in conditions_of_idea.items() if holds}


def _of_campaign(campaign: Campaign, now: datetime) -> set[str]:
    over = deadlines.is_over(campaign.ends_on, now)
    succeeds = campaign.is_met or (over and not campaign.all_or_nothing)
    conditions_of_campaign = {
        "campaign_open": campaign.state == "open",
        "campaign_not_over": not over,
        "campaign_succeeds": succeeds,
        "campaign_fails": over and not succeeds,
        "campaign_goes_on": campaign.goes_on,
        "money_in_hand": campaign.money.in_hand > 0,
    }
    return {condition for condition, holds in conditions_of_campaign.items() if holds}


def _of_grant(grant: Any, user: Any) -> set[str]:
    amount, scheme = grant.amount or 0, grant.scheme
    planned = ProcessStep.objects.filter(machine="grant", object_id=grant.pk, action="plan")
    left = scheme.amount - scheme.committed
    conditions_of_grant = {
        "fits_scheme": 0 < amount <= min(left, scheme.ceiling),
        "is_small": scheme.small is not None and amount <= scheme.small,
        "other_than_planner": not planned.filter(actor=user_actor(user)).exists(),
        "money_to_pay": grant.paid < amount,
    }
    return {condition for condition, holds in conditions_of_grant.items() if holds}


def _of_agreement(agreement: Any, today: date) -> set[str]:
    norm = agreement.kind == "norm"
    facts = ("deviates_from", "allowed_by", "limits", "acts", "review_on", "ends_on")
    complete = all(getattr(agreement, fact) for fact in facts) if norm else agreement.due_on
    last = agreement.last_day
    conditions_of_agreement = {
        "is_norm": norm,
        "is_promise": not norm,
        "norm_complete": bool(complete),
        "not_past": last is None or last >= today,
    }
    return {condition for condition, holds in conditions_of_agreement.items() if holds}


def user_actor(user: Any) -> str:
    """How histories call who acts."""
    return str(getattr(user, "actor", "nobody"))


STEPS = Workflow(
    machines=machines,
    root=Process,
    link="process",
    steps=ProcessStep,
    conditions=conditions,
    place=lambda part: str(part.places["municipality"]),
    private=frozenset({"text", "question", "receipt", "wish"}),
    shown_places=frozenset({"municipality"}),
)


def by_author(command: StepCommand, part: Part, machine: str, action: str, **changes: Any) -> Part:
    """A step that whoever brought a thing in makes by their receipt, or an official for them. The
    caller has held the receipt against the thing. Raises TransitionNotAllowed ``reasons``."""
    if not isinstance(command.user, Resident):
        return STEPS.make_step(machine, action, command, part, **changes)
    step = STEPS.step(machine, action)
    if step.reasons and not command.text.strip():
        raise TransitionNotAllowed("reasons")
    return STEPS.move(part, step, command, RESIDENT, **changes)


def in_order(first: Any, last: Any) -> None:
    """TransitionNotAllowed when the last day lies before the first."""
    if first and last and last < first:
        raise TransitionNotAllowed("dates")


def activity_now(process: Process, activity: str, now: datetime) -> bool:
    """Whether a phase of an open process lets residents do this today."""
    today = deadlines.today(now)
    return (
        process.state == "open"
        and Phase.objects.filter(
            process=process, activity=activity, begins_on__lte=today, ends_on__gte=today
        ).exists()
    )
