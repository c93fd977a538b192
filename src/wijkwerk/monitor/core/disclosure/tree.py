"""Secondary suppression over nested areas, vectorised.

A parent and its children form an equation: the parent is the sum. Where every equation has no
unknown or at least two, no unknown of a hierarchy is determined: equations and cells then form a
forest whose ends are cells, every withheld cell lies on a path between two such ends, and moving
an amount along the path, added and subtracted in turn, keeps every published total. To keep the
amount from being negligible, the withheld children of a published parent must also hold enough
counts between them (Hundepool et al. 2012, ch. 4).
"""

from __future__ import annotations

import numpy as np

from wijkwerk.monitor.core.disclosure.cells import Bools, Cells, Floats, Ints, Limits, Tree

# The withheld cells below a published parent together hold at least this many times the limit,
# so that the interval an intruder can work out is at least as wide as the limit itself.
SLACK = 2.0


def secondary(tree: Tree, cells: Cells, unsafe: Bools, limits: Limits) -> Bools:
    """All withheld cells (primary ones included), shape (areas, periods); deterministic.

    Adds, until nothing changes: in a family with a published parent, the sibling with the smallest
    base that can carry protection; the parent itself when its children can't; and below a withheld
    parent whose children are all published, one child. Ties go by code.
    """
    withheld = unsafe.copy()
    children = np.flatnonzero(tree.parent >= 0)
    if children.size == 0:
        return withheld
    parents = tree.parent[children]
    for period in range(cells.count.shape[1]):
        _settle(children, parents, cells, withheld[:, period], period, limits)
    return withheld


def _settle(
    children: Ints, parents: Ints, cells: Cells, withheld: Bools, period: int, limits: Limits
) -> None:
    """Bring one period to rest; changes ``withheld`` (areas,) in place."""
    exists = cells.exists[:, period]
    count, rest, base = (part[:, period] for part in (cells.count, cells.rest, cells.base))
    areas = exists.size
    has_rest = bool(np.isfinite(rest[exists]).any())
    strong = (np.nan_to_num(count) >= SLACK * limits.count) & (
        np.nan_to_num(rest, nan=np.inf) >= SLACK * limits.count
    )
    while True:
        hidden = withheld[children] & exists[children]

        def total(values: Floats, hidden: Bools = hidden) -> Floats:
            amount = np.where(hidden, np.nan_to_num(values[children]), 0.0)
            return np.asarray(np.bincount(parents, amount, minlength=areas), dtype=np.float64)

        number = total(np.ones(areas))
        open_parent = exists & ~withheld
        thin = (
            (number < 2)
            | (total(count) < SLACK * limits.count)
            | (total(base) < SLACK * limits.base)
        )
        if has_rest:
            thin |= total(rest) < SLACK * limits.count
        needs_sibling = open_parent & (number >= 1) & thin
        needs_child = exists & withheld & (number == 0)
        wanted = needs_sibling | needs_child
        if not wanted.any():
            return
        chosen = _cheapest(
            children,
            parents,
            exists & ~withheld & wanted_of(parents, children, wanted, areas),
            strong,
            base,
        )
        helped = np.zeros(areas, dtype=bool)
        helped[parents[np.isin(children, chosen)]] = True
        # A family that has nobody left to help: the parent goes too.
        alone = needs_sibling & ~helped
        if chosen.size == 0 and not alone.any():
            return
        withheld[chosen] = True
        withheld[alone] = True


def wanted_of(parents: Ints, children: Ints, wanted: Bools, areas: int) -> Bools:
    """Per area: does its parent want another cell withheld?"""
    mark = np.zeros(areas, dtype=bool)
    mark[children] = wanted[parents]
    return mark


def _cheapest(children: Ints, parents: Ints, candidate: Bools, strong: Bools, base: Floats) -> Ints:
    """One candidate per parent: strong ones first, then the smallest base, then by code."""
    here = candidate[children]
    options, of = children[here], parents[here]
    # A weak cell protects better the larger it is.
    size = np.where(strong[options], np.nan_to_num(base[options]), -np.nan_to_num(base[options]))
    order = np.lexsort((options, size, ~strong[options], of))
    ordered = of[order]
    first = np.ones(ordered.size, dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return options[order][first]
