"""Normalisations: published values, bounds, and one scale for whoever is measured along it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.normalise import NORMALISATIONS, exponential, normalise

numbers = st.lists(
    st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=1, max_size=40
).map(lambda values: np.array(values, dtype=np.float64))
methods = st.sampled_from(NORMALISATIONS)


@pytest.mark.parametrize(
    ("rank", "score"), [(0.0, 0.0), (0.1, 2.3903), (0.5, 15.6468), (0.9, 50.4267), (1.0, 100.0)]
)
def test_the_english_transform_gives_its_published_values(rank: float, score: float) -> None:
    assert float(exponential(rank)) == pytest.approx(score, abs=5e-5)


def test_minmax_runs_from_the_worst_to_the_best() -> None:
    values = np.array([3.0, 1.0, 5.0, np.nan])
    assert np.allclose(normalise(values, "minmax"), [50, 0, 100, np.nan], equal_nan=True)
    turned = normalise(values, "minmax", higher_is_better=False)
    assert np.allclose(turned, [50, 100, 0, np.nan], equal_nan=True)


def test_zscores_have_a_mean_of_fifty_and_a_deviation_of_ten() -> None:
    score = normalise(np.random.default_rng(1).normal(7, 3, 500), "zscore")
    assert score.mean() == pytest.approx(50)
    assert score.std(ddof=1) == pytest.approx(10)


def test_equal_values_share_their_rank() -> None:
    assert normalise(np.array([1.0, 2.0, 2.0, 9.0]), "rank").tolist() == [0, 50, 50, 100]


def test_the_exponential_pulls_the_worst_apart() -> None:
    score = normalise(np.arange(1.0, 101.0), "exponential")
    assert score[0] == pytest.approx(0)
    assert score[9] - score[0] > score[99] - score[50]


def test_others_are_measured_along_the_same_scale_and_cut_off_beyond_it() -> None:
    scale = np.array([10.0, 20.0, 30.0])
    others = np.array([5.0, 15.0, 30.0, 80.0])
    assert normalise(others, "minmax", scale=scale).tolist() == [0, 25, 100, 100]
    for method in NORMALISATIONS:
        score = normalise(others, method, scale=scale)
        assert (np.diff(score) >= 0).all()


def test_an_unknown_normalisation_is_refused() -> None:
    with pytest.raises(ValueError, match="minmax"):
        normalise(np.array([1.0]), "sigmoid")


@given(numbers, methods, st.booleans())
def test_scores_keep_the_order_and_stay_within_bounds(
    values: np.ndarray, method: str, higher: bool
) -> None:
    score = normalise(values, method, higher)
    assert ((score >= 0) & (score <= 100)).all()
    order = np.argsort(values if higher else -values, kind="stable")
    assert (np.diff(score[order]) >= -1e-9).all()


@given(numbers, methods)
def test_the_order_of_areas_changes_nothing(values: np.ndarray, method: str) -> None:
    assert (normalise(values[::-1], method)[::-1] == normalise(values, method)).all()
