"""A source folder that a test makes: its files as texts or lines, each written alike."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

TABLES = ("areas", "groups", "observations")


def made_source(folder: Path, **files: str | Iterable[str]) -> Path:
    """Write ``files`` into ``folder``, which is made: ``source`` and ``indicators`` are TOML, tables CSV;
    a text is written as it is, lines with a line end after each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in files.items():
        text = file if isinstance(file, str) else "".join(f"{line}\n" for line in file)
        (folder / f"{name}.{'csv' if name in TABLES else 'toml'}").write_text(text, "utf-8")
    return folder
