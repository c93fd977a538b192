"""Marks of a survey over years: did they change, or can't that be told? docs/method/influence.md.

The interval of a difference of two means of independent samples, by the normal distribution. Where a survey doesn't
publish its standard deviation, the largest that marks on its scale with this mean can have is taken (Bhatia and
Davis, 2000), so that an interval is too wide rather than too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

Z = 1.959964  # of 95%
LEAST_RESPONDENTS = 30  # with fewer the normal distribution isn't near enough


class Verdict(StrEnum):
    """What can be said of a difference."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"  # it may be chance


@dataclass(frozen=True)
class Mark:
    """The mean of a survey in a year on a scale from 1 to ``top``; ``deviation`` is None when it isn't known."""

    year: int
    mean: float
    respondents: int
    top: int
    deviation: float | None = None

    @property
    def spread(self) -> float:
        """The standard deviation, or the largest that it can be."""
        if self.deviation is not None:
            return self.deviation
        return sqrt(max(0.0, (self.mean - 1) * (self.top - self.mean)))


@dataclass(frozen=True)
class Change:
    """How much a mark rose from one year to another, within 95%."""

    difference: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """Up or down when the interval has no 0 in it."""
        if self.low > 0:
            return Verdict.UP
        return Verdict.DOWN if self.high < 0 else Verdict.UNKNOWN


def change(first: Mark, last: Mark) -> Change | None:
    """From ``first`` to ``last``; None when their scales differ, or either asked fewer than
    ``LEAST_RESPONDENTS``."""
    if first.top != last.top or min(first.respondents, last.respondents) < LEAST_RESPONDENTS:
        return None
    difference = last.mean - first.mean
    half = Z * sqrt(sum(mark.spread**2 / mark.respondents for mark in (first, last)))
    return Change(difference, difference - half, difference + half)
