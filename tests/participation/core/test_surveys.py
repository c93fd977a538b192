"""Marks of surveys: the interval is that of the statistics library, and too wide rather than too narrow."""

from __future__ import annotations

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from wijkwerk.participation.core.surveys import Mark, Verdict, change


def test_the_interval_is_that_of_two_means() -> None:
    result = change(Mark(1999, 3.7, 1500, 10, 1.8), Mark(2003, 4.0, 1500, 10, 1.8))
    assert result is not None and result.verdict is Verdict.UP
    low, high = stats.norm.interval(0.95, loc=0.3, scale=1.8 * (2 / 1500) ** 0.5)
    assert (result.low, result.high) == pytest.approx((low, high), abs=1e-6)
    assert (round(result.low, 2), round(result.high, 2)) == (
        0.17,
        0.43,
    )  # as the method page has it


def test_without_a_deviation_little_can_be_told() -> None:
    result = change(Mark(1999, 3.7, 200, 10), Mark(2003, 4.0, 200, 10))
    assert result is not None and result.verdict is Verdict.UNKNOWN
    assert (round(result.low, 1), round(result.high, 1)) == (-0.5, 1.1)


def test_down_is_up_turned_around_and_what_differs_is_not_compared() -> None:
    high, low = Mark(2001, 7.0, 900, 10, 1.0), Mark(2003, 6.0, 900, 10, 1.0)
    falling, rising = change(high, low), change(low, high)
    assert falling is not None and rising is not None
    assert falling.verdict is Verdict.DOWN and falling.low == pytest.approx(-rising.high)
    assert change(high, Mark(2003, 3.0, 900, 5, 1.0)) is None
    assert change(high, Mark(2003, 6.0, 29, 10, 1.0)) is None


@given(st.lists(st.integers(1, 10), min_size=1, max_size=40))
def test_no_marks_lie_further_apart_than_is_taken(marks: list[int]) -> None:
    assert Mark(2001, fmean(marks), len(marks), 10).spread >= pstdev(marks) - 1e-9
