"""A source folder into a ``Source``: the way in for every build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from wijkwerk.monitor.core.tables import AREAS, CORRESPONDENCE, GROUPS
from wijkwerk.monitor.sources.observations import connect, normalise, observation_files
from wijkwerk.monitor.sources.source import Source
from wijkwerk.monitor.sources.text_files import number_text, read_text_table
from wijkwerk.monitor.sources.toml import definitions_of, parse, settings_of
from wijkwerk.shared.problems import InputError, Problem

PUBLISHED = {
    "group": "string",
    "indicator": "string",
    "period_from": "string",
    "period_to": "string",
    "class": "string",
    "count": "float64",
    "scope": "string",  # areas (also when empty): counts of areas; total: the group as a whole
}
_TYPES = {"string": pl.String, "float64": pl.Float64}


def read_source(folder: Path, workspace: Path) -> Source:
    """Read ``folder``; big tables go to Parquet in ``workspace``.

    Raises InputError with every problem that keeps a table from being read (files or columns
    absent, malformed numbers or TOML). What the figures themselves get wrong is told by
    ``check_source``, which a build runs first.
    """
    if not folder.is_dir():
        raise InputError(
            [Problem(str(folder), None, None, "no such folder", None, "a source folder")]
        )
    problems: list[Problem] = []
    settings_file, definitions_file = folder / "source.toml", folder / "indicators.toml"
    settings = themes = indicators = composites = None
    try:
        settings = settings_of(parse(settings_file, "source"))
    except InputError as wrong:
        problems += wrong.problems
    try:
        themes, indicators, composites = definitions_of(parse(definitions_file, "indicators"))
    except InputError as wrong:
        problems += wrong.problems
    tables: dict[str, pl.DataFrame] = {}
    wanted: tuple[tuple[str, Mapping[str, str], bool], ...] = (
        ("areas", AREAS, True),
        ("groups", GROUPS, False),
        ("published", PUBLISHED, False),
    )
    inputs = [settings_file, definitions_file]
    for name, schema, required in wanted:
        path = table_file(folder, name)
        if path is None and required:
            problems.append(
                Problem(f"{name}.csv", None, None, "file is missing", None, f"{name}.csv")
            )
        if path is None:
            tables[name] = pl.DataFrame(schema={key: _TYPES[kind] for key, kind in schema.items()})
            continue
        inputs.append(path)
        try:
            tables[name] = typed(read_text_table(path), schema, path.name)
        except InputError as wrong:
            problems += wrong.problems
    pieces = []
    for path in sorted((folder / "correspondence").glob("*.csv")):
        inputs.append(path)
        try:
            pieces.append(
                typed(read_text_table(path), CORRESPONDENCE, f"correspondence/{path.name}")
            )
        except InputError as wrong:
            problems += wrong.problems
    files = observation_files(folder)
    if not files:
        problems.append(
            Problem(
                "observations.csv", None, None, "file is missing", None, "observations*.csv|parquet"
            )
        )
    normal: list[Path] = []
    with connect(workspace) as connection:
        for path in files:
            inputs.append(path)
            try:
                normal.append(normalise(connection, path, workspace))
            except InputError as wrong:
                problems += wrong.problems
    if problems or settings is None or themes is None or indicators is None or composites is None:
        raise InputError(problems)
    geometry = next((path for path in _geometries(folder) if path.is_file()), None)
    return Source(
        folder=folder,
        settings=settings,
        themes=themes,
        indicators=indicators,
        composites=composites,
        areas=tables["areas"],
        groups=tables["groups"],
        correspondence=pl.concat(pieces)
        if pieces
        else pl.DataFrame(schema={key: _TYPES[kind] for key, kind in CORRESPONDENCE.items()}),
        published_classes=tables["published"],
        observations=tuple(normal),
        geometry=geometry,
        inputs=tuple([*inputs, geometry] if geometry else inputs),
    )


def _geometries(folder: Path) -> Iterable[Path]:
    return (folder / f"geometry.{kind}" for kind in ("geojson", "gpkg", "parquet"))


def table_file(folder: Path, name: str) -> Path | None:
    """The CSV or Parquet file of a small table, or None."""
    for suffix in (".csv", ".parquet"):
        path = folder / f"{name}{suffix}"
        if path.is_file():
            return path
    return None


def typed(frame: pl.DataFrame, schema: Mapping[str, str], name: str) -> pl.DataFrame:
    """``frame`` (texts, with ``line``) with exactly the columns of ``schema``; absent ones are null.

    Raises InputError for a column that has to be there (the first of the schema) and for numbers
    that can't be read.
    """
    first = next(iter(schema))
    if first not in frame.columns:
        have = ", ".join(column for column in frame.columns if column != "line")
        raise InputError(
            [
                Problem(
                    name,
                    1,
                    first,
                    "column is missing",
                    None,
                    f"a column {first}",
                    f"The columns are: {have}.",
                )
            ]
        )
    problems: list[Problem] = []
    columns: list[pl.Expr] = []
    for column, kind in schema.items():
        if column not in frame.columns:
            columns.append(pl.lit(None, _TYPES[kind]).alias(column))
        elif kind == "string":
            columns.append(pl.col(column).cast(pl.String))
        else:
            number = number_text(pl.col(column)).cast(pl.Float64, strict=False)
            columns.append(number.alias(column))
            bad = frame.filter(pl.col(column).is_not_null() & number.is_null())
            problems += [
                Problem(
                    name, row["line"], column, "not a number", row[column], "a number such as 12.5"
                )
                for row in bad.iter_rows(named=True)
                if row[column].lower() not in (".", "x", "na", "-")
            ]
    if problems:
        raise InputError(problems)
    return frame.select(columns)
