"""Reads ``procedure.toml``: the steps of the procedure and its terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wijkwerk.designation.core.procedure import CONDITIONS, MACHINES
from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("procedure.toml")
_DAYS = {"type": "integer", "minimum": 1}
_SETTINGS = {
    "least_days": _DAYS,
    "most_days": _DAYS,
    "remind_before": {"type": "array", "items": _DAYS, "uniqueItems": True},
    "remind_duty_before": {"type": "array", "items": _DAYS, "uniqueItems": True},
    "remind_again": _DAYS,
}


@dataclass(frozen=True)
class ProcedureRules:
    """The machines; the least and most days that a list is open for objections; how many days before
    its last one people are told, before a duty is due, and after how many they are told again."""

    machines: Machines
    least_days: int
    most_days: int
    remind_before: tuple[int, ...]
    remind_duty_before: tuple[int, ...]
    remind_again: int


@cache
def procedure_rules() -> ProcedureRules:
    """The rules that ship with Wijkwerk."""
    return read_procedure_rules(FILE)


def read_procedure_rules(path: Path) -> ProcedureRules:
    """The rules out of a file. Raises InputError with everything that is wrong in it."""
    table = read_table(path, MACHINES, CONDITIONS, _SETTINGS)
    least, most = table.rest["least_days"], table.rest["most_days"]
    if least > most:
        table.wrong("least_days", "no term", f"at most most_days ({most})", least)
    before, due = table.rest["remind_before"], table.rest["remind_duty_before"]
    for key, days in (("remind_before", before), ("remind_duty_before", due)):
        if days != sorted(days, reverse=True):
            table.wrong(key, "not in order", "days from far to near", days)
    table.settle()
    return ProcedureRules(
        table.machines, least, most, tuple(before), tuple(due), table.rest["remind_again"]
    )
