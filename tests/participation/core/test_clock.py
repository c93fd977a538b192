"""The term of an answer, in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.participation.core.clock import AnswerClock, Clock, answer_by, answer_clock
from wijkwerk.shared import deadlines

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("received", "term", "last"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # Monday to Monday
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # Friday
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Thursday before Good Friday and Easter
        (date(2026, 5, 13), 1, date(2026, 5, 18)),  # before Ascension; the Friday is equated
        (date(2026, 12, 24), 3, date(2026, 12, 30)),  # Christmas and a week-end
    ],
)
def test_days_that_were_counted_by_hand(received: date, term: int, last: date) -> None:
    assert answer_by(received, term) == last


@given(DAYS, st.integers(1, 40))
def test_it_ends_on_a_working_day_and_a_longer_term_later(received: date, term: int) -> None:
    last = answer_by(received, term)
    assert not deadlines.is_rest(last)
    assert deadlines.working_days_until(received, last) == term
    assert answer_by(received, term + 1) > last


@given(DAYS, st.integers(1, 30))
def test_days_left_fall_by_one_each_working_day(received: date, term: int) -> None:
    last, day, left = answer_by(received, term), received, term
    while day < last:
        day += timedelta(days=1)
        left -= not deadlines.is_rest(day)
        assert answer_clock(last, None, day) == AnswerClock(Clock.WAITING, left)
    late = answer_clock(last, None, day + timedelta(days=1))
    assert late.state is Clock.TOO_LATE


def test_answered_on_the_last_day_is_in_time_and_the_day_after_is_late() -> None:
    last = date(2026, 3, 9)
    assert answer_clock(last, last, date(2026, 6, 1)) == AnswerClock(Clock.ANSWERED, 0)
    assert answer_clock(last, date(2026, 3, 10), date(2026, 6, 1)) == AnswerClock(
        Clock.ANSWERED_LATE, 1
    )
    assert answer_clock(last, date(2026, 3, 14), date(2026, 6, 1)).state is Clock.ANSWERED_LATE
    with pytest.raises(ValueError, match="working days"):
        answer_by(last, 0)
