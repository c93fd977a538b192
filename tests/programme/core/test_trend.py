"""The trend is that of an independent package, and its margins are what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS, WLS
from statsmodels.tools import add_constant

from wijkwerk.programme.core.trend import chance_above, fit, strengthened, weakened

RNG = np.random.default_rng(11)


def sample(rows: int = 30, moments: int = 7) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    time = np.sort(RNG.uniform(0, 12, (rows, moments)), axis=1)
    value = 50 - 1.5 * time + RNG.normal(0, 2, (rows, moments))
    return time, value, RNG.uniform(0.5, 4, (rows, moments)) ** 2


def test_without_known_errors_it_is_least_squares_with_its_prediction_interval() -> None:
    time, value, _ = sample()
    ahead = time[:, -1] + 5
    trends = fit(time, value, np.zeros_like(value))
    mean, scale = trends.at(ahead, 1.0, 0.0)
    half = {level: trends.half_width(scale, level) for level in (0.8, 0.95)}
    for row in range(len(time)):
        peer = OLS(value[row], add_constant(time[row])).fit()
        prediction = peer.get_prediction(np.array([[1.0, ahead[row]]]))
        assert mean[row] == pytest.approx(prediction.predicted_mean[0])
        for level, width in half.items():
            low, high = prediction.conf_int(obs=True, alpha=1 - level)[0]
            assert (mean[row] - width[row], mean[row] + width[row]) == pytest.approx((low, high))


def test_with_known_errors_it_is_weighted_least_squares_at_the_wobble_that_fits() -> None:
    time, value, variance = sample()
    trends = fit(time, value, variance / 20)
    assert (trends.wobble > 0).all()
    for row in range(len(time)):
        weights = 1 / (variance[row] / 20 + trends.wobble[row])
        peer = WLS(value[row], add_constant(time[row]), weights=weights).fit()
        # Paule and Mandel's equation: the weighted squares are what they should be.
        assert (weights * peer.resid**2).sum() == pytest.approx(5, rel=1e-6)
        assert trends.slope[row] == pytest.approx(peer.params[1])
        # At that wobble the peer's scale is 1, so its errors are ours.
        assert np.sqrt(trends.var_slope[row]) == pytest.approx(peer.bse[1], rel=1e-6)


def test_scatter_that_the_errors_explain_leaves_no_wobble() -> None:
    time, value, variance = sample()
    trends = fit(time, value, variance * 100)
    assert (trends.wobble == 0).all()
    row = 0
    peer = WLS(value[row], add_constant(time[row]), weights=1 / (variance[row] * 100)).fit(
        cov_type="fixed scale"
    )
    assert np.sqrt(trends.var_slope[row]) == pytest.approx(peer.bse[1])


def test_the_interval_holds_what_comes_as_often_as_it_says() -> None:
    rng = np.random.default_rng(4)
    rows, time = 6000, np.arange(6.0)
    errors = rng.uniform(0.2, 1.0, (rows, 6))
    truth = 50 - 1.5 * time + rng.normal(0, 1.5, (rows, 6))
    trends = fit(np.tile(time, (rows, 1)), truth + errors * rng.normal(size=(rows, 6)), errors**2)
    mean, scale = trends.at(np.full(rows, 9.0), 1.0, 0.0)
    comes = 50 - 1.5 * 9 + rng.normal(0, 1.5, rows) + errors[:, 0] * rng.normal(size=rows)
    for level in (0.8, 0.95):
        held = (np.abs(comes - mean) <= trends.half_width(scale, level)).mean()
        assert held == pytest.approx(level, abs=0.025)


def test_three_moments_are_the_least() -> None:
    with pytest.raises(ValueError, match="three"):
        fit(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros((1, 2)))


def test_a_series_without_scatter_is_sure_of_itself() -> None:
    time = np.array([[0.0, 1, 2, 3]])
    trends = fit(time, 10 + 2 * time, np.zeros((1, 4)))
    mean, scale = trends.at(np.array([5.0]), 1.0, 0.0)
    assert (mean[0], scale[0]) == pytest.approx((20, 0), abs=1e-6)
    for limit, chance in ((20.0, 1.0), (20.1, 0.0), (19.9, 1.0)):
        assert chance_above(mean, scale, np.array([limit]), 2)[0] == pytest.approx(chance)


@pytest.mark.parametrize(
    ("mean", "limit", "chance"),
    [
        (1e6 + 5e-4, 1e6 + 1e-3, 0.0),  # five ten-thousandths short, however large they are
        (1e6 + 1e-3, 1e6 + 5e-4, 1.0),
        (0.1 + 0.2, 0.3, 1.0),
        (0.3, 0.1 + 0.2, 1.0),
        (2.9999997, 3.0, 1.0),
        (2.999999, 3.0, 0.0),
        (0.0, 1e-9, 1.0),
    ],
)
def test_what_is_sure_compares_figures_as_all_of_wijkwerk_does(
    mean: float, limit: float, chance: float
) -> None:
    # No scatter, or what rounding leaves of it.
    for scale in (0.0, 1e-9):
        above = chance_above(np.array([mean]), np.array([scale]), np.array([limit]), 2)
        assert above[0] == chance


def test_a_series_doesnt_look_at_its_neighbours() -> None:
    time, value, variance = sample(rows=9)
    together = fit(time, value, variance)
    for row in range(9):
        alone = fit(time[row : row + 1], value[row : row + 1], variance[row : row + 1])
        for name in ("level", "slope", "wobble", "var_level", "var_slope"):
            assert getattr(alone, name)[0] == getattr(together, name)[row]


def test_a_trend_that_weakens_goes_less_far() -> None:
    years = np.array([0.0, 1.0, 5.0, 50.0])
    assert weakened(years, 1.0).tolist() == years.tolist()
    less = weakened(years, 0.9)
    assert (less[1:] < years[1:]).all() and less[0] == 0
    assert less[3] < 1 / -np.log(0.9)  # it never gets further than this


@settings(max_examples=50)
@given(st.floats(0, 60), st.floats(0.5, 1))
def test_the_way_back_of_weakening_is_strengthening(years: float, kept: float) -> None:
    there = weakened(np.array([years]), kept)
    if kept == 1 or there[0] * -np.log(kept) < 1 - 1e-6:
        assert strengthened(there, kept)[0] == pytest.approx(years, rel=1e-6, abs=1e-6)


def test_what_a_weakening_trend_never_reaches_takes_for_ever() -> None:
    assert strengthened(np.array([11.0]), 0.9)[0] == np.inf
