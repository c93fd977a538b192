"""The programme's workflow: which conditions of the steps hold, and whose history shows what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import models, transaction

from wijkwerk.access.api import held_for
from wijkwerk.programme.agreements import newest_text, parties_of, signatures_of
from wijkwerk.programme.core.steps import TARGET_LADDER
from wijkwerk.programme.models import PlanText, Programme, Step, Target
from wijkwerk.programme.rules import programme_rules
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed, Workflow

Part = TypeVar("Part", bound=models.Model)


def conditions(programme: Programme, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of ``programme.toml`` hold now for ``user`` and ``subject`` (None: not there
    yet). What a condition asks is looked up for the things that it can be asked of alone."""
    fulfilled = {"programme_going"} if programme.state in ("draft", "running") else set()
    kind = "" if subject is None else str(subject._meta.model_name)
    if kind in ("programme", "plan") and programme.targets.filter(state="active").exists():
        fulfilled.add("has_targets")
    if subject is None or not STEPS.made_by(subject, machine_of(subject), user):
        fulfilled.add("not_own")
    if kind == "plan":
        fulfilled |= _of_plan(subject, user, now) | _of_term(programme, subject, now)
    elif kind == "target":
        fulfilled |= {"own_count"} if subject.source == "count" else set()
        fulfilled |= set() if is_locked(subject) else {"not_locked"}
        fulfilled |= {
            f"can_{action}" for action, after in TARGET_LADDER.items() if subject.rung in after
        }
    elif kind == "commitment":
        if deadlines.is_over(subject.due_on, now):
            fulfilled.add("overdue")
        if subject.state not in ("kept", "released"):
            fulfilled.add("commitment_open")
        if not programme.plans.filter(state="locked", entered_on=None).exists():
            fulfilled.add("not_locked")
    elif kind == "report":
        if subject.organisation.slug not in held_for(user, "commitment.own", "organisation", now):
            fulfilled.add("not_own_organisation")
    elif kind == "project":
        fulfilled |= _of_project(subject, now) | _of_signing(subject, user, now)
    elif kind == "covenant":
        fulfilled |= _of_signing(subject, user, now)
        fulfilled |= {"has_parties"} if subject.parties.count() >= 2 else set()
        fulfilled |= {"has_obligations"} if subject.obligations.exists() else set()
        outside = models.Q(until__lt=subject.begins_on)
        if subject.ends_on is not None:
            outside |= models.Q(until__gt=subject.ends_on)
        fulfilled |= set() if subject.obligations.filter(outside).exists() else {"term"}
    elif kind == "actionplan":
        fulfilled |= _of_signing(subject, user, now)
        fulfilled |= _of_action_plan(subject, now)
    elif kind == "assessment" and subject.scores.values("actor").distinct().count() >= 2:
        fulfilled.add("several_scored")
    return fulfilled


def _of_signing(subject: Any, user: Any, now: datetime) -> set[str]:
    wanted = set(parties_of(subject).values_list("slug", flat=True))
    signed = set(signatures_of(subject).values_list("organisation__slug", flat=True))
    own = held_for(user, "plan.sign", "organisation", now) & wanted
    fulfilled = {
        "has_signatories": wanted,
        "is_signatory": own,
        "not_signed_yet": own - signed,
        "all_signed": wanted and wanted <= signed,
    }
    return {condition for condition, value in fulfilled.items() if value}


def _of_plan(plan: Any, user: Any, now: datetime) -> set[str]:
    today = deadlines.today(now)
    seats = plan.programme.seats.filter(
        models.Q(last_day=None) | models.Q(last_day__gte=today),
        first_day__lte=today,
        substitute_for=None,
        organisation__in=parties_of(plan),
    )
    sides = plan.programme.domains.exclude(pk__in=seats.values("domain"))
    fulfilled = _of_signing(plan, user, now)
    fulfilled |= set() if sides.exists() else {"every_side_asked"}
    fulfilled |= {"has_text"} if newest_text(plan) else set()
    return fulfilled


def _of_action_plan(plan: Any, now: datetime) -> set[str]:
    last_day = plan.carried_out_by
    fulfilled = {
        "has_steps": last_day is not None,
        "has_contacts": plan.contacts.count() >= 2,
        "carried_out": last_day is not None
        and (deadlines.is_over(last_day, now) or not plan.steps.filter(done_on=None).exists()),
    }
    return {condition for condition, value in fulfilled.items() if value}


def _of_term(programme: Programme, plan: Any, now: datetime) -> set[str]:
    earlier = programme.plans.filter(
        state="locked", last_year__lt=plan.first_year, assessed_on=None, entered_on=None
    )
    fulfilled = {
        "last_year": deadlines.today(now).year >= plan.last_year,
        "not_assessed": plan.assessed_on is None,
        "previous_assessed": not earlier.exists(),
    }
    return {condition for condition, value in fulfilled.items() if value}


def _of_project(project: Any, now: datetime) -> set[str]:
    due = project.decision_due
    fulfilled = {
        "has_goal": project.goal_id,
        "has_owner": project.organisation_id,
        "has_measurement": project.target_id,
        "has_stop_criteria": project.stop_criteria.strip(),
        "has_after_plan": project.after_plan.strip(),
        "has_decision_day": due is not None and not deadlines.is_over(due, now),
    }
    return {condition for condition, value in fulfilled.items() if value}


def is_locked(target: Target) -> bool:
    """Whether a locked plan's text holds the target: then only the board changes it."""
    return in_text(target, "targets", "locked")


def in_text(subject: Any, column: str, state: str) -> bool:
    """Whether the text of a plan in this state holds the target or commitment, in its ``column``."""
    texts = PlanText.objects.filter(programme=subject.programme_id, plan__state=state)
    rows = texts.values_list(column, flat=True)
    return any(subject.pk == part.get("id") for text in rows for part in text)


def machine_of(subject: Any) -> str:
    """What ``programme.toml`` calls this kind of thing."""
    return {"actionplan": "action_plan"}.get(
        str(subject._meta.model_name), str(subject._meta.model_name)
    )


def place_of(subject: Any) -> str:
    """The code that the history shows: of the organisation whose it is, else of the programme."""
    places = subject.places
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
            "bridging_ended",
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


def next_rung(
    command: StepCommand, subject: Part, action: str, next_step_on: date, **changes: Any
) -> Part:
    """A rung of the ladder of what runs badly, a commitment or a target, always with the day of the next
    step. Raises TransitionNotAllowed next_step outside the rules' term, so that it is never put off for years.
    """
    about: Any = subject
    step = STEPS.step(machine_of(subject), action)
    role = STEPS.allowed(command, step, about)
    today = deadlines.today(command.now)
    if not today < next_step_on <= today + timedelta(days=programme_rules().most_days_to_next):
        raise TransitionNotAllowed("next_step")
    return STEPS.move(subject, step, command, role, next_step_on=next_step_on, **changes)
