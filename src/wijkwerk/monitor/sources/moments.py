"""Periods and dates: which are well-formed, and what a malformed one most likely means."""

from __future__ import annotations

import re
from calendar import monthrange

from wijkwerk.shared.dates import MONTH_NUMBERS

EXPECTED = "a period such as 2012, 2012-10, 2012-Q3 or 2012-10-01"
FIRST_YEAR, LAST_YEAR = 1800, 2200
_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?", re.ASCII)


def is_period(text: str) -> bool:
    """Whether ``text`` is a year, quarter, month or day of the calendar in ISO 8601."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return False
    year, _, month, day = match.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return False
    if month is None:
        return True
    if not 1 <= int(month) <= 12:
        return False
    return day is None or 1 <= int(day) <= monthrange(int(year), int(month))[1]


def school_year(text: str) -> tuple[str, str] | None:
    """The two years of a text such as 2010/11, 2010-2011, 2010-11 or 201011; None when the second
    isn't the year after the first. 2010/11 may also be a month: who reads it has to be told."""
    pair = re.fullmatch(r"(\d{4})(?: ?[-/–] ?)?(\d{4}|\d{2})", text.strip(), re.ASCII)
    if pair is None:
        return None
    first, second = pair.groups()
    following = str(int(first) + 1)
    return (first, following) if following.endswith(second) else None


def one_digit(text: str) -> tuple[str, str] | None:
    """Year and digit of a text such as 2020-1, 2020/1 or 1-2020, or None. The digit may be of a month,
    a quarter or half a year: who reads it has to be told."""
    pair = re.fullmatch(r"(\d{4})[-/. ](\d)|(\d)[-/. ](\d{4})", text.strip(), re.ASCII)
    if pair is None:
        return None
    return (pair[1], pair[2]) if pair[1] else (pair[4], pair[3])


def as_month(text: str) -> str | None:
    """The month that a year and a number with a sign between them stand for, or None."""
    pair = re.fullmatch(r"(\d{4})(?:[-/. ](\d{1,2})|(\d{2}))", text.strip(), re.ASCII)
    month = f"{pair[1]}-{int(pair[2] or pair[3]):02d}" if pair else ""
    return month if is_period(month) else None


def mended(text: str) -> str | None:
    """The period that ``text`` most likely means, or None when it is well-formed or unclear.

    Knows spreadsheets (2012.0, 1-10-2012), Statistics Netherlands (2012JJ00, 2012KW03, 2012*) and
    people (2012/10, Q3 2012, okt 2012).
    """
    plain = text.strip().lower()
    if school_year(plain) is not None or one_digit(plain) is not None:
        return None  # November 2010, or the year 2010 at school; 2010-1: a month or a quarter
    reading = next(
        (reading for reading in _readings(plain) if reading != text and is_period(reading)), None
    )
    return None if is_period(text) else reading


def _readings(text: str) -> list[str]:
    """What ``text`` may mean, the likeliest first; some may be no period at all."""
    patterns: tuple[tuple[str, str], ...] = (
        (r"(\d{4})(?:[.,]0+|\*+|jj00|y)", "{0}"),
        (r"(\d{4})-?kw0?([1-4])", "{0}-Q{1}"),
        (r"(\d{4})[ -/]*q([1-4])", "{0}-Q{1}"),
        (r"q([1-4])[ -/]*(\d{4})", "{1}-Q{0}"),
        (r"([1-4])e kwartaal (\d{4})", "{1}-Q{0}"),
        (r"(\d{4}) ([1-4])e kwartaal", "{0}-Q{1}"),
        (r"(\d{4})mm(\d{2})", "{0}-{1:0>2}"),
        (r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", "{2}-{1:0>2}-{0:0>2}"),
        (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", "{0}-{1:0>2}-{2:0>2}"),
        (r"(\d{4}-\d{2}-\d{2})[t ].*", "{0}"),
        (r"(\d{4})(\d{2})(\d{2})", "{0}-{1}-{2}"),
        (r"(\d{4})(\d{2})", "{0}-{1}"),
        (r"(\d{4})[-/. ](\d{1,2})", "{0}-{1:0>2}"),
        (r"(\d{1,2})[-/](\d{4})", "{1}-{0:0>2}"),
    )
    result = [
        shape.format(*match.groups())
        for pattern, shape in patterns
        if (match := re.fullmatch(pattern, text, re.ASCII))
    ]
    named = re.fullmatch(r"(?:(\d{1,2})[ -])?([a-z]+)\.?[ -](\d{4})", text)
    if named and named.group(2) in MONTH_NUMBERS:
        day, month, year = named.group(1), MONTH_NUMBERS[named.group(2)], named.group(3)
        result.append(f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else ""))
    return result


def hint(text: str) -> str | None:
    """'Write 2012-10-01.' for a malformed period that can be understood, or None."""
    years = school_year(text)
    if years is not None:
        month = as_month(text)
        first = f"Write {years[0]} or {years[1]} for the school year"
        return f"{first}." if month is None else f"{first}, or {month} for the month."
    part = one_digit(text)
    if part is not None:
        year, digit = part
        month, quarter = f"{year}-0{digit}", f"{year}-Q{digit}"
        if not is_period(month):
            return None
        both = f"{month} for the month or {quarter} for the quarter"
        return f"Write {both if is_period(quarter) else month}."
    period = mended(text)
    if period is None:
        return None
    if period.endswith("-01-01"):
        return f"Write {period}, or {period[:4]} for the whole year."
    return f"Write {period}."
