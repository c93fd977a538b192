"""Dates without a clock are those of the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.dates import add_years, day_number, days_between, is_date, year_of

DAYS = st.dates(date(1600, 1, 1), date(2400, 12, 31))


@given(DAYS, st.integers(-500, 500))
def test_days_are_counted_as_the_calendar_counts_them(day: date, more: int) -> None:
    later = day + timedelta(days=more)
    assert days_between(day.isoformat(), later.isoformat()) == more


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2018-12-01", 5, "2023-12-01"),
        ("2020-02-29", 1, "2021-02-28"),
        ("2020-02-29", 4, "2024-02-29"),
        ("2096-02-29", 4, "2100-02-28"),  # 2100 is no leap year
        ("2023-12-31", 1, "2024-12-31"),
        ("2023-02-28", 1, "2024-02-28"),
    ],
)
def test_a_year_later_is_the_same_day(start: str, years: int, end: str) -> None:
    assert add_years(start, years) == end


@pytest.mark.parametrize(
    "text", ["2023-02-29", "2023-13-01", "2023-00-10", "31-12-2023", "2023", ""]
)
def test_what_is_no_day_of_the_calendar_is_no_date(text: str) -> None:
    assert not is_date(text)
    with pytest.raises(ValueError, match="not a date"):
        days_between(text, "2024-01-01")


@given(DAYS)
def test_a_day_has_the_number_and_the_year_of_the_calendar(day: date) -> None:
    number = day_number(day.isoformat())
    assert (number, year_of(number)) == (day.toordinal(), day.year)
