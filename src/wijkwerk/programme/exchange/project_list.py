"""A list of projects out of a spreadsheet: understood, checked, and shown before it is written.

``check`` writes nothing and tells everything; ``import_projects`` writes what was checked, in one
transaction, or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wijkwerk.programme.exchange.around_projects import sort_rows, told_about
from wijkwerk.programme.exchange.project_columns import bare
from wijkwerk.programme.exchange.project_rows import RowReader, headers_of
from wijkwerk.programme.exchange.sheets import other_widths, read_sheet
from wijkwerk.programme.figures import Areas
from wijkwerk.programme.models import Programme
from wijkwerk.programme.services.project_lists import (
    Comparison,
    Line,
    Refused,
    compare,
    write,
    write_by_command,
)
from wijkwerk.programme.services.projects import UNKNOWN_AREA
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.shared.spelling import nearest
from wijkwerk.tables.api import Account, Row
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand

# Rows that are no project.
AROUND, TOTALS, REMARKS = "around the list", "totals", "remarks"
WRONG = "with an error"


@dataclass(frozen=True)
class Checked:
    """What a file says and would do: how its columns were understood, what is wrong with it (errors
    stop it, warnings don't), and, when nothing is, what would change. ``digest`` is that of the
    file and of what it would do together."""

    columns: Mapping[str, str]  # our name: the header there
    problems: tuple[Problem, ...]
    lines: tuple[Line, ...]
    comparison: Comparison
    digest: str
    account: Account

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop it."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def ready(self) -> bool:
        """Whether it can be written."""
        return not self.errors and bool(self.comparison.new or self.comparison.changes)


def check(programme: Programme, name: str, body: bytes, now: datetime) -> Checked:
    """What the list in a file would do. Writes nothing. InputError when it can't be read at all."""
    problems: list[Problem] = []
    rows = read_sheet(name, body, problems)
    at, columns = headers_of(name, rows, problems)
    below = sort_rows(rows[at + 1 :], columns)
    problems += told_about(name, below)
    problems += other_widths(name, list(below.projects), rows[at])
    reader = RowReader(name, programme, columns, rows[at], problems)
    lines: list[Line] = []
    if not any(problem.severity is Severity.ERROR for problem in problems):
        for row in below.projects:
            line = reader.line(row)
            if line is not None:
                lines.append(line)
        if not below.projects:
            problems.append(
                Problem(
                    name, None, None, _("There are no projects"), None, _("rows below the headers")
                )
            )
    comparison = compare(programme, lines, now)
    problems += [
        _refused(name, refusal, comparison.areas, columns, rows[at])
        for refusal in comparison.refused
    ]
    problems += _other_states(name, programme, lines)
    problems += _same_names(name, lines)
    if comparison.areas.codes is None and comparison.names_areas:
        problems.append(_areas_unseen(name, columns, rows[at]))
    digest = hashlib.sha256(hashlib.sha256(body).digest() + comparison.digest.encode()).hexdigest()
    ordered = sorted(
        problems, key=lambda problem: (problem.severity is not Severity.ERROR, problem.line or 0)
    )
    headers = {column: str(rows[at].cells[place]) for column, place in columns.items()}
    left_out = {
        AROUND: at + 1,
        TOTALS: len(below.totals),
        REMARKS: len(below.remarks),
        WRONG: len(below.projects) - len(lines),
    }
    account = Account(name, len(rows), len(lines), left_out)
    return Checked(headers, tuple(ordered), tuple(lines), comparison, digest, account)


def import_projects(
    command: StepCommand, programme: Programme, name: str, body: bytes, digest: str
) -> Checked:
    """Write the list in a file: everything or nothing. Raises InputError with all that is wrong.

    ``digest`` is that of the check that was agreed to: when the file or the projects aren't the
    same any more, ChangedMeanwhileError.
    """
    checked = check(programme, name, body, command.now)
    if digest != checked.digest:
        raise ChangedMeanwhileError
    if checked.errors:
        raise InputError(checked.errors)
    write(command, programme, checked.lines, checked.comparison.digest)
    return checked


def import_by_command(programme: Programme, name: str, body: bytes, now: datetime) -> Checked:
    """The same, by whoever runs the site on its own machine; what the file says now is written.

    Raises InputError with everything that is wrong in it.
    """
    checked = check(programme, name, body, now)
    if checked.errors:
        raise InputError(checked.errors)
    write_by_command(programme, checked.lines, checked.comparison.digest, now)
    return checked


def _refused(
    name: str, refused: Refused, areas: Areas, columns: Mapping[str, int], header: Row
) -> Problem:
    line, why = refused.line, refused.why
    column = {
        "stop_criteria": "stop_criteria",
        "later_decision": "decision_due",
        "value": "money",
        "state_of_new": "state",
        "no_new_money": "money",
        UNKNOWN_AREA: "areas",
    }.get(why, "")
    shown = str(header.cells[columns[column]])[:60] if column in columns else None
    texts = {
        "stop_criteria": (
            _("It runs: when to stop doesn’t change any more"),
            _("what was agreed"),
            _("Leave the cell empty, or as it was agreed."),
        ),
        "later_decision": (
            _("Only the board puts off a decision"),
            _("the day that stands there, or an earlier one"),
            _("Leave the cell empty."),
        ),
        "no_new_money": (
            _("A decision about it is overdue: until it is taken there is no new money"),
            _("no more money, and no longer"),
            _("Let the board decide first."),
        ),
        "state_of_new": (
            _("A new project can’t begin in this state"),
            _("proposed or running"),
            _("Leave the row out when the project has ended."),
        ),
        "ended": (
            _("The project has ended: nothing of it changes any more"),
            _("the row as it was"),
            _("Leave the row out."),
        ),
        "value": (_("The amount can’t be"), _("from 0 to 1,000 billion euros"), ""),
        "day": (
            _("A day is too early or too late"),
            _("days between 1990 and 2100, the end after the begin"),
            "",
        ),
    }.get(why, (why, "", ""))
    value = str(line.facts.get(column, line.code)) if shown else line.code
    if why == UNKNOWN_AREA:
        return _unknown_area(name, line, shown, areas)
    return Problem(name, line.number, shown, texts[0], value, texts[1], texts[2] or None)


def _unknown_area(name: str, line: Line, column: str | None, areas: Areas) -> Problem:
    strange = areas.unknown(line.facts.get("areas", ()))
    near = nearest(strange[0], areas.codes or ()) if strange else None
    return Problem(
        name,
        line.number,
        column,
        _("The edition of the monitor doesn’t have this area"),
        ", ".join(strange),
        _("codes of areas in the edition of the programme"),
        _("Do you mean “%(name)s”?") % {"name": near}
        if near
        else _("Correct the code, or leave the cell empty."),
    )


def _areas_unseen(name: str, columns: Mapping[str, int], header: Row) -> Problem:
    return Problem(
        name,
        header.line,
        str(header.cells[columns["areas"]])[:60],
        _("Whether these areas exist can’t be looked up"),
        None,
        _("an edition of the monitor that the programme uses and that can be read"),
        _("Look whether the codes are right, or choose an edition for the programme first."),
        Severity.WARNING,
    )


def _same_names(name: str, lines: list[Line]) -> list[Problem]:
    """Two codes with one name: perhaps one project that stands there twice."""
    line_by_name: dict[str, Line] = {}
    problems = []
    for line in lines:
        first = line_by_name.setdefault(bare(str(line.facts["name"])), line)
        if first is not line:
            problems.append(
                Problem(
                    name,
                    line.number,
                    None,
                    _("Another project has this name too"),
                    str(line.facts["name"])[:60],
                    _("each project once"),
                    _("See row %(row)s.") % {"row": first.number},
                    Severity.WARNING,
                )
            )
    return problems


def _other_states(name: str, programme: Programme, lines: list[Line]) -> list[Problem]:
    """States in the list that aren't those of the projects: told, and left as they are."""
    states_present = dict(programme.projects.values_list("code", "state"))
    return [
        Problem(
            name,
            line.number,
            None,
            _("The state isn’t the same and stays as it is here"),
            line.code,
            _("steps and decisions in Wijkwerk"),
            None,
            Severity.WARNING,
        )
        for line in lines
        if line.state != "proposed" and states_present.get(line.code, line.state) != line.state
    ]
