"""Reads machines out of a TOML file, whose ``[[step]]`` tables are the steps."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.workflow.core.machines import Machines, Transition

_KEYS = {"machine", "action", "from", "to", "permission", "when", "reasons", "outcomes"}
_NEEDED = {"machine", "action", "from", "to", "permission"}
Wrong = Callable[..., None]


@dataclass(frozen=True)
class Table:
    """A file of machines: they, and what else stands in it. ``settle`` tells what is wrong."""

    machines: Machines
    rest: dict[str, Any]
    wrong: Wrong
    problems: list[Problem]

    def settle(self) -> None:
        """Raise InputError with everything that was found wrong, if anything was."""
        if self.problems:
            raise InputError(self.problems)


def read_table(path: Path, machines: Collection[str], conditions: Collection[str]) -> Table:
    """The machines in ``path``, which are ``machines`` and ask nothing but ``conditions``.

    Raises InputError when it isn't TOML; what else is wrong waits for ``Table.settle``, so that a
    caller can add what is wrong with the rest.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeError) as fault:
        raise InputError.of(str(path), "can't be read", "TOML in UTF-8", value=str(fault)) from None
    problems: list[Problem] = []

    def wrong(place: str, what: str, expected: str, value: object = None) -> None:
        shown = None if value is None else str(value)
        problems.append(Problem(path.name, None, place, what, shown, expected))

    made: list[Transition] = []
    for number, step in enumerate(data.pop("step", []), 1):
        place = f"step {number}"
        if not _NEEDED <= set(step) <= _KEYS:
            wrong(place, "wrong keys", ", ".join(sorted(_KEYS)), ", ".join(sorted(step)))
            continue
        if step["machine"] not in machines:
            wrong(f"{place}.machine", "unknown machine", ", ".join(machines), step["machine"])
        for one in step.get("when", []):
            if one not in conditions:
                wrong(f"{place}.when", "unknown condition", ", ".join(conditions), one)
        made.append(
            Transition(
                step["machine"], step["action"], tuple(step["from"]), step["to"],
                step["permission"], tuple(step.get("when", [])), bool(step.get("reasons", False)),
                tuple(step.get("outcomes", [])),
            )
        )  # fmt: skip
    _check_whole(made, machines, wrong)
    return Table(Machines(tuple(made)), data, wrong, problems)


def _check_whole(made: list[Transition], machines: Collection[str], wrong: Wrong) -> None:
    names = [(one.machine, one.action) for one in made]
    for machine, action in sorted({one for one in names if names.count(one) > 1}):
        wrong(f"{machine}.{action}", "stands there twice", "each step once")
    for machine in machines:
        own = [one for one in made if one.machine == machine]
        ends = {one.target for one in own}
        for one in own:
            if not set(one.source) <= {"", *ends}:
                wrong(
                    f"{machine}.{one.action}", "can never be made", "a state that a step leads to"
                )
            if one.begins and not one.target:
                wrong(f"{machine}.{one.action}", "leads nowhere", "the state that it begins in")
