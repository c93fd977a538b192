"""What can be seen, what comes by itself: closed forms, published numbers and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.evaluation.core.differences import two_by_two
from wijkwerk.evaluation.core.panel import NEVER, Panel
from wijkwerk.evaluation.core.power import (
    contrast_variance,
    detectable,
    noise_of,
    permutation_p,
    power_for,
    simulate,
    standard_error,
)
from wijkwerk.evaluation.core.regression_to_mean import (
    apart_from_regression,
    expected_fall_beyond,
    expected_fall_of_worst,
)


@pytest.mark.parametrize(
    ("before", "after", "correlation", "seen"),
    [(1, 1, 0.0, 0.686245), (4, 4, 0.0, 0.343123), (4, 4, 0.5, 0.242624)],
)
def test_the_smallest_effect_that_is_seen(
    before: int, after: int, correlation: float, seen: float
) -> None:
    error = standard_error(40, 200, before, after, correlation=correlation)
    assert round(detectable(error), 6) == seen


def test_the_chance_to_see_an_effect() -> None:
    error = standard_error(40, 200, 4, 4, correlation=0.5)
    assert round(power_for(0.3, error), 6) == 0.933727
    assert power_for(detectable(error), error) == pytest.approx(0.8, abs=1e-3)
    assert power_for(0.0, error) == pytest.approx(0.05)


def test_correlation_that_dies_out_is_that_of_drawn_series() -> None:
    chance = np.random.default_rng(1)
    noise = chance.normal(size=(60_000, 6))
    series = noise.copy()
    for at in range(1, 6):
        series[:, at] = 0.6 * series[:, at - 1] + np.sqrt(1 - 0.36) * noise[:, at]
    drawn = (series[:, 4:].mean(axis=1) - series[:, :4].mean(axis=1)).var()
    assert contrast_variance(4, 2, 0.6, "ar1") == pytest.approx(drawn, rel=0.02)
    assert contrast_variance(4, 2, 0.0, "ar1") == pytest.approx(1 / 4 + 1 / 2)


def test_the_noise_is_found_back() -> None:
    chance = np.random.default_rng(2)
    noise = chance.normal(size=(400, 12))
    for at in range(1, 12):
        noise[:, at] = 0.5 * noise[:, at - 1] + np.sqrt(0.75) * noise[:, at]
    values = 2 * noise + 50 * chance.normal(size=(400, 1)) + 9 * np.arange(12)
    found = noise_of(Panel(values, np.full(400, NEVER)))
    independent = noise_of(Panel(chance.normal(size=(400, 12)), np.full(400, NEVER)))
    assert found is not None and independent is not None
    assert found.deviation == pytest.approx(2, rel=0.12)
    assert found.correlation == pytest.approx(0.5, abs=0.1)
    assert independent.correlation == pytest.approx(0, abs=0.05)
    assert independent.deviation == pytest.approx(1, rel=0.03)
    assert noise_of(Panel(values[:, :1], np.full(400, NEVER))) is None


def test_simulation_says_what_the_formula_says_where_it_holds() -> None:
    chance = np.random.default_rng(3)
    found = simulate(chance.normal(size=(150, 8)), 30, 4, draws=400, seed=1)
    error = standard_error(30, 120, 4, 4)
    assert found is not None
    assert found.detectable == pytest.approx(detectable(error), rel=0.12)
    assert found.false_alarms < 0.09
    assert simulate(np.ones((3, 4)), 2, 2, 10, 1) is None


def test_a_chance_by_permutation_is_never_nothing_and_uniform_without_effect() -> None:
    chance = np.random.default_rng(4)
    start = np.where(np.arange(30) < 6, 2.0, NEVER)
    values = chance.normal(size=(30, 4))
    found = [
        permutation_p(Panel(chance.normal(size=(30, 4)), start), 39, seed) for seed in range(150)
    ]
    share = np.mean([one is not None and one <= 0.05 for one in found])
    assert share < 0.11
    strong = values + 20.0 * ((start == 2)[:, None] & (np.arange(4) >= 2)[None, :])
    assert permutation_p(Panel(strong, start), 39, 1) == pytest.approx(1 / 40)
    assert permutation_p(Panel(values, np.full(30, NEVER)), 39, 1) is None


def test_what_falls_by_itself() -> None:
    assert round(expected_fall_beyond(1.0, 1.0, 1.0), 6) == 0.916353
    assert round(expected_fall_of_worst(0.1, 0.7), 6) == 0.526495
    assert round(expected_fall_of_worst(0.1, 0.9), 6) == 0.175498
    with pytest.raises(ValueError, match="between 0 and 1"):
        expected_fall_of_worst(1.0, 0.5)


@settings(max_examples=20)
@given(between=st.floats(0.1, 3), within=st.floats(0.1, 3), limit=st.floats(-1, 3))
def test_what_falls_by_itself_is_that_of_drawn_areas(
    between: float, within: float, limit: float
) -> None:
    chance = np.random.default_rng(6)
    lasting = between * chance.normal(size=200_000)
    first, second = (lasting + within * chance.normal(size=200_000) for _ in range(2))
    chosen = first > limit
    if chosen.sum() > 20_000:
        drawn = (first - second)[chosen].mean()
        assert expected_fall_beyond(limit, between, within) == pytest.approx(drawn, abs=0.06)


def _chosen_for_bad(seed: int, effect: float = 0.0) -> tuple[Panel, np.ndarray]:
    chance = np.random.default_rng(seed)
    values = chance.normal(size=(120, 1)) + chance.normal(size=(120, 6))
    start = np.full(120, NEVER)
    start[np.argsort(-values[:, 2])[:20]] = 3
    values = values + effect * (np.arange(6)[None, :] >= start[:, None])
    return Panel(values, start), values[:, 2]


def test_regression_to_the_mean_is_taken_out() -> None:
    naive, apart, expected, covered = [], [], [], 0
    for seed in range(120):
        panel, figure = _chosen_for_bad(seed, effect=-0.3)
        plain, told = two_by_two(panel), apart_from_regression(panel, figure, 2)
        assert plain is not None and told is not None
        naive.append(plain.estimate)
        apart.append(told.estimate)
        covered += told.lower <= -0.3 <= told.upper
        expected.append(told.expected)
    assert np.mean(naive) < -0.45  # a third of it came by itself
    assert np.mean(apart) == pytest.approx(-0.3, abs=0.06)
    assert np.mean(expected) == pytest.approx(np.mean(naive) - np.mean(apart), abs=1e-6)
    assert covered >= 108


def test_without_a_figure_to_choose_by_nothing_is_taken_out() -> None:
    panel, figure = _chosen_for_bad(1)
    assert apart_from_regression(panel, np.full(120, np.nan)) is None
    assert apart_from_regression(panel, np.ones(120)) is None
    alone = Panel(panel.values[:, 2:], np.where(panel.treated, 1.0, NEVER))
    assert apart_from_regression(alone, figure, 0) is None  # no other year before the start
    few = panel.only(np.arange(120) < 2)
    assert apart_from_regression(few, figure[:2]) is None
