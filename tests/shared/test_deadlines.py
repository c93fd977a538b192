"""Terms by the law: midnight in the Netherlands, weekends, days of rest, and the year's end."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.deadlines import (
    easter_sunday,
    end_of_term,
    holidays,
    is_over,
    next_working_day,
    today,
)


@pytest.mark.parametrize(
    ("year", "day"),
    [(1999, "04-04"), (2000, "04-23"), (2008, "03-23"), (2011, "04-24"), (2024, "03-31"),
     (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25")],
)  # fmt: skip
def test_easter_is_when_it_was_and_will_be(year: int, day: str) -> None:
    assert easter_sunday(year).isoformat() == f"{year}-{day}"


def test_days_of_rest_of_2026() -> None:
    assert sorted(one.isoformat()[5:] for one in holidays(2026)) == [
        "01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25", "12-26",
    ]  # fmt: skip


def test_a_birthday_of_the_king_on_a_sunday_is_kept_the_day_before() -> None:
    assert date(2025, 4, 26) in holidays(2025)
    assert date(2025, 4, 27) not in holidays(2025)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 3, 3), date(2026, 4, 14)),  # an ordinary Tuesday
        (date(2026, 2, 23), date(2026, 4, 7)),  # Easter Monday: the day after
        (date(2026, 2, 20), date(2026, 4, 7)),  # Good Friday, weekend, Easter Monday
        (date(2026, 11, 13), date(2026, 12, 28)),  # Christmas on Friday and Saturday
        (date(2026, 11, 20), date(2027, 1, 4)),  # New Year on a Friday: Monday in another year
        (date(2027, 11, 20), date(2028, 1, 3)),  # New Year on a Saturday
        (date(2028, 1, 18), date(2028, 2, 29)),  # a leap day
    ],
)
def test_six_weeks_end_on_a_working_day(start: date, last: date) -> None:
    assert end_of_term(start, 42) == last


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 400))
def test_a_term_is_never_shorter_and_at_most_five_days_longer(start: date, days: int) -> None:
    last = end_of_term(start, days)
    assert 0 <= (last - start).days - days <= 5
    assert last.weekday() < 5
    assert last not in holidays(last.year)
    assert next_working_day(last) == last


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (datetime(2026, 1, 15, 22, 59, 59, tzinfo=UTC), False),  # one second before midnight
        (datetime(2026, 1, 15, 23, 0, tzinfo=UTC), True),
        (datetime(2025, 12, 31, tzinfo=UTC), False),
    ],
)
def test_the_last_day_counts_to_midnight_in_winter(now: datetime, over: bool) -> None:
    assert is_over(date(2026, 1, 15), now) == over


def test_and_in_summer_and_at_the_change_of_the_clock() -> None:
    assert not is_over(date(2026, 7, 15), datetime(2026, 7, 15, 21, 59, 59, tzinfo=UTC))
    assert is_over(date(2026, 7, 15), datetime(2026, 7, 15, 22, 0, tzinfo=UTC))
    assert today(datetime(2026, 10, 24, 22, 30, tzinfo=UTC)) == date(2026, 10, 25)
    assert today(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2027, 1, 1)
