"""Reads when a target is on course: data/course.toml, or a bureau's own file like it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from wijkwerk.config.api import read_toml, schema_document
from wijkwerk.programme.core.thresholds import Thresholds
from wijkwerk.shared.problems import InputError

SHIPPED = Path(__file__).parent / "data" / "course.toml"


@lru_cache(maxsize=8)
def load_thresholds(path: Path = SHIPPED) -> Thresholds:
    """The thresholds in the TOML file ``path``; without one those that ship.

    Raises InputError that names every key that is missing, unknown or no number, and what the
    numbers must be.
    """
    file = read_toml(path, schema_document("wijkwerk.programme.data", "course"))
    values = {key: value for table in file.document.values() for key, value in table.items()}
    try:
        return Thresholds(**values)
    except ValueError as fault:
        raise InputError.of(str(path), "numbers that don't go together", str(fault)) from fault
