"""The required path: from the baseline straight to the target, by way of the milestones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from wijkwerk.programme.core.measurement import Milestone
from wijkwerk.shared.dates import add_years, day_number, parts


class Path:
    """What is required on each day.

    ``value`` up to the day ``start``, ``target`` from the day ``by`` on, straight lines between
    them and the milestones. Milestones outside that time are passed over; of two on one day the
    higher counts.
    """

    def __init__(
        self, start: str, value: float, milestones: Sequence[Milestone], by: str, target: float
    ) -> None:
        points = {day_number(start): value}
        for one in sorted(milestones):
            if start < one.day < by:
                points[day_number(one.day)] = one.value
        points[day_number(by)] = target
        self._days, self._values = list(points), list(points.values())

    def at(self, day: str) -> float:
        """What is required on ``day`` (ISO date)."""
        number = day_number(day)
        after = bisect_right(self._days, number)
        if after == 0:
            return self._values[0]
        if after == len(self._days):
            return self._values[-1]
        before, next_one = self._days[after - 1], self._days[after]
        low, high = self._values[after - 1], self._values[after]
        return low + (number - before) / (next_one - before) * (high - low)


@lru_cache(maxsize=10_000)  # the targets of a programme have few beginnings and ends
def years(start: str, by: str) -> tuple[str, ...]:
    """The day of the target in every year after ``start``, the last one the target's own day."""
    back = range(parts(by)[0] - parts(start)[0], -1, -1)
    return tuple(day for day in (add_years(by, -one) for one in back) if day > start)
