"""What a figure is, by its header: unit, kind, which way is better, and its name in the catalogue."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from rapidfuzz import fuzz

from wijkwerk.monitor.core.definitions import RESPONDENTS

_EURO = r"(?:€|\beuro?\b|\beur\b)"
# What a header or title says that figures are multiplied by, the largest first; 'boven 1 miljoen' and
# 'per 1.000' say something else.
_TIMES = tuple(
    (factor, re.compile(rf"[x×*]\s*{_EURO}?\s*{digits}(?![\d.]\d)|{in_words}"))
    for factor, digits, in_words in (
        (1e9, r"1(?:[ .]?000){3}", r"(?<!\d )(?<!\d)\b(?:mld|mrd|miljard(?:en)?|bn)\b"),
        (1e6, r"1(?:[ .]?000){2}", r"(?<!\d )(?<!\d)\b(?:mln|mio|miljoen(?:en)?|millions?)\b"),
        (1e5, r"100[ .]?000", r"(?!)"),
        (1e4, r"10[ .]?000", r"(?!)"),
        (
            1e3,
            r"1[ .]?000",
            r"\b(?:in|of) (?:duizend|thousand)|\bthousands? of\b|\bduizend(?:en)? euro|\bk ?€|\bkeuro?\b"
            rf"|(?:\(|\bin ){_EURO}? ?1[ .]?000 ?{_EURO}? ?(?:\)|$)",
        ),
    )
)
_NEAR = 88  # of 100: how alike a header and a name of the catalogue must be
_WORSE = (
    "werkloos", "werkloze", "uitkering", "bijstand", "armoede", "arm ", "schuld", "wanbet", "achterstand",
    "misdrij", "delict", "diefstal", "inbraak", "geweld", "vernieling", "overlast", "onveilig",
    "verloeder", "ziek", "eenzaam", "roke", "overgewicht", "obesit", "drink", "depress", "stress",
    "beperk", "laag", "lage", "voortijdig", "vsv", "verzuim", "leegstand", "onbewoond", "sterfte",
    "slecht", "ontevreden", "zonder", "poor", "poverty", "debt", "crime", "unemploy", "benefit",
    "low ", "lonely", "smok", "nuisance", "vacant", "unsafe", "welfare", "schadelijk", "hinder",
    "jeugdhulp", "wmo", "medicijn", "sociaal minimum", "nww", "ww-",
)  # fmt: skip
_LEFT_OUT = re.compile(
    r"\b(in|van|de|het|met|per|aantal|percentage|aandeel|pct|the|of|met een|een)\b"
)


@dataclass(frozen=True)
class Meaning:
    """A guess at what a header means; ``why`` tells the doubtful parts in words."""

    id: str
    name: str
    unit: str
    kind: str
    factor: float = 1.0
    better: str = "higher_is_better"
    catalogue: str | None = None
    theme: str | None = None
    why: tuple[str, ...] = ()


@cache
def catalogue() -> dict[str, Any]:
    """The shipped catalogue of indicators."""
    file = resources.files("wijkwerk.monitor") / "catalogue" / "indicators.toml"
    document: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    return document


def meaning_of(
    header: str, unit_text: str, cells: Sequence[float], taken: set[str], title: str = ""
) -> Meaning:
    """What a column with this header, text for its unit and figures most likely means; ``title`` is
    what stands above the table."""
    text = f"{header} {unit_text}".lower()
    unit, kind, factor, why = _unit(text, cells)
    for place, searched in (("header", text), ("title", title.lower())):
        times = _times(searched)
        if times is None:
            continue
        if unit == "eur":
            factor, why = times, (*why, f"the {place} says x {times:,.0f}")
        else:
            why = (*why, f"the {place} says x {times:,.0f}: does that hold for this column?")
        break
    name = _name(header)
    worse = any(word in f"{name.lower()} " for word in _WORSE)
    catalogued = _in_catalogue(name, unit)
    if catalogued is not None and catalogued["id"] not in taken:
        return Meaning(
            catalogued["id"],
            name,
            unit,
            kind,
            factor,
            catalogued["direction"],
            catalogued["id"],
            catalogued["theme"],
            why,
        )
    return Meaning(
        _id(name, taken),
        name,
        unit,
        kind,
        factor,
        "lower_is_better" if worse else "higher_is_better",
        None,
        None,
        why if worse else (*why, "check which way is better"),
    )


def _times(text: str) -> float | None:
    """What ``text`` says that its figures are to be multiplied by; None when it says nothing of it."""
    return next((factor for factor, in_words in _TIMES if in_words.search(text)), None)


def _unit(text: str, cells: Sequence[float]) -> tuple[str, str, float, tuple[str, ...]]:
    """Unit, kind, factor and doubts."""
    within_one = bool(cells) and max(cells) <= 1 and min(cells) >= 0 and any(c % 1 for c in cells)
    within_hundred = bool(cells) and max(cells) <= 100 and min(cells) >= 0
    share = re.search(r"%|percentage|aandeel|pct|perc\b|share|\bratio\b", text) is not None
    for pattern, unit in (
        (r"per 1[ .]?000 ", "per 1000"),
        (r"per 1[ .]?000\b", "per 1000"),
        (r"per 10[ .]?000\b", "per 10000"),
        (r"per 100[ .]?000\b", "per 100000"),
        (r"per 100\b", "per 100"),
    ):
        if re.search(pattern, text):
            return unit, "rate", 1.0, ()
    if re.search(rf"{_EURO}|\bkeuro?\b|inkomen per|prijs|woz", text):
        return "eur", "mean", 1.0, ()
    if share and within_one:
        return "%", "rate", 100.0, ("all figures lie between 0 and 1, so they are shares",)
    if share and within_hundred:
        return "%", "rate", 1.0, ()
    if re.search(r"score|cijfer|oordeel|grade", text):
        return "score", "score", 1.0, ()
    if within_one:
        return "%", "rate", 100.0, ("figures between 0 and 1 are taken as shares",)
    if re.search(r"aantal|number", text):
        return "number", "score", 1.0, ("a count says little without what it is taken of",)
    return "number", "score", 1.0, ("the header doesn't tell the unit",)


def _name(header: str) -> str:
    plain = re.sub(r"\(.*?\)|[%€]|x\s*1[ .]?000", " ", header)
    plain = re.sub(r"(?i)\b(pct|perc|percentage|aandeel|aantal)\b", " ", plain)
    plain = re.sub(r"[_.]+", " ", plain)
    plain = re.sub(r"\s+", " ", plain).strip(" -:,;")
    plain = plain or header.strip()
    return plain[:1].upper() + plain[1:]


def _id(name: str, taken: set[str]) -> str:
    ascii_text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", ascii_text).strip("_")[:40].strip("_") or "figure"
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}_{number}", number + 1
    return candidate


def _in_catalogue(name: str, unit: str) -> dict[str, Any] | None:
    """The indicator of the catalogue whose name is nearest, if near enough and of the same unit."""
    best, score = None, 0.0
    for definition in catalogue()["indicator"]:
        if definition["unit"] != unit or definition["kind"] in (
            "index",
            *RESPONDENTS,
            "standardised",
        ):
            continue
        for text in (
            definition["name"]["nl"],
            definition["name"]["en"],
            definition["id"].replace("_", " "),
        ):
            near = fuzz.token_sort_ratio(_plain(name), _plain(text))
            if near > score:
                best, score = definition, near
    return best if score >= _NEAR else None


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", _LEFT_OUT.sub(" ", text.lower())).strip()
