"""Which withheld cells the sums of one indicator leave no room: known, or known to be a few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from wijkwerk.monitor.core.disclosure.intruder import Bools, Floats, Sums, ranges

# Published numbers have nine decimals: sums are right to far less than this.
_LOOSE = 0.01
# A mean counts as known when it is known to within this part of itself.
_CLOSE = 0.1
# What is left over of a sum of numbers with nine decimals.
_OFF = 1e-5


@dataclass(frozen=True)
class Equations:
    """``matrix`` (equations, hidden cells); what is left for these of base and amount (nan where
    totals don't tell), give or take the slack; ``rounded`` where the publisher's rounding is seen."""

    matrix: csr_matrix
    base: Floats
    amount: Floats
    base_slack: Floats
    amount_slack: Floats
    rounded: Bools

    def told(self, rows: Bools) -> Equations:
        """These equations alone."""
        return Equations(
            self.matrix[rows],
            self.base[rows],
            self.amount[rows],
            self.base_slack[rows],
            self.amount_slack[rows],
            self.rounded[rows],
        )

    def finite(self) -> Bools:
        """Where both amounts are told."""
        return np.asarray(np.isfinite(self.base) & np.isfinite(self.amount))

    def empty(self) -> Bools:
        """Sums that the published parts explain: what is hidden below needn't be in them."""
        plain = np.asarray((self.matrix < 0).sum(axis=1)).ravel() == 0
        nothing = (np.abs(self.base) <= np.maximum(self.base_slack, 0.5)) & (
            np.abs(self.amount) <= np.maximum(self.amount_slack, 0.5)
        )
        return np.asarray(plain & nothing)


def known_counts(all_sums: Equations, limit: float, rest: bool) -> tuple[list[int], int]:
    """Cells of a rate that are known to the unit, or known to be fewer than ``limit`` in a range
    narrower than that or than their base; and the number of programmes. ``rest``: do those without
    the property count too?"""
    sums = all_sums.told(all_sums.finite())
    exact = (sums.base_slack <= 0) & (sums.amount_slack <= 0)
    # Or to all its decimals the sum of the published parts: it was made of those.
    made_empty = ~sums.rounded & (np.abs(sums.base) <= _OFF) & (np.abs(sums.amount) <= _OFF)
    sums = sums.told(~((exact | made_empty) & sums.empty()))
    size = sums.matrix.shape[1]
    need = np.full(size, max(1.0, limit))
    low, high, programmes = ranges(Sums(sums.matrix, sums.base, sums.base_slack), need)
    pinned = set(np.flatnonzero(high - low < 1 - _LOOSE).tolist())
    room = np.minimum(limit, np.maximum(high, 1.0))
    amounts = [(sums.amount, sums.amount_slack)]
    if rest:
        amounts.append((sums.base - sums.amount, sums.base_slack + sums.amount_slack))
    for amount, slack in amounts:
        low, high, solved = ranges(Sums(sums.matrix, amount, slack), need)
        programmes += solved
        width = high - low
        narrow = (width < 1 - _LOOSE) | ((low < limit) & (width < room - _LOOSE))
        pinned |= set(np.flatnonzero(narrow).tolist())
    return sorted(pinned), programmes


def known_means(all_sums: Equations) -> tuple[list[int], int]:
    """Cells of a mean, score or the like that follow from the sums: where nobody rounded, by their
    place in them alone (bases are granted); elsewhere to within a tenth of the mean itself."""
    finite = all_sums.finite()
    sums = all_sums.told(finite)
    of_groups = all_sums.told(~finite & ~np.isnan(all_sums.base_slack))
    sums = sums.told(~sums.empty())
    plain = sums.told(~sums.rounded)
    pinned = set()
    programmes = 0
    size = all_sums.matrix.shape[1]
    # Does any other figure fit? The amounts don't matter for that.
    by_place = csr_matrix(vstack([plain.matrix, of_groups.matrix]))
    low, high, solved = ranges(
        Sums(by_place, np.asarray(by_place @ np.ones(size))), np.full(size, 1e-3)
    )
    programmes += solved
    pinned |= set(np.flatnonzero(high - low < 1e-3 / 2).tolist())
    if sums.base.size == 0:
        return sorted(pinned), programmes
    of_base = Sums(sums.matrix, sums.base, sums.base_slack)
    of_amount = Sums(sums.matrix, sums.amount, sums.amount_slack, free=True)
    base_low, base_high, solved = ranges(of_base, _worth_asking(of_base))
    programmes += solved
    low, high, solved = ranges(of_amount, _worth_asking(of_amount))
    programmes += solved
    has_range = (base_low > 0) & np.isfinite(base_high) & np.isfinite(low) & np.isfinite(high)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.array([edge / base for edge in (low, high) for base in (base_low, base_high)])
    width = ends.max(axis=0) - ends.min(axis=0)
    close = width < _CLOSE * np.abs(ends).max(axis=0)
    pinned |= set(np.flatnonzero(has_range & close).tolist())
    return sorted(pinned), programmes


def _worth_asking(sums: Sums) -> Floats:
    """A cell that can move by this much isn't close to known: a part of the largest sum it is in."""
    most = np.abs(sums.right) + sums.give()
    largest = abs(sums.matrix).multiply(most[:, None]).tocsr().max(axis=0)
    return np.asarray(1 + 2 * _CLOSE * largest.toarray().ravel())
