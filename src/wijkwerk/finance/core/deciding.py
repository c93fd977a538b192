"""Which assumption decides: how far the outcome moves with each, where it turns, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from wijkwerk.finance.core.analysis import Analysis, Assumption, nets
from wijkwerk.finance.core.discounting import Floats

LOW, HIGH = 0.05, 0.95
_STEPS = 400


@dataclass(frozen=True)
class Swing:
    """An assumption at its 5% and its 95% value, all others at their mean. ``at_low`` and ``at_high`` are nets of
    each party, with all together last; ``turns`` says for which of these the sign changes in between."""

    code: str
    low: float
    high: float
    at_low: Floats
    at_high: Floats

    @property
    def turns(self) -> tuple[bool, ...]:
        """Whether the assumption alone turns a gain into a loss: by party, all together last."""
        return tuple(
            bool(low * high < 0) for low, high in zip(self.at_low, self.at_high, strict=True)
        )

    @property
    def width(self) -> float:
        """How far the outcome of all together moves."""
        return float(abs(self.at_high[-1] - self.at_low[-1]))


def swings(analysis: Analysis) -> list[Swing]:
    """Every uncertain assumption, the one that moves the sum of all most first: a tornado."""
    rows = []
    for place, assumption in enumerate(analysis.assumptions):
        if assumption.distribution.is_certain:
            continue
        low, high = assumption.distribution.quantile(np.array([LOW, HIGH]))
        outcome = _at(analysis, place, np.array([low, high]))
        rows.append(Swing(assumption.code, float(low), float(high), outcome[0], outcome[1]))
    return sorted(rows, key=lambda swing: (-swing.width, swing.code))


def _at(analysis: Analysis, place: int, values: Floats) -> Floats:
    """Nets with the assumption at ``place`` at each of ``values``, the others at their mean."""
    columns = np.repeat(analysis.means, len(values), axis=1)
    columns[place] = values
    return nets(analysis, columns)


def break_evens(analysis: Analysis, code: str) -> list[float | None]:
    """The value of an assumption at which nothing is left, all others at their mean: for each party, and last for all
    together. The nearest to its mean when there are several; None when there is none, or when the outcome doesn't
    depend on it."""
    place = analysis.places[code]
    assumption = analysis.assumptions[place]
    mean = assumption.distribution.mean
    step = max(abs(mean), 1e-3) / 10
    below, middle, above = _at(analysis, place, np.array([mean - step, mean, mean + step]))
    scale = np.maximum(np.maximum(np.abs(below), np.abs(above)), np.abs(middle)) + 1e-300
    is_moved = np.abs(above - below) > 1e-12 * scale
    is_straight = np.abs(above - 2 * middle + below) <= 1e-9 * scale
    bent = is_moved & ~is_straight
    curves = _Curves.of(analysis, place, assumption) if bent.any() else None
    roots: list[float | None] = []
    for column in range(len(middle)):
        root = None
        if curves is not None and bent[column]:
            root = curves.root(column)
        elif is_moved[column]:
            slope = (above[column] - below[column]) / (2 * step)
            root = float(mean - middle[column] / slope)
        is_possible = root is not None and (not assumption.is_share or 0 <= root <= 1)
        roots.append(root if is_possible else None)
    return roots


@dataclass(frozen=True)
class _Curves:
    """The nets of all columns along the values of an assumption, for those that aren't straight lines in it."""

    analysis: Analysis
    place: int
    mean: float
    grid: Floats
    values: Floats

    @classmethod
    def of(cls, analysis: Analysis, place: int, assumption: Assumption) -> _Curves:
        """Looked at where the assumption may lie."""
        grid = np.linspace(*_range(assumption), _STEPS)
        return cls(analysis, place, assumption.distribution.mean, grid, _at(analysis, place, grid))

    def root(self, column: int) -> float | None:
        """Where a curve crosses nothing, nearest to the mean."""
        signs = np.sign(self.values[:, column])
        roots = [float(self.grid[at]) for at in np.flatnonzero(signs == 0)]
        for at in np.flatnonzero(signs[:-1] * signs[1:] < 0):
            roots.append(float(brentq(self._net, self.grid[at], self.grid[at + 1], args=(column,))))
        return min(roots, key=lambda root: abs(root - self.mean), default=None)

    def _net(self, value: float, column: int) -> float:
        return float(_at(self.analysis, self.place, np.array([value]))[0, column])


def _range(assumption: Assumption) -> tuple[float, float]:
    """Where is looked: between 0 and 1 for a share, else ten times as wide as it is uncertain, or as large."""
    if assumption.is_share:
        return 0.0, 1.0
    low, mean, high = (
        float(assumption.distribution.quantile(np.array([LOW]))[0]),
        assumption.distribution.mean,
        float(assumption.distribution.quantile(np.array([HIGH]))[0]),
    )
    reach = 10 * max(high - low, abs(mean))
    return mean - reach, mean + reach
