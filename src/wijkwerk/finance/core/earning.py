"""Whether an activity that gets a subsidy earns its own keep, and what remains when the subsidy ends. Amounts are whole
cents a month."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Activity:
    """``fixed`` costs don't depend on what is sold; ``variable`` is the share of the turnover that it costs to make it
    (from 0 to below 1). ``reserve`` is what was put aside for the time after the subsidy."""

    turnover: int
    fixed: int
    variable: Fraction = Fraction(0)
    subsidy: int = 0
    reserve: int = 0

    def __post_init__(self) -> None:
        if min(self.turnover, self.fixed, self.subsidy, self.reserve) < 0:
            raise ValueError("amounts aren't below 0")
        if not 0 <= self.variable < 1:
            raise ValueError("a share of the turnover lies between 0 and 1")

    @property
    def costs(self) -> Fraction:
        """All costs of a month."""
        return self.fixed + self.variable * self.turnover

    @property
    def coverage(self) -> Fraction | None:
        """The part of its costs that it earns; None when it costs nothing."""
        return self.turnover / self.costs if self.costs else None

    @property
    def break_even(self) -> Fraction:
        """The turnover at which it earns its costs: fixed costs divided by what is left of each euro sold."""
        return self.fixed / (1 - self.variable)

    @property
    def left_with_subsidy(self) -> Fraction:
        """What is left a month; below nothing when it loses money."""
        return self.turnover + self.subsidy - self.costs

    @property
    def left_without(self) -> Fraction:
        """The same once the subsidy ended."""
        return self.turnover - self.costs

    @property
    def months_of_reserve(self) -> int | None:
        """How many whole months the reserve pays for what lacks without the subsidy; None when nothing lacks."""
        return None if self.left_without >= 0 else int(self.reserve // -self.left_without)
