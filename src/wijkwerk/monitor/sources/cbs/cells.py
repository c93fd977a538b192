"""Cells of a publication as numbers and signs: '416.0', '1,8', ' .', 'x', 'NA', blank, -99997.

A sign says why there is no figure: N withheld by the publisher, M missing. Both decimal signs are
read, even in one file, because neither CBS nor its users keep to one of them.
"""

from __future__ import annotations

import polars as pl

# Sign as it is counted → how it may stand in a cell (in lower case).
SIGNS: dict[str, tuple[str, ...]] = {
    ".": (".",),
    "x": ("x",),
    "blank": ("",),
    "NA": ("na", "n/a", "nan", "null", "none", "#n/a", "#n/b", "nb", "n.b."),
    "-": ("-", "--", "–", "—"),
    # What CBS' maps have instead of a sign: not available, and withheld or unreliable.
    "-9999…": ("-99999999", "-99999997", "-99999999.0", "-99999997.0", "-99997", "-99997.0",
               "-99995", "-99995.0", "-99996", "-99996.0"),
}  # fmt: skip
WITHHELD = (".", "x", "-9999…")
_THOUSANDS = r"^-?\d{1,3}(\.\d{3})+$"
_THOUSANDS_ENGLISH = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"


def trimmed(column: pl.Expr) -> pl.Expr:
    """A text column without spaces around it (also hard ones); null becomes ''."""
    return column.fill_null("").str.replace_all("\u00a0", " ").str.strip_chars()


def sign_of(column: pl.Expr) -> pl.Expr:
    """The kind of missing sign (a key of SIGNS) in each cell, or null for a figure."""
    small = trimmed(column).str.to_lowercase()
    sign_expression = pl.lit(None, pl.String)
    for sign, texts in SIGNS.items():
        sign_expression = (
            pl.when(small.is_in(list(texts))).then(pl.lit(sign)).otherwise(sign_expression)
        )
    return sign_expression.cast(pl.Enum(list(SIGNS)))


def number_of(column: pl.Expr, *, count: bool) -> pl.Expr:
    """The number in each cell; null for signs and for what can't be read.

    A point or comma before three digits groups thousands only where a figure is a ``count`` (which
    has no decimals) or where the other sign stands behind it.
    """
    text = trimmed(column).str.replace_all(r"\s", "").str.strip_suffix("%")
    bare = text.str.replace_all(".", "", literal=True)
    comma = text.str.replace(",", ".", literal=True)
    readable = (
        pl.when(text.str.contains(r"^-?\d{1,3}(\.\d{3})+,\d+$"))
        .then(bare.str.replace(",", ".", literal=True))
        .when(
            text.str.contains(_THOUSANDS_ENGLISH) & (text.str.contains(".", literal=True) | count)
        )
        .then(text.str.replace_all(",", "", literal=True))
        .when(text.str.contains(_THOUSANDS) & pl.lit(count))
        .then(bare)
        .when(text.str.contains(r"^-?\d*,\d+$"))
        .then(comma)
        .otherwise(text)
    )
    number = readable.cast(pl.Float64, strict=False)
    return pl.when(sign_of(column).is_null() & number.is_finite()).then(number)
