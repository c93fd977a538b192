"""How-tos whose files work as they stand: what a page of documentation lets somebody write."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def files_of(page: str) -> dict[str, str]:
    """The files of the page: each stands in a block below a line with its name."""
    blocks = re.findall(r"^`([^`\n]+)`\n\n```\w+\n(.*?)^```$", page, re.M | re.S)
    assert len(dict(blocks)) == len(blocks)
    return dict(blocks)


def write_files(page: str, folder: Path) -> None:
    """Write every file of the page below ``folder``."""
    for name, text in files_of(page).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
