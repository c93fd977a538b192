"""Where the serving file of an edition lies: apart from what makes it, which readers never need."""

from __future__ import annotations

from pathlib import Path

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.served.api import served_path

# Part of the file's name: raised when the tables change, so that an old file is left alone.
LAYOUT = 9


def serving_path(edition: Edition, cache: Path) -> Path:
    """Where the serving file of ``edition`` lies in ``cache``; other contents, another name."""
    return served_path(edition, cache, LAYOUT, ".duckdb")
