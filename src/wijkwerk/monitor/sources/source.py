"""A source folder after reading: checked texts, definitions and tables ready to compute with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.definitions import Composite, Indicator, Settings, Theme

_POSTCODES = {
    name: pl.Float64 if kind == "float64" else pl.String for name, kind in tables.POSTCODES.items()
}


@dataclass(frozen=True)
class Source:
    """What ``read_source`` gives.

    ``observations`` are Parquet files with the columns of ``tables.OBSERVATIONS`` (all of them,
    nulls where a source has none): big tables stay on disk. The small tables are polars frames
    with the columns of ``tables.AREAS``, ``GROUPS``, ``CORRESPONDENCE``, ``POSTCODES`` and, for
    ``published_classes``, those of ``small_tables.PUBLISHED``.
    ``inputs`` are all files that were read, for the manifest's hashes.
    """

    folder: Path
    settings: Settings
    themes: tuple[Theme, ...]
    indicators: tuple[Indicator, ...]
    composites: tuple[Composite, ...]
    areas: pl.DataFrame
    groups: pl.DataFrame
    correspondence: pl.DataFrame
    published_classes: pl.DataFrame
    observations: tuple[Path, ...]
    geometry: Path | None
    inputs: tuple[Path, ...]
    context: Path | None = None
    postcodes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_POSTCODES))
