"""An analysis drawn many times by chance: how sure its outcome is, for all and for each party.

Draws are made in blocks of one size, so that the same seed gives the same answer and memory stays small. Assumptions
that go together are drawn by a Gaussian copula; its normal correlation is 2 sin(pi r / 6) for a rank correlation r
(Pearson 1907).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkwerk.finance.core.analysis import Analysis, Kind, worths
from wijkwerk.finance.core.discounting import Floats

BLOCK = 4096
QUANTILES = (0.025, 0.25, 0.5, 0.75, 0.975)


@dataclass(frozen=True)
class Simulated:
    """What came out: ``nets`` are draws by parties, with all together in the last column; ``benefits`` and
    ``costs`` are of all, by draw."""

    nets: Floats
    benefits: Floats
    costs: Floats

    @property
    def chance_positive(self) -> Floats:
        """The share of draws in which there is something left, for each column of ``nets``."""
        return np.asarray((self.nets > 0).mean(axis=0))

    @property
    def mean(self) -> Floats:
        """What is left on average, for each column."""
        return np.asarray(self.nets.mean(axis=0))

    @property
    def deviation(self) -> Floats:
        """Standard deviation, for each column."""
        return np.asarray(self.nets.std(axis=0, ddof=1))

    def quantiles(self) -> Floats:
        """``QUANTILES`` by columns of ``nets``."""
        return np.quantile(self.nets, QUANTILES, axis=0)


def normal_correlations(analysis: Analysis) -> tuple[list[int], Floats]:
    """The places of assumptions that go together with others, and the triangular root of their normal
    correlations. Raises ValueError when what is stated can't be true of all at once."""
    names = sorted({code for pair in analysis.correlations for code in (pair.first, pair.second)})
    matrix = np.eye(len(names))
    for pair in analysis.correlations:
        row, column = names.index(pair.first), names.index(pair.second)
        matrix[row, column] = matrix[column, row] = 2 * np.sin(np.pi * pair.rank / 6)
    values, vectors = np.linalg.eigh(matrix)
    if len(names) and values.min() < -1e-9:
        raise ValueError("these correlations can't all be true at once")
    root = vectors * np.sqrt(np.clip(values, 0, None))
    return [analysis.places[name] for name in names], root


def simulate(analysis: Analysis, draws: int, chance: np.random.Generator) -> Simulated:
    """``draws`` outcomes by chance (at least 2). Raises ValueError as ``normal_correlations``."""
    together, root = normal_correlations(analysis)
    alone = [place for place in range(len(analysis.assumptions)) if place not in set(together)]
    parties = len(analysis.parties)
    nets = np.empty((draws, parties + 1))
    benefits, costs = np.empty(draws), np.empty(draws)
    kinds = np.stack([analysis.rows_of(Kind.EFFECT), analysis.rows_of(Kind.COST)], axis=1)
    # What isn't spread over parties in full is no part of the sum: shares say it.
    spread = np.abs(analysis.shares.sum(axis=1))[:, None] * kinds
    for start in range(0, draws, BLOCK):
        size = min(BLOCK, draws - start)
        values = np.empty((len(analysis.assumptions), size))
        for place in alone:
            values[place] = analysis.assumptions[place].distribution.draws(chance, size)
        if together:
            standard = root @ chance.standard_normal((len(together), size))
            for row, place in enumerate(together):
                values[place] = analysis.assumptions[place].distribution.of_normal(standard[row])
        sums = worths(analysis, values)
        rows = slice(start, start + size)
        nets[rows, :parties] = sums.T @ analysis.shares
        benefits[rows], costs[rows] = spread.T @ sums
    nets[:, parties] = benefits - costs
    return Simulated(nets, benefits, costs)
