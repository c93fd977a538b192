"""Delimited text as people send it: other encodings, separators and notations than one hopes for.

What is unambiguous is read as meant; what isn't is left to the check to name.
"""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wijkwerk.shared.problems import InputError, Problem

_PIECE = 1 << 20
DELIMITERS = (";", ",", "\t", "|")
# Signs for 'no figure' in publications of Statistics Netherlands and in spreadsheets; the first
# two say that the publisher withheld the figure.
WITHHELD_SIGNS = (".", "x")
MISSING_SIGNS = ("", "na", "n/a", "null", "nan", "-", "--", "#n/a", "#n/b")


@dataclass(frozen=True)
class Dialect:
    """How a text file is written: its encoding (utf-8 or cp1252) and its separator."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]


def detect(path: Path) -> Dialect:
    """The dialect of ``path``; reads the file once in pieces. InputError when it is empty."""
    encoding = "utf-8" if _is_utf8(path) else "cp1252"
    with path.open("r", encoding="utf-8-sig" if encoding == "utf-8" else encoding) as text:
        header = text.readline().rstrip("\r\n")
    if not header.strip():
        raise InputError([Problem(path.name, 1, None, "file is empty", None, "a row of headers")])
    delimiter = max(DELIMITERS, key=lambda sign: (header.count(sign), -DELIMITERS.index(sign)))
    columns = next(csv.reader([header], delimiter=delimiter))
    return Dialect(encoding, delimiter, tuple(column.strip().lower() for column in columns))


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def as_utf8(path: Path, dialect: Dialect, workspace: Path) -> Path:
    """``path`` itself, or a UTF-8 copy of it in ``workspace`` when it is in another encoding."""
    if dialect.encoding == "utf-8":
        return path
    copy = workspace / f"utf8-{path.name}"
    with (
        path.open("r", encoding=dialect.encoding, errors="replace", newline="") as old,
        copy.open("w", encoding="utf-8", newline="") as new,
    ):
        while piece := old.read(_PIECE):
            new.write(piece)
    return copy


def read_text_table(path: Path) -> pl.DataFrame:
    """A small table as trimmed texts, blanks null, with ``line`` (the line in the file, header 1).

    Reads CSV in any dialect that ``detect`` knows, and Parquet. InputError names rows with too
    many cells.
    """
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        frame = frame.select(pl.all().cast(pl.String)).with_row_index("line", offset=1)
        return frame.with_columns(pl.col("line").cast(pl.Int64))
    dialect = detect(path)
    encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
    width = len(dialect.columns)
    lines: list[int] = []
    rows: list[list[str | None]] = []
    problems: list[Problem] = []
    with path.open("r", encoding=encoding, errors="replace", newline="") as text:
        reader = csv.reader(text, delimiter=dialect.delimiter)
        next(reader)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > width:
                problems.append(
                    Problem(
                        path.name,
                        reader.line_num,
                        None,
                        "too many cells",
                        str(len(cells)),
                        f"{width} cells",
                        "Put a text that holds the separator between quotes.",
                    )
                )
                continue
            lines.append(reader.line_num)
            rows.append([cell.strip() or None for cell in cells] + [None] * (width - len(cells)))
    if problems:
        raise InputError(problems)
    schema = dict.fromkeys(dialect.columns, pl.String)
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(pl.Series("line", lines, dtype=pl.Int64))


def number_text(column: pl.Expr) -> pl.Expr:
    """A text column of numbers in point notation: '1.234,5' and '1234,5' become '1234.5'."""
    plain = column.str.replace_all(r"\s", "")
    return (
        pl.when(plain.str.contains(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$") & plain.str.contains(","))
        .then(plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(plain.str.contains(r"^-?\d*,\d+$"))
        .then(plain.str.replace(",", ".", literal=True))
        .otherwise(plain)
    )
