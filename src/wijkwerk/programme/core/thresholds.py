"""What the bureau may set about judging: numbers, with their reasons in data/course.toml."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Thresholds:
    """Thresholds of the four answers; see docs/method/programme-on-course.md.

    on_course, off_course: the chance of reaching the target from which, and up to which, it is
        called so
    widest: in between it is 'at risk' as long as half of the 80% interval at the end is at most
        this many times the way from baseline to target; else nobody can tell
    fewest_points: measurements, the baseline included, on different days
    shortest_years: from the baseline to the last measurement
    trend_kept: what is left of a trend in every next year
    trend_change: by which share of itself a trend may come out different in the years ahead (a
        standard deviation)
    near_days: how far a measurement may lie from the day it stands for
    oldest_years: how long ago the last measurement may be for a judgement about the years ahead
    """

    on_course: float
    off_course: float
    widest: float
    fewest_points: int
    shortest_years: float
    trend_kept: float
    trend_change: float
    near_days: int
    oldest_years: int

    def __post_init__(self) -> None:
        if not all(math.isfinite(threshold) for threshold in astuple(self)):
            raise ValueError("every threshold is a finite number")
        if not 0 < self.off_course < self.on_course < 1:
            raise ValueError("0 < off_course < on_course < 1")
        if self.fewest_points < 3:
            raise ValueError("two points are a line, not a trend: fewest_points is 3 or more")
        if not 0 < self.trend_kept <= 1:
            raise ValueError("0 < trend_kept <= 1")
        if self.oldest_years < 1:
            raise ValueError("a figure of a year ago can be judged: oldest_years is 1 or more")
        if min(self.widest, self.shortest_years, self.trend_change, self.near_days) < 0:
            raise ValueError("widest, shortest_years, trend_change and near_days are 0 or more")
