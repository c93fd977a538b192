"""The plan of a household: drafted, agreed with it, and replaced by a next version that takes along what isn't done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.core import mandates
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, directing, open_domains, rows_of
from wijkwerk.casework.services.common import ActionNotAllowed, audited, in_household, worker_in

Row = TypeVar("Row", m.Goal, m.Task)


def current_plan(household: m.Household) -> m.Plan | None:
    """The version that was agreed and not replaced; None when there is none."""
    return household.plans.filter(agreed_at__isnull=False, replaced_at=None).first()


def draft_of(household: m.Household) -> m.Plan | None:
    """The version that is being drafted; None when there is none."""
    return household.plans.filter(agreed_at=None).first()


def needs_domain(looking: Looking, household: m.Household, domain: str) -> None:
    """Raises ActionNotAllowed when a life domain isn't open, or not for who looks."""
    if not open_domains(looking, household).filter(domain=domain).exists():
        raise ActionNotAllowed(_("Open this life domain first, and say why the plan needs it."))


def _draft(looking: Looking, household: m.Household, worker: m.Worker) -> m.Plan:
    """The draft; a new one takes along the goals of the version before it, and the tasks that aren't done."""
    draft = draft_of(household)
    if draft is not None:
        return draft
    before = household.plans.first()
    draft = m.Plan.objects.create(
        household=household,
        number=before.number + 1 if before else 1,
        drafted_by=worker,
        drafted_at=looking.now,
    )
    for goal in before.goals.all() if before else ():
        open_tasks = list(goal.tasks.filter(done_on=None))
        goal.taken_from_id, goal.pk, goal.plan = goal.pk, None, draft
        goal._state.adding = True
        goal.save()
        for task in open_tasks:
            paused = list(task.timeouts.all())
            task.taken_from_id, task.pk, task.plan, task.goal = task.pk, None, draft, goal
            task._state.adding = True
            task.save()
            task.timeouts.set(paused)
    return draft


@in_household(director=True)
def add_goal(
    looking: Looking,
    household: m.Household,
    *,
    domain: str,
    person: m.Person | None,
    goal: str,
    situation: str,
) -> m.Goal:
    """A goal in the draft of the plan. Raises as ``acting``, ActionNotAllowed for a life domain that isn't open."""
    worker = worker_in(looking, household)
    needs_domain(looking, household, domain)
    row = m.Goal.objects.create(
        written_at=looking.now,
        household=household,
        plan=_draft(looking, household, worker),
        domain=domain,
        person=person,
        goal=goal,
        situation=situation,
    )
    audited(looking, "goal", household, goal=row.pk)
    return row


@in_household(director=True)
def add_task(looking: Looking, household: m.Household, /, *, goal: m.Goal, **facts: Any) -> m.Task:
    """A task for a goal, in the draft of the plan. Raises as ``acting``, ActionNotAllowed for a goal that who looks
    doesn't see, or of another version."""
    if goal.plan_id != getattr(draft_of(household), "pk", None) or not _is_seen(looking, goal):
        raise ActionNotAllowed(_("Choose a goal of the draft."))
    row = m.Task.objects.create(
        written_at=looking.now,
        household=household,
        plan=goal.plan,
        goal=goal,
        domain=goal.domain,
        person=goal.person,
        started_on=looking.day,
        **facts,
    )
    audited(looking, "task", household, task=row.pk)
    return row


def _is_seen(looking: Looking, piece: Any) -> bool:
    return rows_of(looking, type(piece), piece.household).filter(pk=piece.pk).exists()


@in_household(director=True)
def change(looking: Looking, household: m.Household) -> m.Plan:
    """Begin the next version. Raises as ``acting``, ActionNotAllowed while there is a draft."""
    worker = worker_in(looking, household)
    if draft_of(household) is not None:
        raise ActionNotAllowed(_("There is a draft already."))
    plan = _draft(looking, household, worker)
    audited(looking, "draft", household, plan=plan.pk)
    return plan


@in_household(director=True)
def agree(looking: Looking, household: m.Household, *, agreed_with: str, review_on: date) -> m.Plan:
    """The household agrees with the draft, which replaces the version before it. Raises as ``acting``, ActionNotAllowed
    without a draft that has a goal, or a day to look at it together that isn't to come."""
    draft = draft_of(household)
    if draft is None or not draft.goals.exists():
        raise ActionNotAllowed(_("There is no draft with a goal."))
    if review_on <= looking.day:
        raise ActionNotAllowed(_("Choose a day to come to look at it together."))
    household.plans.filter(agreed_at__isnull=False, replaced_at=None).update(
        replaced_at=looking.now
    )
    draft.agreed_at, draft.agreed_with, draft.review_on = looking.now, agreed_with, review_on
    draft.save()
    audited(looking, "agree", household, plan=draft.pk)
    return draft


@in_household()
def finish(looking: Looking, household: m.Household, *, task: m.Task, done_on: date) -> m.Task:
    """A task is done: also in the draft that took it along. Raises as ``acting``, ActionNotAllowed for one that is
    done, that isn't of the agreed plan, or that who looks doesn't see, or a day to come."""
    rows = _open_task(looking, household, task)
    if done_on > looking.day:
        raise ActionNotAllowed(_("This day is yet to come."))
    rows.update(done_on=done_on, waits_for=None)
    audited(looking, "task_done", household, task=task.pk)
    task.refresh_from_db()
    return task


@in_household()
def wait(
    looking: Looking, household: m.Household, *, task: m.Task, waits_for: m.Organisation | None
) -> m.Task:
    """A task waits for an organisation; None: it waits no more. Raises as ``finish``."""
    _open_task(looking, household, task).update(waits_for=waits_for)
    audited(looking, "task_waits", household, task=task.pk)
    task.refresh_from_db()
    return task


def _open_task(looking: Looking, household: m.Household, task: m.Task) -> QuerySet[m.Task]:
    """A task of the agreed plan, wherever it stands. Raises ActionNotAllowed for another, one that is done, or one that
    who looks doesn't see."""
    rows = rows_of(looking, m.Task, household).filter(plan=current_plan(household), done_on=None)
    if not rows.filter(pk=task.pk).exists():
        raise ActionNotAllowed(_("Choose a task that isn’t done."))
    return also_in_draft(m.Task, [task.pk])


def also_in_draft(kind: type[Row], numbers: Iterable[int]) -> QuerySet[Row]:
    """Goals or tasks of the agreed plan, and the same ones in the draft that took them along: what happens to
    the one has happened to the other."""
    chosen = list(numbers)
    return kind._default_manager.filter(Q(pk__in=chosen) | Q(taken_from__in=chosen))


@in_household()
def add_note(
    looking: Looking,
    household: m.Household,
    *,
    kind: str,
    domain: str,
    person: m.Person | None,
    text: str,
    personal: bool,
) -> m.Note:
    """Write down what was heard or done. Raises as ``acting``, ActionNotAllowed for a life domain that isn't open."""
    worker = worker_in(looking, household)
    needs_domain(looking, household, domain)
    note = m.Note.objects.create(
        written_at=looking.now,
        household=household,
        kind=kind,
        domain=domain,
        person=person,
        text=text,
        personal=personal,
        worker=worker,
        at=looking.now,
    )
    audited(looking, "note", household, note=note.pk)
    return note


def deciders(
    looking: Looking, household: m.Household, tasks: list[m.Task]
) -> dict[int, mandates.Decider]:
    """Who decides each task, by its number: by the mandate of the director's organisation now."""
    direction = directing(household, looking.now).filter(deputy=False).first()
    rows = (
        m.Mandate.objects.filter(
            in_force(looking.now), organisation=direction.worker.organisation_id
        )
        if direction
        else m.Mandate.objects.none()
    )
    by_domain = {
        row.domain: mandates.Mandate(mandates.Power(row.power), row.most, row.asks_id)
        for row in rows
    }
    return {task.pk: mandates.decider(by_domain.get(task.domain), task.cents) for task in tasks}
