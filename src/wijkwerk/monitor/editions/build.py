"""Build an edition: all of it, or nothing that anybody can see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from wijkwerk.areas.api import scale_flags
from wijkwerk.monitor import disclosure
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.disclosure.coverage import COLUMNS, coverage
from wijkwerk.monitor.editions import manifest as record
from wijkwerk.monitor.editions.boundaries import write_boundaries, write_context
from wijkwerk.monitor.editions.datapackage import write_datapackage
from wijkwerk.monitor.editions.edition import EDITION, Edition
from wijkwerk.monitor.editions.report import write_reports
from wijkwerk.monitor.editions.spreadsheet import write_spreadsheet
from wijkwerk.monitor.engine import Engine, EngineName, available, connect
from wijkwerk.monitor.pipeline import Computed
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.monitor.sources.source import Source
from wijkwerk.publication.api import atomic_publish, hidden_in, verify_publication
from wijkwerk.shared.extras import PAPERS, require_installed
from wijkwerk.shared.problems import InputError, Severity

Progress = Callable[[str, float], None]

# What tells the rows of each table apart; files are sorted by it.
KEYS = {
    "figures": ("indicator", "period", "level", "area", "reference"),
    "changes": ("indicator", "level", "area", "reference"),
    "groups": ("indicator", "period", "group", "method"),
    "group_changes": ("indicator", "group", "method"),
    "classes": ("indicator", "group", "reference", "period_from", "period_to", "origin", "class"),
    "warnings": ("indicator", "period", "area"),
    "liveability": ("composite", "period", "area", "dimension"),
}


def build_edition(
    source: Path, out: Path, engine: EngineName = "duckdb", progress: Progress | None = None
) -> Path:
    """Build the edition of the source folder ``source`` into ``out`` and give its folder.

    The edition appears under its own name by one rename at the end, so a build that is killed
    leaves nothing that looks like an edition, and builds side by side don't meet. When the same
    edition is there already, that one stays. Raises InputError with every error of the source,
    and when ``out`` can't be written or is full.
    """
    tell = progress or (lambda step, share: None)
    if not source.is_dir():
        raise InputError.of(str(source), "no such folder", "a source folder")
    available(engine)
    require_installed("the reports of an edition", *PAPERS)
    tell("checking", 0.0)
    errors = [problem for problem in check_source(source) if problem.severity is Severity.ERROR]
    if errors:
        raise InputError(errors)
    with hidden_in(out, EDITION) as hidden:
        return _build(source, out, hidden, engine, tell)


def _build(source: Path, out: Path, hidden: Path, engine: EngineName, tell: Progress) -> Path:
    """Build in ``hidden``, then let the edition appear in ``out``."""
    work, building = hidden / "work", hidden / "edition"
    work.mkdir()
    building.mkdir()
    tell("reading", 0.05)
    read = read_source(source, work)
    inputs = record.inputs_of(read)
    final = out / record.edition_id(read, inputs)
    if final.exists():
        verify_publication(final, EDITION, Edition.open)
        tell("already there", 1.0)
        return final
    _fill(building, read, connect(engine, work), inputs, tell)
    if record.inputs_of(read) != inputs:
        raise InputError.of(
            str(source),
            "a file changed during the build",
            "files that nobody writes to",
            suggestion="Build again when the folder is at rest.",
        )
    atomic_publish(building, final, EDITION, Edition.open)
    tell("done", 1.0)
    return final


def _fill(
    folder: Path,
    source: Source,
    engine: Engine,
    inputs: dict[str, dict[str, object]],
    tell: Progress,
) -> None:
    protected = disclosure.protected(
        source, engine, lambda step, share: tell(step, 0.05 + 0.65 * share)
    )
    tell("writing tables", 0.7)
    _write_tables(folder, protected, source, engine)
    covered = coverage(_parts(folder / "figures.parquet", COLUMNS))
    covered.write_parquet(folder / "coverage.parquet")
    contents = {"edition": record.edition_id(source, inputs), **record.definitions_of(source)}
    definitions = json.dumps(contents, indent=1, ensure_ascii=False)
    (folder / "indicators.json").write_text(definitions + "\n", "utf-8")
    if source.geometry is not None and source.geometry.suffix == ".geojson":
        write_boundaries(source.geometry, folder / "geometry.geojson")
        if source.context is not None:
            write_context(source.context, folder / "context.geojson")
    tell("spreadsheet", 0.8)
    write_spreadsheet(folder)
    tell("reports", 0.85)
    write_reports(folder, lambda step, share: tell(step, 0.85 + 0.12 * share))
    write_datapackage(folder)
    record.write_manifest(folder, source, inputs, covered.iter_rows(named=True))


def _parts(path: Path, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file in its order, some at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=500_000, columns=list(columns)):
            yield pl.DataFrame(pl.from_arrow(batch))


def _write_tables(folder: Path, protected: Computed, source: Source, engine: Engine) -> None:
    for name, columns in tables.EDITION_TABLES.items():
        table = getattr(protected, name)
        typed = table.select(
            **{column: table[column].cast(kind) for column, kind in columns.items()}
        )
        engine.write(typed, folder / f"{name}.parquet", KEYS[name])
    # In the source's own order: that is the order in which a report tells them.
    scale_flags(source.areas).write_parquet(folder / "areas.parquet")
    if source.postcodes.height:
        source.postcodes.sort("postcode", "area").write_parquet(folder / "postcodes.parquet")
    source.groups.sort("group", "area", "valid_from").write_parquet(
        folder / "groups_members.parquet"
    )
