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


def break_even(analysis: Analysis, code: str, column: int = -1) -> float | None:
    """The value of an assumption at which nothing is left, all others at their mean: for all together, or for the
    party of ``column``. The nearest to its mean when there are several; None when there is none, or when the
    outcome doesn't depend on it."""
    place = analysis.places[code]
    assumption = analysis.assumptions[place]

    def net(value: float) -> float:
        return float(_at(analysis, place, np.array([value]))[0, column])

    mean = assumption.distribution.mean
    step = max(abs(mean), 1e-3) / 10
    below, middle, above = net(mean - step), net(mean), net(mean + step)
    scale = max(abs(below), abs(middle), abs(above), 1e-300)
    if abs(above - below) <= 1e-12 * scale:
        return None
    if abs(above - 2 * middle + below) <= 1e-9 * scale:
        root = mean - middle * 2 * step / (above - below)
        return root if not assumption.is_share or 0 <= root <= 1 else None
    return _nearest_root(analysis, assumption, place, column, net)


def _nearest_root(
    analysis: Analysis, assumption: Assumption, place: int, column: int, net: object
) -> float | None:
    low, high = _range(assumption)
    grid = np.linspace(low, high, _STEPS)
    values = _at(analysis, place, grid)[:, column]
    crossings = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    roots = [float(grid[at]) for at in np.flatnonzero(values == 0)]
    roots += [float(brentq(net, grid[at], grid[at + 1])) for at in crossings]
    mean = assumption.distribution.mean
    return min(roots, key=lambda root: abs(root - mean), default=None)


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
