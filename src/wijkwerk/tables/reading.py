"""Any file as rows of cells, whatever its kind: the door that ``source init``, ``from-cbs`` and lists
of projects come through. Where headers stand is for them to say; see ``headers``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables import columnar, records, workbooks
from wijkwerk.tables.archive_guard import LOCAL, Limits, Source, start_of, text_must_fit, unpack
from wijkwerk.tables.bytes_of_text import LONGEST_ROW, text_of
from wijkwerk.tables.cells import Row
from wijkwerk.tables.delimited import (
    UNFINISHED,
    Dialect,
    Form,
    encoding_for,
    lines_of,
    notes_on,
    separator_of,
)
from wijkwerk.tables.workbooks import Sheet as WorkbookSheet
from wijkwerk.tables.workbooks import Workbook

_SAMPLE = 200  # lines from which the separator is told where nobody knows where headers stand
PACKED = ".gz"
_MOST_SHOWN = 8
HIDDEN_PARTS = "hidden rows or columns"
SUPERSCRIPTS = "signs of notes"


@dataclass
class Sheet:
    """A table as it lies in its file: ``rows`` with whatever stands above and below it.

    ``typed``: cells have types. ``ragged``: rows may have different numbers of cells (text files).
    ``name`` is that of a sheet of a workbook. ``notes`` say how it was understood.
    """

    file: str
    rows: list[Row]
    typed: bool
    ragged: bool = False
    name: str | None = None
    separator: str | None = None
    beside: int = 0
    merged: int = 0
    notes: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What messages call it."""
        return self.file if self.name is None else f"{self.file}, sheet {self.name}"


def kind_of(name: str) -> str:
    """'workbook', 'records', 'parquet' or 'text', by the end of the name."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes if suffix.lower() != PACKED]
    suffix = suffixes[-1] if suffixes else ""
    if suffix in workbooks.SUFFIXES:
        return "workbook"
    if suffix in records.SUFFIXES:
        return "records"
    if suffix in columnar.SUFFIXES:
        return "parquet"
    return "text"


@contextmanager
def unpacked(path: Path, name: str, limits: Limits = LOCAL) -> Iterator[Path]:
    """``path`` itself, or while it lasts a copy without the gzip around it."""
    if not path.name.lower().endswith(PACKED) and start_of(path, 2) != b"\x1f\x8b":
        yield path
        return
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / (Path(path.name).stem or "unpacked")
        unpack(path, name, copy, limits.size)
        yield copy


def read_sheets(
    source: Source,
    name: str,
    *,
    form: Form | None = None,
    limits: Limits = LOCAL,
    most: int | None = None,
    kind: str | None = None,
) -> list[Sheet]:
    """The tables of a file: every sheet of a workbook that can be seen, or the only one. ``most``
    rows of each. ``kind`` as ``kind_of`` gives it, where the name doesn't tell. InputError when it
    can't be read."""
    form = form or Form()
    if isinstance(source, Path):
        with unpacked(source, name, limits) as path:
            return _read(path, name, form, limits, most, kind)
    return _read(source, name, form, limits, most, kind)


def _read(
    source: Source, name: str, form: Form, limits: Limits, most: int | None, kind: str | None
) -> list[Sheet]:
    kind = kind or kind_of(name)
    if kind in ("text", "records"):
        text_must_fit(source, name, limits)
    if kind == "workbook":
        return _sheets(Workbook(source, name, limits), form, most)
    if kind == "records":
        headers, rows, beside = records.read_records(source, name, limits)
        return [Sheet(name, [Row(0, headers), *rows[:most]], True, beside=beside)]
    if kind == "parquet" and isinstance(source, Path):
        table = columnar.read_frame(source, name)
        rows = [
            Row(number, tuple(map(columnar.cell_of, record.values())))
            for number, record in enumerate(table.slice(0, most).to_pylist(), 1)
        ]
        return [Sheet(name, [Row(0, tuple(table.column_names)), *rows], True)]
    return [_text(source, name, form, most)]


def _sheets(book: Workbook, form: Form, most: int | None) -> list[Sheet]:
    chosen = [book.sheet(form.sheet)] if form.sheet is not None else list(book.visible)
    if not chosen:
        book.sheet(None)  # tells that all are hidden
    sheets = []
    for sheet in chosen:
        rows: list[Row] = []
        for row in book.rows(sheet):
            if most is not None and len(rows) >= most:
                break
            rows.append(row)
        named = None if len(book.sheets) == 1 else sheet.name
        sheets.append(
            Sheet(
                book.name,
                rows,
                True,
                name=named,
                merged=book.merged(sheet),
                notes=[
                    *hidden_sheets(book),
                    *hidden_parts(book, sheet),
                    *superscripts(book, sheet),
                ],
            )
        )
    return sheets


def hidden_sheets(book: Workbook) -> list[Problem]:
    """Word of the sheets that can't be seen."""
    return [
        Problem(
            book.name,
            None,
            sheet.name,
            "hidden sheet",
            sheet.name,
            "sheets that can be seen",
            "It is not read. Name it in a recipe (sheet) when it is the one that is meant.",
            Severity.WARNING,
        )
        for sheet in book.sheets
        if not sheet.visible
    ]


def hidden_parts(book: Workbook, sheet: WorkbookSheet) -> list[Problem]:
    """Word of rows and columns of a sheet that can't be seen; they are read as the others are."""
    rows, columns = sheet.markup.hidden_rows, sheet.markup.hidden_columns
    parts = [
        f"{what} {', '.join(map(str, sorted(places)[:8]))}{', …' if len(places) > 8 else ''}"
        for what, places in (("rows", rows), ("columns", columns))
        if places
    ]
    if not parts:
        return []
    return [
        Problem(
            book.name,
            min(rows, default=None),
            None,
            HIDDEN_PARTS,
            "; ".join(parts),
            "rows and columns that can be seen",
            "They are read as the others are: take them out of the sheet when they don't count.",
            Severity.WARNING,
        )
    ]


def superscripts(book: Workbook, sheet: WorkbookSheet) -> list[Problem]:
    """Word of the cells whose sign of a note, in superscript, was left out."""
    notes = sorted(sheet.markup.notes.items())
    cells = [f"{noted.text} (note {noted.signs})" for _, noted in notes if noted.signs]
    if not cells:
        return []
    shown = ", ".join(cells[:_MOST_SHOWN]) + (", …" if len(cells) > _MOST_SHOWN else "")
    return [
        Problem(
            book.name,
            notes[0][0][0] + 1,
            None,
            SUPERSCRIPTS,
            shown,
            "figures without them",
            "What stands in superscript behind a text is left out.",
            Severity.WARNING,
        )
    ]


def _text(source: Source, name: str, form: Form, most: int | None) -> Sheet:
    encoding, mixed = encoding_for(source, name, form)
    with text_of(source, encoding, mixed is not None) as text:
        start = [text.readline(LONGEST_ROW) for _ in range(_SAMPLE)]
    declares = bool(start[0].lower().startswith("sep=")) and len(start[0].strip()) <= 5
    separator = form.separator or (
        start[0].strip()[4:]
        if declares and len(start[0].strip()) == 5
        else separator_of([line.replace("\0", "") for line in start if line])
    )
    dialect = Dialect(encoding, separator, (), 0, mixed)
    problems: list[Problem] = []
    rows: list[Row] = []
    for line, cells in lines_of(source, dialect, name, problems):
        if declares and line == 1:
            continue
        if any(cell.strip() for cell in cells):
            rows.append(Row(line, tuple(cells)))
        if most is not None and len(rows) >= most:
            break
    unfinished = [problem for problem in problems if problem.code in UNFINISHED]
    if unfinished:
        raise InputError(unfinished)
    return Sheet(
        name,
        rows,
        False,
        ragged=True,
        separator=separator,
        notes=[*problems, *(note for note in notes_on(dialect, name) if note.line != 0)],
    )
