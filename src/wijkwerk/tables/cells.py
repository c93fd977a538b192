"""Cells as they come out of a file: typed where the file has types, texts where it has none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


class Percent(float):
    """A number that a spreadsheet shows as a percentage: 5.5 for a cell that holds 0.055 and shows
    5.5%."""


Cell = str | int | float | bool | date | datetime | time | timedelta | None
# What a cell says when it holds a formula whose value was never saved; see ``formula_text``.
_FORMULA = re.compile(r"\s*=[^=\s]")
SPREADSHEET_FAULTS = ("#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#waarde!",
                      "#deel/0!", "#naam?", "#verw!")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row with something in it, and the line (a sheet's row) on which it starts, from 1."""

    line: int
    cells: tuple[Cell, ...]


def cell_text(cell: Cell) -> str:
    """A cell as text: whole numbers without '.0', percentages with their sign, days in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.replace("\u00a0", " ").split())
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Percent):
        return f"{_plain(float(cell))}%"
    if isinstance(cell, int | float):
        return _plain(cell)
    if isinstance(cell, datetime):
        # Clock time as it stands, in the zone of the file itself: never that of this machine.
        bare = cell.replace(tzinfo=None)
        return bare.date().isoformat() if bare.time() == time() else bare.isoformat(" ")
    return str(cell)


def _plain(number: int | float) -> str:
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(float(number))


def cell_number(cell: Cell) -> float | None:
    """The number of a cell that is one by its type; None for texts, days and nothing."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return float(cell)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_formula(text: str) -> bool:
    """Whether a text is a formula: of a cell whose value was never saved, or typed in a CSV."""
    return _FORMULA.match(text) is not None
