"""What a euro of a later year is worth now, by rates that may step down with the years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rates:
    """Discount rates by year: ``steps`` are (first year, rate), the first from year 0 or 1.

    The rate of a year discounts that one year: the factor of year 31 is that of year 30 divided by one plus
    the rate of year 31, as the Green Book of HM Treasury does it. Raises ValueError for steps that don't
    rise, and for a rate of -100% or less.
    """

    steps: tuple[tuple[int, float], ...]

    def __post_init__(self) -> None:
        years = [year for year, _rate in self.steps]
        if not years or years[0] > 1 or years != sorted(set(years)):
            raise ValueError("the first years of the rates must rise, from 0 or 1")
        if any(rate <= -1 for _year, rate in self.steps):
            raise ValueError("a rate is more than -100%")

    @classmethod
    def flat(cls, rate: float) -> Rates:
        """The same rate in every year."""
        return cls(((0, rate),))

    def of(self, year: int) -> float:
        """The rate that discounts ``year`` (1 or later)."""
        return [rate for first, rate in self.steps if first <= max(year, self.steps[0][0])][-1]

    def factors(self, years: int) -> Floats:
        """The worth now of a euro in year 0, 1, … ``years``: an array of that many and one more. Year 0
        isn't discounted."""
        factors = np.ones(years + 1)
        for year in range(1, years + 1):
            factors[year] = factors[year - 1] / (1 + self.of(year))
        return factors
