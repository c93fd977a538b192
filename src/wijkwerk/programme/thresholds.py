"""Reads when a target is on course: data/course.toml, or a bureau's own file like it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from wijkwerk.programme.core.thresholds import Thresholds
from wijkwerk.shared.problems import InputError, Problem

SHIPPED = Path(__file__).parent / "data" / "course.toml"
_KEYS: dict[str, tuple[str, type]] = {
    "on_course": ("answers", float),
    "off_course": ("answers", float),
    "widest": ("answers", float),
    "fewest_points": ("measurements", int),
    "shortest_years": ("measurements", float),
    "near_days": ("measurements", int),
    "oldest_years": ("measurements", int),
    "trend_kept": ("trend", float),
    "trend_change": ("trend", float),
}


@lru_cache(maxsize=8)
def load_thresholds(path: Path = SHIPPED) -> Thresholds:
    """The thresholds in the TOML file ``path``; without one those that ship.

    Raises InputError that names every key that is missing, unknown or no number, and what the
    numbers must be.
    """
    try:
        found: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise InputError.of(
            str(path), "can't be read", "a TOML file such as data/course.toml", value=str(fault)
        ) from fault
    given = {
        f"{table}.{key}": value
        for table, keys in found.items()
        for key, value in (keys.items() if isinstance(keys, dict) else [("", keys)])
    }
    wanted = {f"{table}.{key}": (key, kind) for key, (table, kind) in _KEYS.items()}
    problems = [
        Problem(str(path), None, name, "unknown key", None, "one of " + ", ".join(wanted))
        for name in sorted(given.keys() - wanted.keys())
    ]
    values: dict[str, Any] = {}
    for name, (key, kind) in wanted.items():
        value = given.get(name)
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole or (kind is float and isinstance(value, float)):
            values[key] = value
            continue
        said = "a whole number" if kind is int else "a number"
        shown = None if value is None else repr(value)
        problems.append(Problem(str(path), None, name, "no usable value", shown, said))
    if problems:
        raise InputError(problems)
    try:
        return Thresholds(**values)
    except ValueError as fault:
        raise InputError.of(str(path), "numbers that don't go together", str(fault)) from fault
