"""Numbers as Dutch and English readers write them."""

from __future__ import annotations

from wijkwerk.shared.text import Language

MINUS = "\u2212"
NARROW_SPACE = "\u00a0"
_PER = {"per 100": "100", "per 1000": "1000", "per 10000": "10000", "per 100000": "100000"}


def number(value: float, decimals: int, language: Language) -> str:
    """``value`` with thousands and decimals in the notation of ``language``; never '-0'."""
    text = f"{abs(value):,.{decimals}f}"
    if language == "nl":
        text = text.translate(str.maketrans(",.", ".,"))
    is_zero = not any(sign in "123456789" for sign in text)
    return text if value >= 0 or is_zero else MINUS + text


def figure(value: float | None, unit: str, decimals: int, language: Language) -> str:
    """A figure with its unit: '55%', '€ 159.500', '8,55 per 100'; a dash when there is none."""
    if value is None:
        return "–"
    text = number(value, decimals, language)
    if unit == "%":
        return f"{text}%"
    if unit == "eur":
        return f"€{NARROW_SPACE}{text}"
    if unit in _PER:
        return f"{text} per {number(float(_PER[unit]), 0, language)}"
    if unit == "years":
        return f"{text} {'jaar' if language == 'nl' else 'years'}"
    return text


def gap(value: float, unit: str, decimals: int, language: Language) -> str:
    """The size of a difference with its unit: '14 procentpunt', '€ 57.900'."""
    size = abs(value)
    if unit == "%":
        word = "procentpunt" if language == "nl" else "percentage points"
        return f"{number(size, decimals, language)} {word}"
    if unit in ("score", "index", "points"):
        text = number(size, decimals, language)
        one = text.replace(",", ".") in ("1", "1.0", "1.00")
        word = "punt" if one else "punten"
        if language == "en":
            word = "point" if one else "points"
        return f"{text} {word}"
    return figure(size, unit, decimals, language)
