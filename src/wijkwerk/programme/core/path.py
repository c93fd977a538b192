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
        for milestone in sorted(milestones):
            if start < milestone.day < by:
                points[day_number(milestone.day)] = milestone.value
        points[day_number(by)] = target
        self.start, self.value, self.by, self.target = start, value, by, target
        self._days, self._values = list(points), list(points.values())

    def at(self, day: str) -> float:
        """What is required on ``day`` (ISO date)."""
        return self.at_number(day_number(day))

    def at_number(self, number: float) -> float:
        """What is required on the day with this number, as ``shared.dates`` counts them."""
        after = bisect_right(self._days, number)
        if after == 0:
            return self._values[0]
        if after == len(self._days):
            return self._values[-1]
        before, following = self._days[after - 1], self._days[after]
        low, high = self._values[after - 1], self._values[after]
        return low + (number - before) / (following - before) * (high - low)


@lru_cache(maxsize=10_000)  # the targets of a programme have few beginnings and ends
def years(start: str, by: str) -> tuple[str, ...]:
    """The day of the target in every year after ``start``, the last one the target's own day."""
    back = range(parts(by)[0] - parts(start)[0], -1, -1)
    return tuple(day for day in (add_years(by, -year) for year in back) if day > start)


def moved_milestones(
    before: Path, after: tuple[float, str], milestones: Sequence[Milestone], decided: str
) -> tuple[Milestone, ...]:
    """``milestones`` of the path ``before`` as they are on the way to ``after`` (value, ISO date).

    Those of the day ``decided`` and earlier stay as they were promised, unless they lie beyond what
    is promised now. Those ahead keep their day, and ask as much of the way as the old path asked at
    the same share of its time. What lies on or after the new last day is left out.
    """
    start, first, last, end = before.start, before.value, before.by, before.target
    value, by = after
    days_in_all = day_number(last) - day_number(start)
    # A path in whole numbers, of schools, keeps asking whole numbers.
    numbers = (first, value, *(milestone.value for milestone in milestones))
    decimals = 0 if all(number == int(number) for number in numbers) else 6
    new_whole = day_number(by) - day_number(start)
    moved = []
    for milestone in sorted(milestones):
        if not start < milestone.day < by:
            continue
        if milestone.day <= decided:
            if min(first, value) <= milestone.value <= max(first, value):
                moved.append(milestone)
            continue
        share = (day_number(milestone.day) - day_number(start)) / new_whole
        value_asked = before.at_number(day_number(start) + share * days_in_all)
        # A path of which the end equals the start asks nothing on the way.
        covered = 0.0 if end == first else (value_asked - first) / (end - first)
        # Nor does a milestone ask more than the end, also where an old one did.
        covered = min(max(covered, 0.0), 1.0)
        moved.append(Milestone(milestone.day, round(first + covered * (value - first), decimals)))
    return tuple(moved)
