"""Areas that are alike, and what was tried there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from django.db.models import Count, Q

from wijkwerk.evaluation.api import Judgement, judgements_about
from wijkwerk.learning.core.twins import Standardised, Twin, nearest, standardise
from wijkwerk.learning.models import Barrier, Practice
from wijkwerk.learning.services.places import above
from wijkwerk.learning.services.practices import public
from wijkwerk.monitor.display import Serving, library, profiles
from wijkwerk.shared.text import Language

MOST = 10
LEVELS = ("municipality", "district", "neighbourhood", "custom")


@dataclass(frozen=True)
class Tried:
    """What was tried in an area or in what it lies in: practice cards, evaluations about it, and how many barriers
    by rules were met there and how many of those were lifted, which is the room to experiment."""

    practices: tuple[Practice, ...]
    judgements: tuple[Judgement, ...]
    rules_met: int
    rules_lifted: int


def twins_of(
    serving: Serving, area: str, *, indicators: Collection[str] = (), trend: bool = True
) -> list[Twin]:
    """The areas of the same level that are most alike in this edition; none for what has no such level."""
    own = serving.catalogue.areas.get(area)
    if own is None or own.level not in LEVELS:
        return []
    edition = serving.catalogue.id
    # Who asks for the same at once waits for the first, instead of preparing it too.
    with _preparing.setdefault((edition, own.level), Lock()):
        prepared = _prepared(edition, own.level)
    return nearest(prepared, area, indicators=indicators, trend=trend, most=MOST)


_preparing: dict[tuple[str, str], Lock] = {}


@lru_cache(maxsize=3 * len(LEVELS))  # an edition never changes; a national level takes 14 MB
def _prepared(edition: str, level: str) -> Standardised:
    rows = profiles(library().open(edition), level)
    return standardise(rows.areas, rows.indicators, rows.values, rows.changes)


def forget() -> None:
    """Prepare everything anew."""
    _prepared.cache_clear()


def tried_in(areas: Sequence[str], language: Language) -> dict[str, Tried]:
    """What was tried in each of these areas; of its municipality what names no area below it."""
    lineages = {code: {code, *above(code)} for code in areas}
    codes = set().union(*lineages.values())
    rows = public().filter(Q(area__in=codes) | Q(municipality__in=codes))
    cards = list(rows.prefetch_related("uses"))
    judgements = judgements_about(sorted(codes), language)
    rules = Barrier.objects.filter(kind=Barrier.Kind.RULES).exclude(state="none_yet")
    met = {
        row["municipality"]: row
        for row in rules.filter(municipality__in=codes)
        .values("municipality")
        .annotate(met=Count("pk"), lifted=Count("pk", filter=Q(state="solved")))
    }
    return {
        code: Tried(
            tuple(card for card in cards if (card.area or card.municipality) in lineage),
            tuple(row for row in judgements if lineage.intersection(row.areas)),
            sum(met[place]["met"] for place in lineage if place in met),
            sum(met[place]["lifted"] for place in lineage if place in met),
        )
        for code, lineage in lineages.items()
    }
