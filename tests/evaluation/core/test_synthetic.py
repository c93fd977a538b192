"""Synthetic controls: the weights and effects that were published, and what must always hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from evaluation.reference import proposition_99
from wijkwerk.evaluation.core.panel import Numbers
from wijkwerk.evaluation.core.synthetic import (
    leave_one_out,
    placebos_in_space,
    placebos_in_time,
    simplex_weights,
    synthetic_control,
)
from wijkwerk.evaluation.core.synthetic_differences import placebo_error, synthetic_differences


@pytest.fixture(scope="module")
def smoking(shared_data: Path) -> tuple[Numbers, Numbers, int, list[str]]:
    return proposition_99(shared_data / "reference")


def test_the_weights_and_effect_of_proposition_99(
    smoking: tuple[Numbers, Numbers, int, list[str]],
) -> None:
    own, donors, start, states = smoking
    found = synthetic_control(own, donors, start)
    used = np.flatnonzero(found.weights > 1e-6)
    weights = {states[one]: round(float(found.weights[one]), 4) for one in used}
    assert weights == {
        "Utah": 0.3939, "Montana": 0.2318, "Nevada": 0.2049, "Connecticut": 0.1091,
        "New Hampshire": 0.0454, "Colorado": 0.0148,
    }  # fmt: skip
    assert round(found.effect, 6) == -19.513630
    assert round(found.error_before, 4) == 1.6564


def test_california_is_the_third_of_thirty_nine(
    smoking: tuple[Numbers, Numbers, int, list[str]],
) -> None:
    own, donors, start, states = smoking
    found = placebos_in_space(own, donors, start)
    assert (found.rank, round(found.p, 4)) == (3, 0.0769)
    assert round(synthetic_control(own, donors, start).ratio, 1) == 12.4
    largest = sorted(zip(found.ratios.round(1).tolist(), states, strict=True))[-2:]
    assert largest == [(19.8, "Virginia"), (23.9, "Missouri")]


def test_synthetic_differences_of_proposition_99(
    smoking: tuple[Numbers, Numbers, int, list[str]],
) -> None:
    own, donors, start, _ = smoking
    found = synthetic_differences(own[None, :], donors, start)
    assert round(found.effect, 6) == -15.603828
    assert found.area_weights.sum() == pytest.approx(1)
    exact = synthetic_differences(own[None, :], donors, start, exact=True)
    assert exact.effect == pytest.approx(found.effect, abs=0.1)
    plain = (own[start:].mean() - own[:start].mean()) - (
        donors[:, start:].mean() - donors[:, :start].mean()
    )
    assert round(plain, 6) == -27.349111
    error = placebo_error(donors, 1, start, 60, seed=1)
    assert error is not None and 8 < error < 13


def test_an_independent_package_finds_the_same_weights() -> None:
    pandas = pytest.importorskip("pandas")
    pysyncon = pytest.importorskip("pysyncon")
    chance = np.random.default_rng(3)
    values = chance.normal(size=(8, 12)).cumsum(axis=1)
    frame = pandas.DataFrame(values.T, columns=[f"a{one}" for one in range(8)])
    theirs = pysyncon.Synth()
    theirs.fit(X0=frame.iloc[:9, 1:], X1=frame.iloc[:9, 0], Z0=frame.iloc[:9, 1:],
               Z1=frame.iloc[:9, 0], custom_V=np.ones(9))  # fmt: skip
    ours = simplex_weights(values[0, :9], values[1:, :9])
    gap = values[0, :9] - ours @ values[1:, :9]
    their_gap = values[0, :9] - theirs.W @ values[1:, :9]
    assert float(gap @ gap) <= float(their_gap @ their_gap) + 1e-9
    # A general optimiser stops near the minimum, ours is it.
    assert float(gap @ gap) == pytest.approx(float(their_gap @ their_gap), rel=0.1)
    assert ours.argmax() == theirs.W.argmax()


@settings(max_examples=40)
@given(
    seed=st.integers(0, 100_000),
    donors=st.integers(1, 12),
    periods=st.integers(1, 8),
    shift=st.floats(-1000, 1000),
    scale=st.floats(0.001, 1000),
)
def test_weights_are_the_minimum_whatever_unit_and_order(
    seed: int, donors: int, periods: int, shift: float, scale: float
) -> None:
    chance = np.random.default_rng(seed)
    target, lines = chance.normal(size=periods), chance.normal(size=(donors, periods))
    weights = simplex_weights(target, lines)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    # No step towards any donor makes it better: that is what a minimum on the simplex is.
    rest = target - weights @ lines
    gradient = -(lines @ rest)
    assert gradient.min() >= float(weights @ gradient) - 1e-7
    moved = simplex_weights(scale * (target + shift), scale * (lines + shift))
    fitted, again = weights @ lines, (moved @ (scale * (lines + shift))) / scale - shift
    assert again == pytest.approx(fitted, abs=1e-5)
    order = chance.permutation(donors)
    assert simplex_weights(target, lines[order]) @ lines[order] == pytest.approx(fitted, abs=1e-6)


def test_an_area_that_is_a_mixture_is_found_back() -> None:
    chance = np.random.default_rng(0)
    lines = chance.normal(size=(4, 10))
    mixture = np.array([0.5, 0.3, 0.2, 0.0])
    target = mixture @ lines
    target[7:] += 2.5
    found = synthetic_control(target, lines, 7)
    assert found.weights == pytest.approx(mixture, abs=1e-9)
    assert found.effect == pytest.approx(2.5)
    assert synthetic_control(mixture @ lines, lines, 7).effect == pytest.approx(0, abs=1e-9)


def test_quadratic_programming_finds_nothing_better() -> None:
    chance = np.random.default_rng(8)
    target, lines = chance.normal(size=6), chance.normal(size=(9, 6))
    ours = simplex_weights(target, lines)
    solved = optimize.minimize(
        lambda w: float(((target - w @ lines) ** 2).sum()), np.full(9, 1 / 9), method="SLSQP",
        bounds=[(0, 1)] * 9, constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    assert float(((target - ours @ lines) ** 2).sum()) <= solved.fun + 1e-9


def test_without_each_donor_with_weight_and_with_an_earlier_start() -> None:
    chance = np.random.default_rng(5)
    lines = chance.normal(size=(6, 9)).cumsum(axis=1)
    target = 0.6 * lines[1] + 0.4 * lines[4]
    without = dict(leave_one_out(target, lines, 6))
    assert set(without) == {1, 4}
    assert without[1] != pytest.approx(0, abs=1e-3)
    earlier = placebos_in_time(target, lines, 6)
    assert [one.start for one in earlier] == [3, 4, 5]
    assert all(one.effect == pytest.approx(0, abs=1e-8) for one in earlier)
    changed = target.copy()
    changed[6:] = 99  # what came after the real start isn't looked at
    assert placebos_in_time(changed, lines, 6) == earlier


def test_what_cant_be_composed_is_refused() -> None:
    lines = np.ones((3, 5))
    with pytest.raises(ValueError, match="before the start"):
        synthetic_control(lines[0], lines, 0)
    with pytest.raises(ValueError, match="every area"):
        synthetic_control(np.array([1, np.nan, 1, 1, 1]), lines, 3)
    with pytest.raises(ValueError, match="no donor"):
        simplex_weights(lines[0], lines[:0])
    with pytest.raises(ValueError, match="two donors"):
        placebos_in_space(lines[0], lines[:1], 3)
    assert placebo_error(lines, 2, 3, 10, 1) is None  # no more donors than treated areas
    with pytest.raises(ValueError, match="two donors"):
        synthetic_differences(lines[:1], lines[1:2], 3)
