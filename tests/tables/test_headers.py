"""Headers are found by what headers look like; a row of data never becomes one."""

from __future__ import annotations

from typing import Any

import pytest

from wijkwerk.shared.problems import InputError
from wijkwerk.tables.api import Row, below, find_headers


def rows(*cells: tuple[Any, ...]) -> list[Row]:
    return [Row(line, row) for line, row in enumerate(cells, 1) if any(row)]


def test_years_below_a_title_over_two_columns_are_joined_with_it() -> None:
    table = rows(
        ("Kadestad in cijfers", None, None, None, None, None),
        (None, None, "Werk", None, "Zorg", None),
        ("code", "naam", 2021.0, 2022.0, 2021.0, 2022.0),
        ("GM9901", "Kadestad", 5.1, 5.3, 3.1, 3.4),
    )
    headers = find_headers(table, "f")
    assert headers.names == ("code", "naam", "Werk 2021", "Werk 2022", "Zorg 2021", "Zorg 2022")
    assert (headers.line, headers.rows) == (2, 2)
    assert [row.line for row in below(table, headers)] == [4]


def test_titles_and_blank_rows_above_are_passed_over() -> None:
    table = rows(("Wijken 2023", None), (None, None), ("code", "pct"), ("P00", 90.0))
    headers = find_headers(table, "f")
    assert (headers.names, headers.line) == (("code", "pct"), 3)


@pytest.mark.parametrize(
    "table",
    [
        rows(("P00", "Plaats nul", 90.0), ("P01", "Plaats een", 65.0)),
        rows(("GM0363", "x"), ("GM0364", "y")),
        rows(("code", "naam", 2012.0, 2012.0), ("P00", "x", 90.0, 89.0)),
        rows(("on its own",)),
        rows(("A", "2020-01-01"), ("B", "2020-02-01")),
        [],
    ],
)
def test_without_a_row_of_headers_that_is_told(table: list[Row]) -> None:
    with pytest.raises(InputError, match="no names of columns"):
        find_headers(table, "f")
