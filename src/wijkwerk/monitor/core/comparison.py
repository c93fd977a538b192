"""Distance and its change against a reference of the reader's own choice, from published values.

The same rules as ``distances`` and ``changes``, on arrays in memory instead of tables of any size.
What is published has no counts beside it, so area and reference are always treated as
independent: for an area inside its reference the interval is too wide, never too narrow.
Unknown is NaN throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wijkwerk.monitor.core import intervals
from wijkwerk.shared.comparing import comparable

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Estimates:
    """Values with their 95% intervals, in the unit of their indicator; all of shape (n,)."""

    value: Numbers
    lower: Numbers
    upper: Numbers


@dataclass(frozen=True)
class Changes:
    """What happened to n distances; ``kind`` and ``evidence`` are as CHANGES has them."""

    own: Numbers
    reference: Numbers
    distance: Estimates
    kind: NDArray[np.str_]
    evidence: NDArray[np.str_]


def distance(own: Estimates, reference: Estimates, sign: Numbers) -> Estimates:
    """The lag of ``own`` behind ``reference``: positive is worse. ``sign`` is -1 where higher is
    better, else 1; MOVER intervals (Donner and Zou 2012)."""
    gap = difference(own, reference)
    flipped = sign < 0
    # What differs by what computing left over is no distance.
    apart = np.where(comparable(gap.value) == 0, 0.0, gap.value)
    return Estimates(
        apart * sign,
        np.where(flipped, -gap.upper, gap.lower),
        np.where(flipped, -gap.lower, gap.upper),
    )


def difference(first: Estimates, second: Estimates) -> Estimates:
    """``first`` minus ``second``."""
    lower, upper = intervals.difference(
        (first.value, first.lower, first.upper), (second.value, second.lower, second.upper)
    )
    return Estimates(first.value - second.value, lower, upper)


def change(
    first: tuple[Estimates, Estimates],
    last: tuple[Estimates, Estimates],
    sign: Numbers,
    tolerance: Numbers,
) -> Changes:
    """The change between two moments, each a pair (own, reference)."""
    before, after = (distance(own, other, sign) for own, other in (first, last))
    missing = np.isnan(first[0].value) | np.isnan(last[0].value)
    moved, kind, evidence = distance_moved(before, after, tolerance, missing)
    return Changes(
        own=last[0].value - first[0].value,
        reference=last[1].value - first[1].value,
        distance=moved,
        kind=kind,
        evidence=evidence,
    )


def distance_moved(
    before: Estimates, after: Estimates, tolerance: Numbers, own_missing: NDArray[np.bool_]
) -> tuple[Estimates, NDArray[np.str_], NDArray[np.str_]]:
    """The change from distances ``before`` to distances ``after``, its class and the evidence.

    ``own_missing`` says where the area's own figure is missing at a moment: too few to tell. Where
    it isn't and there is no distance, the reference is what is missing.
    """
    moved = difference(after, before)
    change, low, high = (
        comparable(estimate) for estimate in (moved.value, moved.lower, moved.upper)
    )
    most = comparable(tolerance)
    kind = np.select(
        [
            own_missing,
            np.isnan(change),
            comparable(after.value) <= 0,
            np.abs(change) <= most,
            change > 0,
        ],
        ["too_few", "no_reference", "at_or_better", "equal", "larger"],
        "smaller",
    )
    # A comparison with NaN is never true: without an interval nothing is firm.
    firm = np.select(
        [kind == "at_or_better", kind == "equal", kind == "larger", kind == "smaller"],
        [
            comparable(after.upper) <= 0,
            (low >= -most) & (high <= most),
            low > 0,
            high < 0,
        ],
        False,
    )
    return moved, kind, np.where(firm, "firm", "cannot_tell")
