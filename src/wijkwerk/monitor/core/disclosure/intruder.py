"""What an intruder does with published numbers: take counts back, and solve the sums.

Shares no rule with the plan that protects an edition: cells are unknowns of linear programmes over
every published total (scipy's HiGHS), and nothing is assumed but that counts aren't negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, identity
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

Z = 1.959963984540054
# A published value times the right base is a whole count up to its published decimals.
_WHOLE = 2e-3
# What the width of an interval gives this close to a whole number of persons, is that number.
_NEAR = 0.02
# A total that is off by less isn't off: the solver's own precision.
_OFF = 1e-6

# Sums of indicators: in all so many draws (from 2 to 40 for each indicator) of so many areas; where
# more sums than this fit these, the areas say nothing. A sum by chance is left once in exp(9) searches.
_DRAWS = 240
_AREAS = 4
_CANDIDATES = 20_000
_SURE = 9.0


def counts_behind(
    value: Floats, lower: Floats, upper: Floats, rounded: Floats, scale: float, step: float
) -> tuple[Floats, Floats]:
    """Base and count of each published rate; nan where they can't be had.

    ``rounded`` is the published base, rounded to ``step`` (nan when none is published). Among the
    bases that round to it the intruder takes the one for which the count is whole; several are left
    for plain fractions, and then the width of the interval decides.
    """
    share = value / scale
    from_width = base_from_width(share, lower / scale, upper / scale)
    centre = np.where(np.isnan(rounded), np.round(from_width), rounded)
    reach = int(np.floor(step / 2)) if step > 1 else 0
    reach = max(reach, 1)
    best = np.full(value.shape, np.nan)
    cost = np.full(value.shape, np.inf)
    for offset in range(-reach, reach + 1):
        base = centre + offset
        count = share * base
        off = np.abs(count - np.round(count))
        is_whole = (off <= _WHOLE + 1e-9 * base) & (base > 0)
        far = np.abs(base - from_width)
        # A base that isn't rounded is what it says.
        plain = np.isnan(far) | (~np.isnan(rounded) & (step <= 1))
        score = np.where(is_whole, np.where(plain, np.abs(offset), far), np.inf)
        better = score < cost
        best, cost = np.where(better, base, best), np.where(better, score, cost)
    # No whole count fits (areas that were redrawn): the width tells the base, or else the rounded.
    near = np.abs(from_width - np.round(from_width)) <= _NEAR
    from_width = np.where(near, np.round(from_width), from_width)
    fallback = np.where(np.isnan(from_width), rounded, from_width)
    base = np.where(np.isfinite(cost), best, fallback)
    count = share * base
    return base, np.where(np.isfinite(cost), np.round(count), count)


def base_from_width(share: Floats, lower: Floats, upper: Floats) -> Floats:
    """The base that gives a share its Wilson limits; nan where limits are of another kind."""
    z2 = Z * Z
    half = (upper - lower) / 2
    spread = share * (1 - share)
    # half² (1 + z² t)² = z² (spread t + z² t² / 4), with t = 1 / base: a quadratic in t.
    a = half**2 * z2 * z2 - z2 * z2 / 4
    b = 2 * half**2 * z2 - z2 * spread
    c = half**2
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(np.maximum(b * b - 4 * a * c, 0))
        t = (-b - root) / (2 * a)
        other = (-b + root) / (2 * a)
        t = np.where((t > 0) & (t < np.inf), t, other)
        base = 1 / t
        middle = (share + z2 * t / 2) / (1 + z2 * t)
    fits = np.abs(middle - (lower + upper) / 2) <= 1e-6
    return np.asarray(np.where(fits & (base > 0), base, np.nan))


@dataclass(frozen=True)
class Sums:
    """Equations over unknowns: ``matrix`` (equations, unknowns) times unknowns is ``right``, give or
    take ``slack`` (a number per equation; None: none). Unknowns aren't negative unless ``free``."""

    matrix: csr_matrix
    right: Floats
    slack: Floats | None = None
    free: bool = False

    def give(self) -> Floats:
        """The slack of each equation."""
        return np.zeros(self.right.size) if self.slack is None else self.slack


def ranges(sums: Sums, least: Floats) -> tuple[Floats, Floats, int]:
    """Bounds of each unknown, and the number of programmes solved.

    The bounds are exact for an unknown that can move by less than its
    ``least``; of the others they only show that they can move so far. Unknowns of a component hang
    together through equations. Where that is one sum, its bounds are plain; the others don't touch
    each other, so one programme asks one question of each component at once.
    """
    size = sums.matrix.shape[1]
    low, high = np.full(size, -np.inf if sums.free else 0.0), np.full(size, np.inf)
    if size == 0 or sums.matrix.shape[0] == 0:
        return low, high, 0
    component = _components(sums.matrix)
    matrix = sums.matrix.tocsc()
    in_equations = np.diff(matrix.indptr)
    single = _single(sums, component) & (in_equations == 1)
    # Less than nothing can't be left: a total that says so is off by at least that.
    give = sums.give()
    if not sums.free:
        give = np.where(sums.right + give < 0, give + 2 * -(sums.right + give), give)
    spread = np.asarray(abs(sums.matrix).T @ give).ravel()
    total = np.asarray(sums.matrix.T @ sums.right).ravel()
    alone = np.bincount(component)[component] == 1
    if sums.free:
        high = np.where(single & alone, total + spread, high)
        low = np.where(single & alone, total - spread, low)
    else:
        high = np.where(single, np.maximum(total + spread, 0.0), high)
        low = np.where(single & alone, np.maximum(total - spread, 0.0), low)
    rest = np.flatnonzero(~single & (in_equations > 0))
    if rest.size == 0:
        return low, high, 0
    part = matrix[:, rest].tocsr()
    rows = np.flatnonzero(np.diff(part.indptr))
    part_low, part_high, solved = _solved(
        Sums(part[rows], sums.right[rows], give[rows], sums.free), least[rest], component[rest]
    )
    low[rest], high[rest] = part_low, part_high
    return low, high, solved


def _single(sums: Sums, component: Ints) -> Bools:
    """Unknowns whose component is one equation with nothing but pluses."""
    of_row = component[
        sums.matrix.indices[sums.matrix.indptr[:-1].clip(0, max(sums.matrix.nnz - 1, 0))]
    ]
    filled = np.diff(sums.matrix.indptr) > 0
    number = np.bincount(of_row[filled], minlength=int(component.max()) + 1)
    plain = np.ones(number.size, dtype=bool)
    plain[component[sums.matrix.indices[sums.matrix.data != 1]]] = False
    return np.asarray(((number == 1) & plain)[component])


def _solved(sums: Sums, least: Floats, component: Ints) -> tuple[Floats, Floats, int]:
    size = least.size
    cap = float(np.abs(sums.right).sum() + sums.give().sum() + 10 * (least.max() + 1))
    system = _System(sums, cap)
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    first = np.random.default_rng(1).normal(size=size)  # far points to begin with, nothing more
    for goal in (first, -first):
        optimum = system.solve(goal)
        low, high = np.minimum(low, optimum), np.maximum(high, optimum)
    explored = np.zeros(size, dtype=bool)
    while True:
        open_ = ~explored & (high - low < least)
        if not open_.any():
            return low, high, system.solved
        # The first open unknown of each component.
        places = np.flatnonzero(open_)
        _, first_of = np.unique(component[places], return_index=True)
        chosen = places[first_of]
        goal = np.zeros(size)
        goal[chosen] = 1.0
        for sign in (1.0, -1.0):
            optimum = system.solve(sign * goal)
            low, high = np.minimum(low, optimum), np.maximum(high, optimum)
        explored[chosen] = True


class _System:
    """The programme that is solved again and again with another goal."""

    def __init__(self, sums: Sums, cap: float) -> None:
        self.sums, self.cap = sums, cap
        self.size = sums.matrix.shape[1]
        self.solved = 0
        self._build(sums.give())
        if self._run(np.zeros(self.size)) is None:
            self._mend()

    def _build(self, give: Floats) -> None:
        """An equation with slack has an unknown of its own, as large as the slack."""
        self.loose = np.flatnonzero(give > 0)
        own = identity(give.size, format="csc")[:, self.loose]
        self.matrix = hstack([self.sums.matrix, own], format="csr")
        least = np.full(self.size, -self.cap if self.sums.free else 0.0)
        self.bounds = np.column_stack(
            [
                np.concatenate([least, -give[self.loose]]),
                np.concatenate([np.full(self.size, self.cap), give[self.loose]]),
            ]
        )

    def solve(self, goal: Floats) -> Floats:
        solution = self._run(goal)
        if solution is None:
            raise RuntimeError("the solver gave up on a programme that has a solution")
        return solution

    def _run(self, goal: Floats) -> Floats | None:
        self.solved += 1
        goals = np.zeros(self.matrix.shape[1])
        goals[: self.size] = goal
        optimum = linprog(goals, A_eq=self.matrix, b_eq=self.sums.right, bounds=self.bounds)
        return np.asarray(optimum.x[: self.size]) if optimum.status == 0 else None

    def _mend(self) -> None:
        """Totals that contradict each other are off: by as little as makes them agree, or more."""
        rows, columns = self.matrix.shape
        wide = hstack([self.matrix, identity(rows), -identity(rows)], format="csr")
        goal = np.concatenate([np.zeros(columns), np.ones(2 * rows)])
        more = np.column_stack([np.zeros(2 * rows), np.full(2 * rows, np.inf)])
        optimum = linprog(
            goal, A_eq=wide, b_eq=self.sums.right, bounds=np.vstack([self.bounds, more])
        )
        off = np.abs(optimum.x[columns : columns + rows] - optimum.x[columns + rows :])
        off[off < _OFF] = 0.0
        self._build(self.sums.give() + 2 * off + (_OFF if not off.any() else 0.0))


def _components(matrix: csr_matrix) -> Ints:
    """The component of each unknown."""
    links = (abs(matrix.T) @ abs(matrix)).tocsr()
    _, label = connected_components(links, directed=False)
    return np.asarray(label, dtype=np.int64)


def relations(counts: Floats, bases: Floats) -> list[Ints]:
    """Sets of indicators that add up to one another or to their base, as columns of ``counts``.

    ``counts`` and ``bases`` are (areas, indicators); not a number is not known, and indicators
    needn't be known in the same areas. Only indicators with the same base can be parts of one whole.
    Sums of up to three parts are found in a few areas by chance and then tried in all; others where
    more areas than indicators are known.
    """
    is_known = np.isfinite(counts) & np.isfinite(bases)
    sets_by_columns: dict[tuple[int, ...], None] = {}
    for pattern in np.unique(is_known, axis=1).T:
        left = np.flatnonzero(is_known[pattern].all(axis=0)).tolist()
        while left:
            at = np.ix_(pattern, left)
            same = np.array(left)[(bases[at] == bases[at][:, :1]).all(axis=0)].tolist()
            left = [column for column in left if column not in same]
            if len(same) < 2 or pattern.sum() < 2 * (len(same) + 1):
                continue
            parts = np.column_stack([counts[np.ix_(pattern, same)], bases[pattern, same[0]]])
            for row in _null_space(parts):
                members = np.flatnonzero(np.abs(row[:-1]) > 1e-6)
                if members.size:
                    sets_by_columns[tuple(sorted(same[member] for member in members))] = None
    sets_by_columns |= dict.fromkeys(_few_parts(counts, bases, is_known))
    return [np.array(columns, dtype=np.int64) for columns in sets_by_columns]


def _few_parts(counts: Floats, bases: Floats, is_known: Bools) -> list[tuple[int, ...]]:
    """One to three columns that add up to another or to the base, by sums of random multiples: those
    of a few areas are the same where the parts make the whole."""
    draw = np.random.default_rng(1)
    whole_counts = np.round(np.where(is_known, counts, 0.0))
    is_known = is_known & (np.abs(np.where(is_known, counts, 0.0) - whole_counts) <= _WHOLE)
    sets_by_columns: dict[tuple[int, ...], None] = {}
    draws = min(40, max(2, _DRAWS // counts.shape[1]))
    for column in range(counts.shape[1]):
        mine = np.flatnonzero(is_known[:, column])
        for _ in range(draws if mine.size >= _AREAS else 0):
            rows = draw.choice(mine, _AREAS, replace=False)
            measured_together = is_known[rows].all(axis=0) & (whole_counts[rows] > 0).any(axis=0)
            measured_together &= (bases[rows] == bases[rows, column][:, None]).all(axis=0)
            columns = np.flatnonzero(measured_together)
            if columns.size < 2:
                continue
            each = np.column_stack(
                [whole_counts[np.ix_(rows, columns)], np.round(bases[rows, column])]
            )
            multiples = draw.integers(1, 2**62, rows.size)
            keys = (each.astype(np.int64) * multiples[:, None]).sum(axis=0)
            sums = _same_keys(keys)
            tried = 4 * float(np.log(columns.size + 1))
            # The places of no part, and of the base.
            places = np.concatenate([columns, [counts.shape[1], counts.shape[1] + 1]])
            for parts in _holding(places[sums], counts, bases, is_known, tried + _SURE):
                sets_by_columns[parts] = None
    return list(sets_by_columns)


def _same_keys(keys: Ints) -> Ints:
    """Rows (part, part, part, whole) of places in ``keys``, of which the last is the base, that add
    up; a part that isn't there has the place after the last."""
    base = keys.size - 1
    with_none = np.append(keys, 0)
    none = base + 1
    first, two = np.triu_indices(base, 1)
    first, two = np.append(first, np.arange(base)), np.append(two, np.full(base, none))
    total, three = (part.ravel() for part in np.mgrid[0 : base + 1, 0 : none + 1])
    possible = (three != base) & (three != total)
    total, three = total[possible], three[possible]
    left, right = with_none[first] + with_none[two], with_none[total] - with_none[three]
    order = np.argsort(right, kind="stable")
    start = np.searchsorted(right[order], left, "left")
    many = np.searchsorted(right[order], left, "right") - start
    if many.sum() > _CANDIDATES:
        return np.empty((0, 4), dtype=np.int64)
    row = np.repeat(np.arange(left.size), many)
    place = order[start[row] + np.arange(row.size) - np.repeat(np.cumsum(many) - many, many)]
    stack = np.column_stack([first[row], two[row], three[place], total[place]])
    # Each sum a single time, and nothing equal to itself.
    parts = stack[:, :3]
    sensible = (parts[:, 1] < parts[:, 2]) | (parts[:, 2] == none)
    sensible &= (parts != stack[:, [3]]).all(axis=1)
    single = parts[:, 1] == none
    sensible &= ~single | ((parts[:, 2] == none) & (parts[:, 0] < stack[:, 3]))
    sensible &= ~single | (stack[:, 3] != base)
    # The base first and no part second, as the caller names them.
    swapped = np.where(stack == none, base, np.where(stack == base, none, stack))
    return np.asarray(swapped[sensible], dtype=np.int64)


def _holding(
    sums: Ints, counts: Floats, bases: Floats, is_known: Bools, sure: float
) -> list[tuple[int, ...]]:
    """Those of ``sums`` (part, part, part, whole; after the columns come no part and the base) that
    hold wherever they are known, and say more than chance would (``sure``, a logarithm)."""
    size = counts.shape[1]
    value = np.column_stack([np.where(is_known, counts, np.nan), np.zeros(counts.shape[0])])
    result = []
    for row in np.unique(sums, axis=0):
        own = row[row < size]
        rows = is_known[:, own].all(axis=1)
        base = bases[np.ix_(rows, own)]
        parts = value[np.ix_(rows, row[:3])]
        total = base[:, 0] if row[3] > size else value[rows, row[3]]
        if (base != base[:, :1]).any() or (np.abs(parts.sum(axis=1) - total) > 0.5).any():
            continue
        positive = parts[:, row[:3] < size].max(axis=0, initial=0.0) > 0
        number = int((row[:3] < size).sum())
        second = np.sort(parts, axis=1)[:, -min(number, 2)]
        if positive.all() and np.log1p(np.sqrt(second)).sum() >= sure:
            result.append(tuple(sorted(own.tolist())))
    return result


def _null_space(matrix: Floats) -> Floats:
    """The linear relations between columns, in reduced form; a row each."""
    size = np.linalg.norm(matrix, axis=0)
    size[size == 0] = 1.0
    _, values, directions = np.linalg.svd(matrix / size, full_matrices=False)
    rank = int((values > 1e-9 * values[0]).sum()) if values.size and values[0] > 0 else 0
    basis = directions[rank:] / size
    row = 0
    for column in range(basis.shape[1]):
        if row == basis.shape[0]:
            break
        pivot = row + int(np.argmax(np.abs(basis[row:, column])))
        if abs(basis[pivot, column]) < 1e-9 * max(1e-300, float(np.abs(basis).max())):
            continue
        basis[[row, pivot]] = basis[[pivot, row]]
        basis[row] /= basis[row, column]
        others = np.arange(basis.shape[0]) != row
        basis[others] -= basis[others, column][:, None] * basis[row]
        row += 1
    return np.asarray(basis)
