"""Elections as Pabulib writes them (.pb): the field's format, so that anybody can recount.

Source: Faliszewski et al., 'Participatory Budgeting: Data, Tools and Analysis' (IJCAI 2023), and
pabulib.org/format.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from wijkwerk.participation.core.elections import (
    Ballot,
    BallotKind,
    Candidate,
    Election,
    ElectionError,
    ranked,
)
from wijkwerk.shared.problems import InputError, Problem

_SECTIONS = ("META", "PROJECTS", "VOTES")
_KINDS = {
    "approval": BallotKind.APPROVAL,
    "choose-1": BallotKind.APPROVAL,
    "ordinal": BallotKind.RANKING,
    "cumulative": BallotKind.POINTS,
    "scoring": BallotKind.POINTS,
}
_TYPES = {
    BallotKind.APPROVAL: "approval",
    BallotKind.RANKING: "ordinal",
    BallotKind.POINTS: "scoring",
}
_CENTS = 100


@dataclass(frozen=True)
class PabulibFile:
    """What a file holds: the election, its other facts by name, and which projects it says were
    ``selected`` (None when it doesn't say)."""

    election: Election
    meta: Mapping[str, str]
    selected: frozenset[str] | None


@dataclass(frozen=True)
class _Row:
    line: int
    cells: Mapping[str, str]


class _Reading:
    def __init__(self, name: str) -> None:
        self.name, self.problems = name, list[Problem]()

    def fault(
        self, line: int | None, column: str | None, code: str, value: str | None, expected: str
    ) -> None:
        self.problems.append(Problem(self.name, line, column, code, value, expected))

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise InputError(self.problems[:50])


def read_pabulib(text: str, name: str) -> PabulibFile:
    """The election in ``text``, the content of the file ``name``. Raises InputError with the line and
    column of what is wrong."""
    reading = _Reading(name)
    sections = dict(_sections(text, reading))
    for section in _SECTIONS:
        if section not in sections:
            reading.fault(None, None, "a part is missing", None, f"a line {section}")
    reading.stop_if_wrong()
    meta = {row.cells.get("key", ""): row.cells.get("value", "") for row in sections["META"]}
    amounts = _amounts(sections, meta, reading)
    kind = _KINDS.get(meta.get("vote_type", ""))
    if kind is None:
        kinds = ", ".join(_KINDS)
        reading.fault(None, "vote_type", "unknown kind of ballot", meta.get("vote_type"), kinds)
    reading.stop_if_wrong()
    assert kind is not None
    unit, budget, costs = amounts
    candidates = tuple(
        Candidate(row.cells["project_id"], cost, row.cells.get("name", ""))
        for row, cost in zip(sections["PROJECTS"], costs, strict=True)
    )
    codes = {candidate.code for candidate in candidates}
    places = _places(meta, sections["VOTES"], reading)
    ballots = tuple(_ballot(row, kind, codes, places, reading) for row in sections["VOTES"])
    reading.stop_if_wrong()
    election = Election(budget, candidates, ballots, kind, unit, meta.get("description", ""))
    try:
        election.check()
    except ElectionError as fault:
        raise InputError.of(
            name, fault.code, "an election that can be counted", value=fault.about or None
        ) from None
    return PabulibFile(election, meta, _selected(sections["PROJECTS"]))


def _sections(text: str, reading: _Reading) -> Iterator[tuple[str, list[_Row]]]:
    current, header, rows = "", list[str](), list[_Row]()
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            break
        except csv.Error as fault:
            reading.fault(lines.line_num, None, "no table", str(fault), "cells between semicolons")
            break
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if len(cells) == 1 and cells[0].upper() in _SECTIONS:
            if current:
                yield current, rows
            current, header, rows = cells[0].upper(), [], []
        elif not current:
            reading.fault(lines.line_num, None, "no part yet", cells[0][:40], "a line META")
            return
        elif not header:
            header = [cell.lower() for cell in cells]
            _check_header(current, header, lines.line_num, reading)
        else:
            rows.append(_Row(lines.line_num, dict(zip(header, cells, strict=False))))
    if current:
        yield current, rows


_COLUMNS = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}


def _check_header(section: str, header: list[str], line: int, reading: _Reading) -> None:
    for column in _COLUMNS[section]:
        if column not in header:
            reading.fault(line, column, "a column is missing", None, f"{column} below {section}")


def _amounts(
    sections: Mapping[str, list[_Row]], meta: Mapping[str, str], reading: _Reading
) -> tuple[int, int, list[int]]:
    """How many of the smallest amounts make one, the budget, and the costs, in those."""
    budget = _amount(meta.get("budget", ""), None, "budget", reading)
    costs = [
        _amount(row.cells.get("cost", ""), row.line, "cost", reading)
        for row in sections["PROJECTS"]
    ]
    all_whole = all(amount == amount.to_integral_value() for amount in [budget, *costs])
    unit = 1 if all_whole else _CENTS
    cents = [amount * unit for amount in [budget, *costs]]
    if any(amount != amount.to_integral_value() for amount in cents):
        reading.fault(None, "cost", "smaller than a cent", None, "amounts in euros and cents")
    whole_amounts = [int(amount) for amount in cents]
    return unit, whole_amounts[0], whole_amounts[1:]


def _amount(value: str, line: int | None, column: str, reading: _Reading) -> Decimal:
    try:
        amount = Decimal(value.replace(",", "."))
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0 or amount > 10**12:
        reading.fault(line, column, "no amount", value, "a number above zero")
        return Decimal(1)
    return amount


def _places(meta: Mapping[str, str], votes: Sequence[_Row], reading: _Reading) -> int:
    """How many projects may be ranked: as the file says, or the longest ranking."""
    given_length = meta.get("max_length", "")
    longest = max((len(_cells(row.cells.get("vote", ""))) for row in votes), default=0)
    if not given_length:
        return longest
    if not given_length.isdecimal():
        reading.fault(None, "max_length", "no number", given_length, "how many may be ranked")
        return longest
    return int(given_length)


def _cells(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _ballot(
    row: _Row, kind: BallotKind, known_codes: set[str], places: int, reading: _Reading
) -> Ballot:
    codes = _cells(row.cells.get("vote", ""))
    for code in codes:
        if code not in known_codes:
            reading.fault(row.line, "vote", "unknown project", code, "a project of this file")
    if len(set(codes)) != len(codes):
        reading.fault(row.line, "vote", "project twice", row.cells["vote"][:40], "each once")
    votes = dict.fromkeys(codes, 1)
    if kind is BallotKind.POINTS:
        points = _cells(row.cells.get("points", ""))
        if len(points) != len(codes) or not all(
            re.fullmatch(r"\d{1,6}", point) for point in points
        ):
            reading.fault(
                row.line, "points", "no points", row.cells.get("points"), "a number for each vote"
            )
        else:
            votes = {
                code: int(point) for code, point in zip(codes, points, strict=True) if int(point)
            }
    elif kind is BallotKind.RANKING:
        try:
            votes = ranked(codes, places)
        except ElectionError as fault:
            reading.fault(row.line, "vote", fault.code, row.cells["vote"][:40], f"at most {places}")
    code = row.cells.get("voter_id", "")
    if not code:
        reading.fault(
            row.line, "voter_id", "nothing there", None, "a number or code for each ballot"
        )
    return Ballot(code, votes)


def _selected(projects: Sequence[_Row]) -> frozenset[str] | None:
    if not any(row.cells.get("selected") for row in projects):
        return None
    # 2: not by the rule alone, but carried out as well.
    return frozenset(
        row.cells["project_id"] for row in projects if row.cells.get("selected") in ("1", "2")
    )


def write_pabulib(
    election: Election, meta: Mapping[str, str] | None = None, selected: Sequence[str] | None = None
) -> str:
    """The same election as a file; ``meta`` adds facts, ``selected`` which projects won."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")

    def money(amount: int) -> str:
        return str(Decimal(amount) / election.unit)

    facts = {
        "description": election.title or "-",
        "country": "Netherlands",
        "unit": "-",
        "instance": "-",
        "num_projects": str(len(election.candidates)),
        "num_votes": str(len(election.ballots)),
        "budget": money(election.budget),
        "vote_type": _TYPES[election.kind],
        "currency": "EUR",
        **(meta or {}),
    }
    if election.kind is BallotKind.RANKING and "max_length" not in facts:
        facts["max_length"] = str(
            max((max(ballot.votes.values(), default=0) for ballot in election.ballots), default=0)
        )
    writer.writerows([("META",), ("key", "value"), *facts.items()])
    votes = election.votes()
    writer.writerows(
        [
            ("PROJECTS",),
            (
                "project_id",
                "cost",
                "votes",
                "name",
                *(("selected",) if selected is not None else ()),
            ),
        ]
    )
    for candidate in election.candidates:
        selected_cell = () if selected is None else ("1" if candidate.code in selected else "0",)
        writer.writerow(
            (
                candidate.code,
                money(candidate.cost),
                votes[candidate.code],
                candidate.title or "-",
                *selected_cell,
            )
        )
    points = election.kind is BallotKind.POINTS
    writer.writerows([("VOTES",), ("voter_id", "vote", *(("points",) if points else ()))])
    for ballot in election.ballots:
        codes = sorted(ballot.votes, key=lambda code: (-ballot.votes[code], code))
        points_cell = (",".join(str(ballot.votes[code]) for code in codes),) if points else ()
        writer.writerow((ballot.code, ",".join(codes), *points_cell))
    return out.getvalue()
