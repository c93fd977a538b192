"""Distance and its change for one area and a reference of the reader's own choice.

The same rules as ``distances`` and ``changes``, for a handful of figures in memory instead of
tables of any size. What is published has no counts beside it, so area and reference are always
treated as independent: for an area inside its reference the interval is too wide, never too
narrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wijkwerk.monitor.core.definitions import Direction

_SLACK = 1e-6  # 33 - 27.4 must not be more than 5.6 by the last bit of a float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95% interval, all in the indicator's unit; bounds None when unknown."""

    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a distance; ``kind`` and ``evidence`` as CHANGES has them."""

    own: float
    reference: float
    distance: Estimate
    kind: str
    evidence: str


def difference(first: Estimate, second: Estimate) -> Estimate:
    """``first`` minus ``second`` with a MOVER interval (Donner and Zou 2012)."""
    gap = first.value - second.value
    if None in (first.lower, first.upper, second.lower, second.upper):
        return Estimate(gap)
    assert first.lower is not None and first.upper is not None
    assert second.lower is not None and second.upper is not None
    below = math.hypot(first.value - first.lower, second.upper - second.value)
    above = math.hypot(first.upper - first.value, second.value - second.lower)
    return Estimate(gap, gap - below, gap + above)


def distance(own: Estimate, reference: Estimate, direction: Direction) -> Estimate:
    """The lag of ``own`` behind ``reference``: positive is worse, whatever the direction."""
    if direction is Direction.HIGHER_IS_BETTER:
        return difference(reference, own)
    return difference(own, reference)


def change(
    first: tuple[Estimate, Estimate],
    last: tuple[Estimate, Estimate],
    direction: Direction,
    tolerance: float,
) -> Change:
    """The change between two moments, each an (own, reference) pair of estimates."""
    before, after = (distance(own, other, direction) for own, other in (first, last))
    moved = difference(after, before)
    kind = classify(after.value, moved.value, tolerance)
    return Change(
        own=last[0].value - first[0].value,
        reference=last[1].value - first[1].value,
        distance=moved,
        kind=kind,
        evidence="firm" if is_firm(kind, after, moved, tolerance) else "cannot_tell",
    )


def classify(latest: float, moved: float, tolerance: float) -> str:
    """The class of a change of the distance by ``moved`` to ``latest``."""
    if latest <= 1e-9:
        return "at_or_better"
    if abs(moved) <= tolerance + _SLACK:
        return "equal"
    return "larger" if moved > 0 else "smaller"


def is_firm(kind: str, latest: Estimate, moved: Estimate, tolerance: float) -> bool:
    """Whether the intervals leave no doubt about the class."""
    if kind == "at_or_better":
        return latest.upper is not None and latest.upper <= 0
    if moved.lower is None or moved.upper is None:
        return False
    if kind == "equal":
        return moved.lower >= -tolerance and moved.upper <= tolerance
    return moved.lower > 0 if kind == "larger" else moved.upper < 0
