"""Codes of areas as they stand in tables, mended where that is no guess, and the areas they make."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from wijkwerk.areas.api import level_of, repair_code
from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.shared.problems import Problem

_MOST = 20
_CODE = r"^\s*(NL\d{0,2}|GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{2}\d{2})\s*$"
# How a column 'soort regio' names the levels.
LEVELS = {
    name: level
    for level, names in {
        "country": ("Land", "L", "Nederland"),
        "municipality": ("Gemeente", "G"),
        "district": ("Wijk", "W"),
        "neighbourhood": ("Buurt", "B"),
    }.items()
    for text in names
    for name in (text, text.lower(), text.upper())
}
# Regions of other divisions that StatLine has beside the municipalities: parts of the country,
# provinces, COROP regions and the like. They are counted and left out.
OTHER_REGIONS = re.compile(r"(LD|PV|CR|AM|EW|RP|VR|GG|JZ|AR|SG|SO|TR|RE|ES|LG|TG|WGR|NN|WN)\d{2,4}")
COUNTRY = "NL00"


def code_share(column: pl.Series) -> float:
    """The share of filled cells of a text column that are area codes."""
    filled = column.filter(column.str.strip_chars() != "")
    if not filled.len():
        return 0.0
    return float(filled.str.to_uppercase().str.contains(_CODE).sum()) / filled.len()


def mended_codes(
    raw: RawTable, texts: pl.Series | None, levels: pl.Series, column: int | None
) -> tuple[pl.Series, pl.Series, list[Problem]]:
    """Codes (null without a column for them), whether a row is of another division, and faults.

    Bare digits are mended when a column tells the level: '363' on level municipality is GM0363.
    """
    if texts is None or column is None:
        height = levels.len()
        return (
            pl.Series([None] * height, dtype=pl.String),
            pl.Series([False] * height, dtype=pl.Boolean),
            [],
        )
    codes: list[str | None] = []
    other: list[bool] = []
    problems: list[Problem] = []
    for text, level, line in zip(texts, levels, raw.lines, strict=True):
        code = _code(text.strip(), level)
        strange = code is None and OTHER_REGIONS.fullmatch(text.strip().upper()) is not None
        if code is None and not strange:
            problems.append(_unknown_code(raw.file, line, raw.headers[column], text.strip(), level))
        codes.append(code)
        other.append(strange)
    shown = problems[:_MOST]
    if len(problems) > _MOST:
        rest = f"none; {len(problems) - _MOST} more rows like these"
        shown.append(Problem(raw.file, None, raw.headers[column], "unknown code", None, rest))
    return pl.Series(codes, dtype=pl.String), pl.Series(other, dtype=pl.Boolean), shown


def _code(text: str, level: str | None) -> str | None:
    if level == "country" and (text in ("", "0", "00", "0000", "NL")):
        return COUNTRY
    code = repair_code(text, level)
    if code is None or level_of(code) is None:
        return None
    return COUNTRY if level_of(code) == "country" else code


def _unknown_code(file: str, line: int, column: str, text: str, level: str | None) -> Problem:
    advice = None
    if text.replace(".", "").isdigit() and level is None:
        advice = (
            "Bare digits don't tell a district from a neighbourhood. Take the column with "
            "codes such as WK036301, or keep the column 'Soort regio'."
        )
    return Problem(
        file,
        line,
        column,
        "unknown code",
        text,
        "NL00, GM and 4 digits, WK and 6, or BU and 8 signs",
        advice,
    )


def lent_codes(wanting: pl.DataFrame, lenders: Sequence[pl.DataFrame]) -> pl.Series | None:
    """Codes for a table without them, from a table that has the same places in the same order.

    Names alone tell too little (a district and its neighbourhood often share one), so row by
    row the name and the municipality must be the same; else None.
    """
    for lender in lenders:
        if lender.height != wanting.height:
            continue
        same = (lender["name"] == wanting["name"]) & (
            lender["municipality"].eq_missing(wanting["municipality"])
        )
        if same.all() and same.null_count() == 0:
            return lender["code"]
    return None
