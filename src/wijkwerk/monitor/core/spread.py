"""How far the areas of a level lie apart on an indicator, and where one of them lies in that range.

Method: docs/method/spine.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

FEWEST = 5  # areas: of fewer, quarters say nothing


@dataclass(frozen=True)
class Spread:
    """The distances (positive: behind) of all areas of a level at one moment: ``areas`` how many,
    ``scale`` the root of their mean square, and the ends and quarters of their range."""

    areas: int
    scale: float
    lowest: float
    lower_quarter: float
    upper_quarter: float
    highest: float

    def standardised(self, distance: float) -> float:
        """``distance`` in scales, so that indicators of different units stand beside each other."""
        return distance / self.scale

    @property
    def tells(self) -> bool:
        """Whether there are areas enough, and any that isn't where the reference is."""
        return self.areas >= FEWEST and self.scale > 0


@dataclass(frozen=True)
class Values:
    """As ``Spread``, of the values themselves: from these follow the distances to any one reference."""

    areas: int
    mean: float
    variance: float  # of all areas: divided by their number
    lowest: float
    lower_quarter: float
    upper_quarter: float
    highest: float

    def against(self, reference: float, sign: int) -> Spread:
        """The spread of ``sign * (value - reference)``; ``sign`` -1 where more is better, else 1."""
        ends = (self.lowest, self.lower_quarter, self.upper_quarter, self.highest)
        moved = sorted(sign * (end - reference) for end in ends)
        return Spread(self.areas, sqrt(self.variance + (self.mean - reference) ** 2), *moved)
