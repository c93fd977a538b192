"""Dates as ISO texts ('2030-12-31'): sums of years and days without a clock.

Years are added to the same day; 29 February becomes 28 February in a year that has none.
"""

from __future__ import annotations

import calendar
import re

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def parts(date: str) -> tuple[int, int, int]:
    """Year, month and day; ValueError for what is no date in the calendar."""
    found = _ISO.fullmatch(date)
    if found is None:
        raise ValueError(f"not a date: {date!r}")
    year, month, day = (int(one) for one in found.groups())
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
    return _number(end) - _number(start)


def _number(date: str) -> int:
    """Days since the first day of the calendar."""
    year, month, day = parts(date)
    before = year - 1
    months = sum(calendar.monthrange(year, one)[1] for one in range(1, month))
    return before * 365 + before // 4 - before // 100 + before // 400 + months + day
