"""A plan that somebody made by hand: plan.csv with what starts when, to be recounted."""

from __future__ import annotations

from pathlib import Path

from wijkwerk.areas.api import suggest
from wijkwerk.designation.core.housing.obligation import REMOVING, Action, Method, Obligation
from wijkwerk.monitor.api import TableKind, read_table
from wijkwerk.shared.problems import InputError, Problem, Severity

_KIND = TableKind(
    {
        "year": "float64",
        "estate": "string",
        "type": "string",
        "method": "string",
        "number": "float64",
    },
    ("year", "estate", "method", "number"),
)
MOST = 1_000_000


def read_actions(path: Path, obligation: Obligation) -> tuple[Action, ...]:
    """The actions in ``path``; InputError with every problem. Whether they keep to the limits is
    for the recount."""
    problems: list[Problem] = []
    if not path.is_file():
        raise InputError([Problem(path.name, None, None, "file is missing", None, path.name)])
    table = read_table(path, path.name, _KIND, problems)
    problems = [problem for problem in problems if problem.severity is Severity.ERROR]
    if table is None or problems:
        raise InputError(problems)
    methods = [str(method) for method in Method]
    types: dict[str, list[str]] = {}
    for offer in obligation.offers:
        if offer.method in REMOVING and offer.type not in types.setdefault(offer.estate, []):
            types[offer.estate].append(offer.type)
    actions = []
    for row in table.iter_rows(named=True):
        line, method = row["line"], row["method"] or ""
        if method not in methods:
            near = suggest(method, methods)
            problems.append(
                Problem(
                    path.name,
                    line,
                    "method",
                    "unknown method",
                    method or None,
                    "one of " + ", ".join(methods),
                    f"Did you mean {near}?" if near else None,
                )
            )
            continue
        numbers = [_whole(path.name, row, column, problems) for column in ("year", "number")]
        if None in numbers:
            continue
        year, number = (number or 0 for number in numbers)
        kind, mine = row["type"] or "", types.get(row["estate"] or "", [])
        if not kind and Method(method) in REMOVING and len(mine) == 1:
            kind = mine[0]
        actions.append(Action(year, row["estate"] or "", kind, Method(method), number))
    if problems:
        raise InputError(problems)
    return tuple(sorted(actions))


def _whole(name: str, row: dict[str, object], column: str, problems: list[Problem]) -> int | None:
    value = row[column]
    if isinstance(value, float) and value == int(value) and 0 <= value <= MOST:
        return int(value)
    shown = f"{value:g}" if isinstance(value, float) else None
    line = row["line"]
    assert isinstance(line, int)
    problems.append(
        Problem(name, line, column, "not a whole number", shown, f"a whole number up to {MOST:,}")
    )
    return None
