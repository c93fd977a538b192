"""Sheets of a workbook as rows of texts.

.xlsx is read with openpyxl, which always comes along. The older .xls, of the years up to 2018, needs
python-calamine; where that is installed it reads .xlsx too, because it is many times faster.
"""

from __future__ import annotations

import importlib
import importlib.util
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wijkwerk.shared.problems import InputError, Problem

Rows = list[tuple[int, list[str]]]


def sheets(path: Path) -> Iterator[tuple[str, Rows]]:
    """The name ('file, sheet X' when there are several) and rows of every sheet, with its line.

    InputError for a file that is no workbook, is damaged or locked, or needs another library.
    """
    _must_be_a_workbook(path)
    if importlib.util.find_spec("python_calamine") is not None:
        found = _with_calamine(path)
    elif path.suffix.lower() in (".xlsx", ".xlsm"):
        found = _with_openpyxl(path)
    else:
        raise InputError(
            [
                Problem(
                    path.name,
                    None,
                    None,
                    f"can't read {path.suffix} here",
                    None,
                    "the Python package python-calamine, or another format",
                    "Open it in a spreadsheet program and save it as .xlsx or as CSV.",
                )
            ]
        )
    several = len(found) > 1
    for name, rows in found:
        yield (f"{path.name}, sheet {name}" if several else path.name), rows


def _must_be_a_workbook(path: Path) -> None:
    """Refuse what only has the extension: web pages and texts under the name of a spreadsheet."""
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.lstrip()[:1] == b"<":
        raise InputError(
            [
                Problem(
                    path.name,
                    None,
                    None,
                    "is a web page or XML",
                    start.decode("ascii", "replace"),
                    "a spreadsheet",
                    "The download went wrong; download it again.",
                )
            ]
        )
    new, old = start[:4] == b"PK\x03\x04", start[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    if path.suffix.lower() in (".xlsx", ".xlsm") and old:
        raise InputError(
            [
                Problem(
                    path.name,
                    None,
                    None,
                    "is an old or a locked workbook",
                    None,
                    "an .xlsx without a password",
                    "Open it, remove the password and save it as .xlsx.",
                )
            ]
        )
    if not new and not old:
        raise InputError([_damaged(path)])


def _damaged(path: Path) -> Problem:
    return Problem(
        path.name,
        None,
        None,
        "damaged spreadsheet",
        None,
        "a workbook that a spreadsheet program opens",
        "Download it again.",
    )


def _with_openpyxl(path: Path) -> list[tuple[str, Rows]]:
    faults = (zipfile.BadZipFile, KeyError, ValueError, ParseError, InvalidFileException, OSError)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return [
                (
                    sheet.title,
                    [
                        (line, [cell_text(value) for value in row])
                        for line, row in enumerate(sheet.iter_rows(values_only=True), 1)
                    ],
                )
                for sheet in book.worksheets
            ]
        finally:
            book.close()
    except faults:
        raise InputError([_damaged(path)]) from None


def _with_calamine(path: Path) -> list[tuple[str, Rows]]:
    calamine = importlib.import_module("python_calamine")
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        return [
            (
                str(name),
                [
                    (line, [cell_text(value) for value in row])
                    for line, row in enumerate(
                        book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1
                    )
                ],
            )
            for name in book.sheet_names
        ]
    except (calamine.CalamineError, OSError, ValueError):
        raise InputError([_damaged(path)]) from None


def cell_text(value: Any) -> str:
    """A cell as text; a whole number without the decimal that a spreadsheet gives it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)
