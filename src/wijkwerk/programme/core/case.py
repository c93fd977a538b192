"""A target with its measurements, as the rules of the course take it, and the series it follows."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field

from wijkwerk.programme.core.measurement import (
    Direction,
    Measurement,
    Milestone,
    Scale,
    direction_of,
    in_order,
)
from wijkwerk.shared.dates import day_number

DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True)
class Case:
    """A target: ``value`` by the day ``by``, or else the level of a ``reference`` by that day.

    ``measurements`` are all there are, the baseline among them; those before ``baseline_day``
    (unless given the first one's) and after the day of judging don't count. ``direction`` follows
    from baseline and target and is needed when they are equal; ``tolerance`` is how far short of
    the target still counts as reached. Raises ValueError for what contradicts itself.
    """

    key: str
    measurements: tuple[Measurement, ...]
    by: str
    value: float | None = None
    reference: tuple[Measurement, ...] | None = None
    milestones: tuple[Milestone, ...] = ()
    scale: Scale = Scale.INDEX
    direction: Direction | None = None
    baseline_day: str | None = None
    tolerance: float = 0.0
    start: str | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        day_number(self.by)
        if (self.value is None) == (self.reference is None):
            raise ValueError("a target is either a value or the level of a reference")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"a target is a finite number, not {self.value!r}")
        if not (math.isfinite(self.tolerance) and self.tolerance >= 0):
            raise ValueError(f"a tolerance is 0 or more, not {self.tolerance!r}")
        days = {measurement.day for measurement in self.measurements}
        if self.baseline_day is not None and self.baseline_day not in days:
            raise ValueError(f"no measurement on the day of the baseline, {self.baseline_day}")
        start = self.baseline_day or (min(days) if days else None)
        if start is not None and self.by <= start:
            raise ValueError(f"the target's day {self.by} must come after the baseline's, {start}")
        object.__setattr__(self, "start", start)

    @property
    def moving(self) -> bool:
        """Whether the target moves: then everything is told in distances to the reference."""
        return self.reference is not None


@dataclass(frozen=True)
class Series:
    """What is judged: values or, with a moving target, distances (own value - reference).

    ``points`` on different days, in order, the first one the baseline; ``target`` 0 for distances.
    """

    case: Case
    points: tuple[Measurement, ...]
    target: float
    direction: Direction | None

    @property
    def limits(self) -> tuple[float, float]:
        """Between which a value can lie at all."""
        if self.case.scale is Scale.INDEX or (self.case.moving and self.case.scale is Scale.COUNT):
            return -math.inf, math.inf
        if self.case.scale is Scale.COUNT:
            return 0.0, math.inf
        return (-100.0, 100.0) if self.case.moving else (0.0, 100.0)

    @property
    def way(self) -> float:
        """How far it is from baseline to target, without sign."""
        return abs(self.target - self.points[0].value) if self.points else 0.0

    @property
    def limit(self) -> float:
        """From where on the target counts as reached."""
        sign = 0 if self.direction is None else self.direction.sign
        return self.target - sign * self.case.tolerance

    @property
    def span(self) -> float:
        """Years from the baseline to the last measurement."""
        if not self.points:
            return 0.0
        days = day_number(self.points[-1].day) - day_number(self.points[0].day)
        return days / DAYS_OF_A_YEAR


def series(case: Case, today: str, near_days: int) -> Series:
    """What is known on ``today`` (ISO date), from the baseline on.

    Several measurements on a day count as their mean. A measurement is held against the
    reference's nearest one, at most ``near_days`` away; without one it doesn't count. Own value and
    reference are taken as independent: where the area is part of its reference, or both have the
    same good and bad years, the margin comes out too wide rather than too narrow.
    """
    start = case.start or ""
    own = _one_a_day(
        [measurement for measurement in case.measurements if start <= measurement.day <= today]
    )
    target = 0.0 if case.value is None else case.value
    if case.reference is not None:
        own = _distances(
            own,
            [measurement for measurement in case.reference if measurement.day <= today],
            near_days,
        )
    if own and own[0].day != start:
        own = ()  # the baseline has no reference: there is nothing to set out from
    natural = direction_of(own[0].value, target) if own else None
    return Series(case, own, target, case.direction or natural)


def _one_a_day(measurements: list[Measurement]) -> tuple[Measurement, ...]:
    ordered = in_order(measurements)
    if len({measurement.day for measurement in ordered}) == len(ordered):
        return ordered
    daily = []
    for day in sorted({measurement.day for measurement in ordered}):
        those = [measurement for measurement in ordered if measurement.day == day]
        errors = [measurement.se for measurement in those if measurement.se is not None]
        mean = math.fsum(measurement.value for measurement in those) / len(those)
        # Not known to be independent: the mean of the errors is the most that the mean can have.
        se = math.fsum(errors) / len(those) if len(errors) == len(those) else None
        daily.append(Measurement(day, mean, se))
    return tuple(daily)


def _distances(
    own: tuple[Measurement, ...], reference: list[Measurement], near_days: int
) -> tuple[Measurement, ...]:
    others = _one_a_day(reference)
    if not others:
        return ()
    numbers = [day_number(other.day) for other in others]
    distances = []
    for measurement in own:
        number = day_number(measurement.day)
        at = bisect_left(numbers, number)
        near = [other for other in (at - 1, at) if 0 <= other < len(others)]
        other = min(near, key=lambda place: (abs(numbers[place] - number), place))
        if abs(numbers[other] - number) <= near_days:
            their = others[other]
            both_known = measurement.se is not None and their.se is not None
            se = math.hypot(measurement.se or 0.0, their.se or 0.0) if both_known else None
            distances.append(Measurement(measurement.day, measurement.value - their.value, se))
    return tuple(distances)
