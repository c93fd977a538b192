"""From a publication to files that the site reads: they can be made again, and appear by one rename."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import duckdb

from wijkwerk.publication.api import MANIFEST, file_hash, hidden_folder, remove_sealed, seal, sweep

# Rows per block. An area has some thousand rows, so a page needs few blocks and reads little else:
# with DuckDB's own 122,880 a selection of five areas of the country took three times as long.
ROW_GROUP = 16_384


class Published(Protocol):
    """A publication in its folder."""

    @property
    def id(self) -> str:
        """Its identity."""

    @property
    def path(self) -> Path:
        """Its folder."""


def served_path(publication: Published, cache: Path, layout: int, suffix: str = "") -> Path:
    """Where its serving files lie in ``cache``: other contents, or another ``layout``, another name."""
    digest = file_hash(publication.path / MANIFEST)[:10]
    return cache / f"{publication.id}.{digest}.v{layout}{suffix}"


@contextmanager
def making(final: Path) -> Iterator[tuple[Path, Path]]:
    """A path to make a file or folder at, and a folder for what that needs meanwhile. What was made is
    sealed and gets its name by one rename: a reader never sees a half one."""
    cache = final.parent
    cache.mkdir(parents=True, exist_ok=True)
    sweep(cache)
    with hidden_folder(cache) as scratch:
        building = scratch / f"made{final.suffix}"
        yield building, scratch
        if final.is_dir():  # damaged: no rename takes the place of a folder
            remove_sealed(final)
        seal(building, final)
        building.replace(final)


@contextmanager
def new_store(path: Path, scratch: Path, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables are those of a new serving file. ``memory`` is its limit, as '2GB':
    what doesn't fit goes to disk, into ``scratch``."""
    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(scratch),
    }
    quoted = str(path).replace("'", "''")
    with duckdb.connect(config=limits) as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"ATTACH '{quoted}' AS serving (ROW_GROUP_SIZE {ROW_GROUP})")
        con.execute("USE serving")
        yield con
        con.execute("CHECKPOINT")
