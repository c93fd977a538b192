"""The balance of opinion: share who say 'got better' minus share who say 'got worse'.

The two shares come from the same people, so they hang together: more of one leaves less for the
other. The limits combine the Wilson limits of both shares with their multinomial correlation
(MOVER for paired shares; Newcombe 1998, Zou & Donner 2008), stay within -1 and 1, and keep a width
where everybody says the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wijkwerk.monitor.core import intervals
from wijkwerk.monitor.core.intervals import Floats


def balance(
    better: ArrayLike, worse: ArrayLike, answers: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """The balance (-1 to 1) with its limits, from counts of a simple random sample.

    ``answers`` is everybody who answered, those who saw no change included; nan where it is zero.
    Raises ValueError when better and worse together exceed the answers.
    """
    up, down, size = (np.asarray(part, float) for part in (better, worse, answers))
    if (up + down > size).any():
        raise ValueError("better and worse together exceed the answers")
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = up / size, down / size
    lower, upper = balance_limits(first, second, size, intervals.z_of(confidence))
    return first - second, lower, upper


def balance_limits(
    better: ArrayLike, worse: ArrayLike, effective: ArrayLike, quantile: ArrayLike
) -> tuple[Floats, Floats]:
    """Limits of ``better - worse`` (shares of 1) for an effective number of answers.

    ``quantile`` is normal, or Student's t for a design with few clusters. nan without answers.
    """
    first, second, size = (np.asarray(part, float) for part in (better, worse, effective))
    first_low, first_high = intervals.wilson_at(first * size, size, quantile)
    second_low, second_high = intervals.wilson_at(second * size, size, quantile)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = first * second / ((1 - first) * (1 - second))
    # With a share of 0 or 1 there is nothing left to hang together.
    correlation = -np.sqrt(np.where(np.isfinite(odds), np.maximum(odds, 0.0), 0.0))
    gap = first - second

    def reach(of_first: Floats, of_second: Floats) -> Floats:
        shared = 2 * correlation * of_first * of_second
        return np.sqrt(np.maximum(of_first**2 + of_second**2 - shared, 0.0))

    lower = gap - reach(first - first_low, second_high - second)
    upper = gap + reach(first_high - first, second - second_low)
    return np.clip(lower, -1, 1), np.clip(upper, -1, 1)
