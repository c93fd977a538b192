"""An analysis in a workbook: a sheet of keys and values, and one for each kind of row. It becomes the same document
as TOML gives, held against the same schema; what is wrong is told with sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wijkwerk.config.api import Document, TomlFile, hold_against
from wijkwerk.finance.core.analysis import TERMS
from wijkwerk.finance.document import UNCERTAIN
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import WORKBOOKS, Cell, Sheet, cell_number, cell_text, read_sheets

_MOST_ROWS = 2_000
_FIRST = "analysis"
_SHEETS = {
    "parties": "party", "assumptions": "assumption", "lines": "line", "alternatives": "alternative",
    "correlations": "correlation", "unpriced": "unpriced",
}  # fmt: skip
_WHOLE = {"base_year", "draws", "seed", "price_year", "first_year", "last_year"}
_NUMBERS = {"rate", "rank", *TERMS, *_WHOLE}
_YES_NO = {"public", "seat", "money", "example"}
_LISTS = {"areas", "alternatives", "of"}
_YES, _NO = {"yes", "ja", "true", "1", "x"}, {"no", "nee", "false", "0"}
KeyPath = tuple[str | int, ...]


def is_workbook(path: Path) -> bool:
    """Whether the file is a workbook by its name."""
    return path.suffix.lower() in WORKBOOKS


@dataclass(frozen=True)
class WorkbookDocument(TomlFile):
    """A document out of a workbook: a key lies in the row of a sheet."""

    rows: Mapping[KeyPath, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int | None:
        """The row in which the key at ``path`` lies, or the nearest above it; None without one."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.rows:
                return self.rows[path[:length]]
        return None


def read_workbook(path: Path, schema: Document, name: str) -> TomlFile:
    """The workbook as a document that was held against ``schema``. Raises InputError when it can't be read, or
    when a cell can't be what its column says."""
    sheets = {
        (sheet.name or "").strip().lower(): sheet
        for sheet in read_sheets(path, name, most=_MOST_ROWS)
    }
    absent = [each for each in (_FIRST, "parties", "lines") if each not in sheets]
    if absent:
        raise InputError.of(
            name,
            "a sheet is missing",
            " and ".join(absent),
            suggestion="Sheets are " + ", ".join((_FIRST, *_SHEETS)) + ".",
        )
    reader = _Reader(name)
    reader.keys(sheets[_FIRST])
    for title, kind in _SHEETS.items():
        if title in sheets:
            reader.table(sheets[title], kind)
    if reader.problems:
        raise InputError(reader.problems)
    checked = hold_against(WorkbookDocument(name, "", reader.document, rows=reader.rows), schema)
    return replace(checked, problems=tuple(with_sheet(problem) for problem in checked.problems))


def with_sheet(problem: Problem) -> Problem:
    """A problem that names its sheet."""
    kind = (problem.column or "").split(".")[0]
    title = next((title for title, each in _SHEETS.items() if each == kind), _FIRST)
    return replace(problem, file=f"{problem.file}, sheet {title}")


@dataclass
class _Reader:
    """Puts the sheets of a workbook together as a document, with the row of each key."""

    file: str
    document: Document = field(default_factory=dict)
    rows: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def keys(self, sheet: Sheet) -> None:
        """A key and its value in each row."""
        for row in sheet.rows:
            if len(row.cells) < 2 or not cell_text(row.cells[0]).strip():
                continue
            key = cell_text(row.cells[0]).strip().lower()
            if key in ("key", "sleutel"):
                continue
            self._put(self.document, (), key, row.cells[1], row.line, _FIRST)

    def table(self, sheet: Sheet, kind: str) -> None:
        """An entry of this kind in each row, below a row of keys."""
        if not sheet.rows:
            return
        heads = [cell_text(cell).strip().lower() for cell in sheet.rows[0].cells]
        entries: list[Document] = []
        for row in sheet.rows[1:]:
            if not any(cell_text(cell).strip() for cell in row.cells):
                continue
            entry: Document = {}
            at = (kind, len(entries))
            self.rows[at] = row.line
            for head, cell in zip(heads, row.cells, strict=False):
                if head and cell_text(cell).strip():
                    self._put(entry, at, head, cell, row.line, sheet.name)
            entries.append(entry)
        if entries:
            self.document[kind] = entries

    def _put(
        self, entry: Document, at: KeyPath, head: str, cell: Cell, line: int, sheet: str | None
    ) -> None:
        """One cell as the key that its head names: 'title_nl' is the Dutch of title, 'for' shares by party."""
        text = cell_text(cell).strip()
        spoken = re.fullmatch(r"(title|baseline|name)_(nl|en)", head)
        if spoken:
            entry.setdefault(spoken[1], {})[spoken[2]] = text
            self.rows[(*at, spoken[1])] = line
            return
        self.rows[(*at, head)] = line
        try:
            entry[head] = _value(head, cell, text, at)
        except ValueError as fault:
            place = f"{self.file}, sheet {sheet}"
            self.problems.append(Problem(place, line, head, "can't be read", text, str(fault)))


def _value(head: str, cell: Cell, text: str, at: KeyPath) -> Any:
    """Raises ValueError with what is expected."""
    if head in _YES_NO:
        if text.lower() not in _YES | _NO:
            raise ValueError("yes or no")
        return text.lower() in _YES
    if head == "for" and at[:1] == ("line",):
        return dict(_share(part) for part in _parts(text))
    if head in _LISTS or head == "for":
        return _parts(text)
    if head in UNCERTAIN:
        return [_figure(part, part) for part in _parts(text)]
    if head in _NUMBERS:
        if head in TERMS and re.fullmatch(r"[a-z][a-z0-9_-]*", text):
            return text
        figure = _figure(cell, text)
        if head in _WHOLE and figure != int(figure):
            raise ValueError("a whole number")
        return int(figure) if head in _WHOLE else figure
    return text


def _parts(text: str) -> list[str]:
    """Parts between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _figure(cell: Cell, text: str) -> float:
    number = cell_number(cell) if not isinstance(cell, str) else None
    if number is not None:
        return float(number)
    if not re.fullmatch(r"[-−]?\d+([.,]\d+)?", text):
        raise ValueError("a number such as 0,25 or 1250, without signs between thousands")
    return float(text.replace("−", "-").replace(",", "."))


def _share(part: str) -> tuple[str, float]:
    party, sign, share = part.partition(":")
    if not sign:
        raise ValueError("parties with their shares, such as municipality: 0,6; residents: 0,4")
    return party.strip(), _figure(share.strip(), share.strip())
