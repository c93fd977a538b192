"""Published definitions of a multi-problem household (``data/definitions.toml``), with their sources and defects."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.casework.core.definitions import Conditions

_FILE = Path(__file__).parent / "data" / "definitions.toml"
_ASKED = ("more_than_months", "least_schemes", "is_interwoven", "passes_on")


@dataclass(frozen=True)
class Definition:
    """A definition in a language: what it says, who published it and with which number, and whom it misses."""

    title: str
    text: str
    source: str
    published: str
    defect: str
    conditions: Conditions


@cache
def definitions(language: str) -> Mapping[str, Definition]:
    """Every shipped definition in a language, by its id."""
    return {
        table["id"]: Definition(
            table["title"][language],
            table["text"][language],
            table["source"],
            table["published"][language],
            table["defect"][language],
            _conditions(table),
        )
        for table in tomllib.loads(_FILE.read_text("utf-8"))["definition"]
    }


def _conditions(table: Mapping[str, Any]) -> Conditions:
    return Conditions(**{name: table[name] for name in _ASKED if name in table})
