"""Secondary suppression over nested areas: all areas and periods of an indicator at once.

A parent is the sum of its children. Withheld cells below one published parent (directly, or through
parents that are withheld themselves) add up to a known amount, and nothing else is known of them:
in a hierarchy every such *pool* stands by itself. A withheld cell can then be anything from what the
others in its pool can't hold to what the pool has. So a pool is safe when it holds enough between
all its cells: with a limit of m counts and pools of at least 2m with and 2m without the property, an
intruder who knows the base of every cell still finds an interval of at least m, or the cell's whole
base, for each cell that is too small (docs/method/disclosure.md has the proof; Hundepool et al. 2012,
ch. 4, the general case).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkwerk.monitor.core.disclosure.cells import Bools, Cells, Floats, Ints, Limits, Tree
from wijkwerk.monitor.core.disclosure.tied import Ties

# A pool holds at least this many times the limit.
SLACK = 2.0
# Below this part of a total, it is the same as a sum.
_SAME = 1e-6


def secondary(
    tree: Tree,
    cells: Cells,
    unsafe: Bools,
    limits: Limits,
    last: Bools | None = None,
    ties: Ties | None = None,
) -> Bools:
    """All withheld cells (primary ones included), shape (areas, periods); deterministic.

    Adds, until nothing changes: for a published parent whose pool is too small, the sibling with
    the smallest base that is large enough (the largest when none is); the parent itself when no
    sibling is left; and below a withheld parent whose children are all published, one child. Ties
    go by code. Cells in ``last`` are only taken when nothing else is left. Cells that are tied to each
    other (``ties``) count as one in a pool and bring nothing to it.
    """
    if not unsafe.any() or not (tree.parent >= 0).any():
        return unsafe.copy()
    return _Pools(tree, cells, limits, last, ties or {}).settled(unsafe)


@dataclass(frozen=True)
class _Level:
    """The cells of one depth that have a parent cell: flat places of child and parent."""

    child: Ints
    parent: Ints


class _Pools:
    """The hierarchy of one indicator with a place per area and period, flattened."""

    def __init__(
        self, tree: Tree, cells: Cells, limits: Limits, last: Bools | None, ties: Ties
    ) -> None:
        self.shape = cells.exists.shape
        periods = self.shape[1]
        self.size = cells.exists.size
        self.exists = cells.exists.ravel()
        self.last = np.zeros(self.size, dtype=bool) if last is None else last.ravel()
        amounts = [(cells.count, limits.count), (cells.base, limits.base)]
        if np.isfinite(cells.rest[cells.exists]).any():
            amounts.insert(1, (cells.rest, limits.count))
        self.amounts = [np.nan_to_num(values).ravel() for values, _ in amounts]
        self.needed = [SLACK * limit for _, limit in amounts]
        self.base = np.nan_to_num(cells.base).ravel()
        self.tie, self.demands = self._tied(ties, [limit for _, limit in amounts], periods)
        depth = tree.depth()
        moments = np.arange(periods)
        self.levels: list[_Level] = []
        for level_depth in range(int(depth.max()), 0, -1):
            areas = np.flatnonzero(depth == level_depth)
            child = (areas[:, None] * periods + moments).ravel()
            parent = (tree.parent[areas][:, None] * periods + moments).ravel()
            both = self.exists[child] & self.exists[parent]
            self.levels.append(_Level(child[both], parent[both]))
        if cells.estimated is not None:
            self._drop_outside(np.isnan(cells.base).ravel(), cells.estimated.ravel())
        self.child = np.concatenate([level.child for level in self.levels])
        self.parent = np.concatenate([level.parent for level in self.levels])
        self.inner = np.zeros(self.size, dtype=bool)
        self.inner[self.parent] = True
        self.able = self._able()

    def _drop_outside(self, unknown: Bools, estimated: Bools) -> None:
        """Leave out cells that the publisher withheld where the parent was added up from the others:
        then they aren't in it, and nothing can be subtracted. A publisher's own total that equals
        the sum of the others tells that hardly anything is left: there they stay in."""
        if not unknown.any() or not estimated.any():
            return
        for number, level in enumerate(self.levels):
            same = estimated & ~unknown
            for values in self.amounts:
                total = np.bincount(level.parent, values[level.child], minlength=self.size)
                same &= np.abs(total - values) <= _SAME * np.maximum(self.base, 1.0)
            inside = ~(unknown[level.child] & same[level.parent])
            self.levels[number] = _Level(level.child[inside], level.parent[inside])

    def _tied(self, ties: Ties, limits: list[float], periods: int) -> tuple[Ints, list[Floats]]:
        """Per cell the number of its tie (-1: none), and per amount what a pool with that tie needs
        besides it: tied cells move in step, each by its share of what all of them move together."""
        number = np.full(self.size, -1, dtype=np.int64)
        demands = [np.zeros(self.size) for _ in limits]
        every = [(tie, period) for period, several in ties.items() for tie in several]
        for own, (tie, period) in enumerate(every):
            places = tie.areas * periods + period
            share, places = tie.share[self.exists[places]], places[self.exists[places]]
            if places.size < 2:
                continue
            number[places] = own
            together = min(1.0, float(share.sum())) / float(share.min())
            for demand, limit in zip(demands, limits, strict=True):
                demand[places] = SLACK * min(limit * together, float(self.base[places].sum()))
        return number, demands

    def _able(self) -> Bools:
        """Cells that can carry the protection of a pool: large enough, and when they have children
        one of those is too, since that one goes with it."""
        able = self.tie < 0
        for values, needed in zip(self.amounts, self.needed, strict=True):
            able &= values >= needed
        for level in self.levels:
            has = np.zeros(self.size, dtype=bool)
            has[level.parent[able[level.child]]] = True
            inner = np.zeros(self.size, dtype=bool)
            inner[level.parent] = True
            able &= ~inner | has
        return able

    def settled(self, unsafe: Bools) -> Bools:
        """``unsafe`` and all that has to go with it."""
        withheld = unsafe.ravel().copy()
        while True:
            thin, childless = self._wanting(withheld)
            if childless.any():
                # First of all: what a withheld parent brings to a pool is known after this.
                withheld[self._cheapest(withheld, childless)] = True
                continue
            if not thin.any():
                return withheld.reshape(self.shape)
            chosen = self._cheapest(withheld, thin)
            withheld[chosen] = True
            helped = np.zeros(self.size, dtype=bool)
            helped[self.parent[np.isin(self.child, chosen)]] = True
            # A family that has nobody left to help: the parent goes too.
            withheld[thin & ~helped] = True

    def _wanting(self, withheld: Bools) -> tuple[Bools, Bools]:
        """Published parents whose pool is too small; withheld parents without a withheld child."""
        hidden_child = withheld[self.child]
        child, parent = self.child[hidden_child], self.parent[hidden_child]
        number = np.bincount(parent, minlength=self.size)
        tied = self.tie[child] >= 0
        # Tied cells of one parent are one unknown.
        pairs = np.unique(np.column_stack([parent[tied], self.tie[child[tied]]]), axis=0)
        unknowns = np.bincount(parent[~tied], minlength=self.size)
        unknowns += np.bincount(pairs[:, 0], minlength=self.size)
        small = unknowns < 2
        for values, needed, of_tie in zip(self.amounts, self.needed, self.demands, strict=True):
            # What a withheld cell brings: itself, or what its withheld children bring.
            brings = np.where(withheld & ~self.inner & (self.tie < 0), values, 0.0)
            asks = np.where(withheld, of_tie, 0.0)
            pool, least = np.zeros(self.size), np.full(self.size, needed)
            for level in self.levels:
                hidden_child = withheld[level.child]
                np.maximum.at(least, level.parent[hidden_child], asks[level.child[hidden_child]])
                np.maximum.at(asks, level.parent[hidden_child], asks[level.child[hidden_child]])
                sums = np.bincount(
                    level.parent[hidden_child],
                    brings[level.child[hidden_child]],
                    minlength=self.size,
                )
                pool += sums
                brings = brings + np.where(withheld, sums, 0.0)
            small |= pool < least - 1e-9
        thin = self.exists & ~withheld & (number >= 1) & small
        return thin, withheld & self.inner & (number == 0)

    def _cheapest(self, withheld: Bools, wanted: Bools) -> Ints:
        """One published child for each wanting parent that has one: able ones first, then the
        smallest base, then by code."""
        candidate = wanted[self.parent] & ~withheld[self.child]
        options, of = self.child[candidate], self.parent[candidate]
        able = self.able[options]
        # A cell that isn't able protects better the larger it is.
        size = np.where(able, self.base[options], -self.base[options])
        order = np.lexsort((options, size, ~able, self.last[options], of))
        ordered = of[order]
        first = np.ones(ordered.size, dtype=bool)
        first[1:] = ordered[1:] != ordered[:-1]
        return np.asarray(options[order][first], dtype=np.int64)
