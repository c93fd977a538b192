"""Ideas out of a spreadsheet, such as those of an evening or of a survey: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from wijkwerk.audit.api import COMMAND
from wijkwerk.participation.core.personal_data import personal_data
from wijkwerk.participation.models import Idea, Process
from wijkwerk.participation.services import ideas
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import Limits, Row, cell_text, find_headers, read_sheets
from wijkwerk.workflow.api import StepCommand

MOST = 5_000
LARGEST = 5_000_000  # bytes, as sent
_MOST_ROWS = MOST + 50  # with what stands above the headers
LIMITS = Limits(
    size=LARGEST, unpacked=40_000_000, parts=200, rows=_MOST_ROWS, rectangle=500_000, elements=2_000_000,
    longest=20_000, old_workbooks=False,
)  # fmt: skip
ROLE = (
    "participation-official"  # whoever runs the command has the database; histories name the role
)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind", "soort"),
    "title": ("title", "titel", "idee", "in een paar woorden"),
    "text": ("text", "tekst", "toelichting"),
    "street": ("street", "straat", "plaats"),
    "topic": ("topic", "onderwerp"),
    "asks": ("asks", "vraagt", "nodig"),
    "channel": ("channel", "kanaal"),
    "received_on": ("received on", "received_on", "ontvangen op", "ontvangen", "datum"),
}
_NEEDED = ("title", "received_on")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {"idee": "idea", "vraag": "question", "melding": "signal"},
    "channel": {"online": "online", "post": "post", "bijeenkomst": "meeting"},
    "topic": {
        "stoep": "pavement", "verlichting": "lighting", "afval": "waste", "groen": "green", "water": "water",
        "verkeer": "traffic", "overlast": "noise", "buren": "neighbours", "anders": "other",
    },
}  # fmt: skip
_DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


@dataclass
class IdeaList:
    """What a spreadsheet holds: ``new`` ideas as facts, how many are ``known`` already, and what is wrong
    or worth knowing."""

    new: list[dict[str, Any]] = field(default_factory=list)
    known: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """What must be mended first."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


class CommandLine:
    """Who acts in histories."""

    actor = COMMAND


def read_ideas(source: Path | bytes, process: Process, today: date, name: str = "") -> IdeaList:
    """The ideas of a file, or of what was sent as ``name``. Raises InputError when it can't be read, has no headers or
    lacks a column; what is wrong in rows stands in ``problems``."""
    if isinstance(source, Path):
        sheet = read_sheets(source, source.name, most=_MOST_ROWS)[0]
    else:  # somebody sent it
        kind = "workbook" if source[:4] == b"PK\x03\x04" else "text"
        sheet = read_sheets(source, name, limits=LIMITS, most=_MOST_ROWS, kind=kind)[0]
    if len(sheet.rows) >= _MOST_ROWS:  # what stands after them wasn't read
        raise InputError.of(sheet.title, "too many rows", f"at most {MOST}")
    headers = find_headers(sheet.rows, sheet.title)
    columns = _columns(headers.names, sheet.title)
    result = IdeaList()
    known_ideas = set(
        Idea.objects.filter(process=process).values_list("title", "text", "received_on")
    )
    for row in sheet.rows[headers.place + headers.rows :]:
        cells = {
            name: cell_text(row.cells[at]).strip() if at < len(row.cells) else ""
            for name, at in columns.items()
        }
        if not any(cells.values()):
            continue
        facts, problems = _facts(cells, sheet.title, row, today)
        result.problems += problems
        if any(problem.severity is Severity.ERROR for problem in problems):
            continue
        key = (facts["title"], facts["text"], facts["received_on"])
        if key in known_ideas:
            result.known += 1
            continue
        known_ideas.add(key)
        result.new.append(facts)
    if len(result.new) > MOST:
        raise InputError.of(
            sheet.title, "too many rows", f"at most {MOST}", value=str(len(result.new))
        )
    return result


def take_in(process: Process, idea_list: IdeaList, command: StepCommand, role: str = ROLE) -> int:
    """Write them under ``role``, each with its step and term; how many. Who calls it has asked access. Raises
    InputError when something is wrong, TransitionNotAllowed when the process isn't open: then none is written."""
    if idea_list.errors:
        raise InputError(idea_list.errors)
    with transaction.atomic():
        for facts in idea_list.new:
            fields = dict(facts)
            ideas.receive(command, role, process, fields.pop("received_on"), **fields)
    return len(idea_list.new)


def _columns(names: tuple[str, ...], title: str) -> dict[str, int]:
    by_name = {name.strip().casefold(): at for at, name in enumerate(names)}
    columns = {
        field: by_name[name]
        for field, headers in _NAMES.items()
        for name in headers
        if name in by_name
    }
    missing = [field for field in _NEEDED if field not in columns]
    if missing:
        raise InputError.of(
            title,
            "a column is missing",
            f"columns {' and '.join(_NAMES[name][1] for name in missing)}",
            suggestion="Name them in the first row, in Dutch or English.",
        )
    return columns


def _facts(
    cells: Mapping[str, str], title: str, row: Row, today: date
) -> tuple[dict[str, Any], list[Problem]]:
    problems: list[Problem] = []

    def wrong(column: str, code: str, expected: str, severity: Severity = Severity.ERROR) -> None:
        problems.append(
            Problem(title, row.line, column, code, cells.get(column), expected, severity=severity)
        )

    facts: dict[str, Any] = {"kind": "idea", "text": cells.get("title", ""), "channel": "meeting"}
    for name, value in cells.items():
        word = value.casefold()
        if name in _WORDS and value:
            choices = _WORDS[name]
            if word not in {*choices, *choices.values()}:
                wrong(name, "unknown word", "one of " + ", ".join(choices))
                continue
            facts[name] = choices.get(word, word)
        elif name == "received_on":
            received = _day(value)
            if received is None or received > today:
                wrong(name, "no day in the past", "a day such as 2026-03-31")
            facts[name] = received
        elif value:
            facts[name] = value
    if facts["kind"] != "signal":
        facts.pop("topic", None)
    for name in ("title", "text", "street", "asks"):
        if personal_data(cells.get(name, "")):
            wrong(name, "personal data", "a text without it before it is public", Severity.WARNING)
    try:
        Idea(**{name: value for name, value in facts.items() if value}).clean_fields(
            exclude={"process", "answer_by", "received_on", "state", "joined_to"}
        )
    except ValidationError as fault:
        for name, messages in fault.message_dict.items():
            wrong(name, "not accepted", " ".join(messages).rstrip("."))
    return facts, problems


def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text[:10], form).date()
        except ValueError:
            continue
    return None
