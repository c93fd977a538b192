"""Input files of a recipe: found within the data folder, unpacked within limits, laid ready.

``stage`` turns any of them (CSV in any dialect, gzipped CSV, Excel, Parquet) into Parquet with
``line`` and a text column c0, c1, … per column, so that what follows is the same for all.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from wijkwerk.areas.api import suggest
from wijkwerk.monitor.sources.bytes_of_text import LONGEST_ROW, encoding_of, not_text
from wijkwerk.monitor.sources.recipes.recipe import Reading
from wijkwerk.shared.problems import InputError, Problem

# What a file may grow to when it is unpacked: real files stay far below, a bomb doesn't.
MOST_UNPACKED = 8 << 30
MOST_WORKBOOK = 1 << 30
MOST_PARTS = 10_000
_PIECE = 1 << 20
_SPREADSHEETS = (".xlsx", ".xlsm")
_SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True)
class Dialect:
    """How a CSV is written: Python's name of its encoding, its separator, its headers as they are."""

    encoding: str
    separator: str
    headers: tuple[str, ...]


@dataclass(frozen=True)
class Staged:
    """A file laid ready: Parquet with ``line`` and c0…; ``headers`` in their order."""

    name: str  # as the recipe calls it, for messages
    path: Path
    headers: tuple[str, ...]

    def column(self, header: str, place: str, recipe: str) -> str:
        """The staged column of ``header``; InputError when it isn't there or stands twice."""
        found = self.find(header)
        if found is None:
            near = suggest(header, self.headers)
            have = ", ".join(self.headers[:40]) + (", …" if len(self.headers) > 40 else "")
            raise InputError(
                [
                    Problem(
                        self.name, 1, header, "column is missing", None,
                        f"a column {header}, named in {recipe} {place}",
                        (f"Did you mean {near}? " if near else "") + f"The columns are: {have}.",
                    )
                ]
            )  # fmt: skip
        if self.headers.count(self.headers[found]) > 1:
            raise InputError(
                [
                    Problem(
                        self.name, 1, header, "column stands twice", header,
                        "each name once", "Give the columns names of their own.",
                    )
                ]
            )  # fmt: skip
        return f"c{found}"

    def find(self, header: str) -> int | None:
        """The place of ``header``, exactly or but for spaces and capitals; None without it."""
        if header in self.headers:
            return self.headers.index(header)
        plain = [_plain(one) for one in self.headers]
        wanted = _plain(header)
        return plain.index(wanted) if plain.count(wanted) == 1 else None


def _plain(header: str) -> str:
    return re.sub(r"\s+", " ", header.strip()).lower()


def within(folder: Path, path: str, recipe: str, place: str) -> Path:
    """``path`` inside ``folder``; InputError when it lies outside (also by a link) or isn't there."""
    root = folder.resolve()
    # A backslash is a separator on Windows: refused, so that a recipe means the same everywhere.
    wrong = "\\" in path or "\0" in path or Path(path).is_absolute()
    target = root if wrong else (root / path).resolve()
    if wrong or not target.is_relative_to(root):
        raise InputError(
            [
                Problem(
                    recipe, None, f"{place}.path", "path leads out of the data folder", path,
                    "a file inside the folder that --data names, with / between folders",
                )
            ]
        )  # fmt: skip
    if not target.is_file():
        near = suggest(Path(path).name, _names_in(target.parent, root))
        raise InputError(
            [
                Problem(
                    recipe, None, f"{place}.path", "file is missing", path,
                    f"a file {path} in the folder that --data names",
                    f"Did you mean {near}?" if near else None,
                )
            ]
        )  # fmt: skip
    return target


def _names_in(folder: Path, root: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [str(one.relative_to(root)) for one in sorted(folder.iterdir()) if one.is_file()]


def stage(
    con: duckdb.DuckDBPyConnection, path: Path, reading: Reading, workspace: Path, number: int
) -> Staged:
    """Lay ``path`` ready as ``workspace``/staged-<number>.parquet. InputError when it can't be read."""
    out = workspace / f"staged-{number}.parquet"
    suffix = path.suffix.lower()
    name = reading.path
    if suffix == ".parquet":
        return _stage_parquet(con, path, name, out)
    if suffix in _SPREADSHEETS:
        text = workspace / f"sheet-{number}.csv"
        lines = sheet_to_csv(path, reading, text)
        headers = next(_csv_rows(text))
        return _stage_csv(con, text, Dialect("utf-8", ",", tuple(headers)), name, 1, out, lines)
    if suffix == ".gz":
        text = workspace / f"unpacked-{number}.csv"
        unpack(path, name, text)
        path = text
    dialect = dialect_of(path, reading)
    readable = as_utf8(path, dialect.encoding, workspace / f"utf8-{number}.csv")
    return _stage_csv(con, readable, dialect, name, reading.header_row, out, reading.header_row)


def as_utf8(path: Path, encoding: str, copy: Path) -> Path:
    """``path`` itself when it is UTF-8, or a copy that is."""
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    with (
        path.open("r", encoding=encoding, errors="replace", newline="") as old,
        copy.open("w", encoding="utf-8", newline="") as new,
    ):
        while piece := old.read(_PIECE):
            new.write(piece)
    return copy


def unpack(path: Path, name: str, out: Path, most: int = MOST_UNPACKED) -> None:
    """Unpack a gzip file; InputError when it is damaged or grows beyond ``most`` bytes."""
    size = 0
    try:
        with gzip.open(path, "rb") as packed, out.open("wb") as plain:
            while piece := packed.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise InputError([_too_big(name, most)])
                plain.write(piece)
    except (OSError, EOFError, zlib.error) as fault:
        raise InputError(
            [Problem(name, None, None, f"can't be unpacked ({fault})", None, "a whole gzip file")]
        ) from None


def _too_big(name: str, most: int) -> Problem:
    return Problem(
        name, None, None, "unpacks to more than is allowed", None,
        f"at most {most >> 20} MB unpacked", "Split the file, or give the figures as plain CSV.",
    )  # fmt: skip


def dialect_of(path: Path, reading: Reading) -> Dialect:
    """How a CSV is written, as the recipe says or as the file shows. InputError when it is no CSV."""
    name, row = reading.path, reading.header_row
    other = not_text(path)
    if other is not None:
        raise InputError(
            [Problem(name, None, None, "not a text file", other[0], "CSV or .xlsx", other[1])]
        )
    encoding = encoding_of(path)
    if reading.encoding is not None and encoding != "utf-8-sig":
        encoding = reading.encoding
    header = ""
    with path.open("r", encoding=encoding, errors="replace", newline="") as text:
        for _ in range(row):
            header = text.readline(LONGEST_ROW)
    header = header.strip("\r\n")
    sign = reading.separator or separator_of(header)
    headers = next(csv.reader([header], delimiter=sign), [])
    if not any(one.strip() for one in headers):
        raise InputError([no_headers(name, row)])
    return Dialect(encoding, sign, tuple(one.strip() for one in headers))


def separator_of(header: str) -> str:
    """The separator that stands most often in ``header``."""
    return max(_SEPARATORS, key=lambda one: (header.count(one), -_SEPARATORS.index(one)))


def no_headers(name: str, row: int) -> Problem:
    """The problem of a file whose row of headers is empty or not there."""
    return Problem(
        name, row, None, "no names of columns", None, "a row of headers",
        "Say with header_row where they stand.",
    )  # fmt: skip


def _stage_csv(
    con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, name: str, header_row: int,
    out: Path, before: int,
) -> Staged:  # fmt: skip
    """``before``: the lines of the original that come before the first row of figures."""
    width = len(dialect.headers)
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    cells = ", ".join(
        # No-break spaces and blanks around a cell are layout, not content.
        f"trim(replace(coalesce(c{place}, ''), chr(160), ' ')) AS c{place}"
        for place in range(width)
    )
    query = (
        f"SELECT row_number() OVER () + {before} AS line, {cells} FROM read_csv({sql_text(str(path))}, "
        f"delim = {sql_text(dialect.separator)}, header = false, skip = {header_row}, "
        f"columns = {{{columns}}}, quote = '\"', escape = '\"', strict_mode = false, "
        "null_padding = true, auto_detect = false, parallel = false)"
    )
    try:
        con.execute(f"COPY ({query}) TO {sql_text(str(out))} (FORMAT parquet)")
    except duckdb.Error as fault:
        line = re.search(r"[Ll]ine:? (\d+)", str(fault))
        raise InputError(
            [
                Problem(
                    name, int(line.group(1)) if line else None, None, "row can't be read", None,
                    f"{width} cells with {dialect.separator!r} between them",
                    "Put a text that holds the separator between quotes.",
                )
            ]
        ) from None  # fmt: skip
    return Staged(name, out, dialect.headers)


def _stage_parquet(con: duckdb.DuckDBPyConnection, path: Path, name: str, out: Path) -> Staged:
    source = f"read_parquet({sql_text(str(path))}, file_row_number = true)"
    try:
        described = con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error as fault:
        raise InputError(
            [Problem(name, None, None, "not Parquet", str(fault)[:80], "a Parquet file")]
        ) from None
    headers = tuple(str(row[0]) for row in described if row[0] != "file_row_number")
    cells = ", ".join(
        f"trim(coalesce(CAST(\"{header.replace(chr(34), chr(34) * 2)}\" AS VARCHAR), '')) AS c{place}"
        for place, header in enumerate(headers)
    )
    con.execute(
        f"COPY (SELECT file_row_number + 1 AS line, {cells} FROM {source}) "
        f"TO {sql_text(str(out))} (FORMAT parquet)"
    )
    return Staged(name, out, headers)


def sql_text(value: str) -> str:
    """``value`` as an SQL text."""
    return "'" + value.replace("'", "''") + "'"


# -- Excel ------------------------------------------------------------------------------------


def sheet_to_csv(path: Path, reading: Reading, out: Path) -> int:
    """Write a sheet's cells from the header row on to ``out``; gives the header's row number.

    Values only: formulas aren't computed (what Excel saved last is read), macros never run.
    """
    with out.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        rows = workbook_rows(path, reading.path, reading.sheet)
        width = 0
        for number, cells in enumerate(rows, 1):
            if number < reading.header_row:
                continue
            texts = [cell_text(cell) for cell in cells]
            if number == reading.header_row:
                while texts and not texts[-1].strip():
                    texts.pop()
                width = len(texts)
                if not any(one.strip() for one in texts):
                    break
            writer.writerow(texts[:width] + [""] * (width - len(texts)))
        else:
            if width:
                return reading.header_row
    raise InputError([no_headers(reading.path, reading.header_row)])


def workbook_rows(path: Path, name: str, sheet: str | None) -> Iterator[Sequence[Any]]:
    """The rows of a sheet (the first when ``sheet`` is None). InputError for what is no workbook."""
    import openpyxl

    check_workbook(path, name)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as fault:  # openpyxl raises whatever its parsers raise
        raise InputError([_not_excel(name, str(fault))]) from None
    try:
        if sheet is not None and sheet not in book.sheetnames:
            near = suggest(sheet, book.sheetnames)
            raise InputError(
                [
                    Problem(
                        name, None, sheet, "sheet is missing", sheet,
                        "one of " + ", ".join(book.sheetnames),
                        f"Did you mean {near}?" if near else None,
                    )
                ]
            )  # fmt: skip
        table = book[sheet] if sheet is not None else book.worksheets[0]
        # Some writers record a wrong size of the sheet; what is there is read, whatever it says.
        table.reset_dimensions()
        yield from table.iter_rows(values_only=True)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError) as fault:
        raise InputError([_not_excel(name, str(fault))]) from None
    finally:
        book.close()


def _not_excel(name: str, reason: str) -> Problem:
    return Problem(
        name, None, None, "not an Excel workbook", reason[:80] or None, "a file saved as .xlsx",
        "Open it in a spreadsheet program and save it as .xlsx or .csv.",
    )  # fmt: skip


def check_workbook(path: Path, name: str, most: int = MOST_WORKBOOK) -> None:
    """Refuse a workbook that unpacks beyond ``most`` bytes or whose XML declares entities.

    The sizes in the archive's directory are checked first; while unpacking, Python's zipfile
    never gives more than the directory says, so a directory that lies ends in an error.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most:
                raise InputError([_too_big(name, most)])
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        _plain_xml(stream.read(_PIECE), name, part.filename)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as fault:
        raise InputError([_not_excel(name, str(fault))]) from None


def _plain_xml(start: bytes, name: str, part: str) -> None:
    """A document type (the way to entities that swell) stands before the first element."""
    utf8 = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"<!DOCTYPE" in start or (utf8 and not utf8.startswith(b"<")):
        raise InputError([_not_excel(name, f"{part} isn't plain XML")])


def _csv_rows(path: Path) -> Iterator[list[str]]:
    with path.open("r", encoding="utf-8", newline="") as text:
        for cells in csv.reader(text):
            yield [cell.strip() for cell in cells]


def cell_text(cell: Any) -> str:
    """A cell as text: whole numbers without '.0', dates in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell).replace("\r", " ").replace("\n", " ")
