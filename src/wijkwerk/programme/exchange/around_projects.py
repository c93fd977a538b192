"""Rows of a list of projects that are no project: totals and remarks. Each is told, none is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wijkwerk.programme.exchange.project_columns import NEEDED
from wijkwerk.shared.cells import amount, day
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import Cell, Row, cell_text, is_blank, is_remark, is_total

_LONGEST_TOTAL = 2  # words: 'Totaal', 'Total amount'; 'Totaal aanpak wonen' may be a project


@dataclass(frozen=True)
class Sorted:
    """The rows below the headers: those of projects, totals, and remarks such as a source."""

    projects: tuple[Row, ...]
    totals: tuple[Row, ...]
    remarks: tuple[Row, ...]


def sort_rows(rows: Iterable[Row], columns: Mapping[str, int]) -> Sorted:
    """Tell projects from what stands around them. A row with a code and a name is always a project;
    one without is only left out when nothing of a project stands in it."""
    projects, totals, remarks = [], [], []
    for row in rows:
        texts = [cell for cell in row.cells if not is_blank(cell)]
        if all(_in(row, columns.get(name)) for name in NEEDED) or not texts:
            projects.append(row)
        elif len(texts) == 1 and is_remark(cell_text(texts[0])):
            remarks.append(row)
        elif says_total(texts[0]) and all(map(_is_amount, texts[1:])):
            totals.append(row)
        else:
            projects.append(row)
    return Sorted(tuple(projects), tuple(totals), tuple(remarks))


def says_total(cell: Cell) -> bool:
    """Whether a cell says no more than that its row is a total."""
    text = cell_text(cell).strip(" :")
    return len(text.split()) <= _LONGEST_TOTAL and is_total(text)


def told_about(name: str, rows: Sorted) -> list[Problem]:
    """A remark for each row that is left out."""
    return [
        Problem(
            name,
            row.line,
            None,
            what,
            next(cell_text(cell) for cell in row.cells if not is_blank(cell))[:60],
            _("one project a row"),
            None,
            Severity.WARNING,
        )
        for what, left_out in (
            (_("This row is a total and is left out"), rows.totals),
            (_("This row is a remark and is left out"), rows.remarks),
        )
        for row in left_out
    ]


def _in(row: Row, place: int | None) -> bool:
    return place is not None and place < len(row.cells) and not is_blank(row.cells[place])


def _is_amount(cell: Cell) -> bool:
    sums = isinstance(cell, str) and cell.startswith("=")
    return sums or amount(cell) is not None or day(cell) is not None
