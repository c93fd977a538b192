"""The few figures of a programme that fit on one page: targets, money, promises, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q

from wijkwerk.programme.core.money import Money
from wijkwerk.programme.core.portfolio import RUNS
from wijkwerk.programme.models import Programme, Project, Proposal
from wijkwerk.programme.policies import public_rows
from wijkwerk.programme.selectors.commitments import Counts, counts, loose, urgent_first, with_names
from wijkwerk.programme.selectors.money import money_of
from wijkwerk.shared import deadlines

_GOING = Q(state__in=RUNS)
_YEAR = 365  # days ahead in which money counts as ending soon


@dataclass(frozen=True)
class Figures:
    """Of a programme on a day. ``money_open`` counts projects with money that has no
    end date, ``money_soon`` those whose money ends within a year."""

    targets: int
    changed: int
    dropped: int
    commitments: Counts
    projects: int
    projects_not_known: int  # of which nobody knows whether they still run
    money: Money
    money_not_known: Money  # of the latter
    money_known: int
    money_soon: int
    money_open: int
    no_after_plan: int
    decisions_overdue: int
    first_promise: date | None


def figures_of(programme: Programme, now: datetime) -> Figures:
    """The figures, in a handful of queries. Only what everybody may see is counted."""
    today = deadlines.today(now)
    targets = programme.targets.aggregate(
        all=Count("pk"), dropped=Count("pk", filter=Q(state="dropped"))
    )
    changed = programme.targets.filter(paths__proposal__isnull=False).distinct().count()
    paths = programme.paths.aggregate(first=Min("since"))
    soon = Q(money_until__gte=today, money_until__lte=date.fromordinal(today.toordinal() + _YEAR))
    projects_seen = public_rows(programme, Project)
    projects = projects_seen.aggregate(
        going=Count("pk", filter=_GOING),
        not_known=Count("pk", filter=Q(state="not_known")),
        known=Count("money", filter=_GOING),
        soon=Count("pk", filter=_GOING & soon),
        open=Count("pk", filter=_GOING & Q(money_until=None, money__gt=0)),
        no_after=Count("pk", filter=_GOING & Q(after_plan="")),
        overdue=Count("pk", filter=_GOING & Q(decision_due__lt=today)),
    )
    return Figures(
        targets["all"],
        changed,
        targets["dropped"],
        counts(programme.commitments.all(), today),
        projects["going"],
        projects["not_known"],
        money_of(projects_seen.filter(_GOING), today),
        money_of(projects_seen.filter(state="not_known"), today),
        projects["known"],
        projects["soon"],
        projects["open"],
        projects["no_after"],
        projects["overdue"],
        paths["first"],
    )


def decisions_overdue(programme: Programme, today: date) -> Any:
    """Projects whose decision is due and not taken, the longest waiting first."""
    rows: Any = Project.objects.filter(_GOING, programme=programme, decision_due__lt=today)
    return rows.select_related("organisation").order_by("decision_due", "pk")


def commitments_overdue(programme: Programme, today: date) -> Any:
    """Commitments that weren't done in time and were neither kept nor released."""
    rows: Any = urgent_first(with_names(programme.commitments.all()), today)
    return rows.filter(rank=0)


def commitments_forgotten(programme: Programme, today: date) -> Any:
    """Commitments that are overdue and that nobody takes up."""
    rows: Any = loose(programme.commitments.all(), today)
    return with_names(rows).order_by("due_on", "pk")


def proposals_open(programme: Programme) -> Any:
    """Proposals that wait for the board; nobody outside sees them yet."""
    return (
        Proposal.objects.filter(programme=programme, state="made")
        .select_related("target", "programme")
        .order_by("made_on", "pk")
    )


def reports_waiting(programme: Programme) -> Any:
    """Reports that nobody checked yet, the oldest first."""
    return (
        programme.reports.filter(state="made")
        .select_related("commitment", "organisation")
        .order_by("made_on", "pk")
    )
