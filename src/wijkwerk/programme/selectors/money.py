"""Money of projects, added up within a period: what is a year isn't added to what is in all.

As ``core.portfolio`` has it; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from wijkwerk.programme.models import MoneyPeriod


@dataclass(frozen=True)
class Money:
    """Amounts in euros. ``a_year`` are those that run on the day; ``undated`` counts the projects
    with an amount a year of which nobody wrote down until when, which is added to nothing."""

    in_all: Decimal = Decimal(0)
    a_year: Decimal = Decimal(0)
    undated: int = 0

    @classmethod
    def of(cls, sums: Mapping[str, Any]) -> Money:
        """Out of what ``money_sums`` gave."""
        return cls(
            sums["money_in_all"] or Decimal(0), sums["money_a_year"] or Decimal(0),
            sums["money_undated"],
        )  # fmt: skip


def money_sums(going: Q, today: date) -> dict[str, Any]:
    """What to aggregate over projects, of those that are ``going``, for ``Money.of``."""
    yearly = going & Q(money_period=MoneyPeriod.A_YEAR)
    return {
        "money_in_all": Sum("money", filter=going & Q(money_period=MoneyPeriod.IN_ALL)),
        "money_a_year": Sum("money", filter=yearly & Q(money_until__gte=today)),
        "money_undated": Count("pk", filter=yearly & Q(money__gt=0, money_until=None)),
    }
