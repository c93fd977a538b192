"""Reads ``procedure.toml``: the steps of the procedure and its terms."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.designation.core.procedure import CONDITIONS, MACHINES, Machines, Transition
from wijkwerk.shared.problems import InputError, Problem

FILE = Path(__file__).with_name("procedure.toml")
_KEYS = {"machine", "action", "from", "to", "permission", "when", "reasons", "outcomes"}
_NEEDED = {"machine", "action", "from", "to", "permission"}


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
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeError) as fault:
        raise InputError.of(str(path), "can't be read", "TOML in UTF-8", value=str(fault)) from None
    problems: list[Problem] = []

    def wrong(place: str, what: str, expected: str, value: object = None) -> None:
        shown = None if value is None else str(value)
        problems.append(Problem(path.name, None, place, what, shown, expected))

    days: list[Any] = [data.get("least_days"), data.get("most_days")]
    if not all(isinstance(one, int) for one in days) or not 1 <= days[0] <= days[1]:
        wrong(
            "least_days", "no term", "least_days and most_days, whole numbers in that order", days
        )
    made: list[Transition] = []
    for number, step in enumerate(data.get("step", []), 1):
        place = f"step {number}"
        if not _NEEDED <= set(step) <= _KEYS:
            wrong(place, "wrong keys", ", ".join(sorted(_KEYS)), ", ".join(sorted(step)))
            continue
        if step["machine"] not in MACHINES:
            wrong(f"{place}.machine", "unknown machine", ", ".join(MACHINES), step["machine"])
        for one in step.get("when", []):
            if one not in CONDITIONS:
                wrong(f"{place}.when", "unknown condition", ", ".join(CONDITIONS), one)
        made.append(
            Transition(
                step["machine"], step["action"], tuple(step["from"]), step["to"],
                step["permission"], tuple(step.get("when", [])), bool(step.get("reasons", False)),
                tuple(step.get("outcomes", [])),
            )
        )  # fmt: skip
    names = [(one.machine, one.action) for one in made]
    for machine, action in sorted({one for one in names if names.count(one) > 1}):
        wrong(f"{machine}.{action}", "stands there twice", "each step once")
    for machine in MACHINES:
        ends = {one.target for one in made if one.machine == machine}
        for one in made:
            if one.machine == machine and not set(one.source) <= {"", *ends}:
                wrong(
                    f"{machine}.{one.action}", "can never be made", "a state that a step leads to"
                )
    if problems:
        raise InputError(problems)
    return ProcedureRules(Machines(tuple(made)), days[0], days[1])
