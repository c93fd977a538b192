"""Observations of any size into Parquet that can be computed with, through DuckDB.

A Parquet file that is as it should be stays where it is. Anything else is written anew: numbers
read in the notation they are written in, texts trimmed, signs for 'no figure' turned into a
status, and the line each row came from. Memory doesn't grow with the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from wijkwerk.monitor.core.tables import OBSERVATIONS
from wijkwerk.monitor.sources.header import header_problems
from wijkwerk.monitor.sources.small_tables import decimal_commas, more, unreadable
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import (
    MOST,
    ColumnCells,
    Shape,
    corrupt,
    csv_table,
    detect,
    notation,
    notes_on,
    plain,
    printable,
    quoted,
    survey,
    tidy,
    unreadable_text,
    with_local_clock,
)

NUMBERS = tuple(name for name, kind in OBSERVATIONS.items() if kind == "float64")
TEXTS = tuple(name for name, kind in OBSERVATIONS.items() if kind == "string")
REQUIRED = ("area", "period", "indicator")
MEASURES = ("numerator", "denominator", "value", "base")
_SIGNS = {
    Shape.WITHHELD: ("withheld signs", "Read as withheld by the publisher."),
    Shape.MISSING: ("missing signs", "Read as missing."),
}


@dataclass(frozen=True)
class Landed:
    """A file of observations as Parquet.

    ``columns`` are those of OBSERVATIONS that ``path`` has; ``own`` says that it is the source's
    own file, so that lines are row numbers. ``name`` is what people call the file.
    """

    name: str
    path: Path
    columns: tuple[str, ...]
    own: bool

    @property
    def sql(self) -> str:
        """SQL of a query that gives ``line`` and every column of OBSERVATIONS."""
        file = quoted(str(self.path))
        line = "file_row_number + 1" if self.own else "line"
        rows = f"read_parquet({file}{', file_row_number = true' if self.own else ''})"
        return f"SELECT {line} AS line, {', '.join(map(self._column, OBSERVATIONS))} FROM {rows}"

    def _column(self, name: str) -> str:
        if name in self.columns:
            return f'"{name}"'
        if name == "status":
            return f"{_plain_status(self.columns)} AS status"
        return f"NULL::{'DOUBLE' if name in NUMBERS else 'VARCHAR'} AS {name}"


def _plain_status(columns: tuple[str, ...]) -> str:
    measures = [name for name in MEASURES if name in columns]
    blank = " AND ".join(f'"{name}" IS NULL' for name in measures) or "true"
    return f"CASE WHEN {blank} THEN 'M' ELSE 'A' END"


def land(
    connection: duckdb.DuckDBPyConnection, path: Path, workspace: Path, problems: list[Problem]
) -> Landed | None:
    """The observations in ``path``; what keeps them, or some, from being read goes to ``problems``.

    None when there is nothing that can be read.
    """
    name = path.name
    try:
        if path.suffix == ".parquet":
            return _land_parquet(connection, path, workspace, problems)
        return _land_text(connection, path, workspace, problems)
    except InputError as wrong:
        problems += wrong.problems
    except duckdb.Error as fault:
        if path.suffix == ".parquet":
            problems.append(corrupt(path, name, fault))
        else:
            problems.append(unreadable_text(name, fault))
    except OSError as fault:
        problems.append(unreadable(name, fault))
    return None


def _land_parquet(
    con: duckdb.DuckDBPyConnection, path: Path, workspace: Path, problems: list[Problem]
) -> Landed | None:
    local = with_local_clock(path, path.name, workspace / f"{path.stem}.clock.parquet")
    file = quoted(str(local))
    described = con.execute(f"DESCRIBE FROM read_parquet({file})").fetchall()
    described_columns = [(str(row[0]), str(row[1])) for row in described]
    types = {name.strip().lower(): kind for name, kind in described_columns}
    if not _header_holds(
        path.name, 1, tuple(name.strip().lower() for name, _ in described_columns), problems
    ):
        return None
    known_columns = {name: kind for name, kind in types.items() if name in OBSERVATIONS}
    nested = {name: kind for name, kind in known_columns.items() if "[" in kind or "(" in kind}
    for name, kind in nested.items():
        if not kind.startswith("DECIMAL"):
            problems.append(
                Problem(
                    path.name,
                    None,
                    name,
                    "column of another type",
                    printable(kind),
                    "numbers" if name in NUMBERS else "texts",
                )
            )
            return None
    if not con.execute(f"SELECT count(*) FROM read_parquet({file})").fetchall()[0][0]:
        problems.append(_no_rows(path.name, 1))
    right = all(
        kind == ("DOUBLE" if name in NUMBERS else "VARCHAR") for name, kind in known_columns.items()
    )
    exact = [name for name, _ in described_columns if name in OBSERVATIONS]
    as_it_should = right and len(exact) == len(known_columns)
    if as_it_should and not _needs_repair(con, file, exact):
        return Landed(path.name, path, tuple(exact), own=True)
    names = {name.strip().lower(): name for name, _ in described_columns}
    columns = ", ".join(f'"{names[name]}" AS "{name}"' for name in known_columns)
    rows = f"(SELECT file_row_number + 1 AS line, {columns} FROM read_parquet({file}, file_row_number = true))"
    return _write(con, rows, known_columns, path, workspace, problems)


def _needs_repair(con: duckdb.DuckDBPyConnection, file: str, columns: list[str]) -> bool:
    """Whether texts need trimming, numbers aren't finite or statuses are open; in one pass."""
    odd = [
        f'"{column}" <> trim("{column}") OR "{column}" = \'\''
        for column in columns
        if column in TEXTS
    ]
    odd += [f'NOT isfinite("{column}")' for column in columns if column in NUMBERS]
    if "status" in columns:
        odd.append('"status" IS NULL OR "status" <> upper("status")')
    checks = ", ".join(f"coalesce(bool_or({check}), false)" for check in odd)
    return any(con.execute(f"SELECT {checks} FROM read_parquet({file})").fetchall()[0])


def _land_text(
    con: duckdb.DuckDBPyConnection, path: Path, workspace: Path, problems: list[Problem]
) -> Landed | None:
    dialect = detect(path, path.name)
    problems += notes_on(dialect, path.name)
    if not _header_holds(path.name, dialect.header_line, dialect.columns, problems):
        return None
    names = [f"c{place}" for place in range(len(dialect.columns))]
    if plain(path, dialect):
        file, delimiter, line = path, dialect.delimiter, "row_number() OVER () + 1"
        parsed = names
    else:
        file, delimiter, line = workspace / f"{path.stem}.tidy.csv", ",", "line::BIGINT"
        problems += tidy(path, dialect, path.name, file)
        parsed = ["line", *names]
    used_columns = {
        column: name
        for name, column in zip(names, dialect.columns, strict=True)
        if column in OBSERVATIONS
    }
    chosen = ", ".join(f'{name} AS "{alias}"' for alias, name in used_columns.items())
    rows = f"(SELECT {line} AS line, {chosen} FROM {csv_table(file, delimiter, parsed)})"
    landed = _write(con, rows, dict.fromkeys(used_columns, "VARCHAR"), path, workspace, problems)
    if not con.execute(f"SELECT count(*) FROM read_parquet({quoted(str(landed.path))})").fetchall()[
        0
    ][0]:
        problems.append(_no_rows(path.name, dialect.header_line))
    return landed


def _no_rows(name: str, line: int) -> Problem:
    return Problem(name, line, None, "no rows", None, "at least one row under the headers")


def _header_holds(name: str, line: int, columns: tuple[str, ...], problems: list[Problem]) -> bool:
    faults = list(header_problems(name, line, columns, OBSERVATIONS, REQUIRED))
    if not {"numerator", "value"} & set(columns):
        faults.append(
            Problem(
                name,
                line,
                "value",
                "column is missing",
                None,
                "columns numerator and denominator, or value",
                "The columns are: " + ", ".join(column or "(no name)" for column in columns) + ".",
            )
        )
    problems += faults
    return not any(fault.severity is Severity.ERROR for fault in faults)


# -- writing anew ---------------------------------------------------------------------------


def _write(
    con: duckdb.DuckDBPyConnection,
    rows: str,
    types: Mapping[str, str],
    path: Path,
    workspace: Path,
    problems: list[Problem],
) -> Landed:
    written = [name for name in NUMBERS if types.get(name) == "VARCHAR"]
    cells = survey(con, rows, {name: f'"{name}"' for name in written})
    select = ["line::BIGINT AS line"]
    for name in OBSERVATIONS:
        if name == "status" or name not in types:
            continue
        if name in written:
            number = notation.sql_number(f'"{name}"', cells[name].shapes, cells[name].notation)
            select.append(f'{number} AS "{name}"')
        elif name in NUMBERS:
            number = f'"{name}"::DOUBLE'
            select.append(f'CASE WHEN isfinite({number}) THEN {number} END AS "{name}"')
        else:
            select.append(f'{_trimmed(_as_text(name, types[name]))} AS "{name}"')
    select.append(f"{_status(types, cells)} AS status")
    out = workspace / f"{path.stem}-{path.suffix[1:]}.normal.parquet"
    con.execute(
        f"COPY (SELECT {', '.join(select)} FROM {rows}) TO {quoted(str(out))} "
        "(FORMAT parquet, COMPRESSION snappy)"
    )
    for name in written:
        problems += _unread(con, rows, path.name, name, cells[name])
    numeric = [name for name in NUMBERS if name in types and name not in written]
    problems += _not_finite(con, rows, path.name, numeric)
    problems += _signs(path.name, cells)
    columns = tuple(name for name in OBSERVATIONS if name in types or name == "status")
    return Landed(path.name, out, columns, own=False)


def _trimmed(text: str) -> str:
    """A text without spaces around it, blank as null; those without any space skip the trimming,
    which takes ten times as long."""
    return (
        f"CASE WHEN regexp_full_match({text}, '[!-~]+') THEN {text} "
        f"ELSE nullif(trim({text}, ' \t\r\n\u00a0'), '') END"
    )


def _as_text(name: str, kind: str) -> str:
    """A column of keys as text: whole numbers that were stored as fractions lose their '.0'."""
    text = f'"{name}"::VARCHAR'
    if kind in ("DOUBLE", "FLOAT"):
        return (
            f'CASE WHEN "{name}" = trunc("{name}") THEN "{name}"::BIGINT::VARCHAR ELSE {text} END'
        )
    return text


def _shape(column: str) -> str:
    return notation.sql_shape(f'"{column}"')


def _status(types: Mapping[str, str], cells: Mapping[str, ColumnCells]) -> str:
    """The given status, or N where the publisher put a sign for 'withheld', or A, or M (blank)."""
    withheld: list[str] = []
    empty: list[str] = []
    unread: list[str] = []
    for name in MEASURES:
        if name not in types:
            continue
        if name not in cells:
            empty.append(f'("{name}" IS NULL OR isnan("{name}"::DOUBLE))')
            continue
        shapes = set(cells[name].shapes)
        if Shape.WITHHELD in shapes:
            withheld.append(f"{_shape(name)} = 'withheld'")
        faulty = shapes & {Shape.BAD, *cells[name].open_shapes}
        if faulty:
            # Told as an error already; what else is in the row isn't judged by what is lost.
            unread.append(f"{_shape(name)} IN ({', '.join(map(quoted, sorted(faulty)))})")
        blank = f'"{name}" IS NULL OR trim("{name}") = \'\''
        if Shape.MISSING in shapes:
            blank = f"{_shape(name)} IN ('blank', 'missing')"
        empty.append(f"({blank})")
    status_given = "nullif(upper(trim(\"status\"::VARCHAR)), '')" if "status" in types else "NULL"
    return (
        f"coalesce({status_given}, CASE WHEN {' OR '.join(withheld) or 'false'} THEN 'N' "
        f"WHEN {' AND '.join(empty) or 'true'} THEN 'M' "
        f"WHEN {' OR '.join(unread) or 'false'} THEN 'M' ELSE 'A' END)"
    )


def _unread(
    con: duckdb.DuckDBPyConnection, rows: str, name: str, column: str, cells: ColumnCells
) -> list[Problem]:
    problems: list[Problem] = []
    dutch = cells.shapes.get(Shape.DUTCH)
    if dutch:
        problems.append(decimal_commas(name, dutch[1], column, dutch[0]))
    faulty = [shape for shape in (Shape.BAD, *cells.open_shapes) if shape in cells.shapes]
    if not faulty:
        return problems
    wanted = ", ".join(quoted(shape) for shape in faulty)
    listed = con.execute(
        f'SELECT line, "{column}" FROM {rows} WHERE {_shape(column)} '
        f"IN ({wanted}) ORDER BY line LIMIT {MOST}"
    ).fetchall()
    for line, text in listed:
        code, expected, advice = notation.advice(text, notation.shape_of(text))
        problems.append(
            Problem(name, line, column, code, printable(text.strip()), expected, advice)
        )
    total = sum(cells.shapes[shape][0] for shape in faulty)
    if total > MOST:
        problems.append(more(name, column, "not a number", total))
    return problems


def _not_finite(
    con: duckdb.DuckDBPyConnection, rows: str, name: str, columns: list[str]
) -> list[Problem]:
    """Infinite numbers (errors) and NaN (read as missing) in columns that are numbers already."""
    problems = []
    for column in columns:
        for where, code, expected, advice, severity in (
            (
                f'isinf("{column}"::DOUBLE)',
                "not a finite number",
                "a finite number",
                "Something was divided by zero; leave the cell empty.",
                Severity.ERROR,
            ),
            (
                f'isnan("{column}"::DOUBLE)',
                "NaN",
                "null for 'no figure'",
                "Read as missing.",
                Severity.NOTE,
            ),
        ):
            count, line, value = con.execute(
                f'SELECT count(*), min(line), arg_min("{column}", line) FROM {rows} WHERE {where}'
            ).fetchall()[0]
            if count:
                text = f"{count:,} cells, the first {value}" if count > 1 else str(value)
                problems.append(Problem(name, line, column, code, text, expected, advice, severity))
    return problems


def _signs(name: str, cells: Mapping[str, ColumnCells]) -> list[Problem]:
    """Notes on the cells that hold no figure."""
    problems = []
    for column, column_cells in cells.items():
        for shape, (code, advice) in _SIGNS.items():
            if shape in column_cells.shapes and column in MEASURES:
                count, line = column_cells.shapes[shape]
                text = f"{count:,} {'cell' if count == 1 else 'cells'}"
                problems.append(
                    Problem(name, line, column, code, text, "a figure", advice, Severity.NOTE)
                )
    return problems


def connect(workspace: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB that spills to ``workspace`` and keeps within 2 GB."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '2GB'")
    connection.execute(f"SET temp_directory = {quoted(str(workspace / 'spill'))}")
    connection.execute("SET enable_progress_bar = false")
    return connection
