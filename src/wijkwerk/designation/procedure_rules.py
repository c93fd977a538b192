"""Reads ``procedure.toml``: the steps of the procedure and its terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.designation.core.procedure import CONDITIONS, MACHINES
from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("procedure.toml")


@dataclass(frozen=True)
class ProcedureRules:
    """The machines; the least and most days that a list is open for objections; how many days before
    its last one people are told, and after how many they are told again."""

    machines: Machines
    least_days: int
    most_days: int
    remind_before: tuple[int, ...]
    remind_again: int


@cache
def procedure_rules() -> ProcedureRules:
    """The rules that ship with Wijkwerk."""
    return read_procedure_rules(FILE)


def read_procedure_rules(path: Path) -> ProcedureRules:
    """The rules out of a file. Raises InputError with everything that is wrong in it."""
    table = read_table(path, MACHINES, CONDITIONS)
    days: list[Any] = [table.rest.get("least_days"), table.rest.get("most_days")]
    if not all(isinstance(day, int) for day in days) or not 1 <= days[0] <= days[1]:
        table.wrong(
            "least_days", "no term", "least_days and most_days, whole numbers in that order", days
        )
    before: Any = table.rest.get("remind_before")
    again: Any = table.rest.get("remind_again")
    if not _days(before) or not _days([again]):
        table.wrong(
            "remind_before",
            "no days",
            "remind_before, a list of days from far to near, and remind_again, a whole number",
            [before, again],
        )
    table.settle()
    return ProcedureRules(table.machines, days[0], days[1], tuple(before), again)


def _days(days: Any) -> bool:
    """Whether these are whole numbers above zero, from large to small."""
    return (
        isinstance(days, list)
        and all(type(number) is int and number > 0 for number in days)
        and sorted(set(days), reverse=True) == days
    )
