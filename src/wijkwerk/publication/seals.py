"""Files that can be made again carry a seal beside them, so that damage is noticed and they are.

A seal holds the SHA-256 and the size of a file, or of every file in a folder. It is written before
the file gets its name: a file without a seal was left by an older version, or by nobody of ours.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from wijkwerk.publication.files import write_whole
from wijkwerk.publication.manifests import entry_of

SUFFIX = ".seal"
Stamp = tuple[int, int, int]  # inode, size in bytes, time of the last change in nanoseconds


def seal_path(path: Path) -> Path:
    """Where the seal of ``path`` lies: beside it."""
    return path.with_name(path.name + SUFFIX)


def seal(staged: Path, final: Path) -> None:
    """Write the seal of ``final`` over what was ``staged`` and is about to get that name."""
    write_whole(seal_path(final), json.dumps(_entries(staged), sort_keys=True).encode())


def is_intact(path: Path) -> bool:
    """Whether a file or folder is there and is, byte for byte, what its seal says.

    Files that came into a folder afterwards don't count. Reads everything: for whoever prepares or
    opens it, not for every request.
    """
    try:
        sealed: dict[str, Any] = json.loads(seal_path(path).read_text("utf-8"))
        return bool(sealed) and all(
            entry_of(path / name if name else path) == entry for name, entry in sealed.items()
        )
    except (OSError, ValueError, AttributeError):
        return False


def looks_intact(path: Path) -> bool:
    """The same at the cost of a look: sizes alone, and every byte only of what was written to since it was
    sealed. For who asks every few seconds."""
    try:
        sealed: dict[str, Any] = json.loads(seal_path(path).read_text("utf-8"))
        files = {path / name if name else path: entry for name, entry in sealed.items()}
        if any(file.stat().st_size != entry["bytes"] for file, entry in files.items()):
            return False
        begun = seal_path(path).stat().st_mtime_ns
        touched = any(file.stat().st_mtime_ns > begun for file in files)
        return bool(files) and (not touched or is_intact(path))
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return False


def remove_sealed(path: Path) -> None:
    """Remove a file or folder with its seal; who still reads a file keeps it until they let go."""
    seal_path(path).unlink(missing_ok=True)
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def stamp(path: Path) -> Stamp | None:
    """What changes when a file is replaced or written to, at the cost of one look; None when it is
    gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _entries(path: Path) -> dict[str, Any]:
    if path.is_dir():
        return {
            part.relative_to(path).as_posix(): entry_of(part)
            for part in sorted(path.rglob("*"))
            if part.is_file()
        }
    return {"": entry_of(path)}
