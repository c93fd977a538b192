"""Dates as ISO texts ('2030-12-31'): sums of years and days without a clock; names of months.

Years are added to the same day; 29 February becomes 28 February in a year that has none.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

from wijkwerk.shared.text import Language

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
_ENGLISH = "January February March April May June July August September October November December"
MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": tuple(_DUTCH.split()),
    "en": tuple(_ENGLISH.split()),
}
# By each way of writing a month, in small letters: in full and short.
MONTH_NUMBERS = {
    name: number
    for names in (
        _DUTCH,
        _ENGLISH.lower(),
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "jan feb mar apr may jun jul aug sept oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
}


def parts(date: str) -> tuple[int, int, int]:
    """Year, month and day; ValueError for what is no date in the calendar."""
    match = _ISO.fullmatch(date)
    if match is None:
        raise ValueError(f"not a date: {date!r}")
    year, month, day = (int(group) for group in match.groups())
    if not (year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        raise ValueError(f"not a date: {date!r}")
    return year, month, day


def is_date(date: str) -> bool:
    """Whether ``date`` is a date of the calendar, written as 2030-12-31."""
    try:
        parts(date)
    except ValueError:
        return False
    return True


def add_years(date: str, years: int) -> str:
    """The same day ``years`` later; the last of February when that day isn't there."""
    year, month, day = parts(date)
    last = calendar.monthrange(year + years, month)[1]
    return f"{year + years:04d}-{month:02d}-{min(day, last):02d}"


def days_between(start: str, end: str) -> int:
    """Days from ``start`` to ``end``; negative when ``end`` comes first."""
    return day_number(end) - day_number(start)


def add_days(date: str, days: int) -> str:
    """The day that is ``days`` later (earlier when negative)."""
    number = day_number(date) + days
    year = year_of(number)
    left = number - _before(year)
    for month in range(1, 13):
        long = calendar.monthrange(year, month)[1]
        if left <= long:
            return f"{year:04d}-{month:02d}-{left:02d}"
        left -= long
    raise AssertionError("a year has twelve months")


@lru_cache(maxsize=50_000)  # the same few days come back thousands of times
def day_number(date: str) -> int:
    """Days since the first day of the calendar, which is 1. ValueError for what is no date."""
    year, month, day = parts(date)
    return (
        _before(year)
        + sum(calendar.monthrange(year, earlier_month)[1] for earlier_month in range(1, month))
        + day
    )


def year_of(number: int) -> int:
    """The year in which the day with this number lies."""
    year = int(number / 365.2425) + 1
    while _before(year) >= number:
        year -= 1
    while _before(year + 1) < number:
        year += 1
    return year


def _before(year: int) -> int:
    """Days in all years before ``year``."""
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400
