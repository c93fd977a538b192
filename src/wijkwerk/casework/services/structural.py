"""Conflicts that come back: the same rules in the way of several households; without persons, for who changes rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count

from wijkwerk.casework import models as m
from wijkwerk.registry.loop import rule_key
from wijkwerk.shared.deadlines import today

FEWEST = (
    3  # households: what stood in the way of fewer is an incident, and could be known by who it was
)
# The rule by which counts leave for everybody, as the monitor's source folder has it.
LEAST_PUBLIC, ROUNDED_TO = 5, 5


def coarse(number: int) -> int | None:
    """A number of which one more or less tells nothing of anybody: rounded down; None for a small one."""
    return number // ROUNDED_TO * ROUNDED_TO if number >= LEAST_PUBLIC else None


@dataclass(frozen=True)
class Structural:
    """A rule that stood in the way of so many households, in ``open`` conflicts still; ``cents_month`` what one costs a
    month on average, None when nobody says."""

    kind: m.Conflict.Kind
    law: str
    article: str
    other_law: str
    applied_by: str
    households: int
    open: int
    cents_month: int | None


def structural(organisations: Collection[str] | None = None) -> Sequence[Structural]:
    """What stands in the way of at least ``FEWEST`` households, the most households first; of organisations with these
    codes, None for all. Laws count as the same when they were written alike."""
    rows = m.Conflict.objects.filter(household__simulated=False)
    if organisations is not None:
        rows = m.Conflict.objects.filter(household__organisation__code__in=organisations)
    groups = (
        rows.order_by()
        .values("kind", "law", "article", "other_law", "organisation__name")
        .annotate(
            households=Count("household", distinct=True),
            cents=Avg("cents_month"),
            solved=Count("solved_at"),
            all=Count("pk"),
        )
        .filter(households__gte=FEWEST)
        .order_by("-households", "law", "article", "other_law")
    )
    return [
        Structural(
            m.Conflict.Kind(row["kind"]),
            row["law"],
            row["article"],
            row["other_law"],
            row["organisation__name"],
            row["households"],
            row["all"] - row["solved"],
            None if row["cents"] is None else round(row["cents"]),
        )
        for row in groups
    ]


def kinds(organisations: Collection[str]) -> dict[str, int]:
    """How many conflicts there were of each kind, of organisations with these codes."""
    rows = m.Conflict.objects.filter(household__organisation__code__in=organisations)
    counted = dict(rows.order_by().values_list("kind").annotate(number=Count("pk")))
    return {str(kind.label): counted[kind] for kind in m.Conflict.Kind if kind in counted}


@dataclass(frozen=True)
class PublicRule:
    """A rule that stood in the way of ``at_least`` so many households (rounded down), public since a day."""

    law: str
    article: str
    applied_by: str
    at_least: int
    since: date

    @property
    def keys(self) -> tuple[str, ...]:
        """Under what it is taken up elsewhere: with its article, or the law as a whole."""
        return tuple(dict.fromkeys((rule_key(self.law, self.article), rule_key(self.law))))


def public_rules(day: date) -> Sequence[PublicRule]:
    """The rules that everybody may know of, the most households first: in the way of at least ``LEAST_PUBLIC`` of them,
    by what was reported up to the end of the last quarter, so that no day tells when a household came."""
    rows = m.Conflict.objects.filter(household__simulated=False).order_by("reported_at", "pk")
    households: dict[str, dict[int, date]] = defaultdict(dict)
    typed: dict[str, tuple[str, str]] = {}
    bodies: dict[str, Counter[str]] = defaultdict(Counter)
    for law, article, body, household, at in rows.values_list(
        "law", "article", "organisation__name", "household", "reported_at"
    ):
        reported = today(at)
        if reported >= _quarter(day):
            break
        key = rule_key(law, article)
        households[key].setdefault(household, reported)
        typed.setdefault(key, (law, article))
        bodies[key][body] += 1
    return [
        PublicRule(
            *typed[key],
            bodies[key].most_common(1)[0][0],
            coarse(len(days)) or 0,
            _next_quarter(sorted(days.values())[LEAST_PUBLIC - 1]),
        )
        for key, days in sorted(households.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        if len(days) >= LEAST_PUBLIC
    ]


def _quarter(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _next_quarter(day: date) -> date:
    begin = _quarter(day)
    return date(begin.year + begin.month // 10, (begin.month + 2) % 12 + 1, 1)
