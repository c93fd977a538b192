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
from wijkwerk.monitor.sources.recipes.propose.directions import direction_of
from wijkwerk.monitor.sources.recipes.propose.factors import (
    EURO,
    may_be_times,
    times,
    without_times,
)
from wijkwerk.registry.language import gettext as _

_FEW_EUROS = 1000  # of an income or a value; below, they may be thousands
_MANY_THOUSANDS = 20_000  # of euros: an income or a value of twenty million
_LARGE = re.compile(
    r"inkomen|woz|vermogen|waarde|loon|salaris|omzet|income|wealth|value|wage|salary"
)
_MONEY = re.compile(
    r"inkomen per|prijs|woz|gemiddelde?s? (?:\w+ )?inkomen|mean income|average income"
)
_NEAR = 88  # of 100: how alike a header and a name of the catalogue must be
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
    better: str = "neutral"
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
    header: str,
    unit_text: str,
    cells: Sequence[float],
    taken: set[str],
    title: str = "",
    *,
    in_percent: bool = False,
) -> Meaning:
    """What a column with this header, text for its unit and figures most likely means; ``title`` is
    what stands above the table, ``in_percent`` says that cells have a % beside them."""
    text = f"{header} {unit_text}".lower()
    unit, kind, factor, why = ("%", "rate", 1.0, ()) if in_percent else _unit(text, cells)
    if unit == "%" and factor == 1.0:
        beyond = _beyond(cells)
        why = (*why, *beyond)
        kind = "score" if beyond else kind
    factor, questions = _multiplied(header, unit_text, title, unit, factor)
    why = (*why, *questions)
    if (
        unit == "eur"
        and factor == 1.0
        and cells
        and max(cells) < _FEW_EUROS
        and _LARGE.search(text)
    ):
        why = (*why, _("at most {most:g} euro: or are these thousands?", most=max(cells)))
    if unit == "eur" and factor > 1.0 and cells and max(cells) >= _MANY_THOUSANDS:
        why = (
            *why,
            _("figures up to {most:,.0f}: aren't they multiplied already?", most=max(cells)),
        )
    name = _name(header)
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
    better, question = direction_of(f"{name} {header}", unit, cells)
    why = why if question is None else (*why, question)
    return Meaning(_id(name, taken), name, unit, kind, factor, better, None, None, why)


def _beyond(cells: Sequence[float]) -> tuple[str, ...]:
    """A question about percentages below 0 or above 100."""
    if not cells or (min(cells) >= 0 and max(cells) <= 100):
        return ()
    return (
        _(
            "a percentage from {least:g} to {most:g}: is it one, and of what?",
            least=min(cells),
            most=max(cells),
        ),
    )


def _multiplied(
    header: str, unit_text: str, title: str, unit: str, factor: float
) -> tuple[float, tuple[str, ...]]:
    """The factor of a column, with what its texts say that figures are multiplied by, and questions.
    Only amounts of money are multiplied: of other figures it is asked."""
    for searched, in_title in ((unit_text, False), (header, False), (title, True)):
        stated = times(searched)
        if stated is not None:
            doubt = (
                _("the title says x {factor:,.0f}", factor=stated)
                if in_title
                else _("the header says x {factor:,.0f}", factor=stated)
            )
            if unit == "eur":
                return stated, (doubt,)
            return factor, (_("{doubt}: does that hold for this column?", doubt=doubt),)
        possible = None if in_title else may_be_times(searched)
        if possible is not None:
            return factor, (
                _(
                    "does '{header}' mean that figures are x {factor:,.0f}?",
                    header=searched,
                    factor=possible,
                ),
            )
    return factor, ()


def _unit(text: str, cells: Sequence[float]) -> tuple[str, str, float, tuple[str, ...]]:
    """Unit, kind, factor and doubts."""
    within_one = bool(cells) and max(cells) <= 1 and min(cells) >= 0 and any(c % 1 for c in cells)
    share = re.search(r"%|percentage|aandeel|pct|perc\b|share|\bratio\b", text) is not None
    for pattern, unit in (
        (r"per 1[ .]?000\b", "per 1000"),
        (r"per 10[ .]?000\b", "per 10000"),
        (r"per 100[ .]?000\b", "per 100000"),
        (r"per 100\b", "per 100"),
    ):
        if re.search(pattern, text):
            return unit, "rate", 1.0, ()
    if re.search(rf"{EURO}|\bkeuro?\b|€", text) or (not share and _MONEY.search(text)):
        return "eur", "mean", 1.0, ()
    if share and within_one:
        return "%", "rate", 100.0, (_("all figures lie between 0 and 1, so they are shares"),)
    if share:
        return "%", "rate", 1.0, ()
    if re.search(r"score|cijfer|oordeel|grade", text):
        return "score", "score", 1.0, ()
    if within_one:
        return "%", "rate", 100.0, (_("figures between 0 and 1 are taken as shares"),)
    if re.search(r"aantal|number", text):
        return "number", "score", 1.0, ()
    return "number", "score", 1.0, (_("the header doesn't tell the unit"),)


def _name(header: str) -> str:
    plain = re.sub(r"[%€]|[x×]\s*1[ .]?000", " ", without_times(header))
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
