"""Delimited text as people send it: other encodings, separators and layouts than one hopes for.

``detect`` tells how a file is written. A file that is plain (UTF-8, a row a line, as many cells in
each) can be read as it lies, however big; any other gets a ``tidy`` copy that is, with the line each
row came from. What is unambiguous is read as meant; what isn't is a problem.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mode

from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.archive_guard import Source, size_of
from wijkwerk.tables.around import is_note
from wijkwerk.tables.bytes_of_text import (
    LONGEST_ROW,
    encoding_of,
    is_plain,
    not_text,
    printable,
    text_of,
)

DELIMITERS = (";", ",", "\t", "|")
MOST = 20  # problems of one kind that are told of one file
# Faults after which the rest of a file can't be read.
UNFINISHED = (
    "quotation mark is not closed", "text is too long", "row is too long", "a text holds rows",
)  # fmt: skip
_LONGEST_TEXT = 131_072  # characters of a cell
_SAMPLE = 25  # lines from which the separator is told
_END = "\x1eend of the file\x1e"
_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_ENCODINGS = {"utf-8-sig": "UTF-8 with BOM", "cp1252": "Windows-1252", "utf-16": "UTF-16",
              "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """How a file is written, as far as somebody says so; None: to be found out.

    ``header_row`` counts from 1; ``header_rows`` of them, joined, are the names of the columns.
    """

    separator: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1
    header_rows: int = 1


@dataclass(frozen=True)
class Dialect:
    """How a text file is written.

    ``encoding`` is Python's name for it; ``headers`` are the names of the columns, trimmed;
    ``header_line`` is the last line of headers. ``mixed`` is the first line with bytes of
    Windows-1252 in what is UTF-8 elsewhere.
    """

    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    header_line: int = 1
    mixed: int | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers in lower case."""
        return tuple(header.lower() for header in self.headers)


@dataclass
class RowCount:
    """Rows of a file that are no data: blank ones, and notes below the table."""

    blank: int = 0
    notes: list[str] = field(default_factory=list)


def encoding_for(source: Source, name: str, form: Form) -> tuple[str, int | None]:
    """The encoding of a text, and the line with bytes of another one or None; see ``encoding_of``.
    InputError when it is empty or isn't text."""
    if size_of(source) == 0:
        raise InputError([Problem(name, 1, None, "file is empty", None, "a row of headers")])
    other = not_text(source)
    if other is not None:
        expected, advice = "a text file with values separated by commas", other[1]
        raise InputError([Problem(name, None, None, "not a text file", other[0], expected, advice)])
    encoding, mixed = encoding_of(source)
    if form.encoding is not None and encoding != "utf-8-sig":
        return form.encoding, None
    return encoding, mixed


def separator_of(lines: Sequence[str]) -> str:
    """The separator of ``lines``, the first of which are headers: the one that makes as many cells
    as possible on as many lines as possible; ';' when none makes any."""
    best, most = ";", 0
    for sign in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1]
        except csv.Error:
            continue
        filled = mode(widths) * widths.count(mode(widths)) if widths else 0
        if filled > most:
            best, most = sign, filled
    return best


def detect(source: Source, name: str, form: Form | None = None) -> Dialect:
    """The dialect of ``source``, told of as ``name``.

    Raises InputError when it is empty, isn't text, or has a header no one could read.
    """
    form = form or Form()
    encoding, mixed = encoding_for(source, name, form)
    first = form.header_row
    with text_of(source, encoding, mixed is not None) as text:
        lines = [text.readline(LONGEST_ROW) for _ in range(first + form.header_rows + _SAMPLE)]
    if lines[0].lower().startswith("sep=") and len(lines[0].strip()) <= 5 and first == 1:
        first = 2
    lines = [line.replace("\0", "") for line in lines if line]
    header = lines[first - 1 : first - 1 + form.header_rows]
    if any(len(line) >= LONGEST_ROW for line in header):
        raise InputError([_too_long(name, 1)])
    if not "".join(header).strip("\r\n\t ;,|"):
        raise InputError([no_headers(name, form.header_row if form.header_row > 1 else first)])
    delimiter = form.separator or separator_of(lines[first - 1 :])
    if form.separator is None and delimiter not in header[-1]:
        delimiter = separator_of(header)
    try:
        cells = list(csv.reader(header, delimiter=delimiter))
    except csv.Error:
        raise InputError([_too_long(name, 1)]) from None
    return Dialect(encoding, delimiter, joined_headers(cells), first + form.header_rows - 1, mixed)


def no_headers(name: str, row: int) -> Problem:
    """The problem of a file whose row of headers is empty or not there."""
    advice = (
        "Say with header_row where they stand."
        if row > 1
        else "Put the names of the columns on the first line."
    )
    return Problem(name, row, None, "headers are missing", None, "a row of headers", advice)


def joined_headers(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The names of the columns: what stands in each of the rows of headers, above each other.

    An empty cell of an upper row belongs to the one on its left: titles stand over several columns.
    """
    width = max(len(row) for row in rows)
    parts: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(rows):
        last = ""
        for place in range(width):
            text = " ".join(row[place].split()) if place < len(row) else ""
            last = text or last
            text = text if level == len(rows) - 1 else last
            if text and text not in parts[place]:
                parts[place].append(text)
    return tuple(" ".join(part) for part in parts)


def notes_on(dialect: Dialect, name: str) -> Iterator[Problem]:
    """How the file was understood where that isn't plain UTF-8 with commas: notes, and a warning
    where two encodings stand in one file."""
    if dialect.mixed is not None:
        yield Problem(
            name,
            dialect.mixed,
            None,
            "two encodings in one file",
            "Windows-1252",
            "UTF-8",
            "The rest is UTF-8. What isn't was read as Windows-1252: look whether its names are right.",
            Severity.WARNING,
        )
    if dialect.encoding in _ENCODINGS:
        yield Problem(
            name,
            1,
            None,
            "other encoding",
            _ENCODINGS[dialect.encoding],
            "UTF-8",
            "It was read as such; nothing to mend.",
            Severity.NOTE,
        )
    if dialect.delimiter != ",":
        yield Problem(
            name,
            dialect.header_line,
            None,
            "other separator",
            _NAMES.get(dialect.delimiter, dialect.delimiter),
            "comma",
            "It was read as such; nothing to mend.",
            Severity.NOTE,
        )


def plain(path: Path, dialect: Dialect) -> bool:
    """Whether ``path`` can be read as it lies: a row a line, the same number of cells in each."""
    return (
        dialect.encoding in ("utf-8", "utf-8-sig")
        and dialect.mixed is None
        and dialect.header_line == 1
        and is_plain(path, dialect.delimiter, len(dialect.headers))
    )


def lines_of(
    source: Source, dialect: Dialect, name: str, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Every row of the file, headers and blank lines too, with the line it starts on. Faults after
    which the rest can't be read go to ``problems``, and end it."""
    lines = _Lines(source, dialect)
    # Strict: a quotation mark that closes in the middle of a cell was never meant to open one.
    reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
    csv.field_size_limit(_LONGEST_TEXT)  # of the whole process: libraries change it when imported
    started = 1
    width = len(dialect.headers)
    try:
        for cells in reader:
            if cells[-1:] == [_END]:
                break
            line, started = _started_on(lines, cells), lines.number + 1
            swallowed = _swallowed(cells, dialect.delimiter, width)
            if swallowed is not None:
                problems.append(_holds_rows(name, line, swallowed))
                break
            yield line, cells
    except csv.Error as fault:
        if "expected after" in str(fault) or "end of data" in str(fault):
            problems.append(_open_quote(name, started, lines.first_quoted(started)))
        else:
            problems.append(
                Problem(
                    name,
                    started,
                    None,
                    "text is too long",
                    None,
                    "texts of at most 131,000 characters",
                    'Look for a quotation mark (") that is opened near this line and never closed.',
                )
            )
    problems += lines.problems(name)


def rows_of(
    source: Source,
    dialect: Dialect,
    name: str,
    problems: list[Problem],
    count: RowCount | None = None,
) -> Iterator[tuple[int, list[str]]]:
    """The rows behind the header: the line each starts on, and as many cells as there are headers.

    Blank lines are passed over. Rows with more or fewer cells than headers are errors among the
    ``problems``, those with more left out. With ``count`` a line of words below the table ('Bron: CBS') is a
    note, and counted there; without it is a row with too few cells.
    """
    width = len(dialect.headers)
    # A separator at the end of the headers makes no column.
    least = max((at for at, header in enumerate(dialect.headers, 1) if header), default=width)
    wrong = {"too many cells": 0, "too few cells": 0}
    unfinished = False
    line = 0
    last: list[str] = []
    for line, cells in itertools.islice(
        lines_of(source, dialect, name, problems), dialect.header_line, None
    ):
        last = cells
        if len(cells) < width and not any(cell.strip() for cell in cells):
            if count is not None:
                count.blank += 1
            continue
        if least <= len(cells) <= width:
            yield line, cells + [""] * (width - len(cells))
            continue
        if count is not None and len(cells) == 1 and is_note(cells[0]):
            count.notes.append(cells[0].strip())
            continue
        code = "too many cells" if len(cells) > width else "too few cells"
        wrong[code] += 1
        if wrong[code] <= MOST:
            problems.append(_other_width(name, line, cells, dialect, code))
        unfinished = code == "too few cells"
        if unfinished:  # so that what follows isn't told as well
            yield line, cells + [""] * (width - len(cells))
    if unfinished and len(last) < least and not _ends_with_newline(source, dialect):
        problems.append(
            Problem(
                name,
                line,
                None,
                "last row is cut off",
                None,
                f"{width} cells and a line end",
                "The file was copied in part: copy it again.",
            )
        )
    problems += [
        Problem(
            name,
            None,
            None,
            code,
            f"{times} rows",
            f"{width} cells in each row",
            f"The first {MOST} of them are listed.",
        )
        for code, times in wrong.items()
        if times > MOST
    ]


def _ends_with_newline(source: Source, dialect: Dialect) -> bool:
    with text_of(source, dialect.encoding, dialect.mixed is not None) as text:
        last = ""
        while line := text.readline(LONGEST_ROW):
            last = line
    return last.endswith(("\n", "\r"))


def _swallowed(cells: Iterable[str], delimiter: str, width: int) -> str | None:
    """A text over several lines that holds as many separators as the rows it would have taken along
    by an open quotation mark; None without one."""
    for cell in cells:
        breaks = len(re.findall(r"\r\n|\r|\n", cell))
        if breaks and width > 2 and cell.count(delimiter) >= (width - 1) * breaks:
            return cell
    return None


def _open_quote(name: str, line: int, text: str) -> Problem:
    return Problem(
        name,
        line,
        None,
        "quotation mark is not closed",
        printable(text),
        "a second one at the end of the text",
        "Everything behind it was taken for one text.",
    )


def _holds_rows(name: str, line: int, text: str) -> Problem:
    return Problem(
        name,
        line,
        None,
        "a text holds rows",
        printable(text.splitlines()[0]),
        "a quotation mark only around a text",
        "A quotation mark on this line takes the rows below along: close it, or double it.",
    )


def _other_width(name: str, line: int, cells: list[str], dialect: Dialect, code: str) -> Problem:
    width = len(dialect.headers)
    if code == "too few cells":
        absent = ", ".join(header for header in dialect.headers[len(cells) :] if header)
        advice = f"Nothing stands in: {absent}. Is the row whole?"
    else:
        advice = "Put a text that holds the separator between quotation marks."
        if dialect.delimiter == ",":
            advice += " Numbers with a decimal comma need them too, or a ; as separator."
    return Problem(
        name,
        line,
        None,
        code,
        f"{len(cells)} {'cell' if len(cells) == 1 else 'cells'}",
        f"{width} cells, as in the headers",
        advice,
    )


def _too_long(name: str, line: int) -> Problem:
    return Problem(
        name,
        line,
        None,
        "row is too long",
        None,
        f"rows of at most {LONGEST_ROW:,} characters",
        "The file is damaged or has no line ends: export it again.",
    )


def _started_on(lines: _Lines, cells: list[str]) -> int:
    """The line on which the row that was just read starts: texts may run over several lines."""
    breaks = sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in cells)
    return lines.number - breaks


def tidy(
    source: Source, dialect: Dialect, name: str, copy: Path, count: RowCount | None = None
) -> list[Problem]:
    """Write ``source`` to ``copy`` as plain UTF-8 with commas and a first column ``line``.

    Gives the problems of its rows. Memory doesn't grow with the file.
    """
    problems: list[Problem] = []
    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["line", *dialect.headers])
        for line, cells in rows_of(source, dialect, name, problems, count):
            writer.writerow([line, *(" ".join(cell.split()) for cell in cells)])
    return problems


class _Lines:
    """The lines of a text file for ``csv.reader``, without NULs, none longer than is sane."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self._source, self._dialect = source, dialect
        self.number = 0
        self._nul: int | None = None
        self._garbled: tuple[int, str] | None = None
        self._long: int | None = None

    def __iter__(self) -> Iterator[str]:
        with text_of(self._source, self._dialect.encoding, self._dialect.mixed is not None) as text:
            while line := text.readline(LONGEST_ROW):
                self.number += 1
                if len(line) >= LONGEST_ROW:
                    self._long = self.number
                    break
                if "\0" in line:
                    self._nul = self._nul or self.number
                    line = line.replace("\0", "")
                if "\ufffd" in line and self._garbled is None:
                    self._garbled = (self.number, printable(line.strip()))
                yield line
        # Comes out as a row of its own, unless a quotation mark was left open.
        yield _END

    def first_quoted(self, number: int) -> str:
        """What stands on line ``number`` from its first quotation mark on."""
        with text_of(self._source, self._dialect.encoding, self._dialect.mixed is not None) as text:
            line = next(itertools.islice(text, number - 1, None), "")
        return line[line.find('"') + 1 :].strip()

    def problems(self, name: str) -> Iterator[Problem]:
        """What was odd about the lines."""
        if self._long is not None:
            yield _too_long(name, self._long)
        if self._nul is not None:
            yield Problem(
                name,
                self._nul,
                None,
                "NUL bytes",
                "\\0",
                "text",
                "The file was damaged on its way, or it isn't text: export it again.",
            )
        if self._garbled is not None:
            yield Problem(
                name,
                self._garbled[0],
                None,
                "unreadable characters",
                self._garbled[1],
                "a text saved as UTF-8",
                "Save the file again as 'CSV UTF-8'.",
                Severity.WARNING,
            )
