"""Conflicts that come back: the same rules in the way of several households; without persons, for who changes rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count

from wijkwerk.casework import models as m

FEWEST = (
    3  # households: what stood in the way of fewer is an incident, and could be known by who it was
)


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
