"""Terms in days of the Netherlands: one that ends on a day of rest ends on the next working day.

Algemene termijnenwet, articles 1 and 3; Good Friday counts as a day of rest by its second paragraph.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")


def today(now: datetime) -> date:
    """The day that it is in the Netherlands."""
    return now.astimezone(HERE).date()


def is_over(last_day: date, now: datetime) -> bool:
    """Whether ``last_day`` has ended; the day itself still counts, to midnight."""
    return today(now) > last_day


def end_of_term(start: date, days: int) -> date:
    """The last day of a term of ``days``, which begins on the day after ``start``."""
    return next_working_day(start + timedelta(days=days))


def next_working_day(day: date) -> date:
    """``day``, or the first day after it that is neither of the weekend nor a day of rest."""
    while day.weekday() >= 5 or day in holidays(day.year):
        day += timedelta(days=1)
    return day


def holidays(year: int) -> frozenset[date]:
    """The days of rest of the law in ``year``."""
    easter = easter_sunday(year)
    king = date(year, 4, 27)
    if king.weekday() == 6:
        king -= timedelta(days=1)
    moving = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension Day, Whit Monday
    return frozenset(
        {
            date(year, 1, 1), king, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26),
            *(easter + timedelta(days=days) for days in moving),
        }
    )  # fmt: skip


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (the anonymous algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
