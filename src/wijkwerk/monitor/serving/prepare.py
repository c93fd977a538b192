"""From an edition to the file that the site reads: the same rows, in the orders that pages ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from wijkwerk.monitor.core.tables import EDITION_TABLES
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.editions.main_references import links, own_references
from wijkwerk.monitor.serving.borders import borders, boundaries, context
from wijkwerk.monitor.serving.layout import serving_path
from wijkwerk.monitor.serving.similar import find_twins
from wijkwerk.monitor.serving.spreads import QUESTION as SPREADS
from wijkwerk.publication.api import is_intact
from wijkwerk.served.api import making, new_store

Progress = Callable[[str], None]
MEMORY_LIMIT = "2GB"
# A change of the tables below raises LAYOUT in layout.py.

# Sorted by area for portraits and selections, by indicator for lists, maps and rankings. DuckDB
# keeps the smallest and largest value of each block, so a sorted column is its own index.
_BIG = {
    "figures": ("area", "indicator", "main DESC", "reference", "period"),
    "changes": ("area", "indicator", "main DESC", "reference"),
}
_BY_INDICATOR = {
    "figures": ("indicator", "period", "main DESC", "level", "area"),
    "changes": ("indicator", "main DESC", "level", "area"),
}
_NO_POSTCODES = "NULL::VARCHAR AS postcode, NULL::VARCHAR AS area, NULL::DOUBLE AS addresses"
_TYPES = {"string": "VARCHAR", "float64": "DOUBLE", "int64": "BIGINT", "boolean": "BOOLEAN"}
_SMALL = {
    "groups": ('"group"', "indicator", "period"),
    "group_changes": ('"group"', "indicator", "method"),
    "classes": ("indicator", '"group"'),
    "warnings": ("area", "indicator", "period"),
    "liveability": ("area", "composite", "period"),
}


def prepare(edition: Edition, cache: Path, tell: Progress = lambda step: None) -> Path:
    """Write the serving file of ``edition`` into ``cache`` unless it is there, intact; gives its path.

    ``tell`` hears each step.
    """
    final = serving_path(edition, cache)
    if is_intact(final):
        return final
    with making(final) as (building, scratch):
        default, own = scratch / "links.parquet", scratch / "own.parquet"
        links(edition).write_parquet(default)
        own_references(edition).write_parquet(own)
        with new_store(building, scratch, MEMORY_LIMIT) as con:
            con.read_parquet(str(default)).create_view("links")
            con.read_parquet(str(own)).create_view("own")
            _fill(con, edition.path, tell)
            con.execute("DROP VIEW links; DROP VIEW own; DROP VIEW published")
    return final


def _fill(con: duckdb.DuckDBPyConnection, folder: Path, tell: Progress) -> None:
    for name, order in _BIG.items():
        tell(f"{name} by area")
        con.read_parquet(str(folder / f"{name}.parquet")).create_view("published", replace=True)
        rows = (
            f"SELECT {_typed(name)}, "
            "t.reference IS NOT DISTINCT FROM coalesce(o.reference, l.reference) AS main "
            "FROM published t LEFT JOIN links l ON l.area = t.area "
            "LEFT JOIN own o ON o.indicator = t.indicator"
        )
        _numbered(con, name, rows, order)
        tell(f"{name} by indicator")
        again = f"SELECT * EXCLUDE (place) FROM {name}"
        _numbered(con, f"{name}_by_indicator", again, _BY_INDICATOR[name])
    for name, order in _SMALL.items():
        columns_present = _published(con, folder / f"{name}.parquet")
        con.execute(
            f"CREATE TABLE {name} AS SELECT {_typed(name, columns_present)} FROM published t "
            f"ORDER BY {', '.join(order)}"
        )
    con.execute(
        "CREATE TABLE periods AS SELECT indicator, level, period, count(value) AS measured "
        "FROM figures_by_indicator WHERE main GROUP BY ALL ORDER BY ALL"
    )
    con.execute(f"CREATE TABLE spreads AS {SPREADS}")
    # Portraits and comparisons want the last moment only. Rows lie in the order of periods.
    con.execute(
        "CREATE TABLE latest AS SELECT f.* EXCLUDE (place) FROM figures f SEMI JOIN ("
        "SELECT coalesce(max(place) FILTER (value IS NOT NULL), max(place)) AS place "
        "FROM figures GROUP BY area, indicator, reference) USING (place) "
        "ORDER BY area, indicator, main DESC, reference"
    )
    both = ", ".join(
        f"{moment}.{bound} AS {bound}_{number}"
        for number, moment in enumerate(("a", "b"))
        for bound in ("value", "lower", "upper")
    )
    # What a change against any other reference is worked out from.
    con.execute(
        f"CREATE TABLE moments AS SELECT c.area, c.level, c.indicator, {both} FROM changes c "
        "LEFT JOIN figures a ON a.main AND a.area = c.area AND a.indicator = c.indicator "
        "AND a.period = c.period_from "
        "LEFT JOIN figures b ON b.main AND b.area = c.area AND b.indicator = c.indicator "
        "AND b.period = c.period_to "
        "WHERE c.main ORDER BY c.area, c.indicator"
    )
    con.execute("CREATE TABLE moments_by_indicator AS FROM moments ORDER BY indicator, level, area")
    columns_present = _published(con, folder / "postcodes.parquet")
    columns = "postcode, area, addresses" if "postcode" in columns_present else _NO_POSTCODES
    con.execute(
        f"CREATE TABLE postcodes AS SELECT {columns} FROM published ORDER BY postcode, addresses DESC"
    )
    tell("areas that are alike")
    latest = con.sql(
        "SELECT area, level, indicator, arg_max(value, period) AS value FROM figures "
        "WHERE main AND value IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).to_arrow_table()
    _store(con, "twins", find_twins(pl.DataFrame(latest)))
    tell("boundaries")
    geometry = folder / "geometry.geojson"
    areas = pl.read_parquet(folder / "areas.parquet").unique("code", keep="last")
    parents = dict(areas.select("code", "parent").iter_rows())
    levels = dict(areas.select("code", "level").iter_rows())
    _store(con, "boundaries", boundaries(geometry, parents))
    _store(con, "neighbours", borders(geometry, levels))
    _store(con, "context", context(folder / "context.geojson", geometry))


def _published(con: duckdb.DuckDBPyConnection, path: Path) -> set[str]:
    """View ``published`` of a table, without rows where an edition of an earlier version lacks it;
    gives the columns that it has."""
    if not path.is_file():
        con.execute("CREATE OR REPLACE VIEW published AS SELECT NULL AS nothing WHERE false")
        return set()
    rows = con.read_parquet(str(path))
    rows.create_view("published", replace=True)
    return set(rows.columns)


def _typed(name: str, columns_present: set[str] | None = None) -> str:
    """The columns of a table with their declared types: what is read has one type everywhere. A
    column that isn't ``columns_present`` (None: all are) is empty."""
    return ", ".join(
        f'{expression}::{_TYPES[kind]} AS "{column}"'
        for column, kind in EDITION_TABLES[name].items()
        for expression in [
            f't."{column}"' if columns_present is None or column in columns_present else "NULL"
        ]
    )


def _numbered(con: duckdb.DuckDBPyConnection, name: str, rows: str, order: tuple[str, ...]) -> None:
    """A table in this order, with each row's ``place``: where the API goes on after a page."""
    con.execute(
        f"CREATE TABLE {name} AS SELECT row_number() OVER () AS place, * "
        f"FROM ({rows} ORDER BY {', '.join(order)})"
    )


def _store(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    con.register("frame", frame.to_arrow())
    con.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
    con.unregister("frame")
