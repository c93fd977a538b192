"""Folders that appear whole or not at all: work in a hidden one, rename it at the end.

A hidden folder is locked for as long as its owner lives. The lock goes with the process, however
that ends, so a later run knows which folders are left over, also where process numbers say nothing
(containers, restarts).
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wijkwerk.shared.problems import InputError, storage_error

try:
    import fcntl
except ImportError:  # no such locks on Windows: there only age tells
    fcntl = None  # type: ignore[assignment]

PREFIX = ".building-"
_LOCK = "lock"
# Without a lock to go by (not yet taken, or no locks here) only a folder this old is left over.
_OLD_SECONDS = 24 * 3600


@contextmanager
def refusals_told(out: Path) -> Iterator[None]:
    """Raise InputError about ``out`` when the disk refuses; other faults pass.

    DuckDB, Polars and the rest each have their own error for a disk that refuses.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as fault:
        refused = storage_error(fault, str(out))
        if refused is None:
            raise
        raise refused from fault


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder to fill; at the end it is ``out``, which may be there already when it is empty.

    When the block raises there is no ``out``. Raises InputError when the disk refuses.
    """
    parent = out.absolute().parent
    with refusals_told(out):
        parent.mkdir(parents=True, exist_ok=True)
        sweep(parent)
        with hidden_folder(parent) as hidden:
            staged = hidden / "made"
            staged.mkdir()
            yield staged
            sync(staged)
            if out.exists():
                out.rmdir()
            staged.rename(out)


@contextmanager
def hidden_folder(out: Path) -> Iterator[Path]:
    """A hidden folder in ``out`` for one job; gone at the end, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=out))
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT)
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def sweep(out: Path) -> None:
    """Remove what jobs that were killed left behind in ``out``; leave what still runs."""
    for folder in out.glob(f"{PREFIX}*"):
        if _left_over(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _left_over(folder: Path) -> bool:
    try:
        if fcntl is None or not (folder / _LOCK).exists():
            # The one thing that the clock decides is when rubbish goes.
            return time.time() - folder.stat().st_mtime > _OLD_SECONDS
        handle = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False  # gone meanwhile, or somebody else's
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False  # its owner lives
    finally:
        os.close(handle)
    return True


def sync(folder: Path) -> None:
    """Have the disk hold all that is in ``folder`` before its name appears."""
    for path in folder.rglob("*"):
        sync_one(path)
    sync_one(folder)


def sync_one(path: Path) -> None:
    """Have the disk hold a file, or a folder's list of names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
