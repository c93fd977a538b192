"""What a hierarchy doesn't cover: totals of groups that cut across it. These go to a solver.

A group's published total is one more equation over the same cells, and it closes loops, so adding
up pools no longer suffices: a linear programme asks for each cell that is too small how low and how
high it could be, given everything published (scipy's HiGHS). The intruder is granted every base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from wijkwerk.monitor.core.disclosure.cells import Bools, Floats, Ints, Limits
from wijkwerk.monitor.core.disclosure.tied import Tie
from wijkwerk.monitor.core.disclosure.tree import SLACK

_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Moment:
    """One period of one indicator: arrays over areas.

    ``parent`` is -1 where the parent has no cell; ``unsafe`` are the cells that are too small by
    themselves, ``withheld`` all that are withheld; ``unknown`` those that the publisher withheld,
    whose amounts are in no sum of ours; ``ties`` are cells made of the same old counts.
    """

    parent: Ints
    count: Floats
    rest: Floats
    base: Floats
    withheld: Bools
    unsafe: Bools
    unknown: Bools
    ties: Sequence[Tie] = ()


def closed_groups(now: Moment, members: Sequence[Ints], limits: Limits) -> list[bool]:
    """Which groups must not show their total.

    ``members`` are the areas with a cell in each group. Groups are tried from large to small (ties
    by order); one is shown when, with those already shown, every withheld cell that is too small
    keeps an interval as wide as the limit, or as its whole base, and no other is known to the unit.
    """
    at = _Leaves(now)
    shown: list[int] = []
    closed = [False] * len(members)
    order = sorted(range(len(members)), key=lambda number: (-members[number].size, number))
    for number in order:
        own = at.rows_of(members[number])
        if own is None:
            continue
        trial = [*shown, number]
        if own.sum() == 0 or not at.holds(
            [at.rows_of(members[member]) for member in trial], limits
        ):
            closed[number] = True
        else:
            shown.append(number)
    return closed


class _Leaves:
    """The withheld cells at the ends of the hierarchy; all other withheld cells are sums of them."""

    def __init__(self, now: Moment) -> None:
        self.now = now
        hidden = now.withheld & ~now.unknown
        inner = np.zeros(hidden.size, dtype=bool)
        has_parent = hidden & (now.parent >= 0)
        inner[now.parent[has_parent]] = True
        self.leaves = np.flatnonzero(hidden & ~inner)
        self.place = np.full(hidden.size, -1, dtype=np.int64)
        self.place[self.leaves] = np.arange(self.leaves.size)
        # Of every withheld cell the leaves below it; and of every leaf its pool.
        self.below: dict[int, list[int]] = {}
        pool = np.full(self.leaves.size, -1, dtype=np.int64)
        for number, leaf in enumerate(self.leaves.tolist()):
            area = leaf
            while True:
                self.below.setdefault(area, []).append(number)
                above = int(now.parent[area])
                if above < 0 or now.unknown[above]:
                    break
                if not now.withheld[above]:
                    pool[number] = above
                    break
                area = above
        self.pool = pool  # -1: nothing published lies above, so there is no sum
        self.rules = self._tie_rules(now.ties)

    def _tie_rules(self, ties: Sequence[Tie]) -> list[Floats]:
        """Weighted sums of leaves that are nought whatever the old counts were."""
        rules = []
        for tie in ties:
            for rule in tie.rules:
                used = self.place[tie.areas[rule != 0]]
                if (used >= 0).all():
                    row = np.zeros(self.leaves.size)
                    row[used] = rule[rule != 0]
                    rules.append(row)
        return rules

    def rows_of(self, members: Ints) -> Floats | None:
        """How often each leaf counts in a group's total, or None when nothing in it is withheld."""
        hidden = members[self.now.withheld[members] & ~self.now.unknown[members]]
        if hidden.size == 0:
            return None
        row = np.zeros(self.leaves.size)
        for area in hidden.tolist():
            row[self.below.get(area, [])] += 1.0
        return row

    def holds(self, rows: Sequence[Floats | None], limits: Limits) -> bool:
        """Do all cells that are too small keep their interval with these groups shown?"""
        groups = [row for row in rows if row is not None]
        touched = self._reached(groups)
        groups = [row[touched] for row in groups if row[touched].any()]
        now, leaves = self.now, self.leaves[touched]
        of_pool = self.pool[touched]
        tied = [row[touched] for row in self.rules if row[touched].any()]
        if not tied and self._plenty(groups, of_pool, leaves, limits):
            return True
        pools = [(of_pool == pool).astype(float) for pool in np.unique(of_pool) if pool >= 0]
        rules = np.array([*pools, *groups, *tied])
        inside = set(np.flatnonzero(touched).tolist())
        goals, whole_bases, alone = [], [], []
        for area, below in self.below.items():
            if inside.issuperset(below):
                row = np.zeros(self.leaves.size)
                row[below] = 1.0
                goals.append(row[touched])
                whole_bases.append(float(now.base[area]))
                alone.append(bool(now.unsafe[area]))
        targets = np.array(goals)
        # A cell that only protects others must not be known to the unit, no more.
        wide = np.where(alone, np.inf, 1.0)
        base = np.nan_to_num(now.base[leaves])
        count = np.nan_to_num(now.count[leaves])
        bounded = np.isfinite(now.rest[leaves]).all()
        most = np.minimum(np.array(whole_bases), wide)
        return spread_at_least(
            rules, count, base if bounded else None, targets, np.minimum(limits.count, most)
        ) and spread_at_least(rules, base, None, targets, np.minimum(limits.base, most))

    def _reached(self, groups: Sequence[Floats]) -> Bools:
        """The leaves that hang together with the last of ``groups`` through pools and groups."""
        touched = groups[-1] > 0
        while True:
            wider = touched | (np.isin(self.pool, self.pool[touched]) & (self.pool >= 0))
            for row in (*groups, *self.rules):
                if row[wider].any():
                    wider |= row != 0
            if (wider == touched).all():
                return np.asarray(touched)
            touched = wider

    def _plenty(
        self, groups: Sequence[Floats], of_pool: Ints, leaves: Ints, limits: Limits
    ) -> bool:
        """A quick yes: leaves of one pool that are in the same groups can be exchanged without any
        total noticing; when every such part is a pool that is safe by itself, so is all."""
        now = self.now
        simple = {number for below in self.below.values() if len(below) > 1 for number in below}
        if any(number in simple for number in self.place[leaves].tolist()):
            return False
        parts = np.column_stack([of_pool, *groups])
        _, part = np.unique(parts, axis=0, return_inverse=True)
        part = part.ravel()
        if (np.bincount(part) < 2).any():
            return False
        sides = [(now.count, limits.count), (now.base, limits.base)]
        if np.isfinite(now.rest[leaves]).any():
            sides.append((now.rest, limits.count))
        return all(
            bool((np.bincount(part, np.nan_to_num(values[leaves])) >= SLACK * limit - 1e-9).all())
            for values, limit in sides
        )


def spread_at_least(
    rules: Floats, true: Floats, most: Floats | None, targets: Floats, least: Floats
) -> bool:
    """Can each of ``targets`` (rows of weights over the unknowns) differ by its ``least``?

    ``rules`` (equations, unknowns) fix the sums that ``true`` has; unknowns lie between 0 and
    ``most``. A target whose known solutions already differ enough needs no programme of its own.
    """
    right = rules @ true
    matrix = csr_matrix(rules)
    limits = [(0.0, None)] * true.size if most is None else [(0.0, float(top)) for top in most]
    low = targets @ true
    high = low.copy()
    for number in range(targets.shape[0]):
        for sign in (1.0, -1.0):
            if high[number] - low[number] >= least[number] - _TOLERANCE:
                break
            optimum = linprog(sign * targets[number], A_eq=matrix, b_eq=right, bounds=limits)
            if optimum.status == 3:  # nothing bounds it
                low[number], high[number] = -np.inf, np.inf
                break
            if optimum.status == 0:
                spread_values = targets @ optimum.x
                low, high = np.minimum(low, spread_values), np.maximum(high, spread_values)
        if high[number] - low[number] < least[number] - _TOLERANCE:
            return False
    return True
