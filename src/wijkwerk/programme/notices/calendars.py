"""The deadlines of a programme as days of a calendar (workflow/calendars.py)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.access.api import site_url
from wijkwerk.programme.models import Commitment, Milestone, Programme, Project, TargetPath
from wijkwerk.programme.notices.content import Part
from wijkwerk.programme.policies import public_rows
from wijkwerk.workflow.calendars import Day

BEFORE = timedelta(days=90)  # what is longer ago left the agenda
MOST = 400  # the nearest; an agenda with more helps nobody


def public_days(programme: Programme, today: date) -> list[Day]:
    """Deadlines that everybody may know: of targets, milestones, commitments and projects."""
    days = _targets(programme, today) + _decisions(programme, today)
    days += _commitments(programme, public_rows(programme, Commitment), today, "commitment")
    return _nearest(days)


def own_days(programme: Programme, parts: Collection[Part], today: date) -> list[Day]:
    """What somebody who plays these parts has to think of, with the next steps that were set."""
    day_by_key: dict[str, Day] = {}
    if any(part.kind in ("bureau", "board") for part in parts):
        for day in public_days(programme, today):
            day_by_key[day.key] = day
        for day in _steps(programme, programme.commitments.all(), today, "work-commitment"):
            day_by_key[day.key] = day
    own = [part.organisation for part in parts if part.kind == "partner"]
    if own:
        rows = programme.commitments.filter(organisation__slug__in=own)
        for day in (
            *_commitments(programme, rows, today, "own-commitment"),
            *_steps(programme, rows, today, "own-commitment"),
        ):
            day_by_key[day.key] = day
    return _nearest(list(day_by_key.values()))


def _span(today: date, field: str) -> Q:
    return Q(**{f"{field}__gte": today - BEFORE})


def _nearest(days: list[Day]) -> list[Day]:
    return sorted(days, key=lambda day: (day.on, day.key))[:MOST]


def _targets(programme: Programme, today: date) -> list[Day]:
    newest = Q(number=F("newest"))
    paths = (
        public_rows(programme, TargetPath)
        .filter(target__state="active")
        .annotate(newest=Max("target__paths__number"))
        .filter(newest)
        .select_related("target")
    )
    target_days = [
        Day(
            f"target-{path.target_id}",
            path.due_on,
            _("Target: {name}").format(name=path.target.title),
            _url("target", programme.slug, path.target_id),
            path.number,
        )
        for path in paths.filter(_span(today, "due_on"))
    ]
    steps = Milestone.objects.filter(_span(today, "on"), path__in=paths.values("pk"))
    return target_days + [
        Day(
            f"milestone-{step.path.target_id}-{step.on}",
            step.on,
            _("Milestone: {name}").format(name=step.path.target.title),
            _url("target", programme.slug, step.path.target_id),
            step.path.number,
        )
        for step in steps.select_related("path__target")
    ]


def _commitments(programme: Programme, rows: Any, today: date, page: str) -> list[Day]:
    return [
        Day(
            f"commitment-{row.pk}",
            row.due_on,
            _("Commitment of {whose}: {name}").format(whose=row.organisation.name, name=row.title),
            _page(programme, row, page),
            row.version,
        )
        for row in rows.exclude(state__in=("kept", "released"))
        .filter(_span(today, "due_on"), entered_on=None)
        .select_related("organisation")
        .order_by("due_on", "pk")[:MOST]
    ]


def _steps(programme: Programme, rows: Any, today: date, page: str) -> list[Day]:
    return [
        Day(
            f"next-step-{row.pk}",
            row.next_step_on,
            _("Next step: {name}").format(name=row.title),
            _page(programme, row, page),
            row.version,
        )
        for row in rows.exclude(state__in=("kept", "released"))
        .filter(_span(today, "next_step_on"))
        .select_related("organisation")
        .order_by("next_step_on", "pk")[:MOST]
    ]


def _decisions(programme: Programme, today: date) -> list[Day]:
    rows = public_rows(programme, Project)
    return [
        Day(
            f"decision-{row.pk}",
            row.decision_due,
            _("Decision about project: {name}").format(name=row.name),
            _url("project", programme.slug, row.pk),
            row.version,
        )
        for row in rows.filter(
            _span(today, "decision_due"), state__in=("running", "paused")
        ).order_by("decision_due", "pk")[:MOST]
    ]


def _page(programme: Programme, commitment: Commitment, page: str) -> str:
    first = commitment.organisation.slug if page == "own-commitment" else programme.slug
    return _url(page, first, commitment.pk)


def _url(name: str, *parts: Any) -> str:
    return site_url(reverse(f"programme:{name}", args=parts))
