"""A spreadsheet that somebody sends, as rows of cells: hostile until shown otherwise.

XLSX and CSV. Nothing in it is run: a formula is the text that it is written as. What is too large,
too deep or packed too tightly is refused before it is unpacked.
"""

from __future__ import annotations

import csv
import io
import lzma
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.spreadsheet_text import RISKY

LARGEST = 5_000_000  # bytes, as sent
MOST_UNPACKED = 40_000_000  # bytes of an XLSX when unpacked
MOST_PARTS = 200
MOST_ROWS, MOST_COLUMNS = 10_000, 60
LONGEST_CELL = 20_000
_DELIMITERS = (";", ",", "\t", "|")
_FAULTS = (
    lzma.LZMAError, zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError,
    ParseError, InvalidFileException, OSError, EOFError, SyntaxError, OverflowError, RuntimeError, zlib.error,
)  # fmt: skip
Cell = str | int | float | date | None


@dataclass(frozen=True)
class Row:
    """A row with something in it, and its number in the file (from 1)."""

    number: int
    cells: tuple[Cell, ...]


def read_sheet(name: str, body: bytes) -> list[Row]:
    """The rows of the first sheet of a workbook, or of a text with values. Raises InputError."""
    if not body:
        raise _wrong(name, _("The file is empty"), _("a list of projects"))
    if len(body) > LARGEST:
        raise _wrong(name, _("The file is too large"), _("at most 5 megabytes"),
                     _("Leave out pictures and other sheets."))  # fmt: skip
    if body[:4] == b"PK\x03\x04":
        return _xlsx(name, body)
    if body[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _wrong(name, _("This is an old workbook, or one with a password"),
                     _("an XLSX without a password, or CSV"), _("Save it as XLSX."))  # fmt: skip
    return _csv(name, body)


def _wrong(name: str, what: str, expected: str, advice: str = "", value: Any = None) -> InputError:
    shown = None if value is None else str(value)[:80]
    return InputError([Problem(name, None, None, what, shown, expected, advice or None)])


def _xlsx(name: str, body: bytes) -> list[Row]:
    damaged = _wrong(name, _("The workbook is damaged"), _("a workbook that opens"),
                     _("Open it, and save it once more as XLSX."))  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise _wrong(name, _("The workbook is too large when unpacked"),
                             _("a list of at most 10,000 projects"),
                             _("Leave out pictures and other sheets."))  # fmt: skip
            for one in parts:
                # Spreadsheet programs write no document types; entities of one could grow for ever.
                text = packed.read(one).replace(b"\0", b"").upper()
                if one.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in text:
                    raise damaged
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations that nobody asked for
            book = load_workbook(io.BytesIO(body), read_only=True, data_only=False)
            try:
                return _rows_of(name, book.worksheets[0])
            finally:
                book.close()
    except _FAULTS:
        raise damaged from None


def _rows_of(name: str, sheet: Any) -> list[Row]:
    sheet.reset_dimensions()  # what the file says of its own size need not be so
    found = []
    most = MOST_ROWS + 20
    rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS, values_only=True)
    for number, values in enumerate(rows, 1):
        cells = tuple(_cell(name, number, value) for value in values)
        if any(cell not in (None, "") for cell in cells):
            found.append(Row(number, cells))
    return _bounded(name, found)


def _cell(name: str, number: int, value: Any) -> Cell:
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | int | float):
        return value
    text = str(value)
    if len(text) > LONGEST_CELL:
        raise InputError([Problem(name, number, None, _("A cell is too long"), text[:40],
                                  _("at most 20,000 signs"), _("Make the text shorter."))])  # fmt: skip
    return plain(text)


def plain(text: str) -> str:
    """``text`` trimmed, without signs that can't be seen, and without the mark by which an export
    keeps a text from being taken for a formula."""
    shown = re.sub(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text
    ).strip()
    return shown[1:] if shown[:1] == "'" and shown[1:2] in RISKY else shown


def _csv(name: str, body: bytes) -> list[Row]:
    text = _decoded(name, body)
    first = text.splitlines()[0] if text.strip() else ""
    skip = 1 if re.fullmatch(r"sep=.", first.strip().lower()) else 0
    head = "\n".join(text.splitlines()[skip : skip + 3])
    delimiter = max(_DELIMITERS, key=lambda sign: (head.count(sign), -_DELIMITERS.index(sign)))
    found = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cells in reader:
            if reader.line_num <= skip:
                continue
            row = tuple(_cell(name, reader.line_num, cell) for cell in cells[:MOST_COLUMNS])
            if any(row):
                found.append(Row(reader.line_num, row))
            if len(found) > MOST_ROWS + 20:
                break
    except csv.Error:
        raise _wrong(name, _("The text can’t be read as a table"), _("one project a line"),
                     _("Open it in a spreadsheet program and save it as XLSX.")) from None  # fmt: skip
    return _bounded(name, found)


def _decoded(name: str, body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for one in encodings:
        try:
            text = body.decode(one)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _wrong(name, _("This isn’t a spreadsheet"), _("XLSX or CSV"),
                 _("Open it in a spreadsheet program and save it as XLSX."))  # fmt: skip


def _bounded(name: str, found: list[Row]) -> list[Row]:
    if not found:
        raise _wrong(name, _("The file is empty"), _("a list of projects"))
    if len(found) > MOST_ROWS + 10:
        raise _wrong(name, _("There are too many rows"), _("a list of at most 10,000 projects"),
                     _("Make several files of it."))  # fmt: skip
    return found
