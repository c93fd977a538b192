"""Which program this is: its version with a fingerprint of its files.

An answer that browsers keep is tagged with it. The version alone doesn't do: who runs the newest source
gets other pages under the same version, and visitors would be told that theirs are still good.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from wijkwerk import __version__

_KINDS = {".py", ".html", ".toml", ".mo", ".css", ".js", ".json"}


@cache
def build() -> str:
    """'0.1.0-0123456789ab': the same wherever these files are, another when one changes."""
    return f"{__version__}-{fingerprint(Path(__file__).parent)}"


def fingerprint(folder: Path) -> str:
    """Twelve hexadecimal digits that follow from the names and the contents of the files that make
    an answer; from nothing else, as when they were written."""
    told = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _KINDS and path.is_file():
            inside = path.read_bytes()
            told.update(f"{path.relative_to(folder).as_posix()}\0{len(inside)}\0".encode())
            told.update(inside)
    return told.hexdigest()[:12]
