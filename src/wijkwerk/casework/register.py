"""The processing register: what is done with data of households (``data/register.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from wijkwerk.ui.reader import language

_FILE = Path(__file__).parent / "data" / "register.toml"
_PARTS = ("title", "purpose", "ground", "data", "recipients", "retention")


@cache
def _tables() -> Sequence[Mapping[str, Mapping[str, str]]]:
    tables: Sequence[Mapping[str, Mapping[str, str]]] = tomllib.loads(_FILE.read_text("utf-8"))[
        "activity"
    ]
    return tables


def activities() -> list[dict[str, str]]:
    """Every activity that the read log may name: code, and in the reader's language title, purpose, ground, data,
    recipients, retention."""
    return [
        {"code": str(table["code"]), **{part: table[part][language()] for part in _PARTS}}
        for table in _tables()
    ]
