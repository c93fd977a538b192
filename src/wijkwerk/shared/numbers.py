"""Numbers as Dutch and English readers write them.

One way of rounding everywhere: halves go away from zero, on the number as a reader would write it
(2.675 gives 2.68, though its binary form lies a hair below). A number that rounds to zero has no
sign.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from wijkwerk.shared.text import Language

MINUS = "\u2212"
NO_BREAK = "\u00a0"
NOTHING = "\u2013"  # stands where there is no figure
_DIGITS = 12  # more digits than any figure has; less than where the noise of binary sums begins
_ROOM = Context(prec=400)  # enough for every float
_TENS = (1.0, 10.0, 100.0, 1000.0, 10_000.0)
_SURE = 1e6  # below this the noise of twelve digits and of binary fractions is less than 1e-5
DUTCH_SIGNS = str.maketrans(",.", ".,")
_SHOWN_AS_ONE = {"nl": re.compile(r"1(,0+)?"), "en": re.compile(r"1(\.0+)?")}
_PER = {"per 100": 100, "per 1000": 1_000, "per 10000": 10_000, "per 100000": 100_000}
_IN_POINTS = ("score", "index", "points")
_WORDS = {
    "nl": {
        "pp": ("procentpunt", "procentpunt"),
        "point": ("punt", "punten"),
        "year": ("jaar", "jaar"),
        "percent": "procent",
        "euro": "euro",
    },
    "en": {
        "pp": ("percentage point", "percentage points"),
        "point": ("point", "points"),
        "year": ("year", "years"),
        "percent": "percent",
        "euro": "euros",
    },
}


def rounded(value: float, decimals: int) -> Decimal:
    """``value`` with ``decimals`` digits after the comma, halves away from zero.

    Raises ValueError for a number that isn't finite: an unknown figure is None, never NaN.
    """
    exact = Decimal(f"{value:.{_DIGITS}g}")
    if not exact.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return exact.quantize(_step(decimals), rounding=ROUND_HALF_UP, context=_ROOM)


@cache
def _step(decimals: int) -> Decimal:
    """The smallest number with so many decimals."""
    return Decimal(1).scaleb(-decimals)


def number(value: float, decimals: int, language: Language) -> str:
    """``value`` with thousands and decimals in the notation of ``language``; never '-0'."""
    if _is_plain(value, decimals):
        text = f"{abs(value):,.{decimals}f}"
        below = value < 0 and text.strip("0.") != ""
    else:
        exact = rounded(value, decimals)
        text, below = f"{abs(exact):,f}", exact < 0
    if language == "nl":
        text = text.translate(DUTCH_SIGNS)
    return MINUS + text if below else text


def _is_plain(value: float, decimals: int) -> bool:
    """Whether ``value`` lies so far from a half that every way of rounding gives the same.

    A page has thousands of numbers, and exact rounding takes four times as long.
    """
    scaled = abs(value) * _TENS[decimals] if 0 <= decimals < len(_TENS) else math.inf
    return scaled < _SURE and abs(scaled % 1 - 0.5) > 1e-4


def count(value: float, language: Language) -> str:
    """A whole number: '2.400'."""
    return number(value, 0, language)


def chance(probability: float, language: Language) -> str:
    """A chance (0 to 1) in whole percents: '37%'; never 0% or 100%, which would say that it is
    certain: 'minder dan 1%', 'meer dan 99%'."""
    if probability < 0.01:
        return {"nl": "minder dan 1%", "en": "under 1%"}[language]
    if probability > 0.99:
        return {"nl": "meer dan 99%", "en": "over 99%"}[language]
    return f"{number(100 * probability, 0, language)}%"


def signed(value: float | None, decimals: int, language: Language) -> str:
    """A change: '+1,5', '−0,2' or '0,0'; a dash when there is none."""
    if value is None:
        return NOTHING
    text = number(value, decimals, language)
    return text if text.startswith(MINUS) or not text.strip("0.,") else f"+{text}"


def figure(value: float | None, unit: str, decimals: int, language: Language) -> str:
    """A figure with its unit: '55%', '€ 159.500', '8,55 per 100'; a dash when there is none."""
    if value is None:
        return NOTHING
    text = number(value, decimals, language)
    if unit == "%":
        return f"{text}%"
    if unit == "eur":
        return _euro(text, language)
    if unit in _PER:
        return f"{text} per {count(_PER[unit], language)}"
    if unit == "years":
        return f"{text} {_counted('year', text, language)}"
    return text


def decimals_together(values: Iterable[float | None]) -> int:
    """How many decimals the numbers of one sentence get, all of them as many: none when each is whole, else
    one, or two when all are below one or one of them would be shown as zero. None stands for no number."""
    sizes = [abs(value) for value in values if value is not None]
    if all(size == int(size) for size in sizes):
        return 0
    return 2 if max(sizes) < 1 or any(0 < size < 0.05 for size in sizes) else 1


def with_unit(value: float, unit: str, language: Language) -> str:
    """A figure of which nobody says how many decimals it has: one for a percentage, none for whole and
    large numbers, else two. Scores and points are 'punten'; a unit that isn't known here stands behind it as it is."""
    decimals = 1 if unit == "%" else 0 if abs(value) >= 100 or value == int(value) else 2
    if unit in _IN_POINTS:
        text = number(value, decimals, language)
        return f"{text} {_counted('point', text, language)}"
    text = figure(value, unit, decimals, language)
    return text if text != number(value, decimals, language) else f"{text} {unit}".strip()


def gap(value: float, unit: str, decimals: int, language: Language) -> str:
    """The size of a difference with its unit: '14 procentpunt', '€ 57.900', '1 punt'."""
    text = number(abs(value), decimals, language)
    if unit == "%":
        return f"{text} {_counted('pp', text, language)}"
    if unit in _IN_POINTS:
        return f"{text} {_counted('point', text, language)}"
    return figure(abs(value), unit, decimals, language)


def gap_unit(unit: str, language: Language) -> str:
    """What a difference in ``unit`` is measured in, in words: 'procentpunt', 'punten', 'euro'."""
    labels = _WORDS[language]
    if unit == "%":
        return labels["pp"][1]
    if unit in _IN_POINTS:
        return labels["point"][1]
    if unit == "eur":
        return str(labels["euro"])
    if unit == "years":
        return labels["year"][1]
    if unit in _PER:
        return f"per {count(_PER[unit], language)}"
    return ""


def is_shown_as_one(text: str, language: Language) -> bool:
    """Whether a number that is written in ``language`` is one, whatever its decimals: '1,0', not '1.000'."""
    return _SHOWN_AS_ONE[language].fullmatch(text) is not None


def percent(share: float, language: Language) -> str:
    """A share of a whole in words, to whole percents: 0.27 gives '27 procent'."""
    return f"{number(share * 100, 0, language)} {_WORDS[language]['percent']}"


def is_nought(value: float, decimals: int) -> bool:
    """Whether ``value`` is shown as zero."""
    return rounded(value, decimals) == 0


def _euro(text: str, language: Language) -> str:
    """The sign of a negative amount stands before the number in Dutch, before the € in English."""
    if language == "nl":
        return f"€{NO_BREAK}{text}"
    return f"{MINUS}€{text[1:]}" if text.startswith(MINUS) else f"€{text}"


def _counted(word: str, text: str, language: Language) -> str:
    """The singular for what is shown as one."""
    singular, many = _WORDS[language][word]
    return singular if is_shown_as_one(text, language) else many
