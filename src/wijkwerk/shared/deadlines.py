"""Terms of the Netherlands by the Algemene termijnenwet.

Article 1: a term that ends on a day of rest ends on the next working day, but not when it is counted
back. Article 2: a term of three days or more holds at least two working days. Article 3: which days
are days of rest: Good Friday by its second paragraph, days of a royal decree by its third
(``equated_days.toml``). Article 4: for which terms the act doesn't hold.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")
EQUATED_DAYS = "equated_days.toml"


class Unit(StrEnum):
    """In what a rule says how long a term is."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


# Article 4: the longest term that the act holds for; it holds for none in hours or years.
_LONGEST: Mapping[Unit, int] = MappingProxyType(
    {Unit.HOURS: 0, Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3, Unit.YEARS: 0}
)
_LEAST_DAYS = 3  # article 2: a term from which it holds two working days
_WORKING_DAYS = 2


def today(now: datetime) -> date:
    """The day that it is in the Netherlands."""
    return now.astimezone(HERE).date()


def is_over(last_day: date, now: datetime) -> bool:
    """Whether ``last_day`` has ended; the day itself still counts, to midnight."""
    return today(now) > last_day


def act_holds(
    number: int, unit: Unit = Unit.DAYS, *, by_law: bool = True, counted_back: bool = False
) -> bool:
    """Whether the act moves the end of a term of ``number`` ``unit``s (articles 1 and 4).

    ``by_law``: the term stands in a law or what rests on one; one that parties agreed, or of a by-law
    that doesn't declare the act applicable, isn't. ``counted_back``: from an event to before it.
    """
    return by_law and not counted_back and number <= _LONGEST[unit]


def end_of_term(start: date, number: int, unit: Unit = Unit.DAYS, *, by_law: bool = True) -> date:
    """The last day of a term of ``number`` (at least 1) ``unit``s, which begins on the day after
    ``start``; moved where the act holds (``act_holds``).

    Raises ValueError for hours, which run on the clock, and for a number below 1.
    """
    last = _later(start, number, unit)
    if not act_holds(number, unit, by_law=by_law):
        return last
    if (last - start).days >= _LEAST_DAYS:
        while _working_days(start, last) < _WORKING_DAYS:
            last += timedelta(days=1)
    return next_working_day(last)


def after_working_days(start: date, number: int) -> date:
    """The last day of a term of ``number`` (at least 1) working days, which begins on the day after
    ``start``: no day of rest counts, so that it ends on none. Raises ValueError for a number below 1."""
    if number < 1:
        raise ValueError(f"no term in working days: {number}")
    last = start
    for _ in range(number):
        last = next_working_day(last + timedelta(days=1))
    return last


def working_days_until(start: date, last: date) -> int:
    """How many working days lie after ``start``, up to and with ``last``; 0 when it has passed."""
    return _working_days(start, last) if last > start else 0


def counted_back(event: date, number: int, unit: Unit = Unit.DAYS) -> date:
    """The day that lies ``number`` ``unit``s before ``event``: never moved (article 1, paragraph 2).

    Raises ValueError as ``end_of_term``.
    """
    return _later(event, number, unit, -1)


def _later(start: date, number: int, unit: Unit, sign: int = 1) -> date:
    if number < 1 or unit is Unit.HOURS:
        raise ValueError(f"no term in days: {number} {unit}")
    if unit in (Unit.DAYS, Unit.WEEKS):
        return start + timedelta(days=sign * number * (7 if unit is Unit.WEEKS else 1))
    return months_later(start, sign * number * (12 if unit is Unit.YEARS else 1))


def months_later(start: date, number: int) -> date:
    """The same day of the month ``number`` months later (earlier when negative), or the last day of a
    shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _working_days(start: date, last: date) -> int:
    """How many days after ``start``, up to and with ``last``, are working days."""
    days = (start + timedelta(days=number + 1) for number in range((last - start).days))
    return sum(not is_rest(day) for day in days)


def next_working_day(day: date) -> date:
    """``day``, or the first day after it that is a working day."""
    while is_rest(day):
        day += timedelta(days=1)
    return day


def is_rest(day: date) -> bool:
    """Whether ``day`` is a Saturday, a Sunday, a recognised holiday or equated with one."""
    return day.weekday() >= 5 or day in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[date]:
    """The recognised holidays of the act in ``year``, with the days that are equated with them."""
    easter = easter_sunday(year)
    king = date(year, 4, 27)
    if king.weekday() == 6:
        king -= timedelta(days=1)
    moving = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension Day, Whit Monday
    return frozenset(
        {
            date(year, 1, 1),
            king,
            date(year, 5, 5),
            date(year, 12, 25),
            date(year, 12, 26),
            *(easter + timedelta(days=days) for days in moving),
            *(day for day in equated_days() if day.year == year),
        }
    )


@cache
def equated_days() -> Mapping[date, str]:
    """Every day that a decree equates with a holiday, with the decree: data that ships with us."""
    return decreed_days((resources.files(__package__) / EQUATED_DAYS).read_text("utf-8"))


def decreed_days(text: str) -> Mapping[date, str]:
    """The days in TOML with a [[decree]] for each decree, its ``source`` and its ``days``.

    Raises ValueError for a decree without either, or with other things than dates.
    """
    source_by_day: dict[date, str] = {}
    for decree in tomllib.loads(text).get("decree", ()):
        source, days = decree.get("source"), decree.get("days")
        if not source or not days or not all(type(day) is date for day in days):
            raise ValueError(f"a decree has a source and dates as days, not {decree}")
        source_by_day |= dict.fromkeys(days, source)
    return MappingProxyType(source_by_day)


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
