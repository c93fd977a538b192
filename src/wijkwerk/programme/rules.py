"""Reads ``programme.toml``: the steps in a programme, the board's quorum and terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wijkwerk.programme.core.steps import CONDITIONS, MACHINES
from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("programme.toml")
_SETTINGS = {
    "quorum": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
    "most_days_later": {"type": "integer", "minimum": 1},
    "most_days_to_enter": {"type": "integer", "minimum": 1},
    "most_days_to_next": {"type": "integer", "minimum": 1},
}


@dataclass(frozen=True)
class ProgrammeRules:
    """The machines; the share of domains that makes a board; days that an agreement may add; days
    after which a meeting is entered later; days to the next step about what was missed."""

    machines: Machines
    quorum: float
    most_days_later: int
    most_days_to_enter: int
    most_days_to_next: int


@cache
def programme_rules() -> ProgrammeRules:
    """The rules that ship with Wijkwerk."""
    return read_programme_rules(FILE)


def read_programme_rules(path: Path) -> ProgrammeRules:
    """The rules out of a file. Raises InputError with everything that is wrong in it."""
    table = read_table(path, MACHINES, CONDITIONS, _SETTINGS)
    table.settle()
    return ProgrammeRules(table.machines, **table.rest)
