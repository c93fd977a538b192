"""Numbers as people write them: Dutch, English, or so that nobody can tell.

'1.500' is fifteen hundred in Dutch and one and a half in English. What one cell can't tell, the
other cells of its column (then of its file) may: a column that also has '12,5' is Dutch. What stays
open is a fault, never a guess: a factor of a thousand is at stake. A number of three digits behind a
sign is only read with the other cells of its file when these make the sign one of thousands: where
they write decimals with a point, '24.310' in another column may be either.

The same rules stand here twice, for a text in Python and for a column in SQL; a test holds them
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from wijkwerk.tables.cells import SPREADSHEET_FAULTS, is_formula

# Signs for 'no figure' in publications of Statistics Netherlands and in spreadsheets; the first
# two say that the publisher withheld the figure.
WITHHELD_SIGNS = (".", "x")
MISSING_SIGNS = ("", "na", "n/a", "null", "nan", "-", "--", "#n/a", "#n/b")


class Shape(StrEnum):
    """What a cell looks like."""

    WHOLE = "whole"  # 1500
    BLANK = "blank"
    MISSING = "missing"  # another sign for 'no figure'
    WITHHELD = "withheld"
    DUTCH = "dutch"  # 12,5 or 1.500,0 or 1.500.000
    ENGLISH = "english"  # 12.5 or 1,500.0 or 1,500,000
    POINT = "point"  # 1.500: thousands or decimals
    COMMA = "comma"  # 1,500: thousands or decimals
    BAD = "bad"


class Notation(StrEnum):
    """How a column is written, as far as its cells tell."""

    DUTCH = "dutch"
    ENGLISH = "english"
    MIXED = "mixed"
    UNKNOWN = "unknown"


_SPACE = "[ \t\n\f\r\u00a0\u202f]"
# Order matters: the first that fits decides.
_SHAPES = (
    (Shape.WHOLE, r"[+-]?[0-9]{1,15}"),
    (Shape.POINT, r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}"),
    (Shape.COMMA, r"[+-]?[1-9][0-9]{0,2},[0-9]{3}"),
    (Shape.ENGLISH, r"[+-]?(?:[0-9]*\.[0-9]+|[0-9]+\.|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+)"
                    r"(?:[eE][+-]?[0-9]{1,2})?"),
    (Shape.ENGLISH, r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}"),
    (Shape.DUTCH, r"[+-]?(?:[0-9]*,[0-9]+|[0-9]+,|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+)"
                  r"(?:[eE][+-]?[0-9]{1,2})?"),
    (Shape.DUTCH, r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}"),
    (Shape.WHOLE, r"[+-]?[0-9]{1,15}[eE][+-]?[0-9]{1,2}"),
)  # fmt: skip
_COMPILED = tuple((shape, re.compile(pattern)) for shape, pattern in _SHAPES)


# Spaces (and the Swiss apostrophe) say nothing around a number, behind its sign and between groups of
# three digits; anywhere else they part two things, as in '6,2 1': a figure and the number of a note.
_GROUPED = (
    f"{_SPACE}*[+-]?{_SPACE}*(?:[1-9][0-9]{{0,2}}(?:(?:{_SPACE}|['\u2019])[0-9]{{3}})+(?:[.,][0-9]*)?"
    f"|[0-9.,]*){_SPACE}*"
)
_GROUPS = f"{_SPACE}|['\u2019]"


def bare(text: str) -> str:
    """``text`` without the signs that group digits: '1 500' and '1'500' become '1500'; other texts
    are only stripped."""
    if re.fullmatch(_GROUPED, text):
        return re.sub(_GROUPS, "", text)
    return re.sub(f"^{_SPACE}+|{_SPACE}+$", "", text)


def shape_of(text: str | None) -> Shape:
    """What the cell ``text`` looks like."""
    plain = bare(text or "")
    lowered = plain.lower()
    if lowered == "":
        return Shape.BLANK
    if lowered in WITHHELD_SIGNS:
        return Shape.WITHHELD
    if lowered in MISSING_SIGNS:
        return Shape.MISSING
    for shape, pattern in _COMPILED:
        if pattern.fullmatch(plain):
            return shape
    return Shape.BAD


def notation_of(shapes: Iterable[Shape]) -> Notation:
    """The notation that a column of cells of ``shapes`` is written in."""
    present = set(shapes)
    dutch, english = Shape.DUTCH in present, Shape.ENGLISH in present
    if dutch and english:
        return Notation.MIXED
    if dutch:
        return Notation.DUTCH
    return Notation.ENGLISH if english else Notation.UNKNOWN


def settled(column: Iterable[Shape], file: Iterable[Shape]) -> Notation:
    """The notation of a column with cells of these shapes in a ``file`` with those.

    The other columns decide only where they make the sign one of thousands: '1.500' in a file with
    '12,5' is fifteen hundred, but '1.500' in a file with '12.5' can be either.
    """
    present = set(column)
    own = notation_of(present)
    if own is not Notation.UNKNOWN:
        return own
    other = notation_of(file)
    if other is Notation.DUTCH and Shape.COMMA not in present:
        return Notation.DUTCH
    if other is Notation.ENGLISH and Shape.POINT not in present:
        return Notation.ENGLISH
    return Notation.UNKNOWN


def number(text: str | None, notation: Notation) -> float | None:
    """The number in a cell of a column in ``notation``; None when there is none or none can tell."""
    shape, plain = shape_of(text), bare(text or "")
    if shape is Shape.WHOLE:
        return float(plain)
    dutch = shape is Shape.DUTCH or (
        shape in (Shape.POINT, Shape.COMMA) and notation is Notation.DUTCH
    )
    english = shape is Shape.ENGLISH or (
        shape in (Shape.POINT, Shape.COMMA) and notation is Notation.ENGLISH
    )
    if dutch:
        return float(plain.replace(".", "").replace(",", "."))
    return float(plain.replace(",", "")) if english else None


def advice(text: str, shape: Shape) -> tuple[str, str, str | None]:
    """What to say of a cell that can't be read: the fault, what is expected, what to do (None when there
    is no advice)."""
    plain = bare(text)
    if is_formula(text):
        return (
            "no saved value",
            "the number that the formula gives",
            "Open the file in a spreadsheet program, let it calculate, and save it.",
        )
    if shape in (Shape.POINT, Shape.COMMA):
        sign = "." if shape is Shape.POINT else ","
        joined, broken = plain.replace(sign, ""), plain.replace(sign, ".")
        return (
            "ambiguous number",
            f"{joined} or {float(broken)}0, so that thousands and decimals can be told apart",
            "No other cell of the column tells which one is meant: write thousands without a sign.",
        )
    expected = "a number such as 12,5 or 12.5"
    if plain.endswith("%"):
        return "not a number", expected, f"Write {plain[:-1]}; the unit belongs in indicators.toml."
    if plain[:1] in "€$£":
        return "not a number", expected, f"Write {plain[1:]}; the unit belongs in indicators.toml."
    if plain[:1] in "<>":
        return (
            "not a number",
            expected,
            "Write x for a figure that the publisher withheld, or leave the cell empty.",
        )
    if plain.lower() in SPREADSHEET_FAULTS:
        return "not a number", expected, "A formula went wrong in the spreadsheet: mend it there."
    if re.fullmatch(r"[+-]?(inf|infinity)", plain.lower()):
        return (
            "not a finite number",
            expected,
            "Something was divided by zero; leave the cell empty.",
        )
    return "not a number", expected, "Leave the cell empty when there is no figure."


# -- the same in SQL ------------------------------------------------------------------------


def quoted(value: str) -> str:
    """``value`` as an SQL text."""
    return "'" + value.replace("'", "''") + "'"


def sql_bare(column: str) -> str:
    """SQL of ``bare``."""
    space, groups = quoted(f"^{_SPACE}+|{_SPACE}+$"), quoted(_GROUPS)
    return (
        f"CASE WHEN regexp_full_match({column}, {quoted(_GROUPED)}) "
        f"THEN regexp_replace({column}, {groups}, '', 'g') "
        f"ELSE regexp_replace({column}, {space}, '', 'g') END"
    )


def sql_simple(column: str) -> str:
    """SQL that is true for the common cells that need no pattern: blank, or digits only."""
    # A pattern is faster here than trimming, which knows all of Unicode.
    return f"({column} IS NULL OR {column} = '' OR regexp_full_match({column}, '[0-9]{{1,15}}'))"


def sql_shape(column: str) -> str:
    """SQL of ``shape_of`` for a text column."""
    return sql_shape_of_bare(sql_bare(f"coalesce({column}, '')"))


def sql_shape_of_bare(plain: str) -> str:
    """SQL of ``shape_of`` for a text without spaces."""

    def among(signs: Iterable[str]) -> str:
        return ", ".join(quoted(sign) for sign in signs)

    cases = [
        f"WHEN {plain} = '' THEN 'blank'",
        f"WHEN lower({plain}) IN ({among(WITHHELD_SIGNS)}) THEN 'withheld'",
        f"WHEN lower({plain}) IN ({among(MISSING_SIGNS)}) THEN 'missing'",
        *(
            f"WHEN regexp_full_match({plain}, {quoted(pattern)}) THEN {quoted(shape)}"
            for shape, pattern in _SHAPES
        ),
    ]
    return "CASE " + " ".join(cases) + " ELSE 'bad' END"


def sql_number(column: str, shapes: Iterable[Shape], notation: Notation) -> str:
    """SQL of ``number`` for a text column in which only ``shapes`` occur."""
    present = set(shapes)
    plain = sql_bare(column)
    if present <= {Shape.WHOLE, Shape.BLANK}:
        return f"coalesce(try_cast({column} AS DOUBLE), try_cast({plain} AS DOUBLE))"
    dutch = f"try_cast(replace(replace({plain}, '.', ''), ',', '.') AS DOUBLE)"
    english = f"try_cast(replace({plain}, ',', '') AS DOUBLE)"
    either = {Notation.DUTCH: dutch, Notation.ENGLISH: english}.get(notation, "NULL")
    return (
        f"CASE {sql_shape(column)} WHEN 'whole' THEN try_cast({plain} AS DOUBLE) "
        f"WHEN 'dutch' THEN {dutch} WHEN 'english' THEN {english} "
        f"WHEN 'point' THEN {either} WHEN 'comma' THEN {either} END"
    )


def sql_unitless(text: str) -> str:
    """SQL of ``text`` without the % or € beside a number, and with a plain minus."""
    return f"replace(regexp_replace({text}, '[%€]', '', 'g'), chr(8722), '-')"


def sql_stated(text: str, notation: Notation) -> str:
    """SQL of the number in ``text`` when somebody said which notation it is in: cells in the other
    one are none."""
    plain = sql_bare(text)
    if notation is Notation.DUTCH:
        digits = f"replace(replace({plain}, '.', ''), ',', '.')"
        shapes = "'whole', 'dutch', 'point', 'comma'"
    else:
        digits, shapes = f"replace({plain}, ',', '')", "'whole', 'english', 'point', 'comma'"
    return f"CASE WHEN {sql_shape(text)} IN ({shapes}) THEN try_cast({digits} AS DOUBLE) END"
