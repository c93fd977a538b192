"""Reads ``programme.toml``: the steps in a programme, the board's quorum and terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wijkwerk.programme.core.steps import CONDITIONS, MACHINES
from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("programme.toml")


@dataclass(frozen=True)
class ProgrammeRules:
    """The machines; the share of domains that makes a board; days that an agreement may add; days
    to the next step about what was missed."""

    machines: Machines
    quorum: float
    most_days_later: int
    most_days_to_next: int


@cache
def programme_rules() -> ProgrammeRules:
    """The rules that ship with Wijkwerk."""
    return read_programme_rules(FILE)


def read_programme_rules(path: Path) -> ProgrammeRules:
    """The rules out of a file. Raises InputError with everything that is wrong in it."""
    table = read_table(path, MACHINES, CONDITIONS)
    quorum = table.rest.get("quorum")
    days = {name: table.rest.get(name) for name in ("most_days_later", "most_days_to_next")}
    if not isinstance(quorum, int | float) or not 0 < quorum <= 1:
        table.wrong("quorum", "no share", "a number above 0 and at most 1", quorum)
    for name, day in days.items():
        if not isinstance(day, int) or day < 1:
            table.wrong(name, "no number of days", "a whole number from 1", day)
    table.settle()
    return ProgrammeRules(
        table.machines, float(quorum or 1), **{name: int(day or 1) for name, day in days.items()}
    )
