"""Small grammar for generated sentences, Dutch and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from wijkwerk.shared.dates import MONTHS
from wijkwerk.shared.lines import in_one_line
from wijkwerk.shared.numbers import count
from wijkwerk.shared.text import Language

LONGEST_NAME = 80  # a name is a name, not a page
_QUARTERS = {
    "nl": ("eerste", "tweede", "derde", "vierde"),
    "en": ("first", "second", "third", "fourth"),
}
_ALL_OF_THEM = re.compile(r"\b(Alle?|alle?) (?:%\(\w+\)s|\{\w+\})")
_BOTH = {"Alle": "Beide", "alle": "beide", "All": "Both", "all": "both"}
_AND = {"nl": "en", "en": "and"}
_NOUNS = {
    "nl": {
        "neighbourhood": ("buurt", "buurten"),
        "district": ("wijk", "wijken"),
        "municipality": ("gemeente", "gemeenten"),
        "region": ("regio", "regio’s"),
        "country": ("land", "landen"),
        "group": ("groep", "groepen"),
        "area": ("gebied", "gebieden"),
    },
    "en": {
        "neighbourhood": ("neighbourhood", "neighbourhoods"),
        "district": ("district", "districts"),
        "municipality": ("municipality", "municipalities"),
        "region": ("region", "regions"),
        "country": ("country", "countries"),
        "group": ("group", "groups"),
        "area": ("area", "areas"),
    },
}


def listing(parts: Sequence[str], language: Language) -> str:
    """'a, b en c'; with semicolons when a part has a comma of its own."""
    if len(parts) < 2:
        return "".join(parts)
    apart = "; " if any("," in part for part in parts) else ", "
    word = _AND[language]
    return f"{apart.join(parts[:-1])}{';' if apart == '; ' else ''} {word} {parts[-1]}"


def by_count(
    number: int, total: int, *, none: str, one: str, some: str, every: str, only: str = ""
) -> str:
    """The sentence that fits ``number`` out of ``total``: none of them, one, some or all.

    ``only`` is for the one thing there is (``total`` 1); without it ``every`` serves. Nobody says
    '0 of 6', '5 of 5' or 'of the 1'. Raises ValueError when the number isn't out of the total.
    """
    if not 0 <= number <= total:
        raise ValueError(f"{number} is not out of {total}")
    if number == 0:
        return none
    if number == total:
        return only if only and total == 1 else both(every, total)
    return one if number == 1 else some


def both(template: str, total: int) -> str:
    """``template`` with 'all %(n)s' (or '{n}') as a reader says it: of two that is 'both', 'beide'."""
    return _ALL_OF_THEM.sub(lambda match: _BOTH[match[1]], template) if total == 2 else template


def upper_first(text: str) -> str:
    """The text with its first letter as a capital; 'ij' is one letter."""
    if text.startswith("ij"):
        return "IJ" + text[2:]
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text as it goes on inside a sentence; abbreviations (WW, NWW) keep their capitals."""
    if text[1:2].isupper() and not text.startswith("IJ"):
        return text
    if text[1:2].isdigit():
        return text
    return "ij" + text[2:] if text.startswith("IJ") else text[:1].lower() + text[1:]


def noun(level: str, number: int, language: Language) -> str:
    """What areas of ``level`` are called, as many as ``number``: 'buurt', 'wijken', 'gebieden'."""
    nouns = _NOUNS[language]
    singular, many = nouns.get(level, nouns["area"])
    return singular if number == 1 else many


def areas(number: int, language: Language, level: str = "area") -> str:
    """'1 gebied', '5 gebieden', '1.200 buurten'."""
    return f"{count(number, language)} {noun(level, number, language)}"


def moment(period: str, language: Language) -> str:
    """A period in words: '2012', 'oktober 2012', 'het derde kwartaal van 2012', '1 mei 2012'.

    A period that is none of these stays as it is.
    """
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", period)
    if quarter:
        order = _QUARTERS[language][int(quarter[2]) - 1]
        if language == "nl":
            return f"het {order} kwartaal van {quarter[1]}"
        return f"the {order} quarter of {quarter[1]}"
    dated = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-([0-3]\d))?", period)
    if dated:
        month = MONTHS[language][int(dated[2]) - 1]
        day = f"{int(dated[3])} " if dated[3] else ""
        return f"{day}{month} {dated[1]}"
    return period


def at(period: str | None, language: Language) -> str:
    """'in 2012', 'in oktober 2012', 'op 1 mei 2012'; of None that nobody says when."""
    if period is None:
        return {
            "nl": "op een moment dat de publicatie niet noemt",
            "en": "at a moment that the publication does not name",
        }[language]
    on_a_day = re.fullmatch(r"\d{4}-\d\d-\d\d", period) is not None
    word = {"nl": "op", "en": "on"}[language] if on_a_day else "in"
    return f"{word} {moment(period, language)}"


def between(start: str | None, end: str | None, language: Language) -> str:
    """'tussen 2006 en 2012'; 'in de periode tot en met 2012' when nobody says from when."""
    if end is None:
        return {
            "nl": "in een periode die de publicatie niet noemt",
            "en": "in a period that the publication does not name",
        }[language]
    if start is None:
        word = {"nl": "in de periode tot en met", "en": "in the period up to"}[language]
        return f"{word} {moment(end, language)}"
    word = {"nl": "tussen", "en": "between"}[language]
    return f"{word} {moment(start, language)} {_AND[language]} {moment(end, language)}"


def span(start: str | None, end: str | None, language: Language) -> str:
    """'2006–2012', for a caption; 'tot en met 2012' when nobody says from when."""
    if end is None:
        return {"nl": "zonder jaar gepubliceerd", "en": "published without a year"}[language]
    if start is None:
        return f"{ {'nl': 'tot en met', 'en': 'up to'}[language] } {moment(end, language)}"
    return f"{moment(start, language)}–{moment(end, language)}"


def clean_name(name: str) -> str:
    """A name that fits in a sentence, whatever was typed.

    What a line refuses (``shared/lines``) is a blank, blanks become single, more than
    ``LONGEST_NAME`` signs are cut with an ellipsis. A name with letters that run from right to
    left is isolated, so that the words around it keep their places.
    """
    text = in_one_line(unicodedata.normalize("NFC", name))
    if len(text) > LONGEST_NAME:
        text = text[: LONGEST_NAME - 1].rstrip() + "…"
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        text = f"\u2068{text}\u2069"
    return text
