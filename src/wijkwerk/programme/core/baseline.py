"""Where a path begins: the figure that was measured goes before the one that was written down.

Method: docs/method/programme-figures.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from wijkwerk.programme.core.answers import ENDED, Answer, Course, Why
from wijkwerk.programme.core.measurement import Measurement
from wijkwerk.shared.dates import day_number


@dataclass(frozen=True)
class Baseline:
    """The start of a path. ``used`` is what is judged by; ``written`` what was written down.

    ``measured`` is the edition's figure of that day, None when it has none or the programme counts
    itself; ``needed``: an edition should have had one.
    """

    used: Measurement
    written: float
    measured: Measurement | None = None
    needed: bool = False

    @property
    def differs(self) -> bool:
        """Whether something else was measured than was written down."""
        return self.measured is not None and not same_figure(self.written, self.measured.value)

    @property
    def unsupported(self) -> bool:
        """Whether nothing was measured where the path begins, while its figures are measured ones."""
        return self.needed and self.measured is None


def same_figure(written: float, measured: float) -> bool:
    """Whether ``written`` is ``measured``, rounded to as many decimals as were written."""
    exponent = Decimal(repr(float(written))).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    # A hair more than half of the last digit: halves are rounded up here and to even there.
    return abs(written - measured) <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def nearest(points: Iterable[Measurement], day: str, near_days: int) -> Measurement | None:
    """The measurement nearest to ``day`` (ISO date), at most ``near_days`` away; of two the earlier.
    None when none is so near."""
    number = day_number(day)
    near = [
        (abs(day_number(point.day) - number), point.day, point)
        for point in points
        if abs(day_number(point.day) - number) <= near_days
    ]
    return min(near, key=lambda each: each[:2])[2] if near else None


def baseline(
    written: Measurement, points: Iterable[Measurement], before: str, near_days: int
) -> Baseline:
    """The start of a path by measured figures: ``points`` before the day ``before`` (ISO date).

    A rounded value stays as it was written, with the error of the measured one.
    """
    measured = nearest((point for point in points if point.day < before), written.day, near_days)
    if measured is None:
        return Baseline(written, written.value, None, needed=True)
    used = measured
    if same_figure(written.value, measured.value):
        used = Measurement(measured.day, written.value, measured.se)
    return Baseline(used, written.value, measured, needed=True)


def without_baseline(course: Course) -> Course:
    """The answer about a target whose start nobody measured: nothing can be told about its course.

    After its day the last measurement decides, which needs no start.
    """
    if course.why in ENDED:
        return course
    ahead = course.next_milestone
    return replace(
        course,
        answer=Answer.CANT_TELL_YET,
        why=Why.BASELINE_UNKNOWN,
        projection=None,
        probability=None,
        first_year=None,
        path=tuple(replace(point, projected=None) for point in course.path),
        next_milestone=None if ahead is None else replace(ahead, probability=None),
    )
