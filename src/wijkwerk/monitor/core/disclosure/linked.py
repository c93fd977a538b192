"""What a hierarchy doesn't cover: totals of groups that cut across it. These go to a solver.

A group's published total is one more equation over the same cells, and it closes loops, so
counting unknowns no longer suffices: a linear programme asks for each withheld cell how small and
how large it could be, given everything published (scipy's HiGHS).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from wijkwerk.monitor.core.disclosure.cells import Bools, Floats, Ints


def equations(
    parent: Ints, exists: Bools, members: Sequence[Ints], shown: Sequence[bool]
) -> list[tuple[Ints, Floats]]:
    """Sums that hold over areas: (indices, signs) with Σ sign·cell = 0 for a family, or, for a
    group that is shown, Σ cell = its published total."""
    found: list[tuple[Ints, Floats]] = []
    present = np.flatnonzero(exists)
    below: dict[int, list[int]] = {}
    for area in present:
        above = int(parent[area])
        if above >= 0 and exists[above]:
            below.setdefault(above, []).append(int(area))
    for above, areas in sorted(below.items()):
        index = np.array([above, *areas], dtype=np.int64)
        sign = np.ones(index.size)
        sign[0] = -1.0
        found.append((index, sign))
    for group, is_shown in zip(members, shown, strict=True):
        if is_shown:
            inside = group[exists[group]]
            found.append((inside, np.ones(inside.size)))
    return found


def component(
    found: Sequence[tuple[Ints, Floats]], withheld: Bools, start: Ints
) -> tuple[Ints, list[tuple[Ints, Floats]]]:
    """The withheld cells that hang together with ``start`` through equations, and those."""
    relevant = [
        (index[withheld[index]], index, sign) for index, sign in found if withheld[index].any()
    ]
    reached = {int(cell) for cell in start if withheld[cell]}
    used: set[int] = set()
    grown = True
    while grown:
        grown = False
        for number, (unknown, _, _) in enumerate(relevant):
            if number not in used and any(int(cell) in reached for cell in unknown):
                used.add(number)
                reached.update(int(cell) for cell in unknown)
                grown = True
    cells = np.array(sorted(reached), dtype=np.int64)
    return cells, [(relevant[number][1], relevant[number][2]) for number in sorted(used)]


def bounds(
    cells: Ints, used: Sequence[tuple[Ints, Floats]], withheld: Bools, values: Floats
) -> tuple[Floats, Floats]:
    """The least and most that each of ``cells`` can be, given the equations and no negatives.

    ``values`` are the true values, used only to state the published totals: the solver sees the
    right-hand sides, never a withheld value. An unbounded side is inf.
    """
    place = {int(cell): number for number, cell in enumerate(cells)}
    rows, columns, signs = [], [], []
    right = np.zeros(len(used))
    for number, (index, sign) in enumerate(used):
        for cell, one in zip(index, sign, strict=True):
            if withheld[cell]:
                rows.append(number)
                columns.append(place[int(cell)])
                signs.append(one)
                right[number] += one * values[cell]
    matrix = csr_matrix((signs, (rows, columns)), shape=(len(used), cells.size))
    low, high = np.zeros(cells.size), np.full(cells.size, np.inf)
    for number in range(cells.size):
        goal = np.zeros(cells.size)
        goal[number] = 1.0
        for direction in (1.0, -1.0):
            solved = linprog(direction * goal, A_eq=matrix, b_eq=right, bounds=(0, None))
            if solved.status == 0:
                if direction > 0:
                    low[number] = solved.fun
                else:
                    high[number] = -solved.fun
    return low, high


def closed_groups(
    parent: Ints,
    exists: Bools,
    withheld: Bools,
    members: Sequence[Ints],
    values: Floats,
    least_width: float,
) -> list[bool]:
    """Which groups must not show their total, at one period of one indicator.

    ``members`` are the groups' areas, largest group first in effect: groups are tried by size,
    and a group is shown when, with those already shown, every withheld cell it touches keeps an
    interval of at least ``least_width``.
    """
    shown = [False] * len(members)
    order = sorted(range(len(members)), key=lambda number: (-members[number].size, number))
    for number in order:
        hidden = members[number][withheld[members[number]] & exists[members[number]]]
        if hidden.size == 0:
            shown[number] = True
            continue
        if hidden.size == 1:
            continue
        shown[number] = True
        found = equations(parent, exists, members, shown)
        cells, used = component(found, withheld, hidden)
        low, high = bounds(cells, used, withheld, np.nan_to_num(values))
        if (high - low < least_width - 1e-6).any():
            shown[number] = False
    return [not one for one in shown]
