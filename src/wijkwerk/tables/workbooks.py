"""Workbooks (.xlsx, .xlsm, .ods, .xls) as rows of typed cells, through python-calamine.

Nothing is run: of a formula the saved value is read, and one without a saved value says so. What is
hidden is never chosen by itself. Cells that are merged downwards all hold what the first one holds.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import python_calamine

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.spelling import nearest
from wijkwerk.tables.archive_guard import LOCAL, Limits, Source, opened, size_of, start_of, too_big
from wijkwerk.tables.cells import Cell, Percent, Row, is_blank
from wijkwerk.tables.markup import SheetMarkup, inspect, not_a_workbook

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_MERGED = 100_000  # rows that a merged cell may span and be filled
_DIGITS = 12  # of a percentage: what multiplying by 100 adds behind them is noise


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, whether it can be seen, and what the reader of cells can't tell of it."""

    name: str
    visible: bool
    markup: SheetMarkup = field(default_factory=SheetMarkup)


class Workbook:
    """A workbook that was found sound. ``name`` is what messages call it."""

    def __init__(self, source: Source, name: str, limits: Limits = LOCAL) -> None:
        """InputError when it is no workbook, is damaged or locked, or is larger than allowed."""
        self.name, self._limits = name, limits
        if size_of(source) > limits.size:
            raise InputError([too_big(name, limits.size)])
        start = start_of(source, 8)
        markup: Mapping[str, SheetMarkup] = {}
        if start[:4] == _ZIP:
            markup = inspect(source, name, limits)
        elif start != _OLE:
            raise InputError([_other(name, start)])
        elif not limits.old_workbooks:
            raise InputError([_old(name)])
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles that nobody asked for
                self._book = python_calamine.CalamineWorkbook.from_filelike(opened(source))
                self.sheets = tuple(
                    Sheet(
                        metadata.name,
                        metadata.visible is python_calamine.SheetVisibleEnum.Visible,
                        markup.get(metadata.name, SheetMarkup()),
                    )
                    for metadata in self._book.sheets_metadata
                    if metadata.typ is python_calamine.SheetTypeEnum.WorkSheet
                )
        except python_calamine.PasswordError:
            raise InputError([_locked(name)]) from None
        except Exception as fault:  # whatever the parsers raise
            raise InputError([not_a_workbook(name, str(fault))]) from None
        if not self.sheets:
            raise InputError([not_a_workbook(name, "no sheet in it")])

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """The sheets that can be seen."""
        return tuple(sheet for sheet in self.sheets if sheet.visible)

    def sheet(self, wanted: str | None) -> Sheet:
        """The sheet of that name, or the first that can be seen. InputError without it."""
        if wanted is None:
            if self.visible:
                return self.visible[0]
            raise InputError(
                [
                    Problem(
                        self.name,
                        None,
                        None,
                        "every sheet is hidden",
                        None,
                        "a sheet that can be seen, or its name in the recipe",
                        "The sheets are: " + ", ".join(sheet.name for sheet in self.sheets) + ".",
                    )
                ]
            )
        for sheet in self.sheets:
            if sheet.name == wanted:
                return sheet
        names = [sheet.name for sheet in self.sheets]
        near = nearest(wanted, names)
        raise InputError(
            [
                Problem(
                    self.name,
                    None,
                    wanted,
                    "sheet is missing",
                    wanted,
                    "one of " + ", ".join(names),
                    f"Did you mean {near}?" if near else None,
                )
            ]
        )

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The rows that hold anything. InputError when the sheet is damaged."""
        try:
            table = self._book.get_sheet_by_name(sheet.name)
            if (table.total_height * table.total_width) > self._limits.rectangle:
                raise InputError([too_big(self.name, self._limits.unpacked)])
            merged = _merged_down(table)
            values = table.to_python(skip_empty_area=False)
            # A range may go on below the last cell that holds anything: those rows say nothing.
            merged = {place: first for place, first in merged.items() if place[0] < len(values)}
        except InputError:
            raise
        except Exception as fault:
            raise InputError([not_a_workbook(self.name, str(fault))]) from None
        for number, raw in enumerate(values):
            cells = tuple(
                self._cell(sheet.markup, (number, place), value, values, merged)
                for place, value in enumerate(raw)
            )
            if not all(map(is_blank, cells)):
                yield Row(number + 1, cells)

    def merged(self, sheet: Sheet) -> int:
        """How many ranges of cells of the sheet are merged downwards, and so filled."""
        return len(set(_merged_down(self._book.get_sheet_by_name(sheet.name)).values()))

    def _cell(
        self,
        markup: SheetMarkup,
        place: tuple[int, int],
        value: Any,
        values: list[list[Any]],
        merged: Mapping[tuple[int, int], tuple[int, int]],
    ) -> Cell:
        first = merged.get(place)
        if first is not None:
            place, value = first, values[first[0]][first[1]]
        if place in markup.faults:
            return markup.faults[place]
        if isinstance(value, str) and place in markup.notes:
            value = markup.notes[place].text
        if value == "" or value is None:
            return markup.formulas[place] if place in markup.unsaved else None
        if place in markup.percents and isinstance(value, int | float):
            return Percent(f"{value * 100:.{_DIGITS}g}")
        if isinstance(value, str) and len(value) > self._limits.longest:
            raise InputError(
                [
                    Problem(
                        self.name,
                        place[0] + 1,
                        None,
                        "text is too long",
                        value[:40],
                        f"texts of at most {self._limits.longest:,} characters",
                        "Make the text shorter.",
                    )
                ]
            )
        return value  # type: ignore[no-any-return]


def _merged_down(table: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """The first cell of the range, for every other cell of a range that is merged over rows."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, _right) in table.merged_cell_ranges or ():
        # Merged sideways is layout: a title over its columns, which the row of headers tells apart.
        for row in range(top + 1, min(bottom, top + _MOST_MERGED) + 1):
            first[row, left] = (top, left)
    return first


def _other(name: str, start: bytes) -> Problem:
    if start.lstrip()[:1] == b"<":
        return Problem(
            name,
            None,
            None,
            "is a web page or XML",
            start.decode("ascii", "replace"),
            "a spreadsheet",
            "The download went wrong; download it again.",
        )
    return not_a_workbook(name, "not a workbook by its first bytes")


def _old(name: str) -> Problem:
    return Problem(
        name,
        None,
        None,
        "is an old or a locked workbook",
        None,
        "an .xlsx without a password",
        "Open it, remove the password and save it as .xlsx.",
    )


def _locked(name: str) -> Problem:
    return Problem(
        name,
        None,
        None,
        "has a password",
        None,
        "a workbook without a password",
        "Open it, remove the password and save it again.",
    )
