"""What a hierarchy doesn't cover: totals of groups that cut across it. These go to a solver.

A group's published total is one more equation over the same cells, and it closes loops, so
counting unknowns no longer suffices: a linear programme asks for each withheld cell how small and
how large it could be, given everything published (scipy's HiGHS).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from wijkwerk.monitor.core.disclosure.cells import Bools, Floats, Ints


@dataclass(frozen=True)
class Equation:
    """Σ sign·cell = total, over cells by index; ``group`` numbers the group whose total it is, or
    is None for a family (its total is 0: the children less the parent)."""

    index: Ints
    sign: Floats
    group: int | None = None


def equations(
    parent: Ints, exists: Bools, members: Sequence[Ints], shown: Sequence[bool]
) -> list[Equation]:
    """The sums that hold over areas: a family each, and each group whose total is shown."""
    found: list[Equation] = []
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
        found.append(Equation(index, sign))
    for number, (group, is_shown) in enumerate(zip(members, shown, strict=True)):
        if is_shown:
            inside = group[exists[group]]
            found.append(Equation(inside, np.ones(inside.size), number))
    return found


def component(
    found: Sequence[Equation], withheld: Bools, start: Ints
) -> tuple[Ints, list[Equation]]:
    """The withheld cells that hang together with ``start`` through equations, and those."""
    touching: dict[int, list[int]] = {}
    for number, one in enumerate(found):
        for cell in one.index[withheld[one.index]]:
            touching.setdefault(int(cell), []).append(number)
    reached = {int(cell) for cell in start if withheld[cell]}
    used: set[int] = set()
    waiting = sorted(reached)
    while waiting:
        for number in touching.get(waiting.pop(), ()):
            if number not in used:
                used.add(number)
                one = found[number]
                fresh = {int(cell) for cell in one.index[withheld[one.index]]} - reached
                reached |= fresh
                waiting += sorted(fresh)
    cells = np.array(sorted(reached), dtype=np.int64)
    return cells, [found[number] for number in sorted(used)]


def bounds(
    cells: Ints, used: Sequence[Equation], withheld: Bools, right: Sequence[float]
) -> tuple[Floats, Floats]:
    """The least and most that each of ``cells`` can be: Σ sign·unknown = right, none negative.

    ``right`` is what the published side of each equation leaves for its unknowns. A side that
    nothing bounds is inf.
    """
    place = np.full(withheld.size, -1, dtype=np.int64)
    place[cells] = np.arange(cells.size)
    rows, columns, signs = [], [], []
    for number, one in enumerate(used):
        unknown = withheld[one.index]
        rows.append(np.full(int(unknown.sum()), number))
        columns.append(place[one.index[unknown]])
        signs.append(one.sign[unknown])
    matrix = csr_matrix(
        (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns))),
        shape=(len(used), cells.size),
    )
    low, high = np.zeros(cells.size), np.full(cells.size, np.inf)
    for number in range(cells.size):
        goal = np.zeros(cells.size)
        goal[number] = 1.0
        least = linprog(goal, A_eq=matrix, b_eq=right, bounds=(0, None))
        most = linprog(-goal, A_eq=matrix, b_eq=right, bounds=(0, None))
        if least.status == 0:
            low[number] = least.fun
        if most.status == 0:
            high[number] = -most.fun
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
        amount = np.where(withheld, np.nan_to_num(values), 0.0)
        right = [float((one.sign * amount[one.index]).sum()) for one in used]
        low, high = bounds(cells, used, withheld, right)
        if (high - low < least_width - 1e-6).any():
            shown[number] = False
    return [not one for one in shown]
