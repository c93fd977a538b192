"""The intruder's own tools: counts behind shares, ranges, sums of indicators."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from wijkwerk.monitor.core.disclosure.intruder import (
    Sums,
    _null_space,
    base_from_width,
    counts_behind,
    ranges,
    relations,
)
from wijkwerk.monitor.core.intervals import wilson


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 3_000_000), st.floats(0, 1), st.sampled_from([1.0, 5.0, 10.0]))
def test_the_count_behind_a_published_share_is_had_exactly(
    base: int, share: float, step: float
) -> None:
    count = round(base * share)
    low, high = wilson(np.array([count]), np.array([base]))
    value, lower, upper = (
        np.round(np.atleast_1d(one) * 100, 9) for one in (count / base, low, high)
    )
    rounded = np.array([np.round(base / step) * step])
    behind = counts_behind(value, lower, upper, rounded, 100.0, step)
    # Of everybody in a million, nine decimals can't tell a few more from a few less.
    assert behind[1][0] == pytest.approx(count, rel=0 if base < 100_000 else 5e-6, abs=0.5)
    assert behind[0][0] == pytest.approx(base, rel=1e-3, abs=0.5)


def test_the_width_of_an_interval_tells_the_base() -> None:
    low, high = wilson(np.array([65.0, 0.0, 40.0]), np.array([100.0, 30.0, 40.0]))
    width = base_from_width(np.array([0.65, 0.0, 1.0]), low, high)
    assert width == pytest.approx([100, 30, 40])
    assert np.isnan(base_from_width(np.array([0.65]), np.array([0.1]), np.array([0.7])))[0]


def behind_one(
    value: float, limits: tuple[float, float], rounded: float, step: float
) -> tuple[float, float]:
    """Base and count behind one published percentage."""
    low, high = limits
    given = (np.array([each]) for each in (value, 100 * low, 100 * high, rounded))
    base, count = counts_behind(*given, 100.0, step)
    return float(base[0]), float(count[0])


def test_a_published_base_that_isnt_rounded_goes_before_the_width() -> None:
    # Of nobody every base is possible; the limits are those of 251.
    low, high = wilson(np.array([0.0]), np.array([251.0]))
    limits = float(low[0]), float(high[0])
    assert behind_one(0.0, limits, 250.0, 1.0) == (250.0, 0.0)
    assert behind_one(0.0, limits, 250.0, 10.0) == (251.0, 0.0)
    # Limits of another kind tell nothing.
    assert behind_one(0.0, (0.3, 0.9), 250.0, 10.0) == (250.0, 0.0)


def test_where_no_whole_count_fits_the_width_tells_the_base_to_the_person() -> None:
    # 33.37 of 100 who were redistributed; limits as published, in six decimals.
    low, high = wilson(np.array([33.37]), np.array([100.0]))
    limits = round(float(low[0]), 6), round(float(high[0]), 6)
    assert base_from_width(np.array([0.3337]), *np.array([limits]).T)[0] != 100.0
    assert behind_one(33.37, limits, np.nan, 1.0) == (100.0, pytest.approx(33.37))


def test_what_one_sum_tells_needs_no_solver() -> None:
    rules = csr_matrix([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    low, high, solved = ranges(Sums(rules, np.array([3.0, 4.0])), np.full(3, 9.0))
    assert low == pytest.approx([0, 0, 4])
    assert high == pytest.approx([3, 3, 4])
    assert solved == 0


def test_ranges_are_exact_for_what_is_pinned_down_and_wide_for_what_is_free() -> None:
    # a + b = 3, c + d = 100, e = 4, and a loop: f + g = 9, g + h = 9, f - h = 0
    rules = np.zeros((6, 8))
    for row, cells in enumerate(("ab", "cd", "e", "fg", "gh")):
        rules[row, ["abcdefgh".index(cell) for cell in cells]] = 1
    rules[5, [5, 7]] = 1, -1
    right = np.array([3.0, 100.0, 4.0, 9.0, 9.0, 0.0])
    low, high, solved = ranges(Sums(csr_matrix(rules), right), np.full(8, 50.0))
    assert (high - low)[[0, 1, 4]] == pytest.approx([3, 3, 0], abs=1e-6)
    assert (high - low)[[2, 3]].min() >= 50
    assert (high - low)[5:] == pytest.approx([9, 9, 9], abs=1e-6)
    assert solved > 0


def test_totals_that_contradict_each_other_are_taken_with_slack_for_that() -> None:
    # a = 5 and a + b = 4: one of them is off by 1 at least, and may be by more.
    matrix = csr_matrix(np.array([[1.0, 0.0], [1.0, 1.0]]))
    low, high, _ = ranges(Sums(matrix, np.array([5.0, 4.0])), np.full(2, 1.0))
    assert low[0] <= 4 + 1e-6
    assert high[0] >= 4 - 1e-6
    assert low[1] == pytest.approx(0, abs=1e-6)
    # A sum that leaves less than nothing tells no more than that little is left.
    low, high, _ = ranges(Sums(csr_matrix([[1.0, 1.0]]), np.array([-3.0])), np.full(2, 1.0))
    assert low.tolist() == [0, 0]
    assert high == pytest.approx([3, 3])


@pytest.mark.parametrize("free", [False, True])
def test_ranges_with_slack_are_those_of_every_total_within_it(free: bool) -> None:
    # a, b + c, and a loop d + e, e + f, d + f: alone, together, and crossing.
    rules = np.zeros((5, 6))
    for row, cells in enumerate(("a", "bc", "de", "ef", "df")):
        rules[row, ["abcdef".index(cell) for cell in cells]] = 1
    right, slack = np.array([9.0, 20.0, 8.0, 9.0, 11.0]), np.array([2.0, 3.0, 1.0, 0.0, 0.5])
    sums = Sums(csr_matrix(rules), right, slack, free)
    low, high, _ = ranges(sums, np.full(6, 30.0))
    for number in range(6):
        goal = (np.arange(6) == number).astype(float)
        for sign, found in ((1, low[number]), (-1, high[number])):
            asked = linprog(
                sign * goal,
                A_ub=np.vstack([rules, -rules]),
                b_ub=np.concatenate([right + slack, slack - right]),
                bounds=(None if free else 0, None),
            )
            if asked.status == 3:
                assert sign * found == -np.inf
            else:
                assert found == pytest.approx(sign * asked.fun, abs=1e-6)


def test_sums_of_indicators_are_found() -> None:
    rng = np.random.default_rng(3)
    base = rng.integers(50, 400, 30).astype(float)
    parts = rng.multinomial(1, [0.2, 0.3, 0.5], 30) * 0.0
    parts[:, 0] = rng.integers(1, 20, 30)
    parts[:, 1] = rng.integers(1, 20, 30)
    parts[:, 2] = base - parts[:, 0] - parts[:, 1]
    free = rng.integers(0, 50, 30).astype(float)
    found = relations(np.column_stack([parts, free]), np.column_stack([base] * 4))
    assert [sorted(one.tolist()) for one in found] == [[0, 1, 2]]


@pytest.mark.parametrize(
    "matrix, relation",
    [
        ([[3.0, 5.0]], []),  # of one area nothing is a relation
        ([[1.0, 1.0], [2.0, 2.0]], [[1.0, -1.0]]),
        ([[1.0, 2.0, 3.0], [2.0, 1.0, 3.0], [4.0, 1.0, 5.0]], [[1.0, 1.0, -1.0]]),
        ([[0.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]]),
    ],
)
def test_relations_are_those_that_all_rows_share(
    matrix: list[list[float]], relation: list[list[float]]
) -> None:
    rows = _null_space(np.array(matrix))
    assert rows.shape == (len(relation), len(matrix[0]))
    assert rows == pytest.approx(np.array(relation).reshape(rows.shape), abs=1e-9)
