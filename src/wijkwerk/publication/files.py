"""A single file that somebody asked for: there whole, or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

from wijkwerk.shared.problems import InputError, storage_error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, in a folder that is made when it isn't there; one that is there is replaced, and
    whoever couldn't read it still can't.

    Raises InputError when the disk refuses; then what was there stays.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        new = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(path.stat().st_mode) if path.is_file() else None
        try:
            _write(new, content, mode)
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise storage_error(fault, str(path)) or InputError.of(
            str(path),
            f"can't be written ({fault.strerror})",
            "a file in a folder that can be written",
        ) from fault


def _write(new: Path, content: bytes, mode: int | None) -> None:
    """Write to the disk itself, so that the rename that follows can't come before what it names."""
    new.unlink(missing_ok=True)  # of a process that was killed
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else mode)
    with os.fdopen(handle, "wb") as stream:
        if mode is not None:
            os.fchmod(handle, mode)
        stream.write(content)
        stream.flush()
        os.fsync(handle)
