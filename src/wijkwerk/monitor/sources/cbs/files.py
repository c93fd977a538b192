"""Tables out of files, as texts: StatLine CSV, yearly wide files, spreadsheets, JSON.

The reader of tables gets encodings, separators and packing out of the way; here titles, units and
notes around a table are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median, mode

from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import (
    Cell,
    Limits,
    Row,
    Sheet,
    cell_number,
    cell_text,
    is_blank,
    is_note,
    is_remark,
    read_sheets,
)

# The whole country of one year is about 10 MB.
_LIMITS = Limits(size=2_000_000_000)


@dataclass(frozen=True)
class RawTable:
    """A table as texts: ``rows`` are as wide as ``headers``; ``lines`` say where each row stood.

    ``title`` is what stood above it, ``notes`` the number of rows that were notes and no data.
    ``told``: how it was understood.
    """

    file: str
    headers: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    title: str = ""
    notes: int = 0
    told: tuple[Problem, ...] = ()


def read_tables(path: Path) -> list[RawTable]:
    """The tables of ``path``; a spreadsheet can have several, hidden sheets are none of them.
    InputError when it can't be read."""
    if not path.is_file():
        raise InputError(
            [Problem(str(path), None, None, "no such file", None, "a file with key figures")]
        )
    if path.stat().st_size == 0:
        raise InputError([empty(path.name)])
    sheets = read_sheets(path, path.name, limits=_LIMITS)
    errors = [note for sheet in sheets for note in sheet.notes if note.severity is Severity.ERROR]
    if errors:
        raise InputError(errors)
    tables = [table for table in map(_table, sheets) if table is not None]
    if not tables:
        raise InputError([empty(path.name)])
    return tables


def empty(name: str) -> Problem:
    """The problem of a file without a table in it."""
    return Problem(
        name,
        1,
        None,
        "file is empty",
        None,
        "a row of headers and rows of figures",
        "Download the table again.",
    )


def _texts(row: Row, ragged: bool) -> list[str]:
    """The cells as texts; of a row of a sheet that holds nothing but a remark only that."""
    cells = [_text(cell) for cell in row.cells]
    alone = not ragged and is_remark(cells[0]) and all(map(is_blank, row.cells[1:]))
    return cells[:1] if alone else cells


def _text(cell: Cell) -> str:
    """A cell as text. A number by its type never looks as if a point parted its thousands."""
    text = cell_text(cell)
    typed = cell_number(cell) is not None and re.fullmatch(r"-?\d{1,3}\.\d{3}", text)
    return f"{text}0" if typed else text


def _table(sheet: Sheet) -> RawTable | None:
    """The table in ``sheet``, without the title above it, the notes below it and empty columns."""
    name = sheet.title
    filled = [(row.line, _texts(row, sheet.ragged)) for row in sheet.rows]
    several = [row for _, row in filled if len(row) > 1]
    if not several:
        return None
    # Headers are the first row that is as wide as the others and about as full.
    wide = mode(len(row) for row in several)
    full = median(_full(row) for row in several if len(row) == wide) / 2
    first = next(
        (n for n, (_, row) in enumerate(filled) if len(row) >= wide and _full(row) >= full), None
    )
    if first is None:
        return None
    title = " ".join(cell.strip() for _, row in filled[:first] for cell in row if cell.strip())
    headers = [cell.strip().lstrip("\ufeff") for cell in filled[first][1]]
    body = filled[first + 1 :]
    # StatLine's own layout has the units, and the name of the first column, in a second row.
    if body and not headers[0] and _is_units(body[0][1]):
        units = [cell.strip() for cell in body[0][1]]
        units += [""] * (len(headers) - len(units))
        headers = [units[0]] + [
            f"{header} ({unit})" if unit else header
            for header, unit in zip(headers[1:], units[1:], strict=False)
        ]
        body = body[1:]
    width = len(headers)
    while width and not headers[width - 1]:
        width -= 1
    table_rows, lines, notes, problems = [], [], first, []
    for line, row in body:
        if len(row) < 2 <= width and is_note(row[0]):
            notes += 1  # 'Bron: CBS'
            continue
        extra = [cell for cell in row[width:] if cell.strip()]
        if extra or len(row) < min(width, len(headers)):
            problems.append(
                Problem(
                    name,
                    line,
                    None,
                    "too many cells" if extra else "row is cut off",
                    str(len(row)),
                    f"{width} cells, as many as there are headers",
                    "Is the file whole? Download it again.",
                )
            )
            continue
        table_rows.append(row[:width])
        lines.append(line)
    if problems:
        raise InputError(problems[:20])
    if not table_rows:
        return None
    return RawTable(
        name,
        tuple(headers[:width]),
        table_rows,
        lines,
        title,
        notes + sheet.beside,
        tuple(sheet.notes),
    )


def _full(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_units(row: list[str]) -> bool:
    """Whether a row under the headers names the first column and has no number in it."""
    cells = [cell.strip() for cell in row]
    unit_cells = [cell for cell in cells[1:] if cell]
    units = ("aantal", "%", "euro", "x 1 000 euro", "kwh", "km", "ha", "code", "omschrijving")
    return bool(cells[0]) and bool(unit_cells) and any(word.lower() in units for word in unit_cells)
