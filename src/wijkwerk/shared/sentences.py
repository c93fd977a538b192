"""Small grammar for generated sentences, Dutch and English."""

from __future__ import annotations

from collections.abc import Sequence

from wijkwerk.shared.text import Language

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def listing(parts: Sequence[str], language: Language) -> str:
    """'a, b en c'."""
    if len(parts) < 2:
        return "".join(parts)
    word = "en" if language == "nl" else "and"
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def upper_first(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text as it goes on inside a sentence; abbreviations (WW, NWW) keep their capitals."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


def areas(count: int, language: Language) -> str:
    """'1 gebied', '5 gebieden'."""
    if language == "nl":
        return f"{count} {'gebied' if count == 1 else 'gebieden'}"
    return f"{count} {'area' if count == 1 else 'areas'}"


def moment(period: str, language: Language) -> str:
    """A period in words: '2012', 'oktober 2012', 'het derde kwartaal van 2012'."""
    if len(period) == 7 and period[5] == "Q":
        order = {
            "nl": ("eerste", "tweede", "derde", "vierde"),
            "en": ("first", "second", "third", "fourth"),
        }[language][int(period[6]) - 1]
        if language == "nl":
            return f"het {order} kwartaal van {period[:4]}"
        return f"the {order} quarter of {period[:4]}"
    if len(period) >= 7:
        month = _MONTHS[language].split()[int(period[5:7]) - 1]
        day = f"{int(period[8:10])} " if len(period) == 10 else ""
        return f"{day}{month} {period[:4]}"
    return period
