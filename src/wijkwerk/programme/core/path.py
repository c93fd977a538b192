"""The required path: from the baseline straight to the target, by way of the milestones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from wijkwerk.programme.core.measurement import Milestone
from wijkwerk.shared.dates import add_years, day_number, parts


def required(
    start: str, value: float, milestones: Sequence[Milestone], by: str, target: float, day: str
) -> float:
    """What the path asks on ``day``: ``value`` before its start, the target from ``by`` on.

    Milestones outside the time between are passed over; of two on one day the last counts.
    """
    points = {day_number(start): value}
    for one in sorted(milestones):
        if start < one.day < by:
            points[day_number(one.day)] = one.value
    points[day_number(by)] = target
    days, values = list(points), list(points.values())
    number = day_number(day)
    after = bisect_right(days, number)
    if after == 0:
        return value
    if after == len(days):
        return target
    share = (number - days[after - 1]) / (days[after] - days[after - 1])
    return values[after - 1] + share * (values[after] - values[after - 1])


def years(start: str, by: str) -> tuple[str, ...]:
    """The day of the target in every year after ``start``, the last one the target's own day."""
    back = range(parts(by)[0] - parts(start)[0], -1, -1)
    return tuple(day for day in (add_years(by, -one) for one in back) if day > start)
