"""The programme's workflow: which conditions of the steps hold, and whose history shows what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from wijkwerk.access.api import held_for
from wijkwerk.programme.models import PlanText, Programme, Signature, Step, Target
from wijkwerk.programme.rules import programme_rules
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, Workflow

Part = TypeVar("Part", bound=models.Model)


def conditions(programme: Programme, thing: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of ``programme.toml`` hold now for ``user`` and ``thing`` (None: not there
    yet). What a condition asks is looked up for the things that it can be asked of alone."""
    held = {"programme_going"} if programme.state in ("draft", "running") else set()
    kind = "" if thing is None else str(thing._meta.model_name)
    if kind in ("programme", "plan") and programme.targets.filter(state="active").exists():
        held.add("has_targets")
    if thing is None or not STEPS.made_by(thing, machine_of(thing), user):
        held.add("not_own")
    if kind == "plan":
        held |= _of_plan(thing, user, now)
    elif kind == "target":
        held |= {"own_count"} if thing.source == "count" else set()
        held |= set() if is_locked(thing) else {"not_locked"}
    elif kind == "commitment":
        if deadlines.is_over(thing.due_on, now):
            held.add("overdue")
        if thing.state not in ("kept", "released"):
            held.add("commitment_open")
        if not programme.plans.filter(state="locked").exists():
            held.add("not_locked")
    elif kind == "report":
        if thing.organisation.slug not in held_for(user, "commitment.own", "organisation", now):
            held.add("not_own_organisation")
    elif kind == "project":
        held |= _of_project(thing, now)
    elif kind == "covenant":
        held |= {"has_parties"} if thing.parties.count() >= 2 else set()
        held |= {"has_obligations"} if thing.obligations.exists() else set()
    elif kind == "actionplan" and thing.steps.exists():
        held.add("has_steps")
    elif kind == "assessment" and thing.scores.values("actor").distinct().count() >= 2:
        held.add("several_scored")
    return held


def _of_plan(plan: Any, user: Any, now: datetime) -> set[str]:
    held: set[str] = set()
    wanted = set(plan.signatories.values_list("organisation__slug", flat=True))
    newest = newest_text(plan)
    signed: set[str] = set()
    if newest is not None:
        held.add("has_text")
        signed = set(
            Signature.objects.filter(text=newest).values_list("organisation__slug", flat=True)
        )
    own = held_for(user, "plan.sign", "organisation", now) & wanted
    held |= {"has_signatories"} if wanted else set()
    held |= set() if signed else {"nobody_signed"}
    held |= {"is_signatory"} if own else set()
    held |= {"not_signed_yet"} if own - signed else set()
    held |= {"all_signed"} if wanted and wanted <= signed else set()
    return held


def _of_project(project: Any, now: datetime) -> set[str]:
    due = project.decision_due
    known = {
        "has_goal": project.goal_id,
        "has_owner": project.organisation_id,
        "has_measurement": project.target_id,
        "has_stop_criteria": project.stop_criteria.strip(),
        "has_decision_day": due is not None and not deadlines.is_over(due, now),
    }
    return {condition for condition, value in known.items() if value}


def newest_text(plan: Any) -> PlanText | None:
    """The version of the text that counts."""
    plan_text: PlanText | None = plan.texts.order_by("-number").first()
    return plan_text


def is_locked(target: Target) -> bool:
    """Whether a locked plan's text holds the target: then only the board changes it."""
    return any(
        target.pk in [one.get("id") for one in text]
        for text in PlanText.objects.filter(
            programme=target.programme_id, plan__state="locked"
        ).values_list("targets", flat=True)
    )


def machine_of(thing: Any) -> str:
    """What ``programme.toml`` calls this kind of thing."""
    return {"actionplan": "action_plan"}.get(
        str(thing._meta.model_name), str(thing._meta.model_name)
    )


def place_of(thing: Any) -> str:
    """The code that the history shows: of the organisation whose it is, else of the programme."""
    places = thing.places
    return str(places.get("organisation") or places["programme"])


# Long texts stand in the history and in their own rows; the audit trail holds none.
STEPS = Workflow(
    machines=lambda: programme_rules().machines,
    root=Programme,
    link="programme",
    steps=Step,
    conditions=conditions,
    place=place_of,
    private=frozenset(
        {
            "answer",
            "note",
            "vision",
            "mandate",
            "text",
            "evidence",
            "contribution",
            "after_plan",
            "stop_criteria",
            "conclusion",
            "result",
            "beyond",
            "content",
            "problem",
        }
    ),
    shown_places=frozenset({"organisation"}),
)


def arranged(
    command: StepCommand, action: str, about: Any, text: str, make: Callable[[Programme], Part]
) -> Part:
    """What ``make`` makes in the programme that ``about`` is or lies in, as a step of the programme
    whose history says ``text``; ``command.version`` is the programme's."""
    step = STEPS.step("programme", action)
    role = STEPS.allowed(command, step, about)
    programme = about if isinstance(about, Programme) else about.programme
    with transaction.atomic():
        moved = STEPS.move(programme, step, replace(command, text=text), role)
        return STEPS.made(make, moved)
