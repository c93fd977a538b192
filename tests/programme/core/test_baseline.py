"""Where a path begins: what was measured goes before what was written down."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from target_cases import LIMITS, case, yearly

from wijkwerk.programme.core.answers import Answer, Why
from wijkwerk.programme.core.baseline import baseline, nearest, same_figure, without_baseline
from wijkwerk.programme.core.course import course
from wijkwerk.programme.core.measurement import Measurement


@pytest.mark.parametrize(
    ("written", "measured", "same"),
    [
        (28, 28.04, True), (28, 28.5, True), (28, 28.51, False), (28.0, 27.5, True),
        (28.1, 28.06, True), (28.1, 28.04, False), (60, 28, False), (30, 34, False),
        (1700, 1699.6, True), (0, 0.4, True), (1e-7, 1e-7, True), (-3.2, -3.24, True),
    ],
)  # fmt: skip
def test_a_rounded_value_is_the_same_figure(written: float, measured: float, same: bool) -> None:
    assert same_figure(written, measured) is same


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_a_figure_rounded_by_a_reader_is_always_the_same(value: float, decimals: int) -> None:
    assert same_figure(round(value, decimals), value)


def test_what_was_measured_is_judged_by_and_what_was_written_is_told() -> None:
    points = yearly((28.04, 27, 26), 0.4)
    found = baseline(Measurement("2011-12-31", 60), points, "2030-01-01", 183)
    assert (found.used, found.written, found.differs) == (points[0], 60, True)
    rounded = baseline(Measurement("2011-12-31", 28), points, "2030-01-01", 183)
    assert rounded.used == Measurement("2011-12-31", 28, 0.4)
    assert not rounded.differs and not rounded.unsupported
    none = baseline(Measurement("2005-12-31", 60), points, "2030-01-01", 183)
    assert none.unsupported and none.used.value == 60


def test_the_nearest_figure_is_that_of_at_most_half_a_year_away() -> None:
    points = yearly((28, 27))
    found = nearest(points, "2012-07-01", 183)
    assert found == points[0]  # 183 days after the first, 183 before the second: the earlier
    assert nearest(points, "2012-07-02", 183) == points[1]
    assert nearest(points, "2013-07-03", 183) is None


def test_nobody_tells_the_course_of_a_target_whose_start_nobody_measured() -> None:
    falling = course(case((60, 30, 29, 28.2, 27.1, 26, 25)), "2018-06-01", LIMITS)
    assert falling.probability is not None
    found = without_baseline(falling)
    assert (found.answer, found.why) == (Answer.CANT_TELL_YET, Why.BASELINE_UNKNOWN)
    assert (found.probability, found.projection, found.first_year) == (None, None, None)
    assert all(one.projected is None for one in found.path)
    over = course(replace(case((60, 20)), by="2012-12-31"), "2018-06-01", LIMITS)
    assert without_baseline(over).why is Why.ENDED_REACHED
