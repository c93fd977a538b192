"""How many problems a household has, as its director knows it, and counts by each published definition on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.core.definitions import Extent, meets
from wijkwerk.casework.definitions import definitions
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services.common import ActionNotAllowed, audited, in_household, worker_in


@in_household(director=True)
def describe_extent(
    looking: Looking,
    household: m.Household,
    *,
    helped_since: date | None,
    schemes: int | None,
    is_interwoven: bool | None,
    passes_on: bool | None,
) -> m.Extent:
    """What is known now of how many problems there are; what was known before stays with its dates. Raises as
    ``acting``, ActionNotAllowed for a day to come."""
    if helped_since is not None and helped_since > looking.day:
        raise ActionNotAllowed(_("This day is yet to come."))
    household.extents.filter(ends_at=None).update(ends_at=looking.now)
    row = m.Extent.objects.create(
        household=household,
        worker=worker_in(looking, household),
        starts_at=looking.now,
        helped_since=helped_since,
        schemes=schemes,
        is_interwoven=is_interwoven,
        passes_on=passes_on,
    )
    audited(looking, "extent", household, extent=row.pk)
    return row


def by_definition(extent: m.Extent | None, day: date, language: str) -> dict[str, bool | None]:
    """Whether a household meets each definition, by its id; None for unknown."""
    described = Extent()
    if extent is not None:
        described = Extent(
            extent.helped_since, extent.schemes, extent.is_interwoven, extent.passes_on
        )
    return {
        name: meets(definition.conditions, described, day)
        for name, definition in definitions(language).items()
    }


def counts_by_definition(
    organisations: Collection[str], now: datetime, day: date, language: str
) -> dict[str, Counter[bool | None]]:
    """Of the households that these organisations have open now: how many meet each definition, don't, and of how many
    it isn't known (None)."""
    homes = m.Household.objects.filter(organisation__code__in=organisations, closed_at=None)
    extents = {
        row.household_id: row for row in m.Extent.objects.filter(in_force(now), household__in=homes)
    }
    counted: dict[str, Counter[bool | None]] = {name: Counter() for name in definitions(language)}
    for number in homes.order_by().values_list("pk", flat=True):
        for name, answer in by_definition(extents.get(number), day, language).items():
            counted[name][answer] += 1
    return counted
