"""Checks of observations, as queries where they lie: ten million rows need no memory.

Each check first counts in a pass over all rows; only what was found is fetched, the first rows of
each kind.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from wijkwerk.monitor.core.standard_populations import standard_population
from wijkwerk.monitor.core.standardise import TOTALS
from wijkwerk.monitor.sources.check.areas import known_codes
from wijkwerk.monitor.sources.check.jumps import check_jumps
from wijkwerk.monitor.sources.check.keys import check_keys
from wijkwerk.monitor.sources.check.published_figures import check_published_figures
from wijkwerk.monitor.sources.check.references import check_references
from wijkwerk.monitor.sources.check.rows import check_rows
from wijkwerk.monitor.sources.check.series import check_series
from wijkwerk.monitor.sources.check.vintages import check_vintages
from wijkwerk.monitor.sources.observations import connect
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import quoted


def check_observations(reading: Reading, workspace: Path, broken: bool = False) -> list[Problem]:
    """Problems of all observations that could be read.

    ``broken``: areas or settings have faults already. What would only follow from them, such as a
    reference without figures, is left out then.
    """
    if not reading.observations:
        return []
    problems: list[Problem] = []
    with connect(workspace) as con:
        _register(con, reading)
        for file in reading.observations:
            con.execute(f"CREATE OR REPLACE VIEW rows AS {file.sql}")
            problems += check_keys(con, file.name, reading)
            problems += check_rows(con, file.name)
        every = " UNION ALL ".join(
            f"SELECT *, {quoted(file.name)} AS file FROM ({file.sql})"
            for file in reading.observations
        )
        con.execute(f"CREATE OR REPLACE VIEW rows AS {every}")
        problems += check_series(con, reading)
        problems += check_published_figures(con, reading)
        if not (
            broken
            or reading.skipped
            or any(problem.severity is Severity.ERROR for problem in problems)
        ):
            problems += check_references(con, reading)
        problems += check_jumps(con)
        problems += check_vintages(con, reading)
    return problems


def _register(con: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """The known areas, indicators and ages as tables of the connection."""
    codes: set[str] = set()
    if "areas" in reading.tables:
        codes |= known_codes(reading.tables["areas"])
    for table in reading.correspondence.values():
        codes |= set(table["area_from"].drop_nulls().to_list())
    definitions = reading.definitions
    indicators = pl.DataFrame(
        [
            (
                indicator.id,
                indicator.kind.value,
                indicator.unit,
                indicator.scale,
                indicator.decimals,
            )
            for indicator in (definitions.indicators if definitions else ())
        ],
        schema={
            "id": pl.String,
            "kind": pl.String,
            "unit": pl.String,
            "scale": pl.Float64,
            "decimals": pl.Int64,
        },
        orient="row",
    )
    ids = sorted(definitions.ids) if definitions else []
    ages = [*standard_population()["age"].to_list(), *TOTALS]
    for name, frame in (
        ("areas", pl.DataFrame({"code": sorted(codes)}, schema={"code": pl.String})),
        ("ids", pl.DataFrame({"id": ids}, schema={"id": pl.String})),
        ("indicators", indicators),
        ("ages", pl.DataFrame({"age": ages}, schema={"age": pl.String}).unique("age")),
    ):
        con.register("frame", frame.to_arrow())
        con.execute(f"CREATE TABLE {name} AS FROM frame")
        con.unregister("frame")
