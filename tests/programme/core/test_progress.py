"""Progress goes from the baseline, in the direction that was promised."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wijkwerk.programme.core.measurement import Direction, Measurement
from wijkwerk.programme.core.progress import Aim, Interval, fieller, progress

NUMBERS = st.floats(-1e4, 1e4).map(lambda one: round(one, 3))


def at(value: float, se: float | None = 0.0, day: str = "2020-12-31") -> Measurement:
    return Measurement(day, value, se)


def start(value: float, se: float | None = 0.0) -> Measurement:
    return at(value, se, "2011-12-31")


@pytest.mark.parametrize(
    ("baseline", "now", "target", "share", "reached"),
    [
        (40, 30, 20, 0.5, False),
        (40, 45, 20, -0.25, False),  # the wrong way
        (40, 10, 20, 1.5, True),  # further than promised
        (40, 20, 20, 1.0, True),
        (18, 26, 34, 0.5, False),
        (0, 0, 34, 0.0, False),
        (-5, 0, 5, 0.5, False),
    ],
)
def test_progress_is_the_part_of_the_way_that_is_covered(
    baseline: float, now: float, target: float, share: float, reached: bool
) -> None:
    found = progress(start(baseline), at(now), target)
    assert (found.aim, found.share, found.reached) == (Aim.MOVE, share, reached)
    assert (found.low, found.high) == pytest.approx((share, share))


@pytest.mark.parametrize(
    ("now", "direction", "kept"),
    [
        (26, None, True),
        (25, None, None),
        (25, Direction.AT_LEAST, False),
        (27, Direction.AT_LEAST, True),
        (25, Direction.AT_MOST, True),
        (27, Direction.AT_MOST, False),
    ],
)
def test_a_target_equal_to_the_baseline_is_kept_or_not(
    now: float, direction: Direction | None, kept: bool | None
) -> None:
    found = progress(start(26), at(now), 26, direction=direction)
    assert (found.aim, found.share, found.reached, found.interval) == (
        Aim.MAINTAIN,
        None,
        kept,
        Interval.NONE,
    )


def test_a_limit_that_was_met_from_the_start_is_to_be_kept() -> None:
    found = progress(start(30), at(26), 25, direction=Direction.AT_LEAST)
    assert (found.aim, found.reached) == (Aim.MAINTAIN, True)


def test_without_a_known_error_there_is_no_interval() -> None:
    found = progress(start(40, None), at(30, 1.0), 20)
    assert (found.share, found.interval, found.low, found.high) == (
        0.5,
        Interval.UNKNOWN,
        None,
        None,
    )


def test_the_error_of_the_baseline_counts() -> None:
    exact = progress(start(40, 0.0), at(30, 1.0), 20)
    unsure = progress(start(40, 1.0), at(30, 1.0), 20)
    assert exact.low is not None and unsure.low is not None
    assert exact.high is not None and unsure.high is not None
    assert unsure.high - unsure.low > exact.high - exact.low


def test_a_way_that_may_be_nought_has_no_bounds() -> None:
    found = progress(start(40, 3.0), at(39, 3.0), 38)
    assert (found.interval, found.low, found.high) == (Interval.UNBOUNDED, None, None)


def test_far_from_nought_over_a_way_that_may_be_nought_is_outside_a_stretch() -> None:
    found = progress(start(40, 1.2), at(25, 0.1), 38)
    assert found.interval is Interval.OUTSIDE
    assert found.low is not None and found.high is not None and found.low < found.high


def test_the_baseline_itself_is_no_progress_for_sure() -> None:
    found = progress(start(40, 2.0), start(40, 2.0), 20)
    assert (found.share, found.low, found.high) == (0.0, 0.0, 0.0)


def test_fiellers_interval_holds_the_true_progress_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(4000):
        found = progress(start(40 + rng.normal(0, 2), 2.0), at(31 + rng.normal(0, 1), 1.0), 20)
        assert found.low is not None and found.high is not None
        held += found.low <= 0.45 <= found.high
    assert held / 4000 == pytest.approx(0.95, abs=0.011)  # three standard errors


def test_the_ends_of_fiellers_interval_are_where_the_test_turns() -> None:
    kind, low, high = fieller(10, 20, 5, 4, 4, 1.96)
    assert kind is Interval.BOUNDED and low is not None and high is not None
    for p in (low, high):
        assert abs(10 - p * 20) == pytest.approx(1.96 * math.sqrt(5 - 2 * p * 4 + p * p * 4))


@given(NUMBERS, NUMBERS, NUMBERS, st.floats(0.1, 50), st.floats(-100, 100))
def test_another_unit_or_the_other_direction_is_the_same_progress(
    baseline: float, now: float, target: float, scale: float, shift: float
) -> None:
    assume(abs(target - baseline) > 0.01)
    plain = progress(start(baseline, 0.5), at(now, 0.2), target)
    for factor in (scale, -scale):
        other = progress(
            start(baseline * factor + shift, 0.5 * scale),
            at(now * factor + shift, 0.2 * scale),
            target * factor + shift,
        )
        assert other.share == pytest.approx(plain.share, rel=1e-6, abs=1e-6)
        if abs((target - baseline) / 0.5 - 1.959964) > 1e-3 and plain.interval is other.interval:
            assert (other.low is None) == (plain.low is None)
            if plain.low is not None and plain.interval is Interval.BOUNDED:
                assert other.low == pytest.approx(plain.low, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("target", [math.nan, math.inf])
def test_a_target_is_a_number(target: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        progress(start(1), at(2), target)


@pytest.mark.parametrize(
    ("day", "value", "se"),
    [("2020-02-30", 1, None), ("2020-02-01", math.nan, None), ("2020-02-01", 1, -1.0)],
)
def test_a_measurement_that_is_none_is_refused(day: str, value: float, se: float | None) -> None:
    with pytest.raises(ValueError, match=r"date|finite|standard error"):
        Measurement(day, value, se)
