"""How much of the way from baseline to target is covered, in the direction that was promised.

Progress is (now - baseline) / (target - baseline): from 40 to 20, now 30, is half of the way. Going
the wrong way is negative, going further than promised is more than 1. The interval is Fieller's for
a ratio of two uncertain differences that share the baseline. See docs/method/programme-progress.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from scipy import special

from wijkwerk.programme.core.measurement import Direction, Measurement, direction_of
from wijkwerk.shared.comparing import equal


class Interval(StrEnum):
    """What is known about the margin of progress."""

    BOUNDED = "bounded"  # from `low` to `high`
    UNBOUNDED = "unbounded"  # baseline and target are too close to say anything
    OUTSIDE = "outside"  # below `low` or above `high`: as Fieller's sets may be
    UNKNOWN = "unknown"  # an error isn't known
    NONE = "none"  # there is no progress to compute: maintain


class Aim(StrEnum):
    """What a target asks."""

    MOVE = "move"
    MAINTAIN = "maintain"  # target equals baseline: it is kept or it isn't


@dataclass(frozen=True)
class Progress:
    """``share`` 0.5 is half of the way; below 0 the wrong way; above 1 further than promised.

    None with ``maintain``. ``reached``: the value is on the promised side of the target (for
    maintain: it was kept); None when maintain has no direction and the value changed, since nobody
    said which way is worse. ``low`` and ``high`` go with ``interval``.
    """

    aim: Aim
    direction: Direction | None
    share: float | None
    reached: bool | None
    interval: Interval
    low: float | None = None
    high: float | None = None


def progress(
    baseline: Measurement,
    now: Measurement,
    target: float,
    *,
    target_se: float | None = 0.0,
    direction: Direction | None = None,
    level: float = 0.95,
) -> Progress:
    """Progress of ``now`` from ``baseline`` to ``target`` (in the unit of both).

    ``target_se`` is the standard error of the target: 0 for a number that was promised, that of the
    reference's figure for 'the level of X'. ``direction`` is needed only to judge 'maintain'; else
    it follows from baseline and target, and one that says otherwise makes the promise a limit that
    was met at the start: 'maintain' as well. The two measurements are taken as independent.
    Raises ValueError for a target that isn't finite or a level outside 0-1.

    Source: Fieller (1954), Some problems in interval estimation, JRSS B 16.
    """
    if not math.isfinite(target):
        raise ValueError(f"a target is a finite number, not {target!r}")
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    natural = direction_of(baseline.value, target)
    if natural is None or (direction is not None and direction is not natural):
        return Progress(
            Aim.MAINTAIN, direction, None, _kept(now.value, target, direction), Interval.NONE
        )
    done, all_of_it = now.value - baseline.value, target - baseline.value
    reached = natural.reaches(now.value, target)
    share = done / all_of_it
    same = now.day == baseline.day and now.value == baseline.value
    if not same and (baseline.se is None or now.se is None or target_se is None):
        return Progress(Aim.MOVE, natural, share, reached, Interval.UNKNOWN)
    if same:  # the start itself: the same figure, not a second one like it
        return Progress(Aim.MOVE, natural, 0.0, reached, Interval.BOUNDED, 0.0, 0.0)
    assert baseline.se is not None and now.se is not None and target_se is not None
    z = float(special.ndtri(0.5 + level / 2))
    kind, low, high = fieller(
        done,
        all_of_it,
        now.se**2 + baseline.se**2,
        target_se**2 + baseline.se**2,
        baseline.se**2,
        z,
    )
    return Progress(Aim.MOVE, natural, share, reached, kind, low, high)


def fieller(
    above: float, below: float, var_above: float, var_below: float, covariance: float, z: float
) -> tuple[Interval, float | None, float | None]:
    """Fieller's set for ``above / below``: all ratios p with |above - p below| <= z se.

    Bounded when ``below`` differs from 0 by more than z standard errors. Else it is all numbers, or
    all but a stretch: then p <= low or p >= high. Limits are None where it is all numbers.
    """
    # (below² - z² var_below) p² - 2 (above below - z² cov) p + (above² - z² var_above) <= 0
    a = below**2 - z**2 * var_below
    b = above * below - z**2 * covariance
    c = above**2 - z**2 * var_above
    inside = b**2 - a * c
    if a > 0:
        # Rounding may leave a hair below zero where both errors are nought.
        root = math.sqrt(max(inside, 0.0))
        return Interval.BOUNDED, (b - root) / a, (b + root) / a
    if a == 0 or inside <= 0:
        return Interval.UNBOUNDED, None, None
    root = math.sqrt(inside)
    return Interval.OUTSIDE, (b + root) / a, (b - root) / a


def _kept(now: float, target: float, direction: Direction | None) -> bool | None:
    if direction is not None:
        return direction.reaches(now, target)
    return True if equal(now, target) else None
