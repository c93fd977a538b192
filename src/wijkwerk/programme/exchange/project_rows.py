"""What stands in the rows of a list of projects: headers that are recognised, and cells that are read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.programme.exchange.around_projects import says_total
from wijkwerk.programme.exchange.project_columns import (
    NEEDED,
    PERIODS,
    STATES,
    bare,
    column_of,
    likely,
    period_of,
    state_of,
    title_of,
)
from wijkwerk.programme.models import Organisation, Programme
from wijkwerk.programme.services.project_lists import Line
from wijkwerk.shared.cells import amount, day
from wijkwerk.shared.lines import code_point, refused_in_line, refused_in_paragraphs
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import Cell, Row, cell_text
from wijkwerk.ui.reader import language

_LINES = {"name": 300, "decider": 300, "money_from": 300, "code": 60}
_DAYS = ("money_until", "begins_on", "ends_on", "decision_due")
_PROSE = ("contribution", "after_plan", "stop_criteria", "note")
_CODE = re.compile(r"[^\s<>\"'&%?#/\\][^<>\"'&%?#/\\]{0,59}")
_AREA = re.compile(r"[A-Za-z0-9._-]{1,40}")
_HEADER_WITHIN = 10  # rows: above the headers there is often a title


def headers_of(name: str, rows: list[Row], problems: list[Problem]) -> tuple[int, dict[str, int]]:
    """The place of the row of headers, and of every column that is recognised in it."""
    tongue = language()
    best = max(
        range(min(_HEADER_WITHIN, len(rows))),
        key=lambda at: (len({column_of(cell_text(cell)) for cell in rows[at].cells} - {""}), -at),
    )
    columns: dict[str, int] = {}
    row = rows[best]
    strange = []
    for place, cell in enumerate(row.cells):
        header = cell_text(cell).strip()
        column = column_of(header)
        if not header:
            continue
        if not column:
            strange.append(header)
        elif column in columns:
            problems.append(
                Problem(
                    name,
                    row.line,
                    header[:60],
                    _("The column stands there twice"),
                    None,
                    title_of(column, tongue),
                    _("Take one of the two away, or give it another name."),
                )
            )
        else:
            columns[column] = place
    for header in strange:
        guess = likely(header, tongue, list(columns))
        problems.append(
            Problem(
                name,
                row.line,
                header[:60],
                _("This column isn’t known and is left out"),
                None,
                _("one of the columns of the example"),
                (
                    _("Do you mean “%(column)s”? Then call it that.") % {"column": guess}
                    if guess
                    else None
                ),
                Severity.WARNING,
            )
        )
    problems += [
        Problem(
            name,
            row.line,
            title_of(column, tongue),
            _("This column is missing"),
            None,
            _("a column with this name"),
            _("Give every project a code of its own, such as a number.")
            if column == "code"
            else None,
        )
        for column in NEEDED
        if column not in columns
    ]
    return best, columns


class RowReader:
    """Reads rows into lines; what is wrong goes to ``problems``."""

    def __init__(
        self,
        name: str,
        programme: Programme,
        columns: Mapping[str, int],
        header: Row,
        problems: list[Problem],
    ) -> None:
        self.name, self.columns, self.header, self.problems = name, columns, header, problems
        self.rows: dict[str, int] = {}
        organisations = Organisation.objects.filter(merged_into=None)
        self.known: dict[str, dict[str, Any]] = {
            "goal": {bare(goal.name): goal for goal in programme.goals.all()},
            "target": {bare(target.title): target for target in programme.targets.all()},
            "organisation": {
                key: organisation
                for organisation in organisations
                for key in (bare(organisation.name), bare(organisation.slug))
            },
        }

    def wrong(
        self, row: Row, column: str, what: str, value: object, expected: str, advice: str = ""
    ) -> None:
        """Keep a problem of a cell."""
        header = str(self.header.cells[self.columns[column]])[:60]
        shown = None if value in (None, "") else str(value)[:80]
        self.problems.append(
            Problem(self.name, row.line, header, what, shown, expected, advice or None)
        )

    def line(self, row: Row) -> Line | None:
        """The line in a row; None when something in it is wrong."""
        before = len(self.problems)
        facts: dict[str, Any] = {}
        state = "proposed"
        for column, place in self.columns.items():
            cell = row.cells[place] if place < len(row.cells) else None
            if cell in (None, ""):
                if column in NEEDED:
                    self.wrong(row, column, _("This cell is empty"), None, _("something in it"))
                continue
            if column == "state":
                state = self._state(row, cell) or state
            else:
                facts[column] = self._value(row, column, cell)
        self._once(row, str(facts.get("code") or ""))
        if len(self.problems) > before:
            return None
        return Line(row.line, facts["code"], facts, state)

    def _once(self, row: Row, code: str) -> None:
        """Tell of a code that another row had already, whatever else is wrong with that one."""
        if code in self.rows:
            advice = _("See row %(row)s.") % {"row": self.rows[code]}
            self.wrong(
                row, "code", _("The code stands there twice"), code, _("each project once"), advice
            )
        elif code:
            self.rows[code] = row.line

    def _value(self, row: Row, column: str, cell: Cell) -> Any:
        if column in _DAYS:
            return self._typed(row, column, cell, day, _("a day such as 31-12-2027"))
        if column == "money":
            return self._typed(row, column, cell, amount, _("an amount such as 12.500,00"))
        if column == "money_period":
            return self._period(row, cell)
        text = cell if isinstance(cell, str) else cell_text(cell)
        refused = refused_in_paragraphs(text)
        if column not in (*_PROSE, "areas"):  # what ends a line is a space in a cell
            refused = refused or refused_in_line(" ".join(text.split()))
        if refused:
            self.wrong(
                row,
                column,
                _("This character isn’t allowed here"),
                code_point(refused),
                _("a text without it"),
            )
            return None
        if column in self.known:
            return self._found(row, column, text)
        if column == "areas":
            return self._areas(row, text)
        if column in _PROSE:
            return text
        if len(text) > _LINES[column]:
            self.wrong(
                row,
                column,
                _("This is too long"),
                text[:40],
                _("at most %(number)s characters") % {"number": _LINES[column]},
            )
        elif column == "code" and not _CODE.fullmatch(text):
            self.wrong(
                row, column, _("This can’t be a code"), text, _("letters, digits and hyphens")
            )
        elif column == "code" and says_total(text):
            self.wrong(
                row,
                column,
                _("This looks like a total"),
                text,
                _("the code of a project"),
                _("Take the row out, or give the project another code."),
            )
        return " ".join(text.split())

    def _typed(
        self, row: Row, column: str, cell: Cell, read: Callable[[object], Any], expected: str
    ) -> Any:
        value = read(cell)
        if value is not None:
            return value
        if isinstance(cell, str) and cell.startswith("="):
            advice = _("This is a formula. Copy the column and paste it as values.")
        elif column in _DAYS and isinstance(cell, int | float):
            advice = _("This is a number. Give the column the notation of a date.")
        elif column in _DAYS and re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}", str(cell)):
            advice = _("Write the year in four digits.")
        elif column in _DAYS and re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", str(cell)):
            advice = _("Write the day first, then the month.")
        else:
            advice = _("Leave the cell empty when it isn’t known.")
        self.wrong(row, column, _("This can’t be read"), cell, expected, advice)
        return None

    def _found(self, row: Row, column: str, text: str) -> Any:
        values_by_name = self.known[column]
        value_found = values_by_name.get(bare(text))
        if value_found is None:
            near = difflib.get_close_matches(bare(text), list(values_by_name), n=1, cutoff=0.6)
            expected = {
                "goal": _("a goal of this programme"),
                "target": _("a target of this programme"),
                "organisation": _("an organisation that is known here"),
            }[column]
            advice = (
                _("Do you mean “%(name)s”?") % {"name": values_by_name[near[0]]}
                if near
                else _("Add it to the programme first, or leave the cell empty.")
            )
            self.wrong(row, column, _("This isn’t known"), text, expected, advice)
        return value_found

    def _areas(self, row: Row, text: str) -> list[str]:
        codes = [part.strip() for part in re.split(r"[,;\n|]", text) if part.strip()]
        for code in codes:
            if not _AREA.fullmatch(code):
                self.wrong(
                    row,
                    "areas",
                    _("This isn’t the code of an area"),
                    code,
                    _("codes of areas with commas, such as WK059901, WK059902"),
                )
        return sorted(set(codes))

    def _period(self, row: Row, cell: Cell) -> str | None:
        period = period_of(str(cell))
        if period is None:
            self.wrong(
                row,
                "money_period",
                _("This period isn’t known"),
                cell,
                ", ".join(period.in_(language()) for period in PERIODS.values()),
            )
        return period

    def _state(self, row: Row, cell: Cell) -> str:
        state = state_of(str(cell))
        if not state:
            self.wrong(
                row,
                "state",
                _("This state isn’t known"),
                cell,
                ", ".join(state.in_(language()) for state in STATES.values()),
            )
        return state
