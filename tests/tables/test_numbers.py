"""Numbers: what a column can tell is read, what it can't is never guessed."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.tables.api import Account, Notation
from wijkwerk.tables.notation import bare, number, settled, shape_of, sql_bare, sql_shape


@pytest.mark.parametrize(
    ("column", "others", "expected"),
    [
        (["24.310", "940"], ["6.5"], None),  # decimals elsewhere don't tell what a point is here
        (["250,000", "251,000"], [], None),
        (["250,000"], ["6,5"], None),
        (["1.500"], ["12,5"], 1500.0),  # where a comma parts decimals a point parts thousands
        (["1,500"], ["12.5"], 1500.0),
        (["1.500", "12,5"], ["6.5"], 1500.0),
        (["1.500", "1,500"], ["12,5"], None),
        (["13.125", "0.5"], [], 13.125),
    ],
)
def test_a_number_with_three_digits_behind_a_sign(
    column: list[str], others: list[str], expected: float | None
) -> None:
    shapes = [shape_of(text) for text in column]
    file = [*shapes, *(shape_of(text) for text in others)]
    assert number(column[0], settled(shapes, file)) == expected


def test_a_mixed_column_is_read_cell_by_cell_as_far_as_each_tells() -> None:
    shapes = [shape_of(text) for text in ("12,5", "12.5", "1.234")]
    notation = settled(shapes, shapes)
    assert notation is Notation.MIXED
    assert [number(text, notation) for text in ("12,5", "12.5", "1.234")] == [12.5, 12.5, None]


def test_an_account_of_rows_closes_or_is_no_account() -> None:
    account = Account(
        "f.csv", 10, 7, {"left out by skip": 2, "without a code": 1, "left out by keep": 0}
    )
    assert str(account) == (
        "f.csv: 10 rows = 7 used + 3 left out (2 left out by skip; 1 without a code)"
    )
    with pytest.raises(ValueError, match="10 rows read, 9 accounted for"):
        Account("f.csv", 10, 7, {"left out by skip": 2})


CELLS = {
    "6,2 1": None,
    "7,1 2": None,
    "15 00": None,
    "1 2": None,
    "0 123": None,
    "5 12": None,
    "1 500": 1500.0,
    "12 345,5": 12345.5,
    "1\u00a0500\u202f000": 1_500_000.0,
    "12'345": 12345.0,
    "1\u2019234\u2019567.5": 1_234_567.5,
    "12'34": None,
    " 12,5 ": 12.5,
    "\u00a05": 5.0,
    "- 1 500": -1500.0,
    "+ 5,5": 5.5,
    "5 -": None,
}


@pytest.mark.parametrize(("cell", "value"), CELLS.items())
def test_a_space_parts_groups_of_three_digits_and_nothing_else(
    cell: str, value: float | None
) -> None:
    """The same in Python and in SQL."""
    assert number(cell, Notation.DUTCH if "," in cell else Notation.ENGLISH) == value
    with duckdb.connect() as con:
        shape = sql_shape("$cell::VARCHAR")
        told = con.execute(f"SELECT {shape}", {"cell": cell}).fetchone()
    assert told is not None
    assert told[0] == shape_of(cell)


@given(st.text(alphabet=" \t\u00a0\u202f'\u2019+-0123456789.,xe%", max_size=14))
def test_sql_and_python_strip_the_same(text: str) -> None:
    with duckdb.connect() as con:
        told = con.execute(f"SELECT {sql_bare('$cell::VARCHAR')}", {"cell": text}).fetchone()
    assert told == (bare(text),)
