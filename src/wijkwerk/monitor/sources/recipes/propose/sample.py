"""The first rows of a file, whatever its kind, and the rows in which its headers stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import (
    HIDDEN_PARTS,
    SUPERSCRIPTS,
    WORKBOOKS,
    Percent,
    Row,
    Sheet,
    below,
    cell_number,
    cell_text,
    find_headers,
    is_blank,
    is_note,
    is_remark,
    read_sheets,
)

MOST_ROWS = 5_000
_MOST_BEFORE = 40  # rows above the headers: titles, sources, remarks


@dataclass(frozen=True)
class Sample:
    """The headers and the first rows below them, as texts; ``above`` is what stands over them.

    ``typed`` are the places of columns whose figures are numbers by their type, ``percents`` of
    those that are shown as percentages; ``superscripts`` are cells whose sign of a note was left out.
    ``title`` is the name of the sheet. ``hidden`` are names of sheets that can't be seen,
    ``hidden_parts`` words for the rows and columns that can't.
    """

    path: Path
    separator: str | None
    sheet: str | None
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    above: tuple[str, ...]
    header_rows: int = 1
    typed: frozenset[int] = frozenset()
    percents: frozenset[int] = frozenset()
    hidden: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    hidden_parts: tuple[str, ...] = ()
    superscripts: tuple[str, ...] = ()
    title: str | None = None

    def column(self, place: int) -> list[str]:
        """The cells of a column that aren't blank."""
        return [row[place] for row in self.rows if row[place]]


def look(path: Path) -> Sample:
    """Look at ``path`` (text, a workbook, JSON, Parquet; also gzipped). InputError when there is no
    table in it that can be read, or no row of headers."""
    if not path.is_file():
        raise InputError(
            [Problem(str(path), None, None, "file is missing", None, "a file with figures")]
        )
    sheets = read_sheets(path, path.name, most=MOST_ROWS + _MOST_BEFORE)
    # The sheet with the most cells that hold something; what is hidden isn't among them.
    best = max(sheets, key=lambda sheet: (_filled(sheet.rows), -sheets.index(sheet)))
    hidden = [note.value or "" for note in best.notes if note.code == "hidden sheet"]
    hidden_parts = [note.value or "" for note in best.notes if note.code == HIDDEN_PARTS]
    errors = [note for note in best.notes if note.severity is Severity.ERROR]
    if errors:
        raise InputError(errors)
    sample = _sample(path, best, sheets, tuple(hidden))
    superscripts = [note.value or "" for note in best.notes if note.code == SUPERSCRIPTS]
    return replace(
        sample, hidden_parts=tuple(hidden_parts), superscripts=tuple(superscripts), title=best.name
    )


def _filled(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows for cell in row.cells if not is_blank(cell))


def _is_beside_the_table(sheet: Sheet, row: Row, texts: Sequence[str]) -> bool:
    """Whether a row is words about the table; the reader leaves it out too."""
    if sheet.ragged:
        return len(row.cells) == 1 < len(texts) and is_note(texts[0])
    alone = len(texts) > 1 and bool(texts[0]) and not any(texts[1:])
    return alone and is_remark(texts[0])


def _headers_again(name: str, line: int) -> Problem:
    return Problem(
        name,
        line,
        None,
        "headers stand again",
        None,
        "one row of headers, above the figures",
        "Take the row out; is it a table of its own, put that in a file of its own.",
    )


def _sample(path: Path, sheet: Sheet, sheets: Sequence[Sheet], hidden: tuple[str, ...]) -> Sample:
    headers = find_headers(sheet.rows, path.name)
    width = len(headers.names)
    rows, typed, percents = [], set(range(width)), set()
    for row in below(sheet.rows, headers)[:MOST_ROWS]:
        cells = (row.cells + (None,) * width)[:width]
        texts = tuple(cell_text(cell) for cell in cells)
        if _is_beside_the_table(sheet, row, texts):
            continue
        if texts == headers.names:
            raise InputError([_headers_again(path.name, row.line)])
        rows.append(texts)
        for place, cell in enumerate(cells):
            if not is_blank(cell) and cell_number(cell) is None:
                typed.discard(place)
            if isinstance(cell, Percent):
                percents.add(place)
    if not rows:
        last = headers.line + headers.rows
        raise InputError(
            [Problem(path.name, last, None, "no rows", None, "rows below the headers")]
        )
    above = tuple(
        " ".join(filter(None, map(cell_text, row.cells))) for row in sheet.rows[: headers.place]
    )
    named = sheet.name if path.suffix.lower() in WORKBOOKS and sheet is not sheets[0] else None
    others = tuple(other.name or "" for other in sheets if other is not sheet)
    return Sample(
        path,
        sheet.separator,
        named,
        max(headers.line, 1),
        headers.names,
        tuple(rows),
        above,
        headers.rows,
        frozenset(typed),
        frozenset(percents),
        hidden,
        others,
    )
