"""Cells as SQL: numbers as they are written, signs that say why there is no figure; and periods."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wijkwerk.monitor.sources.moments import as_month, is_period, mended, one_digit, school_year
from wijkwerk.monitor.sources.recipes.recipe import Signs
from wijkwerk.tables.api import ColumnCells, Notation, notation, quoted

# What a cell without a figure says: withheld, missing, not asked, or blank that must be judged by
# the other cells of its period.
WITHHELD, MISSING, NOT_ASKED, JUDGE = "N", "M", "X", "J"
_BLANKS = {
    "missing": MISSING,
    "withheld": WITHHELD,
    "not_asked": NOT_ASKED,
    "withheld_where_asked": JUDGE,
}
_STATED = {",": Notation.DUTCH, ".": Notation.ENGLISH}


@dataclass(frozen=True)
class NumberCells:
    """A column of numbers in a query: SQL of its text, SQL of the number where cells have types (or
    None), what its texts are written in, and the decimal sign that the recipe says (or None)."""

    text: str
    typed: str | None
    cells: ColumnCells
    decimal: str | None

    @property
    def number(self) -> str:
        """SQL of the number; null when there is none, or when nobody can tell which."""
        bare = notation.sql_unitless(self.text)
        if self.decimal is not None:
            written = notation.sql_stated(bare, _STATED[self.decimal])
        else:
            written = notation.sql_number(bare, self.cells.shapes, self.cells.notation)
        return written if self.typed is None else f"coalesce({self.typed}, {written})"


def sign(text: str, signs: Signs) -> str:
    """SQL for what a cell says when it holds no number: N, M, X, J, or null for a number."""
    blank = (
        f"WHEN {text} = '' THEN NULL"
        if signs.blank == "zero"
        else f"WHEN {text} = '' THEN '{_BLANKS[signs.blank]}'"
    )
    parts = [f"CASE {blank}"]
    for texts, meaning in (
        (signs.withheld, WITHHELD),
        (signs.not_asked, NOT_ASKED),
        (signs.missing, MISSING),
    ):
        if texts:
            listed = ", ".join(quoted(text) for text in texts)
            parts.append(f"WHEN lower({text}) IN ({listed}) THEN '{meaning}'")
    return " ".join(parts) + " END"


def cell(column: NumberCells, signs: Signs) -> tuple[str, str]:
    """SQL for the number and for the sign of a cell; a blank that means zero is the number 0."""
    number = column.number
    if signs.blank == "zero":
        number = f"CASE WHEN {column.text} = '' THEN 0.0 ELSE {number} END"
    sign_sql = sign(column.text, signs)
    return f"CASE WHEN ({sign_sql}) IS NULL THEN {number} END", sign_sql


def period_of(text: str) -> str | None:
    """The ISO 8601 period that ``text`` stands for (2012, 2012JJ00, Q3 2012, 1-10-2012), or None;
    None also for 2010/11, which may be a school year, and for 2020-1, which may be a quarter."""
    plain = text.strip()
    return plain if is_period(plain) else mended(plain)


def may_be_school_years(texts: Iterable[str]) -> bool:
    """Whether a column of periods may be one of school years: every text is a year with the next
    one, and it isn't a single month as ISO 8601 writes it."""
    every = {text.strip() for text in texts if text.strip()}
    if not every or any(school_year(text) is None for text in every):
        return False
    return len(every) > 1 or not all(is_period(text) for text in every)


def year_parts(texts: Iterable[str], header: str = "") -> str | None:
    """What one digit beside a year (2020-1) stands for in a column: 'month' or 'quarter', by its header
    or by a text that can only be one; None where neither tells, or they say different things."""
    stripped = [text.strip() for text in texts]
    digits = {int(part[1]) for text in stripped if (part := one_digit(text)) is not None}
    has_months = max(digits, default=0) > 4 or any(
        re.fullmatch(r"\d{4}[-/. ]?\d{2}", text) and as_month(text) for text in stripped
    )
    says_quarter = re.search(r"(?i)kwartaal|quarter|\bkw\b|quartal|trimest", header) is not None
    says_month = re.search(r"(?i)maand|month|monat", header) is not None
    if says_quarter and not has_months and not says_month:
        return "quarter"
    return "month" if (says_month or has_months) and not says_quarter else None


def period_in(text: str, school_years: str | None, parts: str | None = None) -> str | None:
    """``period_of`` in a column of which is known what a year with the next one stands for, and one
    digit beside a year ('month' or 'quarter').

    None when the text is no period.
    """
    part = one_digit(text)
    if part is not None:
        year, digit = part
        period = {"month": f"{year}-0{digit}", "quarter": f"{year}-Q{digit}"}.get(parts or "", "")
        return period if is_period(period) else None
    years = school_year(text.strip())
    if years is None or school_years is None:
        return period_of(text)
    if school_years == "none":
        return as_month(text.strip())
    return years[0] if school_years == "first" else years[1]
