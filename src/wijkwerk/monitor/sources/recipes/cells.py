"""Cells as SQL: numbers in Dutch or English notation, signs that say why there is no figure."""

from __future__ import annotations

from wijkwerk.monitor.sources.moments import is_period, mended
from wijkwerk.monitor.sources.recipes.files import sql_text
from wijkwerk.monitor.sources.recipes.recipe import Signs

# What a cell without a figure says: withheld, missing, not asked, or blank that must be judged by
# the other cells of its period.
WITHHELD, MISSING, NOT_ASKED, JUDGE = "N", "M", "X", "J"
_BLANKS = {
    "missing": MISSING,
    "withheld": WITHHELD,
    "not_asked": NOT_ASKED,
    "withheld_where_asked": JUDGE,
}


def number(text: str, decimal: str | None) -> str:
    """SQL for the number that the SQL text ``text`` holds; null when it holds none.

    Without ``decimal`` 1,5 and 1.5 and 1.234,5 are read as meant (a point alone is a decimal
    point); with it the other sign only parts thousands.
    """
    # A percent or euro sign belongs to the unit, and a typographic minus is a minus.
    plain = f"replace(regexp_replace({text}, '[\\s%€]', '', 'g'), chr(8722), '-')"
    shape = "'[-+]?(\\d+([.,]\\d+)*|[.,]\\d+)([eE][-+]?\\d+)?'"
    if decimal == ",":
        grouped = "'[-+]?(\\d{1,3}(\\.\\d{3})+|\\d*)(,\\d+)?([eE][-+]?\\d+)?'"
        digits = f"replace(replace({plain}, '.', ''), ',', '.')"
    elif decimal == ".":
        grouped = "'[-+]?(\\d{1,3}(,\\d{3})+|\\d*)(\\.\\d+)?([eE][-+]?\\d+)?'"
        digits = f"replace({plain}, ',', '')"
    else:
        grouped = shape
        digits = (
            f"CASE WHEN regexp_full_match({plain}, '-?\\d{{1,3}}(\\.\\d{{3}})+,\\d+') "
            f"THEN replace(replace({plain}, '.', ''), ',', '.') "
            f"WHEN regexp_full_match({plain}, '-?\\d{{1,3}}(,\\d{{3}})+\\.\\d+') "
            f"THEN replace({plain}, ',', '') "
            f"WHEN regexp_full_match({plain}, '-?\\d*,\\d+') THEN replace({plain}, ',', '.') "
            f"ELSE {plain} END"
        )
    return (
        f"CASE WHEN regexp_full_match({plain}, {shape}) AND regexp_full_match({plain}, {grouped}) "
        f"THEN try_cast({digits} AS DOUBLE) END"
    )


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
            listed = ", ".join(sql_text(one) for one in texts)
            parts.append(f"WHEN lower({text}) IN ({listed}) THEN '{meaning}'")
    return " ".join(parts) + " END"


def cell(text: str, signs: Signs, decimal: str | None) -> tuple[str, str]:
    """SQL for the number and for the sign of a cell; a blank that means zero is the number 0."""
    found = number(text, decimal)
    if signs.blank == "zero":
        found = f"CASE WHEN {text} = '' THEN 0.0 ELSE {found} END"
    said = sign(text, signs)
    return f"CASE WHEN ({said}) IS NULL THEN {found} END", said


def period_of(text: str) -> str | None:
    """The ISO 8601 period that ``text`` stands for (2012, 2012JJ00, Q3 2012, 1-10-2012), or None."""
    plain = text.strip()
    return plain if is_period(plain) else mended(plain)
