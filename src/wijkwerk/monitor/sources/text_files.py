"""Delimited text as people send it: other encodings, separators and layouts than one hopes for.

``detect`` tells how a file is written. A file that is plain (UTF-8, a row a line, as many cells in
each) can be read as it lies, however big; any other gets a ``tidy`` copy that is, with the line each
row came from. What is unambiguous is read as meant; what isn't is a problem.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wijkwerk.monitor.sources.bytes_of_text import (
    LONGEST_ROW,
    encoding_of,
    is_plain,
    not_text,
    printable,
)
from wijkwerk.monitor.sources.notation import MISSING_SIGNS, WITHHELD_SIGNS
from wijkwerk.shared.problems import InputError, Problem, Severity

__all__ = [
    "DELIMITERS",
    "MISSING_SIGNS",
    "MOST",
    "UNFINISHED",
    "WITHHELD_SIGNS",
    "Dialect",
    "detect",
    "notes_on",
    "plain",
    "rows_of",
    "tidy",
]
DELIMITERS = (";", ",", "\t", "|")
MOST = 20  # problems of one kind that are told of one file
# Faults after which the rest of a file can't be read.
UNFINISHED = ("quotation mark is not closed", "text is too long", "row is too long")
_END = "\x1eend of the file\x1e"
_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_ENCODINGS = {"utf-8-sig": "UTF-8 with BOM", "cp1252": "Windows-1252", "utf-16": "UTF-16",
              "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """How a text file is written.

    ``encoding`` is Python's name for it; ``columns`` are the headers, trimmed, in lower case;
    ``header_line`` is 1, or 2 behind Excel's 'sep=;'.
    """

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    header_line: int = 1


def detect(path: Path, name: str) -> Dialect:
    """The dialect of ``path``, told of as ``name``.

    Raises InputError when it is empty, isn't text, or has a header no one could read.
    """
    if path.stat().st_size == 0:
        raise InputError([Problem(name, 1, None, "file is empty", None, "a row of headers")])
    other = not_text(path)
    if other is not None:
        expected, advice = "a text file with values separated by commas", other[1]
        raise InputError([Problem(name, None, None, "not a text file", other[0], expected, advice)])
    encoding = encoding_of(path)
    with path.open("r", encoding=encoding, errors="replace", newline="") as text:
        first = text.readline(LONGEST_ROW)
        line = 1
        if first.lower().startswith("sep=") and len(first.strip()) <= 5:
            first, line = text.readline(LONGEST_ROW), 2
    header = first.replace("\0", "").strip("\r\n")
    if len(first) >= LONGEST_ROW:
        raise InputError([_too_long(name, 1)])
    if not header.strip():
        raise InputError([Problem(name, line, None, "headers are missing", None, "a row of headers",
                                  "Put the names of the columns on the first line.")])  # fmt: skip
    delimiter = max(DELIMITERS, key=lambda sign: (header.count(sign), -DELIMITERS.index(sign)))
    try:
        cells = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        raise InputError([_too_long(name, 1)]) from None
    return Dialect(encoding, delimiter, tuple(cell.strip().lower() for cell in cells), line)


def notes_on(dialect: Dialect, name: str) -> Iterator[Problem]:
    """How the file was understood where that isn't plain UTF-8 with commas: notes, no faults."""
    if dialect.encoding in _ENCODINGS:
        yield Problem(
            name, 1, None, "other encoding", _ENCODINGS[dialect.encoding], "UTF-8",
            "It was read as such; nothing to mend.", Severity.NOTE,
        )  # fmt: skip
    if dialect.delimiter != ",":
        yield Problem(
            name, dialect.header_line, None, "other separator", _NAMES[dialect.delimiter], "comma",
            "It was read as such; nothing to mend.", Severity.NOTE,
        )  # fmt: skip


def plain(path: Path, dialect: Dialect) -> bool:
    """Whether ``path`` can be read as it lies: a row a line, the same number of cells in each."""
    return (
        dialect.encoding in ("utf-8", "utf-8-sig")
        and dialect.header_line == 1
        and is_plain(path, dialect.delimiter, len(dialect.columns))
    )


def rows_of(path: Path, dialect: Dialect, name: str, problems: list[Problem]) -> Iterator[
    tuple[int, list[str]]
]:  # fmt: skip
    """The rows behind the header: the line each starts on, and as many cells as there are headers.

    Blank lines are passed over. What is wrong with a row goes to ``problems``: rows with too many
    cells are left out, rows with too few are filled up with blanks.
    """
    width = len(dialect.columns)
    many, few = 0, 0
    lines = _Lines(path, dialect.encoding)
    reader = csv.reader(lines, delimiter=dialect.delimiter)
    line, started, cut = 0, dialect.header_line + 1, False
    try:
        for cells in itertools.islice(reader, dialect.header_line, None):
            if _END in cells[-1:]:
                break
            line, started = _started_on(lines, cells), lines.number + 1
            if cells and cells[-1].endswith(_END):
                problems.append(
                    Problem(
                        name, line, None, "quotation mark is not closed", printable(cells[-1].splitlines()[0]),
                        "a second one at the end of the text",
                        "Everything behind it was taken for one text.",
                    )
                )  # fmt: skip
                break
            if len(cells) < width and not any(cell.strip() for cell in cells):
                continue
            if len(cells) > width:
                many += 1
                if many <= MOST:
                    problems.append(_too_many(name, line, cells, dialect))
                continue
            cut = len(cells) < width
            if cut:
                few += 1
                if few <= MOST:
                    problems.append(_too_few(name, line, cells, dialect))
            yield line, cells + [""] * (width - len(cells))
    except csv.Error:
        problems.append(
            Problem(
                name, started, None, "text is too long", None, "texts of at most 131,000 characters",
                'Look for a quotation mark (") that is opened near this line and never closed.',
            )
        )  # fmt: skip
    if cut and lines.unfinished:
        problems.append(
            Problem(
                name, line, None, "last row is cut off", None, f"{width} cells and a line end",
                "The file was copied in part: copy it again.",
            )
        )  # fmt: skip
    problems += lines.problems(name)
    for count, code in ((many, "too many cells"), (few, "too few cells")):
        if count > MOST:
            problems.append(
                Problem(
                    name, None, None, code, f"{count} rows", f"{width} cells in each row",
                    f"The first {MOST} of them are listed.",
                    Severity.ERROR if code == "too many cells" else Severity.WARNING,
                )
            )  # fmt: skip


def _too_many(name: str, line: int, cells: list[str], dialect: Dialect) -> Problem:
    width = len(dialect.columns)
    advice = "Put a text that holds the separator between quotation marks."
    if dialect.delimiter == ",":
        advice += " Numbers with a decimal comma need them too, or a ; as separator."
    return Problem(
        name, line, None, "too many cells", f"{len(cells)} cells", f"{width} cells, as in the headers",
        advice,
    )  # fmt: skip


def _too_few(name: str, line: int, cells: list[str], dialect: Dialect) -> Problem:
    absent = ", ".join(dialect.columns[len(cells) :])
    return Problem(
        name, line, None, "too few cells", f"{len(cells)} cells",
        f"{len(dialect.columns)} cells, as in the headers", f"Read as blank: {absent}.",
        Severity.WARNING,
    )  # fmt: skip


def _too_long(name: str, line: int) -> Problem:
    return Problem(
        name, line, None, "row is too long", None, f"rows of at most {LONGEST_ROW:,} characters",
        "The file is damaged or has no line ends: export it again.",
    )  # fmt: skip


def _started_on(lines: _Lines, cells: list[str]) -> int:
    """The line on which the row that was just read starts: texts may run over several lines."""
    breaks = sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in cells)
    return lines.number - breaks


def tidy(path: Path, dialect: Dialect, name: str, copy: Path) -> list[Problem]:
    """Write ``path`` to ``copy`` as plain UTF-8 with commas and a first column ``line``.

    Gives the problems of its rows. Memory doesn't grow with the file.
    """
    problems: list[Problem] = []
    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["line", *dialect.columns])
        for line, cells in rows_of(path, dialect, name, problems):
            writer.writerow([line, *(" ".join(cell.split()) for cell in cells)])
    return problems


class _Lines:
    """The lines of a text file for ``csv.reader``, without NULs, none longer than is sane."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path, self._encoding = path, encoding
        self.number = 0
        self._nul: int | None = None
        self._garbled: tuple[int, str] | None = None
        self._long: int | None = None
        self.unfinished = False

    def __iter__(self) -> Iterator[str]:
        with self._path.open("r", encoding=self._encoding, errors="replace", newline="") as text:
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
                self.unfinished = not line.endswith(("\n", "\r"))
                yield line
        # Comes out as a row of its own, unless a quotation mark was left open.
        yield _END

    def problems(self, name: str) -> Iterator[Problem]:
        if self._long is not None:
            yield _too_long(name, self._long)
        if self._nul is not None:
            yield Problem(
                name, self._nul, None, "NUL bytes", "\\0", "text",
                "The file was damaged on its way, or it isn't text: export it again.",
            )  # fmt: skip
        if self._garbled is not None:
            yield Problem(
                name, self._garbled[0], None, "unreadable characters", self._garbled[1],
                "a text saved as UTF-8", "Save the file again as 'CSV UTF-8'.", Severity.WARNING,
            )  # fmt: skip
