"""In how many areas a figure rose, and in how many it fell: what watching for side effects shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from wijkwerk.shared.numbers import is_nought


@dataclass(frozen=True)
class Change:
    """How a figure of an area moved from ``since`` to ``until`` (periods), in its own unit.

    ``size`` is None when either figure is missing or withheld, or the two can't be compared.
    """

    since: str
    until: str
    size: float | None


@dataclass(frozen=True)
class Movement:
    """Numbers of areas. ``unknown``: no two figures of ``since`` and ``until`` to compare."""

    since: str
    until: str
    up: int
    down: int
    same: int
    unknown: int

    @property
    def areas(self) -> int:
        """All areas that were looked at."""
        return self.up + self.down + self.same + self.unknown


def movement(changes: Iterable[Change], areas: int, decimals: int) -> Movement | None:
    """How ``areas`` areas moved, None when not one of them has two figures to compare.

    Over the two periods that most areas have, the latest when that is a tie: other spans aren't
    added to it. A change that is shown as zero with so many ``decimals`` counts as the same.
    """
    compared = [
        (change.since, change.until, change.size) for change in changes if change.size is not None
    ]
    if not compared:
        return None
    spans = Counter((since, until) for since, until, _ in compared)
    since, until = max(spans, key=lambda span: (spans[span], span[1], span[0]))
    sizes = [size for first, last, size in compared if (first, last) == (since, until)]
    moved = [size for size in sizes if not is_nought(size, decimals)]
    up = sum(1 for size in moved if size > 0)
    return Movement(since, until, up, len(moved) - up, len(sizes) - len(moved), areas - len(sizes))
