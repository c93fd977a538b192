"""Cells made of the same old counts are one unknown."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from wijkwerk.monitor.core.disclosure.cells import Cells, Limits, Tree, primary
from wijkwerk.monitor.core.disclosure.linked import Moment, closed_groups
from wijkwerk.monitor.core.disclosure.tied import Tie, moves_of, ties_of, withheld_together
from wijkwerk.monitor.core.disclosure.tree import secondary
from wijkwerk.monitor.core.vintage_chains import Boundaries, boundaries, chains

LIMITS = Limits(base=10, count=5)
PLACE = {name: number for number, name in enumerate("ABCDEF")}


def moves(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["area_from", "area_to", "weight"], orient="row")


def sets(ties: list[Tie]) -> list[tuple[str, ...]]:
    return sorted(tuple("ABCDEF"[area] for area in tie.areas) for tie in ties)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("o", "A", 0.5), ("o", "B", 0.3), ("o", "C", 0.2)], [("A", "B", "C")]),
        ([("o", "A", 1.0), ("p", "A", 1.0), ("q", "B", 1.0)], []),
        # C has something of p that nobody else has: it tells nothing of o.
        ([("o", "A", 0.5), ("o", "B", 0.3), ("o", "C", 0.2), ("p", "C", 1.0)], [("A", "B")]),
        # A, B and C are three sums of two old counts: any two give the third.
        ([("o", "A", 1.0), ("p", "B", 0.4), ("o", "C", 0.0), ("p", "C", 0.6)], [("B", "C")]),
        ([("o", "A", 0.5), ("o", "C", 0.5), ("p", "B", 0.4), ("p", "C", 0.6)], [("A", "B", "C")]),
        # Two sums with the same shares of the same two.
        ([("o", "A", 0.5), ("p", "A", 0.5), ("o", "B", 0.5), ("p", "B", 0.5)], [("A", "B")]),
        # A publisher's own area on the new boundaries isn't in the table at all.
        ([("o", "A", 0.5), ("o", "Z", 0.5)], []),
    ],
)  # fmt: skip
def test_which_areas_are_tied(
    rows: list[tuple[str, str, float]], expected: list[tuple[str, ...]]
) -> None:
    rows = [row for row in rows if row[2]]
    assert sets(ties_of(moves(*rows), PLACE)) == expected


def ways(*tables: tuple[str, str, dict[str, dict[str, float]]]) -> Boundaries:
    """How figures of 2011 go along ``tables`` (vintage from, to, shares by area)."""
    rows = [
        (start, end, area, to, weight)
        for start, end, shares in tables
        for area, parts in shares.items()
        for to, weight in parts.items()
    ]
    table = pl.DataFrame(
        rows, schema=["vintage_from", "vintage_to", "area_from", "area_to", "weight"], orient="row"
    )
    return boundaries(chains(table, "2020"), [(None, "2011")], ())


@given(st.sampled_from([0.25, 0.5, 0.75]), st.sampled_from([0.125, 0.5]))
def test_an_area_that_was_divided_twice_is_tied_as_if_it_was_divided_at_once(
    first: float, second: float
) -> None:
    twice = ways(
        ("2010", "2015", {"o": {"A": first, "m": 1 - first}}),
        ("2015", "2020", {"m": {"B": second, "C": 1 - second}}),
    )
    once = ways(
        (
            "2010",
            "2020",
            {"o": {"A": first, "B": (1 - first) * second, "C": (1 - first) * (1 - second)}},
        )
    )
    assert sets(ties_of(moves_of(once.moves, {"o"}), PLACE)) == [("A", "B", "C")]
    assert sets(ties_of(moves_of(twice.moves, {"o"}), PLACE)) == [("A", "B", "C")]
    # A figure of the area on the way is an old count of its own: B and C are made of both, A of one.
    assert sets(ties_of(moves_of(twice.moves, {"o", "m"}), PLACE)) == [("B", "C")]


@given(st.integers(1, 4), st.integers(2, 6), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_rules_hold_whatever_the_old_counts_were(
    sources: int, targets: int, random: np.random.Generator
) -> None:
    weights = np.array(
        [[random.choice([0, 0, 0.25, 0.5]) for _ in range(sources)] for _ in range(targets)]
    )
    rows = [
        (f"o{o}", "ABCDEF"[a], float(weights[a, o]))
        for a in range(targets)
        for o in range(sources)
        if weights[a, o]
    ]
    if not rows:
        return
    ties = ties_of(moves(*rows), PLACE)
    tied = {int(area) for tie in ties for area in tie.areas}
    for tie in ties:
        assert np.abs(tie.rules @ weights[tie.areas]).max() < 1e-9
        # Whoever is in a tie follows from the others in it.
        for one in range(tie.areas.size):
            rest = np.delete(weights[tie.areas], one, axis=0)
            assert np.linalg.matrix_rank(rest) == np.linalg.matrix_rank(weights[tie.areas])
    # And who isn't in one doesn't follow from all others.
    for area in range(targets):
        if area not in tied and weights[area].any():
            rest = np.delete(weights, area, axis=0)
            assert np.linalg.matrix_rank(rest) < np.linalg.matrix_rank(weights)


def test_tied_cells_are_withheld_together_where_they_are_there() -> None:
    tie = ties_of(moves(("o", "A", 0.5), ("o", "B", 0.3), ("o", "C", 0.2)), PLACE)
    withheld, exists = np.zeros((6, 2), dtype=bool), np.ones((6, 2), dtype=bool)
    withheld[1, 0], exists[2, 0] = True, False
    together = withheld_together(withheld, exists, {0: tie, 1: tie})
    assert np.argwhere(together).tolist() == [[0, 0], [1, 0]]


def _city(counts: list[float], base: float = 100.0) -> tuple[Tree, Cells]:
    codes = ["ABCDEF"[number] for number in range(len(counts))]
    tree = Tree.of(pl.DataFrame({"code": [*codes, "T"], "parent": [*["T"] * len(codes), None]}))
    count = np.array([*counts, sum(counts)])[:, None]
    people = np.array([*[base] * len(codes), base * len(codes)])[:, None]
    return tree, Cells(count, people - count, people, people > 0)


def test_tied_cells_don_t_hide_each_other_in_a_total() -> None:
    """A, B and C are thirds of one old 12. Three cells that add up to 12 hide each other; these don't:
    the rest of the city is shown, so their sum is, and each is a third of it."""
    tree, cells = _city([4, 4, 4, 30, 40])
    thirds = ties_of(moves(*(("o", area, 1 / 3) for area in "ABC")), PLACE)
    unsafe = primary(cells, LIMITS)
    assert unsafe[:, 0].tolist() == [True, True, True, False, False, False]
    assert (secondary(tree, cells, unsafe, LIMITS) == unsafe).all()
    found = secondary(tree, cells, unsafe, LIMITS, ties={0: thirds})[:, 0]
    assert found[:3].all() and found[3:5].any()


@given(
    st.lists(st.integers(0, 60), min_size=3, max_size=5),
    st.integers(1, 60),
    st.sampled_from([0.5, 0.3, 0.2, 0.1]),
)
@settings(max_examples=80, deadline=None)
def test_every_small_cell_keeps_its_interval_though_others_are_tied_to_it(
    others: list[int], old: int, share: float
) -> None:
    """A linear programme of its own: each of the tied cells can differ by the limit, or by all of its
    base, when it is too small by itself."""
    counts = [old * share, old * (1 - share), *map(float, others)][:6]
    base = 100.0
    tree, cells = _city(counts, base)
    # The bases of the two go by the same shares.
    people = cells.base.copy()
    people[0, 0], people[1, 0] = 2 * base * share, 2 * base * (1 - share)
    cells = Cells(cells.count, people - cells.count, people, people > 0)
    ties = ties_of(moves(("o", "A", share), ("o", "B", 1 - share)), PLACE)
    unsafe = primary(cells, LIMITS)
    withheld = unsafe.copy()
    while True:
        grown = withheld_together(withheld, cells.exists, {0: ties})
        grown = secondary(tree, cells, grown, LIMITS, ties={0: ties})
        if (grown == withheld).all():
            break
        withheld = grown
    hidden = np.flatnonzero(withheld[:-1, 0])
    if not unsafe[:-1].any():
        return
    rules = [] if withheld[-1, 0] else [np.ones(hidden.size)]
    if {0, 1} <= set(hidden.tolist()):
        rules.append(np.where(hidden == 0, 1 - share, np.where(hidden == 1, -share, 0.0)))
    for cell in np.flatnonzero(unsafe[:-1, 0]):
        ends = []
        for sign in (1, -1):
            goal = np.where(hidden == cell, float(sign), 0.0)
            true = cells.count[hidden, 0]
            solved = linprog(
                goal,
                A_eq=np.array(rules) if rules else None,
                b_eq=np.array(rules) @ true if rules else None,
                bounds=[(0, top) for top in cells.base[hidden, 0]],
            )
            assert solved.status == 0
            ends.append(sign * solved.fun)
        width = ends[1] - ends[0]
        assert width >= min(LIMITS.count, cells.base[cell, 0]) - 1e-6


def test_a_group_of_tied_cells_is_closed() -> None:
    """A and B are halves of one old 8, C and D hide them in the city. The group of A, B and E tells
    that A and B are 8 together: each may be anything up to 8, unless it is half of it."""
    tree, cells = _city([4, 4, 30, 40, 50])
    ties = ties_of(moves(("o", "A", 0.5), ("o", "B", 0.5)), PLACE)

    def closed(tied: list[Tie]) -> list[bool]:
        now = Moment(
            parent=tree.parent,
            count=cells.count[:, 0],
            rest=cells.rest[:, 0],
            base=cells.base[:, 0],
            withheld=np.array([True, True, True, True, False, False]),
            unsafe=np.array([True, True, False, False, False, False]),
            unknown=np.zeros(6, dtype=bool),
            ties=tied,
        )
        return closed_groups(now, [np.array([0, 1, 4])], LIMITS)

    assert closed([]) == [False]
    assert closed(ties) == [True]
