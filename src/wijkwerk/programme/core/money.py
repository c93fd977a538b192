"""Money of projects, added up within a period: what is a year isn't added to what is in all, and an
amount a year only to others that run on the same day. See docs/method/programme-portfolio.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Amount:
    """What ``projects`` projects take, ``euros`` each: ``a_year`` until a day (ISO; None when nobody
    wrote it down), else in all."""

    euros: Decimal
    a_year: bool = False
    until: str | None = None
    projects: int = 1


@dataclass(frozen=True)
class Money:
    """Amounts in euros on a day. ``a_year`` is what one year takes as long as all of it runs, which
    is until ``holds_until`` (ISO; None without such an amount). ``undated``: the amounts a year of
    which nobody wrote down until when, the largest first; they are added to nothing."""

    in_all: Decimal = Decimal(0)
    a_year: Decimal = Decimal(0)
    holds_until: str | None = None
    undated: tuple[Decimal, ...] = ()


def add_up(amounts: Iterable[Amount], today: str) -> Money:
    """The money of projects on ``today`` (ISO date); the order of the amounts makes no difference."""
    with_euros = [amount for amount in amounts if amount.euros]
    yearly = [amount for amount in with_euros if amount.a_year]
    runs = [
        (amount.until, amount)
        for amount in yearly
        if amount.until is not None and amount.until >= today
    ]
    undated = [
        amount.euros for amount in yearly if amount.until is None for _ in range(amount.projects)
    ]
    return Money(
        sum(
            (amount.euros * amount.projects for amount in with_euros if not amount.a_year),
            Decimal(0),
        ),
        sum((amount.euros * amount.projects for _, amount in runs), Decimal(0)),
        min((until for until, _ in runs), default=None),
        tuple(sorted(undated, reverse=True)),
    )
