"""Paper ballots out of a spreadsheet: what one person read of many, each held against what another read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from wijkwerk.participation.core.elections import BallotKind
from wijkwerk.participation.models import Budget, Project
from wijkwerk.participation.services import voting
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import Limits, cell_text, find_headers, read_sheets
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

MOST = 1_000  # ballots of one file: who sends it waits for the answer
LARGEST = 2_000_000  # bytes, as sent
_ABOVE = 20  # rows that may stand above the headers
LIMITS = Limits(
    size=LARGEST, unpacked=20_000_000, parts=200, rows=MOST + _ABOVE, rectangle=500_000, elements=2_000_000,
    longest=2_000, old_workbooks=False,
)  # fmt: skip
_NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("nummer", "number"),
    "code": ("stemcode", "code", "voting code"),
    "cause": ("ongeldig", "invalid"),
}
_CHOSEN, _NOT_CHOSEN = ("1", "x", "ja", "yes"), ("", "0", "-", "nee", "no")
_CAUSES: Mapping[str, str] = {
    "geen code": "no_code", "te veel": "too_many", "onleesbaar": "unreadable", "leeg": "blank",
    "naam": "named",
}  # fmt: skip


class Reading(StrEnum):
    """What became of a ballot in a file."""

    FIRST = "first"
    SECOND = "second"
    ALIKE = "alike"
    DIFFERS = "differs"
    DECIDED = "decided"
    BY_YOU = "by_you"
    DONE = "done"


@dataclass(frozen=True)
class Paper:
    """A ballot as somebody read it. ``votes`` by the number of the project; ``cause`` when it doesn't count."""

    number: int
    code: str
    votes: Mapping[str, int]
    cause: str


def read_paper(body: bytes, name: str, budget: Budget) -> list[Paper]:
    """The ballots of a spreadsheet with a column for each project. Raises InputError with every row and column
    that is wrong."""
    kind = "workbook" if body[:4] == b"PK\x03\x04" else "text"
    sheet = read_sheets(body, name, limits=LIMITS, most=MOST + _ABOVE, kind=kind)[0]
    if len(sheet.rows) >= MOST + _ABOVE:  # what stands after them wasn't read
        raise InputError.of(name, "too many rows", f"at most {MOST}")
    headers = find_headers(sheet.rows, name)
    projects = list(budget.projects.filter(state="admitted"))
    columns = _columns(headers.names, name, projects)
    codes = {str(project.pk) for project in projects}
    ballots: dict[int, Paper] = {}
    problems: list[Problem] = []
    for row in sheet.rows[headers.place + headers.rows :]:
        typed = {
            key: cell_text(row.cells[at]).strip() if at < len(row.cells) else ""
            for key, at in columns.items()
        }
        if not any(typed.values()):
            continue
        cells = _Cells(name, row.line, headers.names, columns, typed)
        read = _paper(cells, budget, codes)
        if isinstance(read, Paper) and read.number in ballots:
            read = cells.wrong("number", "twice in this file", "each ballot once")
        if isinstance(read, Paper):
            ballots[read.number] = read
        else:
            problems.append(read)
    if problems:
        raise InputError(problems)
    return list(ballots.values())


def key_all(
    command: StepCommand, budget: Budget, papers: Iterable[Paper], write: bool
) -> list[tuple[int, Reading]]:
    """Key each as ``voting.key_paper`` does, and say by its number what became of it; without ``write`` it is
    all undone, and who reads second isn't told whether the first read the same. Raises RefusedError,
    TransitionNotAllowed: then none is keyed."""
    result = []
    with transaction.atomic():
        for paper in papers:
            result.append((paper.number, _key(command, budget, paper)))
        transaction.set_rollback(not write)
    if write:
        return result
    unseen = (Reading.ALIKE, Reading.DIFFERS)
    return [(number, Reading.SECOND if act in unseen else act) for number, act in result]


def _key(command: StepCommand, budget: Budget, paper: Paper) -> Reading:
    try:
        ballot = voting.key_paper(
            command, budget, paper.number, paper.code, paper.votes, paper.cause
        )
    except TransitionNotAllowed as refusal:
        repeated = {"keyed_already": Reading.BY_YOU, "ballot_done": Reading.DONE}
        if refusal.why not in repeated:
            raise
        return repeated[refusal.why]
    if ballot.settled:
        return Reading.DECIDED if ballot.third_by else Reading.ALIKE
    return Reading.FIRST if ballot.second is None else Reading.DIFFERS


def _columns(names: tuple[str, ...], file: str, projects: list[Project]) -> dict[str, int]:
    """Where what stands: number, code and cause, and each project by its title, or 'title (number)'."""
    places: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        places.setdefault(name.strip().casefold(), []).append(at)
    wanted = dict(_NAMES)
    titles = [project.title.casefold() for project in projects]
    for project in projects:
        title = project.title.casefold()
        # Of two with the same title the number behind it tells which is meant.
        alone = titles.count(title) == 1
        wanted[str(project.pk)] = (f"{title} ({project.pk})", *([title] if alone else []))
    columns, missing = {}, []
    for key, headings in wanted.items():
        where = [at for heading in headings for at in places.get(heading, ())]
        if len(where) == 1:
            columns[key] = where[0]
        elif key != "cause" or where:
            missing.append(headings[-1])
    if missing:
        raise InputError.of(
            file,
            "a column is missing, or stands there twice",
            ", ".join(f"'{word}'" for word in missing),
            suggestion="Give each project of the ballot a column, with its title, and its number in brackets"
            " where two are called the same.",
        )
    return columns


@dataclass(frozen=True)
class _Cells:
    """What stands in a row, by what each column is."""

    file: str
    line: int
    names: tuple[str, ...]
    columns: Mapping[str, int]
    typed: Mapping[str, str]

    def wrong(self, column: str, code: str, expected: str) -> Problem:
        """What is wrong in a column. It doesn't say what stands there: that may be a code."""
        return Problem(self.file, self.line, self.names[self.columns[column]], code, None, expected)


def _paper(cells: _Cells, budget: Budget, codes: set[str]) -> Paper | Problem:
    """The ballot of a row, or what is wrong in it."""
    number, code = cells.typed["number"], cells.typed["code"]
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:10]) < 10**9):
        return cells.wrong("number", "not a number", "the number on the ballot")
    cause = cells.typed.get("cause", "").casefold()
    if cause:
        if cause not in {*_CAUSES, *_CAUSES.values()}:
            expected = f"one of {', '.join(_CAUSES)}, or nothing"
            return cells.wrong("cause", "unknown word", expected)
        return Paper(int(number), code, {}, _CAUSES.get(cause, cause))
    if not voting.is_code(code):
        expected = "the code on the ballot, or why it doesn't count"
        return cells.wrong("code", "no voting code", expected)
    votes = {}
    for key in sorted(codes, key=int):
        value = _value(cells.typed[key].casefold(), budget)
        if value is None:
            return cells.wrong(key, "not understood", "x or nothing, points, or a place")
        votes[key] = value
    try:
        return Paper(int(number), code, voting.check_votes(budget, votes, codes), "")
    except voting.VotesError:
        expected = f"1 to {budget.most} projects, points or places, or why it doesn't count"
        return cells.wrong("number", "these votes can't stand on this ballot", expected)


def _value(word: str, budget: Budget) -> int | None:
    """What a cell says of a project; None when that can't be told."""
    if word in _NOT_CHOSEN:
        return 0
    if budget.kind == BallotKind.APPROVAL:
        return 1 if word in _CHOSEN else None
    if not (word.isascii() and word.isdecimal() and len(word) <= 4):
        return None
    value = int(word)
    if budget.kind == BallotKind.RANKING:
        return budget.most + 1 - value if value <= budget.most else None
    return value
