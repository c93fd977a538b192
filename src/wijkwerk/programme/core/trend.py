"""A straight trend through uncertain measurements, for many series at once, in closed form.

value = level + slope x time + wobble + error. The variances of the errors are known (or 0 when
nobody knows them), that of the wobble, which every year has of its own, is found so that the
weighted squares of the residuals are what they should be (Paule and Mandel 1982; with Knapp and
Hartung's Student intervals, as in meta-regression). Without known errors this is least squares
with its usual prediction interval. See docs/method/programme-on-course.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from wijkwerk.shared.comparing import comparable

Floats = NDArray[np.float64]
# Halvings of the stretch in which the wobble lies: more than a float can tell apart.
_HALVINGS = 60
# An exact measurement among uncertain ones weighs at most this many times as much.
_HEAVIEST = 1e12


@dataclass(frozen=True)
class Trends:
    """Fitted trends of series with equally many measurements; every array is (series,).

    ``level`` is the value at time ``centre``; ``last`` the time of the last measurement;
    ``wobble`` and ``error`` (the mean of the known ones) are variances, in squared units of the
    value; ``freedom`` the degrees of freedom.
    """

    level: Floats
    slope: Floats
    centre: Floats
    last: Floats
    wobble: Floats
    error: Floats
    var_level: Floats
    var_slope: Floats
    freedom: int

    def at(self, time: Floats, kept_share: float, change: float) -> tuple[Floats, Floats]:
        """Mean and scale of what will be measured at ``time`` (series,), as (mean, scale of a
        Student's t).

        It is about the figure that will be published, with errors like those so far: how noise is
        split in wobble and error then makes no difference, only how much there is.

        After the last measurement the slope of every next year is ``kept_share`` times that of the year
        before: trends weaken. ``change`` is by how much, as a share of itself, it may come out
        different besides (a standard deviation): trends bend.
        """
        ahead = weakened(np.maximum(time - self.last, 0.0), kept_share)
        away = np.minimum(time, self.last) - self.centre + ahead
        mean = self.level + self.slope * away
        variance = self.wobble + self.error + self.var_level + away**2 * self.var_slope
        variance = variance + (change * self.slope * ahead) ** 2
        return mean, np.sqrt(variance)

    def rows(self, numbers: NDArray[np.int64]) -> Trends:
        """The trends in the rows with these ``numbers``, in this order."""
        return Trends(
            self.level[numbers],
            self.slope[numbers],
            self.centre[numbers],
            self.last[numbers],
            self.wobble[numbers],
            self.error[numbers],
            self.var_level[numbers],
            self.var_slope[numbers],
            self.freedom,
        )

    def half_width(self, scale: Floats, level: float) -> Floats:
        """Half of the interval that holds the value with probability ``level``."""
        return np.asarray(scale * special.stdtrit(self.freedom, 0.5 + level / 2))


def fit(time: Floats, value: Floats, variance: Floats) -> Trends:
    """Trends through ``value`` at ``time`` with known error ``variance``, all (series, moments).

    At least three moments, times in order and not all the same. The answer for a series doesn't
    depend on the series beside it.
    """
    moments = time.shape[1]
    if moments < 3:
        raise ValueError("a trend with its margin needs three moments")
    exact = _line(time, value, np.ones_like(value))
    low, high = np.zeros(len(value)), exact.squares / (moments - 2)
    known_line = _line(time, value, _weights(variance, low))
    # The known errors are enough for this scatter: there is no sign of a wobble.
    explained = (variance.max(axis=1) > 0) & (known_line.squares <= moments - 2)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        more = _line(time, value, _weights(variance, middle)).squares > moments - 2
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    wobble = np.where(explained, 0.0, high)
    wobbling_line = _line(time, value, _weights(variance, wobble))
    # No error and no scatter at all: a line that is exact as far as anybody knows.
    certain = (wobble + variance.max(axis=1)) == 0
    return Trends(
        wobbling_line.level,
        wobbling_line.slope,
        wobbling_line.centre,
        time[:, -1],
        wobble,
        variance.mean(axis=1),
        np.where(certain, 0.0, wobbling_line.var_level),
        np.where(certain, 0.0, wobbling_line.var_slope),
        moments - 2,
    )


def weakened(years: Floats, kept_share: float) -> Floats:
    """How many years of the first slope ``years`` are worth when it becomes ``kept_share`` times itself
    every year. Source: Gardner and McKenzie (1985), Forecasting trends in time series."""
    if kept_share == 1:
        return years
    return np.asarray(-np.expm1(years * np.log(kept_share)) / -np.log(kept_share))


def strengthened(years: Floats, kept_share: float) -> Floats:
    """The other way: after how many years so much of the first slope has come; inf for never."""
    if kept_share == 1:
        return years
    with np.errstate(divide="ignore", invalid="ignore"):
        strengthened_years = np.log1p(years * np.log(kept_share)) / np.log(kept_share)
    return np.where(years * np.log(kept_share) > -1, strengthened_years, np.inf)


def chance_above(mean: Floats, scale: Floats, limit: Floats, freedom: int) -> Floats:
    """Chance that a Student's t at ``mean`` with ``scale`` is ``limit`` or more.

    A scale of nought gives 0 or 1: figures are compared as everywhere (``shared.comparing``).
    """
    sure = np.where(comparable(mean) >= comparable(limit), 1.0, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = special.stdtr(freedom, (mean - limit) / scale)
    return np.where(comparable(scale) > 0, chance, sure)


@dataclass(frozen=True)
class _Line:
    level: Floats
    slope: Floats
    centre: Floats
    var_level: Floats
    var_slope: Floats
    squares: Floats


def _weights(variance: Floats, wobble: Floats) -> Floats:
    total_variance = variance + wobble[:, None]
    most = total_variance.max(axis=1, keepdims=True)
    return np.asarray(1 / np.where(most > 0, np.maximum(total_variance, most / _HEAVIEST), 1.0))


def _line(time: Floats, value: Floats, weight: Floats) -> _Line:
    total = weight.sum(axis=1)
    centre = (weight * time).sum(axis=1) / total
    level = (weight * value).sum(axis=1) / total
    apart = time - centre[:, None]
    spread = (weight * apart**2).sum(axis=1)
    slope = (weight * apart * (value - level[:, None])).sum(axis=1) / spread
    rest = value - level[:, None] - slope[:, None] * apart
    return _Line(level, slope, centre, 1 / total, 1 / spread, (weight * rest**2).sum(axis=1))
