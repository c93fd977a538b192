"""A source folder into a ``Source``: the way in for every build."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from wijkwerk.monitor.core.definitions import Settings
from wijkwerk.monitor.sources.files import Inventory, inventory
from wijkwerk.monitor.sources.observations import Landed, connect, land
from wijkwerk.monitor.sources.small_tables import KINDS, read_or_tell
from wijkwerk.monitor.sources.source import Source
from wijkwerk.monitor.sources.toml import (
    Definitions,
    TomlFile,
    definitions_of,
    load_as,
    settings_of,
)
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import UNFINISHED


@dataclass
class Reading:
    """What could be read of a source folder, and every problem met on the way.

    ``tables`` (areas, groups, published, postcodes) and ``correspondence`` (by file name) hold frames with
    ``line``; what couldn't be read is absent or None. ``skipped`` says that some observations
    couldn't be read, so that what is absent from the others proves nothing.
    """

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    settings_file: TomlFile | None = None
    settings: Settings | None = None
    definitions_file: TomlFile | None = None
    definitions: Definitions | None = None
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    files: Inventory = field(default_factory=Inventory)
    correspondence: dict[str, pl.DataFrame] = field(default_factory=dict)
    observations: list[Landed] = field(default_factory=list)
    skipped: bool = False

    def table_name(self, name: str) -> str:
        """What people call the file of table ``name``."""
        path = self.files.tables.get(name)
        return path.name if path is not None else f"{name}.csv"


def read_source(folder: Path, workspace: Path) -> Source:
    """Read ``folder``; big tables that need repair are written anew to ``workspace``.

    Raises InputError with every problem that keeps a table from being read (files or columns
    absent, malformed numbers or TOML). What the figures themselves get wrong is told by
    ``check_source``, which a build runs first.
    """
    return as_source(read_folder(folder, workspace))


def read_folder(folder: Path, workspace: Path) -> Reading:
    """Read as much of ``folder`` as can be read; nothing is raised, everything is told."""
    reading = Reading(folder)
    try:
        reading.files = inventory(folder, reading.problems)
    except InputError as wrong:
        reading.problems += wrong.problems
        return reading
    _read_settings(reading)
    _read_definitions(reading)
    for name, path in reading.files.tables.items():
        frame = read_or_tell(path, path.name, KINDS[name], reading.problems)
        if frame is not None:
            reading.tables[name] = frame
    for path in reading.files.correspondence:
        name = f"correspondence/{path.name}"
        frame = read_or_tell(path, name, KINDS["correspondence"], reading.problems)
        if frame is not None:
            reading.correspondence[name] = frame
    workspace.mkdir(parents=True, exist_ok=True)
    with connect(workspace) as connection:
        _read_observations(connection, reading, workspace)
    return reading


def _read_settings(reading: Reading) -> None:
    try:
        file = load_as(reading.folder / "source.toml", "source")
    except InputError as wrong:
        reading.problems += wrong.problems
        return
    reading.problems += file.problems
    reading.settings_file, reading.settings = file, settings_of(file)


def _read_definitions(reading: Reading) -> None:
    try:
        file = load_as(reading.folder / "indicators.toml", "indicators")
    except InputError as wrong:
        reading.problems += wrong.problems
        return
    reading.problems += file.problems
    reading.definitions_file = file
    reading.definitions = definitions_of(file, reading.problems)


def _read_observations(
    connection: duckdb.DuckDBPyConnection, reading: Reading, workspace: Path
) -> None:
    for path in reading.files.observations:
        landed = land(connection, path, workspace, reading.problems)
        if landed is not None:
            reading.observations.append(landed)
    names = {path.name for path in reading.files.observations}
    reading.skipped = len(reading.observations) < len(names) or any(
        problem.code in UNFINISHED and problem.file in names for problem in reading.problems
    )


def as_source(reading: Reading) -> Source:
    """``reading`` as a ``Source``; raises InputError when any of its problems is an error."""
    errors = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    if errors or reading.settings is None or reading.definitions is None:
        raise InputError(errors)
    files = reading.files
    tables = {
        name: (
            reading.tables[name].drop("line")
            if name in reading.tables
            else kind.empty().drop("line")
        )
        for name, kind in KINDS.items()
    }
    pieces = [frame.drop("line") for frame in reading.correspondence.values()]
    folder = reading.folder
    inputs = [
        folder / "source.toml",
        folder / "indicators.toml",
        *files.tables.values(),
        *files.correspondence,
        *files.observations,
    ]
    return Source(
        folder=folder,
        settings=reading.settings,
        themes=reading.definitions.themes,
        indicators=reading.definitions.indicators,
        composites=reading.definitions.composites,
        areas=tables["areas"],
        groups=tables["groups"],
        correspondence=pl.concat(pieces) if pieces else tables["correspondence"],
        published_classes=tables["published"],
        postcodes=tables["postcodes"],
        observations=tuple(observation.path for observation in reading.observations),
        geometry=files.geometry,
        context=files.context,
        inputs=(*inputs, *(path for path in (files.geometry, files.context) if path is not None)),
    )
