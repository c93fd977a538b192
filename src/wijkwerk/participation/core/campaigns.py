"""What a campaign raised, what a fund adds, and where its money is: whole cents, no float.

Method and sources: docs/method/matching.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isqrt

_DIGITS = 10**12  # of a square root, beside its whole cents


class Match(StrEnum):
    """How a fund adds to what residents pay."""

    NONE = "none"
    SHARE = "share"  # a share of each payment, up to an amount for each
    BREADTH = (
        "breadth"  # (Σ √payment)² − Σ payment: many small payments count for more than one large
    )


class Money(StrEnum):
    """Where a pledge of money is. Only what the treasurer confirmed is there."""

    PROMISED = "promised"
    CONFIRMED = "confirmed"
    PAID_OUT = "paid_out"
    GIVEN_BACK = "given_back"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Ledger:
    """A campaign's money in cents. ``received`` = ``in_hand`` + ``paid_out`` + ``given_back``."""

    promised: int = 0
    in_hand: int = 0
    paid_out: int = 0
    given_back: int = 0

    @property
    def received(self) -> int:
        """Everything that ever came in."""
        return self.in_hand + self.paid_out + self.given_back

    @property
    def raised(self) -> int:
        """What came in and didn't go back."""
        return self.in_hand + self.paid_out


def ledger(pledges: Iterable[tuple[str, int]]) -> Ledger:
    """The ledger of pledges (state, cents)."""
    sums = {state.value: 0 for state in Money}
    for state, amount in pledges:
        sums[state] += amount
    return Ledger(
        sums[Money.PROMISED], sums[Money.CONFIRMED], sums[Money.PAID_OUT], sums[Money.GIVEN_BACK]
    )


def matched(
    payments: Sequence[int],
    rule: Match,
    pot: int,
    goal: int,
    percent: int = 100,
    most: int | None = None,
) -> int:
    """What a fund of ``pot`` adds to ``payments``: by ``rule``, never more than the pot, nor than what still
    lacks for the ``goal``. All in cents."""
    if rule is Match.NONE:
        return 0
    if rule is Match.SHARE:
        by_rule = (
            sum(min(payment, payment if most is None else most) * percent for payment in payments)
            // 100
        )
    else:
        by_rule = breadth(payments)
    return max(0, min(by_rule, pot, goal - sum(payments)))


def breadth(payments: Sequence[int]) -> int:
    """(Σ √payment)² − Σ payment in cents, rounded down: nothing for one payer, n(n − 1) payments for n
    equal ones. Computed as 2 Σ √(a b) over pairs, so that what is whole comes out whole."""
    times = sorted(Counter(payments).items())
    among_equals = sum(count * (count - 1) * amount for amount, count in times)
    between = sum(
        2 * count * others * isqrt(amount * other * _DIGITS**2)
        for place, (amount, count) in enumerate(times)
        for other, others in times[place + 1 :]
    )
    return among_equals + between // _DIGITS


def percent_of(raised: int, goal: int) -> int:
    """Whole percents, rounded down, so that 100 is never said too early: 3,555 of 3,000 is 118."""
    return raised * 100 // goal


@dataclass(frozen=True)
class Asked:
    """A task, room or material: how many people or pieces are asked, and how many were offered."""

    wanted: int
    offered: int

    @property
    def lacks(self) -> int:
        """How many still lack; more than asked makes up for no other one."""
        return max(0, self.wanted - self.offered)


def goal_met(raised: int, minimum: int, needs: Iterable[Asked]) -> bool:
    """Whether the money and everything else that a campaign can't do without is there."""
    return raised >= minimum and not any(need.lacks for need in needs)
