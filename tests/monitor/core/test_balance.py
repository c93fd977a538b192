"""The balance of opinion out of counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.balance import balance


def test_a_balance_is_the_difference_of_two_shares() -> None:
    value, lower, upper = balance(250, 100, 1000)
    assert value == pytest.approx(0.15)
    half = 1.959964 * np.sqrt((0.35 - 0.15**2) / 1000)
    assert np.allclose((lower, upper), (0.15 - half, 0.15 + half), atol=1e-3)


def test_nobody_asked_gives_no_balance() -> None:
    assert np.isnan(balance(0, 0, 0)).all()


def test_more_opinions_than_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="exceed the answers"):
        balance(60, 50, 100)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_limits_stay_within_bounds_and_mirror(better: int, worse: int, same: int) -> None:
    answers = better + worse + same
    if answers == 0:
        return
    value, lower, upper = balance(better, worse, answers)
    assert -1 <= lower <= value <= upper <= 1
    assert lower < upper
    assert np.allclose(balance(worse, better, answers), (-value, -upper, -lower), atol=1e-12)


def test_more_answers_narrow_the_interval() -> None:
    _, lower, upper = balance([25, 250, 2500], [10, 100, 1000], [100, 1000, 10000])
    assert (np.diff(upper - lower) < 0).all()


@pytest.mark.parametrize(
    ("better", "worse", "answers"), [(0.1, 0.05, 60), (0.5, 0.4, 40), (0.02, 0.9, 200)]
)
def test_intervals_of_balances_cover_the_truth(better: float, worse: float, answers: int) -> None:
    draw = np.random.default_rng(11)
    counts = draw.multinomial(answers, [better, worse, 1 - better - worse], 10_000)
    _, lower, upper = balance(counts[:, 0], counts[:, 1], answers)
    truth = better - worse
    assert 0.935 < ((lower <= truth) & (truth <= upper)).mean() < 0.98
