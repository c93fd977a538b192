"""How uncertain an assumption is: a figure, or a distribution of figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import ndtr, ndtri

from wijkwerk.finance.core.discounting import Floats


class Distribution(Protocol):
    """What an assumption may be worth."""

    @property
    def mean(self) -> float:
        """What it is worth on average."""

    @property
    def is_certain(self) -> bool:
        """Whether it is always worth the same."""

    def quantile(self, chance: Floats) -> Floats:
        """The values below which it lies with these chances (between 0 and 1)."""

    def draws(self, chance: np.random.Generator, number: int) -> Floats:
        """So many values by chance."""

    def of_normal(self, standard: Floats) -> Floats:
        """The values that lie as far in this distribution as ``standard`` in the standard normal one."""


class _ByQuantile:
    """What distributions share that aren't normal."""

    def quantile(self, chance: Floats) -> Floats:
        """The values below which it lies with these chances."""
        raise NotImplementedError

    def of_normal(self, standard: Floats) -> Floats:
        """By way of the chance of a standard normal value."""
        return self.quantile(ndtr(standard))


@dataclass(frozen=True)
class Fixed:
    """A figure that is known."""

    value: float

    @property
    def mean(self) -> float:
        """The figure."""
        return self.value

    @property
    def is_certain(self) -> bool:
        """It is."""
        return True

    def quantile(self, chance: Floats) -> Floats:
        """The figure."""
        return np.full_like(np.asarray(chance, dtype=float), self.value)

    def draws(self, chance: np.random.Generator, number: int) -> Floats:
        """The figure."""
        return np.full(number, self.value)

    def of_normal(self, standard: Floats) -> Floats:
        """The figure."""
        return self.quantile(standard)


@dataclass(frozen=True)
class Normal:
    """The normal distribution: ``mean``, and ``deviation`` its standard deviation (above nothing)."""

    mean: float
    deviation: float

    def __post_init__(self) -> None:
        if not self.deviation > 0:
            raise ValueError("a standard deviation is above 0")

    @property
    def is_certain(self) -> bool:
        """It isn't."""
        return False

    def quantile(self, chance: Floats) -> Floats:
        """The values below which it lies with these chances."""
        return self.of_normal(ndtri(chance))

    def draws(self, chance: np.random.Generator, number: int) -> Floats:
        """So many values by chance."""
        return self.of_normal(chance.standard_normal(number))

    def of_normal(self, standard: Floats) -> Floats:
        """Stretched and moved."""
        return self.mean + self.deviation * standard


@dataclass(frozen=True)
class LogNormal(_ByQuantile):
    """The lognormal distribution with this ``mean`` and ``deviation``, both of the values themselves and above
    nothing."""

    mean: float
    deviation: float

    def __post_init__(self) -> None:
        if not (self.mean > 0 and self.deviation > 0):
            raise ValueError("a lognormal distribution has a mean and a deviation above 0")

    @property
    def is_certain(self) -> bool:
        """It isn't."""
        return False

    def quantile(self, chance: Floats) -> Floats:
        """The values below which it lies with these chances."""
        return self.of_normal(ndtri(chance))

    def draws(self, chance: np.random.Generator, number: int) -> Floats:
        """So many values by chance."""
        return self.of_normal(chance.standard_normal(number))

    def of_normal(self, standard: Floats) -> Floats:
        """The power of e of a normal value."""
        spread = math.sqrt(math.log1p((self.deviation / self.mean) ** 2))
        middle = math.log(self.mean) - spread**2 / 2
        return np.exp(middle + spread * standard)


@dataclass(frozen=True)
class Uniform(_ByQuantile):
    """Every value from ``low`` to ``high`` alike."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError("the lowest value lies below the highest")

    @property
    def mean(self) -> float:
        """The middle."""
        return (self.low + self.high) / 2

    @property
    def is_certain(self) -> bool:
        """It isn't."""
        return False

    def quantile(self, chance: Floats) -> Floats:
        """The values below which it lies with these chances."""
        return self.low + (self.high - self.low) * chance

    def draws(self, chance: np.random.Generator, number: int) -> Floats:
        """So many values by chance."""
        return self.quantile(chance.random(number))


@dataclass(frozen=True)
class Triangular(_ByQuantile):
    """From ``low`` to ``high``, most likely ``mode``."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            raise ValueError("the most likely value lies between the lowest and the highest")

    @property
    def mean(self) -> float:
        """A third of the three."""
        return (self.low + self.mode + self.high) / 3

    @property
    def is_certain(self) -> bool:
        """It isn't."""
        return False

    def quantile(self, chance: Floats) -> Floats:
        """The values below which it lies with these chances."""
        width, left = self.high - self.low, self.mode - self.low
        rising = self.low + np.sqrt(chance * width * left)
        falling = self.high - np.sqrt((1 - chance) * width * (self.high - self.mode))
        return np.where(chance * width < left, rising, falling)

    def draws(self, chance: np.random.Generator, number: int) -> Floats:
        """So many values by chance."""
        return chance.triangular(self.low, self.mode, self.high, number)
