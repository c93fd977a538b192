"""A table laid ready as Parquet, so that what follows is the same for every kind of file.

Columns ``line``, a text c0, c1, … per column, and for files that have types a number v0, v1, … where
the cell is one: a typed 13.125 stays 13.125 whatever notation the texts beside it have.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.shared.spelling import nearest
from wijkwerk.tables import columnar, delimited, records
from wijkwerk.tables.archive_guard import LOCAL, unpack
from wijkwerk.tables.around import is_remark
from wijkwerk.tables.bytes_of_text import printable
from wijkwerk.tables.cells import Row, cell_number, cell_text, is_blank
from wijkwerk.tables.delimited import Dialect, Form, RowCount, joined_headers
from wijkwerk.tables.notation import quoted
from wijkwerk.tables.reading import PACKED, hidden_parts, hidden_sheets, kind_of, superscripts
from wijkwerk.tables.workbooks import Workbook

_ROWS = 10_000  # that are written at a time


@dataclass(frozen=True)
class Staged:
    """A file laid ready. ``rows`` of them are under the headers; ``notes`` are texts below the table
    that are none of them. ``above`` is what stands over the headers. ``told``: how it was
    understood, and no faults."""

    name: str
    path: Path
    headers: tuple[str, ...]
    typed: bool
    rows: int
    header_line: int = 1
    notes: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    told: tuple[Problem, ...] = ()

    def column(self, header: str, place: str, recipe: str) -> str:
        """The column c0, c1, … of ``header``; InputError when it isn't there or stands twice.

        ``place`` in ``recipe`` is where it is asked for.
        """
        number = self.find(header)
        if number is None:
            near = nearest(header, self.headers)
            have = ", ".join(self.headers[:40]) + (", …" if len(self.headers) > 40 else "")
            raise InputError(
                [
                    Problem(
                        self.name,
                        self.header_line,
                        header,
                        "column is missing",
                        None,
                        f"a column {header}, named in {recipe} {place}",
                        (f"Did you mean {near}? " if near else "") + f"The columns are: {have}.",
                    )
                ]
            )
        if self.headers.count(self.headers[number]) > 1:
            raise InputError(
                [
                    Problem(
                        self.name,
                        self.header_line,
                        header,
                        "column stands twice",
                        header,
                        "each name once",
                        "Give the columns names of their own.",
                    )
                ]
            )
        return f"c{number}"

    def find(self, header: str) -> int | None:
        """The place of ``header``, exactly or but for spaces and capitals; None without it."""
        if header in self.headers:
            return self.headers.index(header)
        plain = [_bare(name) for name in self.headers]
        wanted = _bare(header)
        return plain.index(wanted) if plain.count(wanted) == 1 else None


def _bare(header: str) -> str:
    return " ".join(header.split()).lower()


def stage(con: duckdb.DuckDBPyConnection, path: Path, name: str, form: Form, out: Path) -> Staged:
    """Lay ``path`` ready as ``out``. Memory doesn't grow with a text file or Parquet.

    Raises InputError with every row that has more or fewer cells than there are headers, an open
    quotation mark, and whatever else keeps it from being read.
    """
    kind = kind_of(path.name)
    if kind == "parquet":
        return _stage_parquet(con, path, name, out)
    if kind == "workbook":
        return _stage_workbook(path, name, form, out)
    if kind == "records":
        headers, rows, beside = records.read_records(path, name)
        notes = (f"{beside} entries without a code",) if beside else ()
        return _write(name, headers, rows, out, header_line=1, notes=notes)
    scratch = out.with_suffix(".csv")
    if path.suffix.lower() == PACKED:
        unpack(path, name, scratch, LOCAL.size)
        path = scratch
    return _stage_text(con, path, name, form, out)


def _stage_text(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, form: Form, out: Path
) -> Staged:
    dialect = delimited.detect(path, name, form)
    count = RowCount()
    parsed = [f"c{place}" for place in range(len(dialect.headers))]
    if delimited.plain(path, dialect):
        file, delimiter, line = path, dialect.delimiter, "row_number() OVER () + 1"
        columns = parsed
    else:
        file, delimiter, line = out.with_suffix(".tidy.csv"), ",", "line::BIGINT"
        columns = ["line", *parsed]
        faults = delimited.tidy(path, dialect, name, file, count)
        errors = [fault for fault in faults if fault.severity is Severity.ERROR]
        if errors:
            raise InputError(errors)
    table = csv_table(file, delimiter, columns)
    # No-break spaces and blanks around a cell are layout, not content.
    cells = ", ".join(
        f"trim(replace(coalesce({column}, ''), chr(160), ' ')) AS {column}" for column in parsed
    )
    try:
        con.execute(
            f"COPY (SELECT {line} AS line, {cells} FROM {table}) TO {quoted(str(out))} "
            "(FORMAT parquet)"
        )
    except duckdb.Error as fault:
        raise InputError([unreadable_text(name, fault)]) from None
    return Staged(
        name,
        out,
        dialect.headers,
        False,
        row_count(out),
        dialect.header_line,
        tuple(count.notes),
        tuple(_above(path, dialect)),
        tuple(delimited.notes_on(dialect, name)),
    )


def csv_table(file: Path, delimiter: str, columns: Iterable[str]) -> str:
    """SQL of a plain text file, every column as text."""
    kinds = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({quoted(str(file))}, delim = {quoted(delimiter)}, header = true, "
        f"columns = {{{kinds}}}, quote = '\"', escape = '\"', auto_detect = false, "
        "strict_mode = false, null_padding = true, max_line_size = 8000000)"
    )


def unreadable_text(name: str, fault: duckdb.Error) -> Problem:
    """The problem of a text that the engine can't read."""
    reason = printable(" ".join(str(fault).split()), 90)
    return Problem(name, None, None, "file can't be read", reason, "a text with columns")


def row_count(path: Path) -> int:
    """How many rows a Parquet file has."""
    return int(pq.read_metadata(path).num_rows)


def _above(path: Path, dialect: Dialect) -> Iterator[str]:
    if dialect.header_line == 1:
        return
    lines = delimited.lines_of(path, dialect, path.name, [])
    for line, cells in itertools.takewhile(lambda row: row[0] < dialect.header_line, lines):
        text = " ".join(" ".join(cells).split())
        if text and line < dialect.header_line:
            yield text


def _stage_workbook(path: Path, name: str, form: Form, out: Path) -> Staged:
    book = Workbook(path, name)
    sheet = book.sheet(form.sheet)
    rows = book.rows(sheet)
    last = form.header_row + form.header_rows - 1
    above: list[str] = []
    head: list[tuple[str, ...]] = []
    rest: list[Row] = []
    for row in rows:
        if row.line > last:
            rest.append(row)
            break
        texts = tuple(cell_text(cell) for cell in row.cells)
        if row.line >= form.header_row:
            head.append(texts)
        else:
            above.append(" ".join(filter(None, texts)))
    headers = list(joined_headers(head)) if head else []
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise InputError([delimited.no_headers(name, form.header_row)])
    remarks = [] if form.sheet is not None else hidden_sheets(book)
    if form.sheet is None and len(book.visible) > 1:
        remarks.append(_first_sheet(book, sheet.name))
    remarks += [*hidden_parts(book, sheet), *superscripts(book, sheet)]
    merged = book.merged(sheet)
    if merged:
        remarks.append(_merged(name, merged))
    staged = _write(
        name, tuple(headers), itertools.chain(rest, rows), out, header_line=last, sheet_notes=True
    )
    return Staged(
        name,
        out,
        staged.headers,
        True,
        staged.rows,
        last,
        staged.notes,
        tuple(above),
        tuple(remarks),
    )


def _first_sheet(book: Workbook, name: str) -> Problem:
    others = ", ".join(sheet.name for sheet in book.visible if sheet.name != name)
    return Problem(
        book.name,
        None,
        name,
        "first sheet is read",
        name,
        "the sheet that is meant",
        f"The others are: {others}. Name one in the recipe (sheet).",
        Severity.NOTE,
    )


def _merged(name: str, ranges: int) -> Problem:
    return Problem(
        name,
        None,
        None,
        "merged cells",
        f"{ranges}",
        "a value in every cell",
        "Cells that are merged over rows were filled with what the first one holds.",
        Severity.NOTE,
    )


def _write(
    name: str,
    headers: tuple[str, ...],
    rows: Iterable[Row],
    out: Path,
    *,
    header_line: int,
    notes: tuple[str, ...] = (),
    sheet_notes: bool = False,
) -> Staged:
    """Typed rows as Parquet; ``sheet_notes``: a row of words in its first cell alone is a note."""
    width = len(headers)
    schema = pa.schema(
        [("line", pa.int64())]
        + [(f"c{place}", pa.string()) for place in range(width)]
        + [(f"v{place}", pa.float64()) for place in range(width)]
    )
    problems: list[Problem] = []
    below: list[str] = list(notes)
    written = 0
    with pq.ParquetWriter(out, schema) as writer:
        for some in _in_batches(_fitting(name, headers, rows, problems)):
            batch = []
            for row in some:
                filled = [cell for cell in row.cells if not is_blank(cell)]
                text = cell_text(row.cells[0])
                if sheet_notes and len(filled) == 1 and width > 1 and text and is_remark(text):
                    below.append(text)
                else:
                    batch.append(row)
            writer.write_batch(_batch(schema, batch, width))
            written += len(batch)
    if problems:
        raise InputError(problems)
    return Staged(name, out, headers, True, written, header_line, tuple(below))


def _fitting(
    name: str, headers: tuple[str, ...], rows: Iterable[Row], problems: list[Problem]
) -> Iterator[Row]:
    """The rows, as wide as the headers; a value beside them is a problem."""
    width = len(headers)
    wrong = 0
    for row in rows:
        beyond = [cell for cell in row.cells[width:] if not is_blank(cell)]
        if beyond:
            wrong += 1
            if wrong <= delimited.MOST:
                problems.append(
                    Problem(
                        name,
                        row.line,
                        None,
                        "too many cells",
                        printable(cell_text(beyond[0])),
                        f"nothing beside the {width} columns that have a name",
                        "Give the column a name, or take the cell out.",
                    )
                )
            continue
        cells = row.cells[:width]
        yield Row(row.line, cells + (None,) * (width - len(cells)))


def _in_batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while some := list(itertools.islice(iterator, _ROWS)):
        yield some


def _batch(schema: pa.Schema, rows: list[Row], width: int) -> pa.RecordBatch:
    columns: list[pa.Array] = [pa.array([row.line for row in rows], pa.int64())]
    columns += [
        pa.array([cell_text(row.cells[place]) for row in rows], pa.string())
        for place in range(width)
    ]
    columns += [
        pa.array([cell_number(row.cells[place]) for row in rows], pa.float64())
        for place in range(width)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _stage_parquet(con: duckdb.DuckDBPyConnection, path: Path, name: str, out: Path) -> Staged:
    """Numbers stay numbers; moments are those of the clock in the column's own time zone."""
    local = columnar.with_local_clock(path, name, out.with_suffix(".clock.parquet"))
    source = f"read_parquet({quoted(str(local))}, file_row_number = true)"
    try:
        described = con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        headers = tuple(str(row[0]) for row in described if row[0] != "file_row_number")
        kinds = {str(row[0]): str(row[1]) for row in described}
        parts = ["file_row_number + 1 AS line"]
        for place, header in enumerate(headers):
            column = '"' + header.replace('"', '""') + '"'
            parts.append(f"{_as_text(column, kinds[header])} AS c{place}")
            number = _as_number(column, kinds[header])
            # NaN and infinity are no numbers: their text says what they are.
            parts.append(f"CASE WHEN isfinite({number}) THEN {number} END AS v{place}")
        con.execute(
            f"COPY (SELECT {', '.join(parts)} FROM {source}) TO {quoted(str(out))} (FORMAT parquet)"
        )
    except duckdb.Error as fault:
        raise InputError([columnar.corrupt(path, name, fault)]) from None
    return Staged(name, out, headers, True, row_count(out))


def _as_number(column: str, kind: str) -> str:
    if kind == "FLOAT":
        return f"CAST(CAST({column} AS VARCHAR) AS DOUBLE)"  # 5.1, not 5.0999999046
    numeric = kind.startswith("DECIMAL") or kind in (
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "HUGEINT",
        "UTINYINT",
        "USMALLINT",
        "UINTEGER",
        "UBIGINT",
        "DOUBLE",
    )
    return f"CAST({column} AS DOUBLE)" if numeric else "NULL::DOUBLE"


def _as_text(column: str, kind: str) -> str:
    """SQL of a cell as text: whole numbers that were stored as fractions lose their '.0'."""
    text = f"trim(coalesce(CAST({column} AS VARCHAR), ''))"
    if kind in ("DOUBLE", "FLOAT"):
        return (
            f"CASE WHEN {column} = trunc({column}) AND abs({column}) < 1e15 "
            f"THEN CAST({column}::BIGINT AS VARCHAR) ELSE {text} END"
        )
    return text
