"""A small CSV of who makes a list, through the one reader of tables: separators, encodings, quotation
marks and rows of another width are told or understood as everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import MOST, cell_text, is_blank, read_sheets

LINE = "line"  # the line in the file on which a row begins


def read_texts(path: Path, needed: Sequence[str]) -> pl.DataFrame:
    """The rows of a text with values, every cell a text without spaces around it, '' for a blank, and
    ``LINE``. The first row that isn't blank has the names of the columns, among which are ``needed``.

    InputError with file, line and column of every fault: a file that can't be read, a column that is
    missing or stands twice, a row with more or fewer cells than headers.
    """
    name = path.name
    if not path.is_file():
        raise InputError.of(name, "can't be read (no such file)", "a CSV file")
    sheet = read_sheets(path, name, kind="text")[0]
    # What was only understood in another way (a separator, an encoding) is no fault.
    problems = [note for note in sheet.notes if note.severity is Severity.ERROR]
    rows = [row for row in sheet.rows if not all(map(is_blank, row.cells))]
    if problems or not rows:
        raise InputError(problems or [Problem(name, 1, None, "file is empty", None, "a CSV file")])
    headers = [cell_text(cell) for cell in rows[0].cells]
    while headers and not headers[-1]:
        headers.pop()
    problems = [
        Problem(name, rows[0].line, header, "column is missing", None, ", ".join(needed))
        for header in needed
        if header not in headers
    ]
    problems += [
        Problem(name, rows[0].line, doubled, "column stands twice", None, "each column once")
        for doubled in sorted({header for header in headers if headers.count(header) > 1})
    ]
    width = len(headers)
    wrong = [
        row
        for row in rows[1:]
        if len(row.cells) < width or not all(map(is_blank, row.cells[width:]))
    ]
    problems += [
        Problem(
            name,
            row.line,
            None,
            "too many cells" if len(row.cells) > width else "too few cells",
            str(len(row.cells)),
            f"{width} cells, as in the headers",
            "Put a text that holds the separator between quotation marks."
            if len(row.cells) > width
            else "Is the row whole?",
        )
        for row in wrong[:MOST]
    ]
    if problems:
        raise InputError(problems)
    texts = [[cell_text(cell).strip() for cell in row.cells[:width]] for row in rows[1:]]
    columns = {header: [row[at] for row in texts] for at, header in enumerate(headers)}
    return pl.DataFrame(
        {LINE: [row.line for row in rows[1:]], **columns},
        schema={LINE: pl.Int64, **dict.fromkeys(headers, pl.String)},
    )
