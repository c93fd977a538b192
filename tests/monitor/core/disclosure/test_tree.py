"""Withholding in a hierarchy: nothing can be had by subtraction, whatever the numbers."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from wijkwerk.monitor.core.disclosure.cells import Cells, Limits, Tree, primary
from wijkwerk.monitor.core.disclosure.tree import secondary

LIMITS = Limits(base=10, count=5)


def tree_of(pairs: list[tuple[str, str | None]]) -> Tree:
    schema = {"code": pl.String, "parent": pl.String}
    return Tree.of(pl.DataFrame(pairs, schema=schema, orient="row"))


def added_up(tree: Tree, ends: np.ndarray) -> np.ndarray:
    """``ends`` (areas, periods), with sums for the areas above."""
    found = ends.copy()
    for area in np.argsort(-tree.depth(), kind="stable"):
        if tree.parent[area] >= 0:
            found[tree.parent[area]] += found[area]
    return found


def cells_of(count: np.ndarray, base: np.ndarray) -> Cells:
    return Cells(count=count, rest=base - count, base=base, exists=base > 0)


@st.composite
def countries(draw: st.DrawFn) -> tuple[Tree, Cells]:
    """A random hierarchy with random counts, two periods; many cells are small."""
    size = draw(st.integers(2, 13))
    parent = [None] + [draw(st.integers(0, number - 1)) for number in range(1, size)]
    codes = [f"A{number:02d}" for number in range(size)]
    tree = tree_of([(codes[n], None if up is None else codes[up]) for n, up in enumerate(parent)])
    inner = set(tree.parent.tolist())
    base, count = np.zeros((size, 2)), np.zeros((size, 2))
    for area in range(size):
        if area not in inner:
            for period in range(2):
                base[area, period] = draw(st.integers(1, 12) | st.integers(10, 60))
                count[area, period] = (
                    draw(st.integers(0, int(base[area, period])) | st.integers(0, 5))
                    if base[area, period] > 5
                    else draw(st.integers(0, int(base[area, period])))
                )
    return tree, cells_of(added_up(tree, count), added_up(tree, base))


def known_range(tree: Tree, cells: Cells, withheld: np.ndarray, area: int, period: int) -> float:
    """How far an intruder who knows every base can narrow a count: written apart from the plan."""
    exists, hidden = cells.exists[:, period], withheld[:, period]
    unknown = np.flatnonzero(hidden)
    rules, right = [], []
    for above in range(len(tree.codes)):
        family = [one for one in np.flatnonzero(tree.parent == above) if exists[one]]
        if exists[above] and family:
            row = np.zeros(len(tree.codes))
            row[family] = 1
            row[above] = -1
            rules.append(row[unknown])
            right.append(-(row * np.where(hidden, 0, cells.count[:, period])).sum())
    goal = (unknown == area).astype(float)
    limits = [(0, most) for most in cells.base[unknown, period]]
    ends = []
    for sign in (1, -1):
        found = linprog(sign * goal, A_eq=np.array(rules), b_eq=right, bounds=limits)
        assert found.status == 0
        ends.append(sign * found.fun)
    return ends[1] - ends[0]


def unknown_base(tree: Tree, cells: Cells, withheld: np.ndarray, area: int, period: int) -> float:
    """The base of the withheld cells at the ends below ``area``, or its own."""
    below = [
        one
        for one in np.flatnonzero(tree.parent == area)
        if cells.exists[one, period] and withheld[one, period]
    ]
    if not below:
        return float(cells.base[area, period])
    return sum(unknown_base(tree, cells, withheld, int(one), period) for one in below)


@settings(max_examples=25, deadline=None)
@given(countries())
def test_no_withheld_cell_can_be_narrowed_to_less_than_the_limit(
    country: tuple[Tree, Cells],
) -> None:
    tree, cells = country
    unsafe = primary(cells, LIMITS)
    withheld = secondary(tree, cells, unsafe, LIMITS)
    assert (withheld | ~unsafe).all()
    for area, period in zip(*np.nonzero(withheld), strict=True):
        if not (tree.parent >= 0).any():
            continue
        width = known_range(tree, cells, withheld, area, period)
        if unsafe[area, period]:
            # Of an area above, what its published parts have is known anyway.
            free = unknown_base(tree, cells, withheld, area, period)
            assert width >= min(LIMITS.count, free) - 1e-6
        else:
            assert width >= 1 - 1e-6


@settings(max_examples=15, deadline=None)
@given(countries(), st.randoms(use_true_random=False))
def test_the_order_of_areas_makes_no_difference(country: tuple[Tree, Cells], random) -> None:
    tree, cells = country
    rows = [
        (code, tree.codes[up] if up >= 0 else None)
        for code, up in zip(tree.codes, tree.parent, strict=True)
    ]
    random.shuffle(rows)
    again = tree_of(rows)
    assert again.codes == tree.codes
    assert (again.parent == tree.parent).all()
    first = secondary(tree, cells, primary(cells, LIMITS), LIMITS)
    assert (first == secondary(again, cells, primary(cells, LIMITS), LIMITS)).all()


def family(counts: list[int], bases: list[int]) -> tuple[Tree, Cells]:
    """A parent P with children C0, C1, … in one period."""
    pairs = [(f"C{number}", "P") for number in range(len(counts))] + [("P", None)]
    tree = tree_of(pairs)
    count, base = np.zeros((len(pairs), 1)), np.zeros((len(pairs), 1))
    count[:-1, 0], base[:-1, 0] = counts, bases
    return tree, cells_of(added_up(tree, count), added_up(tree, base))


def withheld_of(counts: list[int], bases: list[int]) -> list[str]:
    tree, cells = family(counts, bases)
    found = secondary(tree, cells, primary(cells, LIMITS), LIMITS)
    return [code for code, hidden in zip(tree.codes, found[:, 0], strict=True) if hidden]


def test_the_smallest_sufficient_sibling_goes_along() -> None:
    assert withheld_of([2, 30, 20, 40], [50, 90, 60, 90]) == ["C0", "C2"]


def test_nothing_goes_where_nothing_is_too_small() -> None:
    assert withheld_of([20, 30], [60, 90]) == []


def test_two_small_ones_that_hold_enough_protect_each_other() -> None:
    assert withheld_of([4, 4, 4, 40], [50, 50, 50, 90]) == ["C0", "C1", "C2"]


def test_many_ones_are_not_enough_when_their_sum_is_too_little() -> None:
    assert withheld_of([1, 1, 30, 40], [50, 50, 90, 90]) == ["C0", "C1", "C2"]


def test_the_parent_goes_when_no_sibling_is_left() -> None:
    assert withheld_of([3], [50]) == ["C0", "P"]
    assert withheld_of([3, 2], [50, 50]) == ["C0", "C1", "P"]


def test_a_withheld_parent_takes_a_child_along() -> None:
    tree = tree_of([("N", None), ("A", "N"), ("B", "N"), ("A1", "A"), ("A2", "A"), ("B1", "B")])
    place = {code: number for number, code in enumerate(tree.codes)}
    ends = np.zeros((6, 1))
    base = np.zeros((6, 1))
    for code, count, people in (("A1", 40, 100), ("A2", 60, 120), ("B1", 3, 50)):
        ends[place[code], 0], base[place[code], 0] = count, people
    cells = cells_of(added_up(tree, ends), added_up(tree, base))
    found = secondary(tree, cells, primary(cells, LIMITS), LIMITS)[:, 0]
    # B is B1, so both go; A must go to hide B, and A1 to hide A.
    assert [code for code in tree.codes if found[place[code]]] == ["A", "A1", "B", "B1"]


def test_what_the_publisher_left_out_of_a_total_needs_no_protection() -> None:
    tree, cells = family([20, 30, 0], [60, 90, 0])
    count, base = cells.count.copy(), cells.base.copy()
    count[2, 0] = base[2, 0] = np.nan
    exists = np.ones((4, 1), dtype=bool)
    made = np.array([[False], [False], [False], [True]])
    unsafe = np.isnan(base)
    without = Cells(count, base - count, base, exists, estimated=made)
    assert secondary(tree, without, unsafe, LIMITS).sum() == 1
    # A publisher's own total that is the sum of the others tells that nearly nothing is left.
    own = Cells(count, base - count, base, exists)
    assert secondary(tree, own, unsafe, LIMITS).sum() == 2
    # And when the total holds it, a second one must go.
    base[3, 0], count[3, 0] = 190, 70
    held = Cells(count, base - count, base, exists, estimated=made)
    assert secondary(tree, held, unsafe, LIMITS).sum() == 2


@pytest.mark.parametrize(
    ("count", "base", "withheld"),
    [(0, 9, True), (0, 10, False), (1, 50, True), (4, 50, True), (5, 50, False), (45, 50, False),
     (46, 50, True), (49, 50, True), (50, 50, False)],
)  # fmt: skip
def test_a_cell_is_too_small_on_either_side_but_zero_is_published(
    count: int, base: int, withheld: bool
) -> None:
    cells = cells_of(np.array([[float(count)]]), np.array([[float(base)]]))
    assert primary(cells, LIMITS)[0, 0] == withheld


def test_what_holds_for_everybody_in_a_small_group_is_withheld_when_it_is_bad() -> None:
    cells = cells_of(np.array([[0.0], [50.0], [200.0]]), np.array([[50.0], [50.0], [200.0]]))
    bad = Limits(base=10, count=5, all_in=True)
    good = Limits(base=10, count=5, none_in=True)
    assert primary(cells, bad)[:, 0].tolist() == [False, True, False]
    assert primary(cells, good)[:, 0].tolist() == [True, False, False]


def test_a_single_withheld_child_is_known_by_subtraction_however_large_it_is() -> None:
    """What a publisher withholds may be large: alone in its family it follows from the others."""
    tree = tree_of([("C", None), ("C1", "C"), ("C2", "C"), ("C3", "C")])
    ends_count = np.array([[0.0], [400.0], [300.0], [350.0]])
    ends_base = np.array([[0.0], [1000.0], [900.0], [950.0]])
    cells = cells_of(added_up(tree, ends_count), added_up(tree, ends_base))
    large = np.array([[False], [True], [False], [False]])
    found = secondary(tree, cells, large, LIMITS)[:, 0]
    # The smallest sibling that is large enough goes along, and nobody else.
    assert found.tolist() == [False, True, True, False]


@pytest.mark.parametrize(
    ("base", "withheld"), [(99.0, True), (99.9, True), (100.0, False), (100.1, False)]
)
@pytest.mark.parametrize("everybody", [True, False])
def test_what_holds_for_everybody_is_published_from_ten_times_the_least_base_on(
    base: float, withheld: bool, everybody: bool
) -> None:
    count = np.array([[base if everybody else 0.0]])
    cells = cells_of(count, np.array([[base]]))
    limits = Limits(base=10, count=5, all_in=everybody, none_in=not everybody)
    assert primary(cells, limits)[0, 0] == withheld


def test_everybody_without_anybody_tells_nothing() -> None:
    """A cell of nobody has neither a count nor a rest to tell of."""
    cells = Cells(
        count=np.zeros((1, 1)),
        rest=np.zeros((1, 1)),
        base=np.full((1, 1), 50.0),
        exists=np.ones((1, 1), dtype=bool),
    )
    assert not primary(cells, Limits(base=10, count=5, all_in=True, none_in=True)).any()


@pytest.mark.parametrize(
    ("count", "base", "withheld"),
    [
        (5, 10, False), (5, 9, True), (4, 20, True), (5, 20, False), (0, 20, False),
        (15, 20, False), (16, 20, True), (20, 20, False), (1, 20, True), (19, 20, True),
    ],
)  # fmt: skip
def test_each_limit_is_the_least_that_is_published(count: int, base: int, withheld: bool) -> None:
    cells = cells_of(np.array([[float(count)]]), np.array([[float(base)]]))
    assert primary(cells, LIMITS)[0, 0] == withheld


@pytest.mark.parametrize(
    ("count", "base", "everybody", "nobody"),
    [(1, 1, True, False), (0, 1, False, True), (7, 8, False, False), (1, 8, False, False),
     (8, 8, True, False), (0, 8, False, True)],
)  # fmt: skip
def test_with_limits_of_one_only_all_and_nobody_are_told_of(
    count: int, base: int, everybody: bool, nobody: bool
) -> None:
    cells = cells_of(np.array([[float(count)]]), np.array([[float(base)]]))
    assert primary(cells, Limits(base=1, count=1, all_in=True))[0, 0] == everybody
    assert primary(cells, Limits(base=1, count=1, none_in=True))[0, 0] == nobody
    assert not primary(cells, Limits(base=1, count=1))[0, 0]


def test_depth_counts_the_areas_above() -> None:
    tree = tree_of([("C", None), ("A", "B"), ("B", "C"), ("D", "C"), ("X", "gone")])
    assert tree.codes == ("A", "B", "C", "D", "X")
    assert tree.parent.tolist() == [1, 2, -1, 2, -1]
    assert tree.depth().tolist() == [2, 1, 0, 1, 0]


def test_of_a_code_that_stands_twice_the_last_row_counts() -> None:
    assert tree_of([("A", None), ("B", "A"), ("B", None)]).parent.tolist() == [-1, -1]
