"""What is known about a target: measurements, and what was promised. Plain values, no rules."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wijkwerk.shared.comparing import equal
from wijkwerk.shared.dates import add_years, day_number

HALF_WIDTH_95 = 1.959963984540054  # half of a 95% interval, in standard errors


class Direction(StrEnum):
    """On which side of the promised value one must end."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    @property
    def sign(self) -> int:
        """1 when more is meant, -1 when less is."""
        return 1 if self is Direction.AT_LEAST else -1

    def reaches(self, value: float, target: float) -> bool:
        """Whether ``value`` is at or beyond ``target``; equal figures are at it."""
        return equal(value, target) or self.sign * (value - target) > 0


class Scale(StrEnum):
    """What kind of number it is: it says between which limits a projection can lie."""

    SHARE = "share"  # 0 to 100
    COUNT = "count"  # 0 and more
    INDEX = "index"  # anything


@dataclass(frozen=True, order=True)
class Measurement:
    """A value on a day (ISO date).

    ``se`` is its standard error in the value's own unit: 0 for an exact count, None when nobody
    knows. Raises ValueError for a day that isn't one, a number that isn't finite, an error below 0.
    """

    day: str
    value: float
    se: float | None = None

    def __post_init__(self) -> None:
        day_number(self.day)
        if not math.isfinite(self.value):
            raise ValueError(f"a measurement is a finite number, not {self.value!r}")
        if self.se is not None and not (math.isfinite(self.se) and self.se >= 0):
            raise ValueError(f"a standard error is 0 or more, not {self.se!r}")


@dataclass(frozen=True, order=True)
class Milestone:
    """A value that should be reached on a day on the way.

    With a moving target the value is the distance to the reference that may be left.
    """

    day: str
    value: float

    def __post_init__(self) -> None:
        day_number(self.day)
        if not math.isfinite(self.value):
            raise ValueError(f"a milestone is a finite number, not {self.value!r}")


def direction_of(baseline: float, target: float) -> Direction | None:
    """The direction that follows from baseline and target; None when they are equal."""
    if baseline == target:
        return None
    return Direction.AT_LEAST if target > baseline else Direction.AT_MOST


def is_old(day: str, today: str, years: int = 1) -> bool:
    """Whether a figure of ``day`` is more than ``years`` years old on ``today`` (ISO dates)."""
    return add_years(day, years) < today


def in_order(measurements: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """By day, then value, then error: whoever gives them in another order gets the same answer."""
    return tuple(
        sorted(
            measurements,
            key=lambda measurement: (
                measurement.day,
                measurement.value,
                -1.0 if measurement.se is None else measurement.se,
            ),
        )
    )
