"""Which areas are compared with, and the questions beside the main one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.evaluation.core.comparing import holm, match, rings
from wijkwerk.evaluation.core.more_questions import (
    changes,
    composition,
    contrast,
    count_and_rate,
    dose,
    ever_reached,
    interaction,
    spill_over,
)
from wijkwerk.evaluation.core.panel import NEVER, Panel


def test_the_nearest_candidates_are_chosen_and_balance_is_better() -> None:
    profile = np.array([[10.0, 1], [11, 1], [10, 2], [30, 9], [31, 8], [np.nan, 1], [10, 1.4]])
    treated = np.array([True] + [False] * 6)
    candidates = np.array([True, True, True, True, True, True, False])
    found = match(profile, ("share", "trend"), treated, candidates, 2)
    assert np.flatnonzero(found.chosen).tolist() == [1, 2]
    for one in found.balance:
        assert abs(one.chosen) < abs(one.all)
    assert [one.overlap for one in found.balance] == [1.0, 1.0]
    outside = match(
        profile + np.where(treated[:, None], -5.0, 0), ("a", "b"), treated, candidates, 1
    )
    assert [one.overlap for one in outside.balance] == [0.0, 0.0]
    with pytest.raises(ValueError, match="no area"):
        match(profile, ("share", "trend"), treated, treated, 2)


def test_rings_of_neighbours() -> None:
    line = {0: {1}, 1: {0, 2}, 2: {1, 3}, 3: {2, 4}, 4: {3}}
    found = rings(line, np.array([True, False, False, False, False]))
    assert found[:3].tolist() == [0, 1, 2]
    assert np.isnan(found[3:]).all()


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=8))
def test_corrected_chances_keep_their_order_and_never_get_smaller(p: list[float | None]) -> None:
    found = holm(p)
    known = sum(one is not None for one in p)
    for before, after in zip(p, found, strict=True):
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert before <= after <= min(1.0, before * known + 1e-12) or after <= 1
    pairs = sorted((a, b) for a, b in zip(p, found, strict=True) if a is not None and b is not None)
    assert [b for _, b in pairs] == sorted(b for _, b in pairs)


def test_holm_by_hand() -> None:
    assert holm([0.04, 0.01, None, 0.03]) == pytest.approx([0.06, 0.03, None, 0.06])


def _grid(seed: int, spill: float) -> tuple[np.ndarray, np.ndarray]:
    """Changes on a grid of 20 by 20 where areas in the middle got −1.0 and those beside them ``spill``."""
    chance = np.random.default_rng(seed)
    rows, columns = np.divmod(np.arange(400), 20)
    neighbours = {
        one: {
            other
            for other in range(400)
            if other != one
            and max(abs(rows[one] - rows[other]), abs(columns[one] - columns[other])) == 1
        }
        for one in range(400)
    }
    treated = (abs(rows - 9.5) < 2) & (abs(columns - 9.5) < 2)
    ring = rings(neighbours, treated)
    change = 0.1 * chance.normal(size=400)
    return change - 1.0 * treated + spill * (ring == 1), ring


def test_what_spills_over_to_neighbours_is_found_and_the_naive_estimate_is_off() -> None:
    change, ring = _grid(1, spill=0.4)
    found = spill_over(change, ring)
    assert found is not None and len(found.rings) == 2
    assert found.own.estimate == pytest.approx(-1.0, abs=0.06)
    assert found.rings[0].estimate == pytest.approx(0.4, abs=0.06)
    assert found.rings[1].estimate == pytest.approx(0.0, abs=0.06)
    assert found.naive.estimate < found.own.estimate
    lost = 0.4 * (ring == 1).sum() / (ring == 0).sum()
    assert found.displaced == pytest.approx(lost, abs=0.12)
    near = found.rings[0]
    assert near.lower is not None and near.lower > 0
    nothing, ring = _grid(2, spill=0.0)
    plain = spill_over(nothing, ring)
    assert plain is not None and (plain.rings[0].lower or 0) < 0 < (plain.rings[0].upper or 0)
    assert spill_over(np.zeros(3), np.zeros(3)) is None


def test_more_of_it_gives_more() -> None:
    amount = np.arange(12.0)
    chance = np.random.default_rng(0)
    found = dose(-0.5 * amount + 0.01 * chance.normal(size=12), amount)
    assert found is not None and found.estimate == pytest.approx(-0.5, abs=0.01)
    assert found.lower is not None and found.upper is not None
    assert found.lower < -0.5 < found.upper
    assert dose(amount, np.ones(12)) is None
    assert dose(amount[:3], amount[:3]) is None


def test_two_measures_together_against_each_alone() -> None:
    first = np.repeat([True, True, False, False], 5)
    second = np.tile(np.repeat([True, False], 5), 2)
    chance = np.random.default_rng(3)
    change = -1.0 * (first & second) + 0.05 * chance.normal(size=20)
    found = interaction(change, first, second)
    assert found is not None and found.estimate == pytest.approx(-1, abs=0.15)
    assert found.upper is not None and found.upper < 0
    apart = interaction(-1.0 * first - 0.5 * second + 0.05 * chance.normal(size=20), first, second)
    assert apart is not None and apart.lower is not None and apart.upper is not None
    assert apart.lower < 0 < apart.upper
    assert interaction(change, first, first) is None  # no area with one of the two alone


def test_a_change_in_who_lives_there_explains_part() -> None:
    chance = np.random.default_rng(5)
    treated = np.arange(40) < 8
    make_up = chance.normal(size=40) - 8.0 * treated
    change = 0.25 * make_up - 1.0 * treated + 0.01 * chance.normal(size=40)
    found = composition(change, make_up, treated)
    assert found is not None
    assert found.explained == pytest.approx(-2.0, abs=0.25)
    assert found.remains == pytest.approx(-1.0, abs=0.1)
    assert found.moved == pytest.approx(-8.0, abs=1.0)
    assert composition(change[:12], make_up[:12], treated[:12]) is None  # four others
    assert composition(change, np.where(treated, -8.0, 0.0), treated) is None


def test_the_number_fell_and_the_rate_rose() -> None:
    """Hengelo: 281 without a diploma (10.1%) became 274 (11.1%), and was told as a success."""
    found = count_and_rate((281, 274), (10.1, 11.1))
    assert round(100 * found.count, 1) == -2.5
    assert found.rate == pytest.approx(1.0)
    assert found.apart
    assert not count_and_rate((281, 274), (10.1, 9.9)).apart


def test_how_many_ever_reached_the_mean_of_the_city() -> None:
    reference = np.array([10.0, 10, 10, 10])
    values = np.array(
        [[20.0, 15, 9, 12], [21, 20, 19, 18], [40, 9, 9, 9], [12, 12, 20, 9], [9, 9, 9, 20]]
    )
    assert ever_reached(values, reference, 10.0, 2.0, 1.0) == (2, 3)
    # Where more is better, being below is being behind.
    assert ever_reached(20 - values, reference, 10.0, 2.0, -1.0) == (2, 3)


def test_changes_leave_out_what_is_missing() -> None:
    values = np.array([[1.0, 3, 5, 7], [1, np.nan, 5, np.nan], [np.nan, np.nan, 5, 5]])
    found = changes(Panel(values, np.full(3, NEVER)), 2)
    assert found[:2].tolist() == [4.0, 4.0] and np.isnan(found[2])
    assert contrast(found, [(np.array([False, False, True]), 1.0)]) is None
    single = contrast(found, [(np.array([True, False, False]), 1.0)])
    assert single is not None and single.lower is None
