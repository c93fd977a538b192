"""What the cells of text columns look like, over a whole table: which notation each is written in.

SQL over DuckDB, so that size doesn't matter; the rules are those of ``notation``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from wijkwerk.tables import notation
from wijkwerk.tables.notation import Notation, Shape, quoted


@dataclass(frozen=True)
class ColumnCells:
    """The cells of a text column of numbers: per shape how many and the first line, and what they
    are written in."""

    shapes: Mapping[Shape, tuple[int, int]]
    notation: Notation

    @property
    def open_shapes(self) -> tuple[Shape, ...]:
        """The shapes of which nobody can tell which number is meant."""
        settled_notation = self.notation in (Notation.DUTCH, Notation.ENGLISH)
        return () if settled_notation else (Shape.POINT, Shape.COMMA)


def survey(
    con: duckdb.DuckDBPyConnection, rows: str, columns: Mapping[str, str]
) -> dict[str, ColumnCells]:
    """The cells of every column: a pass to count, and one for the first lines of the odd ones.

    ``rows`` is SQL of a table with ``line``; ``columns`` maps a name to SQL of its text.
    """
    counted = {name: _counts(con, rows, text) for name, text in columns.items()}
    odd = [
        (name, shape)
        for name, shapes in counted.items()
        for shape in shapes
        if shape not in (Shape.WHOLE, Shape.BLANK, Shape.ENGLISH)
    ]
    lines: dict[tuple[str, Shape], int] = {}
    if odd:
        first = ", ".join(
            f"min(line) FILTER (WHERE {notation.sql_shape(columns[name])} = {quoted(shape)})"
            for name, shape in odd
        )
        lines = dict(
            zip(odd, con.execute(f"SELECT {first} FROM {rows}").fetchall()[0], strict=True)
        )
    every = [shape for shapes in counted.values() for shape in shapes]
    return {
        name: ColumnCells(
            {shape: (times, lines.get((name, shape), 0)) for shape, times in shapes.items()},
            notation.settled(shapes, every),
        )
        for name, shapes in counted.items()
    }


def _counts(con: duckdb.DuckDBPyConnection, rows: str, text: str) -> dict[Shape, int]:
    """How many cells have each shape."""
    simple = notation.sql_simple(text)
    # Cells of digits alone, nearly all, must not pay for the patterns that the others need.
    inner = (
        f"SELECT CASE WHEN coalesce({text}, '') = '' THEN 'blank' "
        f"WHEN {simple} THEN 'whole' END AS simple, "
        f"CASE WHEN NOT {simple} THEN {notation.sql_bare(text)} END AS plain FROM {rows}"
    )
    counted = con.execute(
        f"SELECT coalesce(simple, CASE WHEN plain IS NOT NULL THEN "
        f"{notation.sql_shape_of_bare('plain')} END), count(*) FROM ({inner}) GROUP BY ALL"
    ).fetchall()
    return {Shape(shape): int(times) for shape, times in counted}
