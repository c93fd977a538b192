"""Editions for tests, built once for each content of a source: by whichever process needs one first."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BuildOnce = Callable[[Path, Path], Path]


def shared_root(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this test run share; the next run has another."""
    own = factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def content_of(folder: Path) -> str:
    """A digest of every file in a folder, with its name."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def building_once(root: Path) -> BuildOnce:
    """``build_edition`` that copies what was built of the same content before; below ``root``.

    For tests that use an edition. Those of building itself build.
    """
    from wijkwerk.monitor.api import build_edition

    def build(source: Path, out: Path) -> Path:
        kept = root / "editions" / content_of(source)
        kept.parent.mkdir(parents=True, exist_ok=True)
        with locked(kept.with_suffix(".lock")):
            if not kept.is_dir():
                working = kept.with_suffix(".new")
                shutil.rmtree(working, ignore_errors=True)
                build_edition(source, working)
                working.rename(kept)
        (edition,) = [path for path in kept.iterdir() if not path.name.startswith(".")]
        return Path(shutil.copytree(edition, out / edition.name, dirs_exist_ok=True))

    return build
