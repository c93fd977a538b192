"""A spreadsheet that somebody sends, as rows of cells: hostile until shown otherwise.

The reader of tables opens it, within limits that suit a page; here its words are put in the language
of the reader of the page. Nothing in it is run: of a formula the saved value is read, and one without
is the text that it is written as.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.spreadsheet_text import unguarded
from wijkwerk.tables.api import Cell, Limits, Row, is_blank, read_sheets

LARGEST = 5_000_000  # bytes, as sent
MOST_ROWS = 10_000
_BEFORE = 20  # rows that may stand above the list
LIMITS = Limits(
    size=LARGEST,
    unpacked=40_000_000,
    parts=200,
    rows=MOST_ROWS + _BEFORE,
    rectangle=2_000_000,
    elements=4_000_000,
    longest=20_000,
    old_workbooks=False,
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheet(name: str, body: bytes, problems: list[Problem] | None = None) -> list[Row]:
    """The rows of the first sheet that can be seen, or of a text with values; texts without signs
    that nobody sees. What is odd but no fault goes to ``problems``. Raises InputError."""
    if len(body) > LARGEST:
        raise InputError(
            [_in_label(Problem(name, None, None, "unpacks to more than is allowed", None, ""))]
        )
    kind = "workbook" if body[:4] == _ZIP or body[:8] == _OLE else "text"
    try:
        sheet = read_sheets(body, name, limits=LIMITS, most=MOST_ROWS + _BEFORE + 1, kind=kind)[0]
    except InputError as wrong:
        raise InputError([_in_label(problem) for problem in wrong.problems]) from None
    if problems is not None:
        problems += [
            _in_label(note) for note in sheet.notes if note.code in ("hidden sheet", _MIXED)
        ]
    rows = [
        Row(row.line, tuple(_cell(name, row.line, cell) for cell in row.cells))
        for row in sheet.rows
    ]
    rows = [row for row in rows if not all(map(is_blank, row.cells))]
    if not rows:
        raise InputError([_in_label(Problem(name, None, None, "file is empty", None, ""))])
    if len(rows) > MOST_ROWS + _BEFORE // 2:
        raise InputError([_in_label(Problem(name, None, None, "too many rows", None, ""))])
    return rows


_MIXED = "two encodings in one file"


def _in_label(problem: Problem) -> Problem:
    """A problem of the reader of tables, in the language of the page."""
    again = _("Open it in a spreadsheet program and save it as XLSX.")
    large = (
        _("The file is too large"),
        _("at most 5 megabytes"),
        _("Leave out pictures and other sheets."),
    )
    rows = (
        _("There are too many rows"),
        _("a list of at most 10,000 projects"),
        _("Make several files of it."),
    )
    damaged = (
        _("The workbook is damaged"),
        _("a workbook that opens"),
        _("Open it, and save it once more as XLSX."),
    )
    old = (
        _("This is an old workbook, or one with a password"),
        _("an XLSX without a password, or CSV"),
        _("Save it as XLSX."),
    )
    other = (_("This isn’t a spreadsheet"), _("XLSX or CSV"), again)
    long = (_("A cell is too long"), _("at most 20,000 characters"), _("Make the text shorter."))
    quote = (
        _("A quotation mark isn’t closed"),
        _("a second one at the end of the text"),
        _("The rows below it were taken along: close it, or write it twice."),
    )
    texts = {
        "file is empty": (_("The file is empty"), _("a list of projects"), ""),
        "headers are missing": (_("The file is empty"), _("a list of projects"), ""),
        "unpacks to more than is allowed": large,
        "too many parts": large,
        "too many rows": rows,
        "not a workbook that can be opened": damaged,
        "declares entities": damaged,
        "is an old or a locked workbook": old,
        "has a password": old,
        "not a text file": other,
        "is a web page or XML": other,
        "NUL bytes": other,
        "text is too long": long,
        "row is too long": long,
        "quotation mark is not closed": quote,
        "a text holds rows": quote,
        "every sheet is hidden": (
            _("All sheets are hidden"),
            _("a sheet that can be seen"),
            _("Make the sheet with the projects visible."),
        ),
        "hidden sheet": (
            _("This sheet is hidden and isn’t read"),
            _("the projects on the first sheet"),
            "",
        ),
        _MIXED: (
            _("Two encodings stand in one file"),
            "UTF-8",
            _("Look whether the names on this row are right, or save the file as XLSX."),
        ),
    }.get(problem.code)
    if texts is None:
        texts = (_("The text can’t be read as a table"), _("one project a line"), again)
    return Problem(
        problem.file,
        problem.line,
        problem.column,
        texts[0],
        problem.value,
        texts[1],
        texts[2] or None,
        problem.severity,
    )


def _cell(name: str, number: int, value: Cell) -> Cell:
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | int | float):
        return value
    text = str(value)
    if len(text) > LIMITS.longest:
        raise InputError(
            [_in_label(Problem(name, number, None, "text is too long", text[:40], ""))]
        )
    return plain(text)


def plain(text: str) -> str:
    """``text`` trimmed, without signs that can't be seen, and without the mark by which an export
    keeps a text from being taken for a formula."""
    shown = re.sub(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text
    ).strip()
    return unguarded(shown)


def other_widths(name: str, rows: list[Row], headers: Row) -> list[Problem]:
    """The problems of rows with more or fewer cells than the row of ``headers`` has."""
    width = len(headers.cells)
    least = max(
        (at for at, cell in enumerate(headers.cells, 1) if not is_blank(cell)), default=width
    )
    return [
        Problem(
            name,
            row.line,
            None,
            _("There are more cells than headers")
            if len(row.cells) > width
            else _("There are fewer cells than headers"),
            str(len(row.cells)),
            _("%(n)s cells, as in the headers") % {"n": width},
            _("Put a text or amount that holds the separator between quotation marks.")
            if len(row.cells) > width
            else _("Is the row whole?"),
        )
        for row in rows
        if not least <= len(row.cells) <= width
    ]
