"""Counting households: the funnel of who was opened in a year, and how many there were, came and left.

Counts of one's own organisation are for its coordinator. They leave only as a source folder for the monitor, which
protects them (``services/counts_folder.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet

from wijkwerk.casework import models as m
from wijkwerk.casework.core.funnel import Step, Stock
from wijkwerk.shared.deadlines import HERE

# A household that was split off or came together with another is counted where it came in.
_NOT_COUNTED = (m.Episode.Door.SPLIT,)


@dataclass(frozen=True)
class Year:
    """The counts of an organisation in a year."""

    steps: list[Step]
    stock: Stock
    doors: Counter[str]
    exits: Counter[str]
    follow_ups: dict[int, Counter[str]]  # by months; '' for who is still to be asked


def year_of(organisations: Iterable[m.Organisation], year: int) -> Year:
    """The funnel of the episodes that these organisations opened in a year, as it stands now; and of all episodes the
    stock at its two ends and the flow between them."""
    places = list(organisations)
    begin, end = _start(year), _start(year + 1)
    plan = m.Plan.objects.filter(
        household=OuterRef("household"), agreed_at__gte=OuterRef("opened_at")
    )
    episodes = m.Episode.objects.filter(household__organisation__in=places).exclude(
        door__in=_NOT_COUNTED
    )
    cohort = list(
        episodes.filter(opened_at__gte=begin, opened_at__lt=end).annotate(planned=Exists(plan))
    )
    targets: Counter[str] = Counter()
    for target in m.Target.objects.filter(organisation__in=places, year=year):
        targets[target.stage] += target.number
    stock = Stock(
        begin=_open_at(episodes, begin),
        came=len(cohort),
        left=episodes.filter(closed_at__gte=begin, closed_at__lt=end).count(),
        end=_open_at(episodes, end),
    )
    exits = Counter(
        episodes.filter(closed_at__gte=begin, closed_at__lt=end)
        .order_by()
        .values_list("exit", flat=True)
    )
    follow_ups: dict[int, Counter[str]] = {}
    rows = m.FollowUp.objects.filter(
        episode__in=episodes.filter(closed_at__gte=begin, closed_at__lt=end)
    )
    for months, answer in rows.order_by("months").values_list("months", "answer"):
        follow_ups.setdefault(months, Counter())[answer] += 1
    doors = Counter(row.door for row in cohort)
    return Year(_steps(cohort, targets), stock, doors, exits, follow_ups)


def _steps(cohort: Sequence[m.Episode], targets: Counter[str]) -> list[Step]:
    """Opened, planned, out for good; who left otherwise is lost after the step that they came to."""
    planned = [row for row in cohort if row.planned]  # type: ignore[attr-defined]
    lasting = [row for row in planned if row.exit == m.Episode.Exit.LASTING]
    before = [row for row in cohort if not row.planned]  # type: ignore[attr-defined]
    after = [row for row in planned if row.exit != m.Episode.Exit.LASTING]

    def step(stage: m.Stage, reached: Sequence[m.Episode], rest: Sequence[m.Episode]) -> Step:
        return Step(
            stage.value,
            len(reached),
            targets[stage.value] or None,
            Counter(row.exit for row in rest if row.closed_at is not None),
            sum(row.closed_at is None for row in rest),
        )

    return [
        step(m.Stage.OPENED, cohort, before),
        step(m.Stage.PLANNED, planned, after),
        step(m.Stage.LASTING, lasting, []),
    ]


def _open_at(episodes: QuerySet[m.Episode], moment: datetime) -> int:
    return episodes.filter(opened_at__lt=moment).exclude(closed_at__lt=moment).count()


def _start(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time.min, HERE)
