"""What a recipe could not mend: kept in the source folder, told again by ``source check``."""

from __future__ import annotations

import json
from pathlib import Path

from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import Account

MADE_BY = "made-by-recipe.json"


def read_remarks(folder: Path) -> list[Problem]:
    """The remarks of the recipe that made ``folder``, as warnings and notes; none for other folders."""
    file = folder / MADE_BY
    if not file.is_file():
        return []
    try:
        entries = json.loads(file.read_text("utf-8"))["remarks"]
        # A remark never stops a build: whatever stands there, it is a warning or a note.
        notes = (Severity.NOTE, Severity.WARNING)
        return [
            Problem(**{**entry, "severity": notes[entry["severity"] != Severity.NOTE]})
            for entry in entries
        ]
    except (ValueError, KeyError, TypeError):
        return [
            Problem(
                MADE_BY,
                None,
                None,
                "can't be read",
                None,
                "the file as the recipe wrote it",
                "Run the recipe again, or take the file away.",
                Severity.WARNING,
            )
        ]


def read_accounts(folder: Path) -> list[Account]:
    """The account of the rows of every file of the recipe that made ``folder``; none for others.

    Raises ValueError when they don't close.
    """
    file = folder / MADE_BY
    if not file.is_file():
        return []
    return [Account(**entry) for entry in json.loads(file.read_text("utf-8")).get("account", ())]
