"""Amounts and days as people write them in a list, Dutch first. Pure: a cell in, a value out."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

from wijkwerk.shared.dates import MONTH_NUMBERS

# No thousands begin with a nought: '0,001' is a thousandth of a euro, which is no amount of money.
_DUTCH = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?", re.ASCII)
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?", re.ASCII)
_BARE = re.compile(r"\d{1,13}(?:[.,]\d{1,2})?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})", re.ASCII)


def amount(cell: object) -> Decimal | None:
    """Euros with two decimals; None when it isn't an amount.

    Money never has three decimals, so '1.500' and '1,500' are both fifteen hundred, and '0,001' is nothing.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        if not math.isfinite(cell) or abs(cell) >= 1e12:
            return None
        return Decimal(str(round(cell, 2))).quantize(Decimal("0.01"))
    if not isinstance(cell, str):
        return None
    text = re.sub(r"[\s\u00a0\u202f]", "", cell.lower())
    text = re.sub(r"^(?:€|eur|euro)|(?:€|eur|euro)$", "", text)
    text = re.sub(r"[.,](?:-{1,2}|–|—)$", "", text)
    if _DUTCH.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _ENGLISH.fullmatch(text):
        text = text.replace(",", "")
    elif _BARE.fullmatch(text):
        text = text.replace(",", ".")
    else:
        return None
    return Decimal(text).quantize(Decimal("0.01"))


def day(cell: object) -> date | None:
    """A day; None when it is none, or when nobody can tell which."""
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    text = cell.strip().lower()
    if match := _ISO.fullmatch(text):
        year, month, number = (int(group) for group in match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        number, month, year = (int(group) for group in match.groups())
    elif (match := _WORDS.fullmatch(text)) and match[2] in MONTH_NUMBERS:
        number, month, year = int(match[1]), MONTH_NUMBERS[match[2]], int(match[3])
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
