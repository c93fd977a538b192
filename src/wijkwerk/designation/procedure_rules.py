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
    """The machines, and the least and most days that a list is open for objections."""

    machines: Machines
    least_days: int
    most_days: int


@cache
def procedure_rules() -> ProcedureRules:
    """The rules that ship with Wijkwerk."""
    return read_procedure_rules(FILE)


def read_procedure_rules(path: Path) -> ProcedureRules:
    """The rules out of a file. Raises InputError with everything that is wrong in it."""
    table = read_table(path, MACHINES, CONDITIONS)
    days: list[Any] = [table.rest.get("least_days"), table.rest.get("most_days")]
    if not all(isinstance(one, int) for one in days) or not 1 <= days[0] <= days[1]:
        table.wrong(
            "least_days", "no term", "least_days and most_days, whole numbers in that order", days
        )
    table.settle()
    return ProcedureRules(table.machines, days[0], days[1])
