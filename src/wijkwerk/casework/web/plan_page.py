"""The plan of a household as its page shows it, and how households stand in a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, notes, rows_of, sees
from wijkwerk.casework.services.conflicts import deadline
from wijkwerk.casework.services.nuisance import deadlines
from wijkwerk.casework.services.plans import current_plan, deciders, draft_of
from wijkwerk.shared.deadlines import today
from wijkwerk.ui.reader import day

NOTES = 20  # of a page


def plan_part(looking: Looking, household: m.Household) -> tuple[dict[str, Any], set[str]]:
    """The context of the plan and the notes, and which life domains they show."""
    plans = [plan for plan in (current_plan(household), draft_of(household)) if plan is not None]
    goals = list(
        rows_of(looking, m.Goal, household).filter(plan__in=plans).select_related("person")
    )
    tasks = list(
        rows_of(looking, m.Task, household)
        .filter(plan__in=plans)
        .select_related("worker__organisation", "payer", "waits_for", "dossier")
        .prefetch_related("timeouts")
    )
    who_decides = deciders(looking, household, tasks)
    names = m.Organisation.objects.in_bulk(
        {row.organisation for row in who_decides.values() if row.organisation is not None}
    )
    by_goal: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for task in tasks:
        row = who_decides[task.pk]
        last_day = deadline(task)
        by_goal[task.goal_id].append(
            {
                "task": task,
                "last_day": last_day,
                "was_paused": last_day != task.due_on,
                "late": task.done_on is None and last_day < looking.day,
                "undecided": row.is_nobody,
                "decider": names.get(row.organisation) if row.organisation is not None else None,
            }
        )
    requests = list(rows_of(looking, m.DebtRequest, household))
    written = list(
        notes(looking, household).select_related("worker__organisation", "person")[:NOTES]
    )
    context = {
        "plans": [
            (plan, [(goal, by_goal[goal.pk]) for goal in goals if goal.plan_id == plan.pk])
            for plan in plans
        ],
        "notes": written,
        "debt_requests": [
            (row, row.talked_on is None and row.talk_by < looking.day) for row in requests
        ],
        "helpers": household.memberships.filter(ends_at=None).values("worker").distinct().count(),
    }
    return context, {row.domain for row in (*goals, *tasks, *written, *requests)}


def standings(looking: Looking, rows: Sequence[m.Household]) -> dict[int, dict[str, Any]]:
    """How each household of a list stands, by its number: contact, deadline, and who waits; of what
    somebody sees, and of which life domains that is."""
    numbers = [row.pk for row in rows]
    contacts: dict[int, Any] = {}
    domains: dict[int, set[str]] = defaultdict(set)
    for number, domain, last in (
        m.Note.objects.filter(
            sees(looking), household__in=numbers, kind__in=m.CONTACTS, personal=False
        )
        .order_by()
        .values_list("household", "domain")
        .annotate(last=Max("at"))
    ):
        contacts[number] = max(last, contacts.get(number, last))
        domains[number].add(domain)
    tasks: dict[int, list[m.Task]] = defaultdict(list)
    for task in (
        m.Task.objects.filter(
            sees(looking),
            household__in=numbers,
            done_on=None,
            plan__agreed_at__isnull=False,
            plan__replaced_at=None,
        )
        .select_related("waits_for")
        .prefetch_related("timeouts")
    ):
        tasks[task.household_id].append(task)
        domains[task.household_id].add(task.domain)
    talks: dict[int, list[date]] = defaultdict(list)
    for number, day_of_talk in m.DebtRequest.objects.filter(
        sees(looking), household__in=numbers, talked_on=None
    ).values_list("household", "talk_by"):
        talks[number].append(day_of_talk)
        domains[number].add(m.Domain.DEBTS)
    reviews: dict[int, list[date]] = defaultdict(list)
    for number, domain, day_of_review in deadlines(looking, numbers):
        reviews[number].append(day_of_review)
        domains[number].add(domain)
    ask_on: dict[int, date] = {}
    if (
        looking.purpose == m.Purpose.PLAN
    ):  # what was agreed with the household is about all of its life
        for number, day_to_ask in m.FollowUp.objects.filter(
            household__in=numbers, asked_on=None
        ).values_list("household", "ask_on"):
            ask_on.setdefault(number, day_to_ask)
    return {
        number: {
            "domains": domains[number],
            "ask_on": ask_on.get(number),
            "contact": _contact(contacts.get(number), looking.day),
            "deadline": _deadline(
                [*(deadline(task) for task in tasks[number]), *talks[number], *reviews[number]],
                looking.day,
            ),
            "waits": ", ".join(
                sorted({str(task.waits_for) for task in tasks[number] if task.waits_for})
            ),
        }
        for number in numbers
    }


def _contact(last: Any, now: date) -> str:
    if last is None:
        return _("No contact written down")
    days = (now - today(last)).days
    return ngettext("Contact %(n)s day ago", "Contact %(n)s days ago", days) % {"n": days}


def _deadline(days: list[date], now: date) -> str:
    if not days:
        return ""
    first = min(days)
    sentence = _("late since %(day)s") if first < now else _("next deadline %(day)s")
    return sentence % {"day": day(first)}
