"""Terms by the law: midnight in the Netherlands, weekends, days of rest, and the year's end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.deadlines import (
    Unit,
    act_holds,
    counted_back,
    decreed_days,
    easter_sunday,
    end_of_term,
    equated_days,
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
    assert sorted(holiday.isoformat()[5:] for holiday in holidays(2026)) == [
        "01-01",
        "01-02",
        "04-03",
        "04-06",
        "04-27",
        "05-05",
        "05-14",
        "05-15",
        "05-25",
        "12-25",
        "12-26",
    ]


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


REST_2026_TO_2030 = {
    # Written out, not computed: article 3 with the decrees for these years.
    2026: "01-01 01-02 04-03 04-06 04-27 05-05 05-14 05-15 05-25 12-25 12-26",
    2027: "01-01 03-26 03-29 04-27 05-05 05-06 05-07 05-17 12-25 12-26",
    2028: "01-01 04-14 04-17 04-27 04-28 05-05 05-25 05-26 06-05 12-25 12-26",
    2029: "01-01 03-30 04-02 04-27 05-05 05-10 05-21 12-25 12-26",
    2030: "01-01 04-19 04-22 04-27 05-05 05-30 06-10 12-25 12-26",
    2031: "01-01",
}
RESTS = {
    date.fromisoformat(f"{year}-{day}")
    for year, days in REST_2026_TO_2030.items()
    for day in days.split()
}


def _works(day: date) -> bool:
    return day.weekday() < 5 and day not in RESTS


def _by_definition(start: date, days: int) -> date:
    """Articles 1 and 2 as they are worded: the first day that will do."""
    last = start + timedelta(days=days)
    while True:
        working = sum(_works(start + timedelta(days=n)) for n in range(1, (last - start).days + 1))
        if _works(last) and (days < 3 or working >= 2):
            return last
        last += timedelta(days=1)


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5, 6, 7, 14, 42, 90])
def test_every_start_of_five_years_ends_as_the_law_words_it(days: int) -> None:
    start = date(2026, 1, 1)
    for number in range((date(2030, 12, 31) - start).days - days):
        day = start + timedelta(days=number)
        assert end_of_term(day, days) == _by_definition(day, days), day


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 6, 5), 3, date(2026, 6, 9)),  # Friday to Tuesday: Monday alone isn't enough
        (date(2026, 12, 24), 3, date(2026, 12, 29)),
        (date(2026, 4, 2), 3, date(2026, 4, 8)),  # over Easter
        (date(2027, 4, 30), 3, date(2027, 5, 4)),  # before Liberation Day
        (date(2026, 4, 2), 5, date(2026, 4, 8)),
        (date(2026, 6, 5), 2, date(2026, 6, 8)),  # two days: article 2 doesn't hold
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        (date(2026, 6, 1), 3, date(2026, 6, 4)),
    ],
)
def test_a_term_of_three_days_or_more_holds_two_working_days(
    start: date, days: int, last: date
) -> None:
    assert end_of_term(start, days) == last


@pytest.mark.parametrize(
    ("number", "unit", "holds"),
    [
        (90, Unit.DAYS, True), (91, Unit.DAYS, False), (12, Unit.WEEKS, True),
        (13, Unit.WEEKS, False), (3, Unit.MONTHS, True), (4, Unit.MONTHS, False),
        (1, Unit.YEARS, False), (1, Unit.HOURS, False), (48, Unit.HOURS, False),
    ],
)  # fmt: skip
def test_the_act_holds_for_short_terms_of_a_law(number: int, unit: Unit, holds: bool) -> None:
    assert act_holds(number, unit) == holds
    assert not act_holds(number, unit, by_law=False)
    assert not act_holds(number, unit, counted_back=True)


@pytest.mark.parametrize(
    ("number", "unit", "by_law", "last"),
    [
        (90, Unit.DAYS, True, date(2026, 5, 18)),  # from Saturday 16 May
        (91, Unit.DAYS, True, date(2026, 5, 17)),  # a Sunday, and it stays
        (12, Unit.WEEKS, True, date(2026, 5, 11)),  # from Sunday 10 May
        (13, Unit.WEEKS, True, date(2026, 5, 17)),
        (2, Unit.MONTHS, True, date(2026, 4, 15)),
        (3, Unit.MONTHS, True, date(2026, 5, 18)),  # from Friday 15 May, of the decree
        (6, Unit.MONTHS, True, date(2026, 8, 15)),  # a Saturday, and it stays
        (1, Unit.YEARS, True, date(2027, 2, 15)),
        (12, Unit.WEEKS, False, date(2026, 5, 10)),  # a contract
    ],
)  # fmt: skip
def test_long_terms_and_contracts_end_where_they_end(
    number: int, unit: Unit, by_law: bool, last: date
) -> None:
    start = date(2026, 2, 15)
    assert end_of_term(start, number, unit, by_law=by_law) == last


def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert end_of_term(date(2027, 1, 31), 1, Unit.MONTHS) == date(2027, 3, 1)  # from Sunday 28
    assert end_of_term(date(2026, 11, 30), 3, Unit.MONTHS) == date(2027, 3, 1)
    assert end_of_term(date(2028, 2, 29), 1, Unit.YEARS) == date(2029, 2, 28)


def test_what_is_counted_back_is_never_moved() -> None:
    assert counted_back(date(2026, 6, 8), 1) == date(2026, 6, 7)  # a Sunday
    assert counted_back(date(2026, 4, 7), 1) == date(2026, 4, 6)  # Easter Monday
    assert counted_back(date(2026, 1, 31), 2, Unit.MONTHS) == date(2025, 11, 30)
    assert counted_back(date(2026, 3, 31), 1, Unit.MONTHS) == date(2026, 2, 28)
    assert counted_back(date(2026, 5, 1), 6, Unit.WEEKS) == date(2026, 3, 20)


def test_what_is_no_term_in_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no term in days"):
        end_of_term(date(2026, 3, 27), 48, Unit.HOURS)
    with pytest.raises(ValueError, match="no term in days"):
        end_of_term(date(2026, 3, 27), 0)


def test_days_of_the_decrees_are_data_with_a_source() -> None:
    assert end_of_term(date(2026, 4, 3), 42) == date(2026, 5, 18)  # from the Friday after Ascension
    assert next_working_day(date(2026, 1, 2)) == date(2026, 1, 5)
    assert next_working_day(date(2028, 4, 28)) == date(2028, 5, 1)
    assert all(source.startswith("Besluit") for source in equated_days().values())
    assert all(day.weekday() < 5 for day in equated_days())


@pytest.mark.parametrize(
    "text",
    ['[[decree]]\nsource = "x"\ndays = ["2029-05-11"]\n', "[[decree]]\ndays = [2029-05-11]\n",
     '[[decree]]\nsource = "x"\n'],
)  # fmt: skip
def test_a_decree_without_a_source_or_with_texts_for_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a source and dates"):
        decreed_days(text)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 90))
def test_a_term_is_never_shorter_and_ends_on_a_working_day(start: date, days: int) -> None:
    last = end_of_term(start, days)
    assert 0 <= (last - start).days - days <= 7
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
