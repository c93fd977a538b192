"""Groups that cut across the hierarchy: their totals must not pin anything down either."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from wijkwerk.monitor.core.disclosure import linked_indicators
from wijkwerk.monitor.core.disclosure.cells import Cells, Limits, Tree, primary
from wijkwerk.monitor.core.disclosure.intruder import relations
from wijkwerk.monitor.core.disclosure.linked import Moment, closed_groups, spread_at_least
from wijkwerk.monitor.core.disclosure.linked_indicators import linked
from wijkwerk.monitor.core.disclosure.tree import secondary

LIMITS = Limits(base=10, count=5)


def country(counts: list[list[int]], base: int) -> tuple[Tree, Cells]:
    """A country N of cities A, B, …, each with the neighbourhoods A0, A1, …; all of one base."""
    cities = "ABCDEFG"[: len(counts)]
    pairs = [("N", None)] + [(city, "N") for city in cities]
    pairs += [
        (f"{city}{n}", city)
        for city, own in zip(cities, counts, strict=True)
        for n in range(len(own))
    ]
    tree = Tree.of(
        pl.DataFrame(pairs, schema={"code": pl.String, "parent": pl.String}, orient="row")
    )
    count, people = np.zeros((len(pairs), 1)), np.zeros((len(pairs), 1))
    for city, own in zip(cities, counts, strict=True):
        for number, one in enumerate(own):
            for code in (f"{city}{number}", city, "N"):
                count[tree.codes.index(code), 0] += one
                people[tree.codes.index(code), 0] += base
    return tree, Cells(count, people - count, people, people > 0)


def moment(tree: Tree, cells: Cells) -> Moment:
    unsafe = primary(cells, LIMITS)
    withheld = secondary(tree, cells, unsafe, LIMITS)
    return Moment(
        parent=tree.parent,
        count=cells.count[:, 0],
        rest=cells.rest[:, 0],
        base=cells.base[:, 0],
        withheld=withheld[:, 0],
        unsafe=unsafe[:, 0],
        unknown=np.zeros(len(tree.codes), dtype=bool),
    )


def places(tree: Tree, *codes: str) -> np.ndarray:
    return np.array([tree.codes.index(code) for code in codes], dtype=np.int64)


def test_a_group_with_one_withheld_member_is_closed() -> None:
    tree, cells = country([[3, 20, 30], [20, 30, 40]], 100)
    now = moment(tree, cells)
    assert now.withheld.sum() == 2
    groups = [places(tree, "A0", "A2", "B1"), places(tree, "A2", "B0"), places(tree, "A0", "A1")]
    assert closed_groups(now, groups, LIMITS) == [True, False, False]


def test_two_groups_whose_difference_is_one_withheld_cell_are_not_both_shown() -> None:
    tree, cells = country([[4, 4, 4, 30], [4, 4, 4, 30]], 100)
    now = moment(tree, cells)
    larger = places(tree, "A0", "A1", "B0", "B1", "B2", "A3")
    smaller = places(tree, "A0", "B0", "B1", "B2", "A3")
    closed = closed_groups(now, [smaller, larger], LIMITS)
    assert closed.count(True) >= 1


def test_a_group_of_forty_with_a_few_withheld_members_keeps_its_total() -> None:
    rows = [[3, 20, 30, 40, 50] for _ in range(6)]
    tree, cells = country(rows, 100)
    now = moment(tree, cells)
    members = places(tree, *[f"{city}{n}" for city in "ABCDEF" for n in range(5)])
    # All withheld cells of each city lie inside: the total tells nothing new.
    assert closed_groups(now, [members], LIMITS) == [False]


@st.composite
def grouped(draw: st.DrawFn) -> tuple[Tree, Cells, list[np.ndarray]]:
    counts = [
        [draw(st.integers(0, 8) | st.integers(5, 40)) for _ in range(draw(st.integers(1, 5)))]
        for _ in range(draw(st.integers(1, 3)))
    ]
    tree, cells = country(counts, 50)
    groups = [
        np.flatnonzero([draw(st.booleans()) for _ in tree.codes])
        for _ in range(draw(st.integers(1, 3)))
    ]
    return tree, cells, groups


@settings(max_examples=25, deadline=None)
@given(grouped())
def test_no_withheld_cell_is_narrowed_by_totals_of_groups_that_are_shown(
    drawn: tuple[Tree, Cells, list[np.ndarray]],
) -> None:
    tree, cells, groups = drawn
    now = moment(tree, cells)
    closed = closed_groups(now, groups, LIMITS)
    unknown = np.flatnonzero(now.withheld)
    if not unknown.size:
        assert not any(closed)
        return
    rules = []
    for above in range(len(tree.codes)):
        family = tree.parent == above
        if family.any():
            rules.append(family.astype(float) - (np.arange(len(tree.codes)) == above))
    for members, is_closed in zip(groups, closed, strict=True):
        if not is_closed:
            rules.append(np.isin(np.arange(len(tree.codes)), members).astype(float))
    matrix = np.array(rules)[:, unknown]
    right = matrix @ now.count[unknown]
    limits = [(0, most) for most in now.base[unknown]]
    for number, area in enumerate(unknown):
        goal = np.zeros(unknown.size)
        goal[number] = 1
        ends = [
            sign * linprog(sign * goal, A_eq=matrix, b_eq=right, bounds=limits).fun
            for sign in (1, -1)
        ]
        least = min(LIMITS.count, now.base[area]) if now.unsafe[area] else 1e-9
        assert ends[1] - ends[0] >= least - 1e-6


def test_a_spread_is_found_only_where_there_is_one() -> None:
    rules = np.array([[1.0, 1.0, 0.0]])
    true = np.array([3.0, 7.0, 5.0])
    each = np.eye(3)
    assert spread_at_least(rules, true, None, each, np.array([10.0, 10.0, 100.0]))
    assert not spread_at_least(rules, true, None, each, np.array([10.5, 0.0, 0.0]))
    assert not spread_at_least(rules, true, np.array([4.0, 8.0, 9.0]), each, np.array([4.0, 0, 0]))


def test_indicators_that_add_up_are_found_and_others_are_not() -> None:
    rng = np.random.default_rng(5)
    base = rng.integers(50, 400, 40).astype(float)
    own = rng.binomial(base.astype(int), 0.3).astype(float)
    social = rng.binomial((base - own).astype(int), 0.5).astype(float)
    other = rng.binomial(base.astype(int), 0.2).astype(float)
    elsewhere = rng.integers(1, 40, 40).astype(float)
    counts = np.column_stack([own, social, base - own - social, other, own + social, elsewhere])
    bases = np.column_stack([base] * 5 + [base + 1])
    assert linked(counts, bases) == [(0, 1, 2, 4)]
    assert linked(counts[:, [0, 3]], bases[:, [0, 3]]) == []
    # Too few areas to tell a sum from chance.
    assert linked(counts[:3], bases[:3]) == []


def offences(areas: int, others: int) -> tuple[np.ndarray, np.ndarray]:
    """Three kinds of offences, all of them, and ``others`` that have nothing to do with them."""
    rng = np.random.default_rng(areas + others)
    kinds = rng.integers(20, 60, (areas, 3)).astype(float)
    rest = rng.integers(40, 200, (areas, others)).astype(float)
    counts = np.column_stack([kinds, kinds.sum(axis=1), rest])
    return counts, np.full(counts.shape, 300.0)


def test_a_small_sum_is_found_among_more_indicators_than_areas() -> None:
    counts, bases = offences(12, 26)
    assert linked(counts, bases) == [(0, 1, 2, 3)]
    assert linked(counts[:, [0, 1, 3, *range(4, 30)]], bases[:, :29]) == []


def test_sums_are_looked_for_in_every_block(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, bases = offences(12, 26)
    monkeypatch.setattr(linked_indicators, "_BLOCK", 50)
    assert linked(counts[:, ::-1], bases) == [(26, 27, 28, 29)]


def test_a_weighted_sum_needs_four_areas_more_than_there_are_parts() -> None:
    rng = np.random.default_rng(4)
    parts = rng.integers(20, 60, (7, 2)).astype(float)
    counts = np.column_stack([parts, 2 * parts[:, 0] + parts[:, 1]])
    bases = np.full(counts.shape, 400.0)
    assert linked(counts, bases) == [(0, 1, 2)]
    assert linked(counts[:6], bases[:6]) == []


def test_among_very_many_indicators_sums_of_two_are_found() -> None:
    """More of one base than sums of three are tried among; more than there are areas."""
    counts, bases = offences(24, 92)
    counts[:, 3] = counts[:, 0] + counts[:, 1]
    assert linked(counts, bases) == [(0, 1, 3)]


def test_sums_are_found_where_indicators_are_not_measured_in_the_same_areas() -> None:
    counts, bases = offences(24, 4)
    counts[:12, 4] = counts[12:, 5] = np.nan  # two surveys, in two towns
    for area, column in ((1, 0), (2, 1), (3, 2), (4, 3)):
        counts[area, column] = np.nan  # gaps, each in another area
    assert linked(counts, bases) == [(0, 1, 2, 3)]
    # Measured nowhere together, nothing can be said of them.
    counts[:12, :2] = counts[12:, 2:4] = np.nan
    assert linked(counts, bases) == []


def test_a_column_of_noughts_is_no_part_and_another_base_is_another_whole() -> None:
    counts, bases = offences(12, 1)
    counts[:, 4] = 0
    assert linked(counts, bases) == [(0, 1, 2, 3)]
    bases[5, 3] = 299
    assert linked(counts, bases) == []


def test_of_two_the_same_and_of_two_that_make_the_base_the_other_is_known() -> None:
    counts, bases = offences(12, 2)
    counts[:, 4] = 300 - counts[:, 0]
    counts[:, 5] = counts[:, 1]
    columns = [0, 1, 4, 5]
    assert linked(counts[:, columns], bases[:, columns]) == [(0, 2), (1, 3)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3), st.booleans())
def test_whatever_is_made_a_small_sum_is_found_and_by_the_intruder_too(
    seed: int, parts: int, of_base: bool
) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(10, 90, (16, 8)).astype(float)
    base = rng.integers(400, 900, 16).astype(float)
    counts[:, parts] = (base if of_base else 0) - counts[:, :parts].sum(axis=1)
    if not of_base:
        counts[:, parts] *= -1
    order = rng.permutation(8)
    bases = np.repeat(base[:, None], 8, axis=1)
    gaps = rng.random(counts.shape) < 0.05
    counts[gaps] = np.nan
    made = tuple(sorted(int(np.flatnonzero(order == one)[0]) for one in range(parts + 1)))
    # Three parts and the rest of the base are four: more than is looked for with gaps.
    if parts + of_base < 4:
        assert linked(counts[:, order], bases) == [made]
        assert made in [tuple(relation.tolist()) for relation in relations(counts[:, order], bases)]
