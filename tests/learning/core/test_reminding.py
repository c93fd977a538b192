"""An owner is asked at once, again in the last thirty days, and never after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.learning.core.reminding import BEFORE, may_ask, to_ask

DUE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("asked", "today", "now"),
    [
        (None, date(2026, 1, 5), True), (date(2026, 1, 5), date(2026, 5, 30), False),
        (date(2026, 1, 5), date(2026, 5, 31), True), (date(2026, 5, 31), date(2026, 6, 30), False),
        (date(2026, 1, 5), date(2026, 6, 30), True), (None, date(2026, 7, 1), False),
        (date(2026, 5, 30), date(2026, 6, 1), True),
    ],
)  # fmt: skip
def test_when_a_letter_goes_out(asked: date | None, today: date, now: bool) -> None:
    assert to_ask(DUE, asked, today) is now


def test_without_a_day_it_is_asked_once() -> None:
    assert to_ask(None, None, DUE)
    assert not to_ask(None, date(2020, 1, 1), DUE)


@given(st.integers(-400, 400), st.integers(0, 800))
def test_two_letters_at_most_and_none_after_the_day(given_before: int, length: int) -> None:
    first = DUE - timedelta(given_before)
    asked: date | None = None
    letters = []
    for days in range(length):
        today = first + timedelta(days)
        if to_ask(DUE, asked, today):
            asked = today
            letters.append(today)
    assert len(letters) <= 2
    assert all(may_ask(DUE, day) for day in letters)
    if length > given_before >= 0:  # its day passed: the owner was asked in the last thirty days
        assert letters[-1] >= min(DUE - BEFORE, letters[-1])
        assert letters[-1] >= DUE - BEFORE
