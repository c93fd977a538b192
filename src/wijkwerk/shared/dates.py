"""Dates as ISO texts ('2030-12-31'): sums of years and days without a clock; names of months.

Years are added to the same day; 29 February becomes 28 February in a year that has none.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
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


def parts(text: str) -> tuple[int, int, int]:
    """Year, month and day; ValueError for what is no date in the calendar."""
    day = _day(text)
    return day.year, day.month, day.day


def _day(text: str) -> date:
    match = _ISO.fullmatch(text)
    try:
        if match is not None:
            return date(*map(int, match.groups()))
    except ValueError:
        pass
    raise ValueError(f"not a date: {text!r}")


def is_date(text: str) -> bool:
    """Whether ``text`` is a date of the calendar, written as 2030-12-31."""
    try:
        _day(text)
    except ValueError:
        return False
    return True


def add_years(text: str, years: int) -> str:
    """The same day ``years`` later; the last of February when that day isn't there."""
    day = _day(text)
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last)).isoformat()


def days_between(start: str, end: str) -> int:
    """Days from ``start`` to ``end``; negative when ``end`` comes first."""
    return day_number(end) - day_number(start)


@lru_cache(maxsize=50_000)  # the same few days come back thousands of times
def day_number(text: str) -> int:
    """Days since the first day of the calendar, which is 1. ValueError for what is no date."""
    return _day(text).toordinal()


def year_of(number: int) -> int:
    """The year in which the day with this number lies."""
    return date.fromordinal(number).year
