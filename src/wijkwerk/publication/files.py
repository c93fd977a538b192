"""A single file that somebody asked for: there whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from wijkwerk.shared.problems import InputError, storage_error


def write_whole(path: Path, made: bytes) -> None:
    """Write a file, in a folder that is made when it isn't there; one that is there is replaced.

    Raises InputError when the disk refuses; then what was there stays.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(made)
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise storage_error(fault, str(path)) or InputError.of(
            str(path), f"can't be written ({fault.strerror})",
            "a file in a folder that can be written",
        ) from fault  # fmt: skip
