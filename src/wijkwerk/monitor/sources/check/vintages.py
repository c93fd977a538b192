"""Checks of the boundaries that observations are on: known for every row, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb
import polars as pl

from wijkwerk.monitor.core.vintage_chains import Chains, Origin, boundaries, origin
from wijkwerk.monitor.sources.check.correspondence import (
    chains_of,
    check_correspondence,
    vintages_of,
)
from wijkwerk.monitor.sources.check.problem_reporting import MOST
from wijkwerk.monitor.sources.moments import is_period
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity

_TELL = (
    "Say it in a column vintage, or for whole periods under [vintages] in source.toml "
    "(docs/source-format.md)."
)
_LEAST = 1e-3  # of a person: what rounding of parts may add up to


def check_vintages(con: duckdb.DuckDBPyConnection, reading: Reading) -> list[Problem]:
    """Problems of the vintages of view ``rows`` (with ``file``); none without tables that hold."""
    if not reading.correspondence or reading.settings is None or check_correspondence(reading):
        return []
    of = chains_of(reading)
    pairs = _pairs(con, reading, of)
    problems = [*_unknown(pairs, of)]
    if problems:
        return problems
    problems = [
        *_nowhere(con, pairs, of),
        *_own_or_old(con, pairs, of),
        *_mixed(con, reading, pairs, of),
    ]
    return problems or [*_lost(con, reading, pairs, of)]


@dataclass(frozen=True)
class _Pair:
    """A vintage that rows give ('' for none) with a period, and the first row that has them."""

    given: str
    period: str
    file: str
    line: int
    origin: Origin


def _pairs(con: duckdb.DuckDBPyConnection, reading: Reading, of: Chains) -> list[_Pair]:
    assert reading.settings is not None
    rules = reading.settings.vintages
    return [
        _Pair(vintage, period, file, line, origin(vintage, period, of, rules))
        for vintage, period, file, line in con.execute(
            "SELECT coalesce(vintage, ''), period, min_by(file, (file, line)), "
            "min_by(line, (file, line)) FROM rows WHERE length(period) <= 10 GROUP BY 1, 2 "
            "ORDER BY 2, 1"
        ).fetchall()
        if is_period(period)
    ]


def _unknown(pairs: Iterable[_Pair], of: Chains) -> Iterator[Problem]:
    """Vintages that no table names, or from which none leads to the source's."""
    reported: set[tuple[str, str | None]] = set()
    for pair in pairs:
        vintage = pair.origin.vintage
        if pair.given and vintage is None and (pair.given, None) not in reported:
            reported.add((pair.given, None))
            yield Problem(
                pair.file,
                pair.line,
                "vintage",
                "unknown vintage",
                pair.given,
                "a vintage of a table in correspondence/",
                f"Known: {vintages_of(of)}.",
            )
        elif (
            vintage is not None
            and vintage not in of.routes
            and (pair.given, vintage) not in reported
        ):
            reported.add((pair.given, vintage))
            yield Problem(
                pair.file,
                pair.line,
                "vintage" if pair.given else "period",
                "no way to the source's boundaries",
                pair.given or f"{pair.period}, on the boundaries of {vintage}",
                f"a table from {vintage} to {of.target} in correspondence/",
                "Add the table, choose another source.vintage, or leave these figures out.",
            )


def _register(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    con.register("frame", frame.to_arrow())
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM frame")
    con.unregister("frame")


def _nowhere(
    con: duckdb.DuckDBPyConnection, pairs: Iterable[_Pair], of: Chains
) -> Iterator[Problem]:
    """Figures of areas that aren't there in their vintage, or of which it can't be known."""
    rows = [
        (pair.given, pair.period, area, pair.origin.told, pair.origin.vintage)
        for pair in pairs
        for area in of.codes
        if (
            of.parts(pair.origin.vintage, area)
            if pair.origin.told and pair.origin.vintage is not None
            else of.settled(area, pair.origin.vintage)
        )
        is None
    ]
    schema = {
        "given": pl.String,
        "period": pl.String,
        "area": pl.String,
        "told": pl.Boolean,
        "since": pl.String,
    }
    _register(con, "nowhere", pl.DataFrame(rows, schema=schema, orient="row"))
    for area, vintage_given, at, period, file, line, count in con.execute(
        "SELECT area, told, since, min(period), min_by(file, (file, line)), "
        "min_by(line, (file, line)), count(*) FROM rows JOIN nowhere USING (period, area) "
        f"WHERE coalesce(vintage, '') = given GROUP BY 1, 2, 3 ORDER BY 5, 6 LIMIT {MOST}"
    ).fetchall():
        more = f" {count:,} rows." if count > 1 else ""
        if vintage_given:
            yield Problem(
                file,
                line,
                "area",
                "no area of its vintage",
                f"{area}, on the boundaries of {at}",
                f"an area that is there in {at}, as the tables in correspondence/ say",
                f"Mend the vintage or the code, or add a row for {area} to the table from {at}."
                f"{more}",
            )
        else:
            yield Problem(
                file,
                line,
                "vintage",
                "vintage isn't known",
                f"{area} in {period}",
                "the boundaries that the figure is on: several tables apply to this code, or none",
                _TELL + more,
            )


def _own_or_old(
    con: duckdb.DuckDBPyConnection, pairs: Iterable[_Pair], of: Chains
) -> Iterator[Problem]:
    """An area that begins later but has a figure already, beside a figure that it gets a part of:
    is it on the new boundaries, or was the area there before and does the table forget it?"""
    rows = [
        (pair.period, to, area, pair.origin.vintage)
        for pair in pairs
        if not pair.origin.told and pair.origin.vintage is not None
        for area, parts in of.weights(pair.origin.vintage).items()
        for to in parts
        if of.parts(pair.origin.vintage, to) is None
    ]
    schema = {"period": pl.String, "area": pl.String, "feeder": pl.String, "since": pl.String}
    _register(con, "own_or_old", pl.DataFrame(rows, schema=schema, orient="row"))
    for area, feeder, at, period, file, line, count in con.execute(
        "WITH here AS (SELECT own_or_old.*, rows.* EXCLUDE (area, period) FROM rows "
        "JOIN own_or_old USING (area, period) WHERE vintage IS NULL) "
        "SELECT here.area, min(feeder), min(since), min(here.period), "
        "min_by(here.file, (here.file, here.line)), min_by(here.line, (here.file, here.line)), "
        "count(*) FROM here JOIN rows AS old ON old.area = feeder AND old.period = here.period "
        "AND old.indicator = here.indicator AND old.age IS NOT DISTINCT FROM here.age "
        "AND old.sex IS NOT DISTINCT FROM here.sex AND old.vintage IS NULL "
        f"GROUP BY 1 ORDER BY 5, 6 LIMIT {MOST}"
    ).fetchall():
        more = f" {count:,} rows." if count > 1 else ""
        yield Problem(
            file,
            line,
            "vintage",
            "vintage isn't known",
            f"{area} in {period}, beside {feeder} of which it gets a part",
            f"the boundaries that the figure is on: the tables let {area} begin after {at}",
            f"{_TELL} Or add a row for {area} to the table from {at}, when it was there already."
            f"{more}",
        )


def _mixed(
    con: duckdb.DuckDBPyConnection, reading: Reading, pairs: list[_Pair], of: Chains
) -> Iterator[Problem]:
    """Figures of two vintages that make one figure of an area of the source."""
    assert reading.settings is not None
    ways = boundaries(
        of, [(pair.given or None, pair.period) for pair in pairs], reading.settings.vintages
    )
    _register(con, "origins", ways.origins)
    _register(con, "moves", ways.moves)
    key = "area_to, rows.period, rows.indicator, rows.age, rows.sex"
    for area, period, indicator, file, line, first in con.execute(
        f"SELECT area_to, rows.period, rows.indicator, max_by(file, (file, line)), "
        f"max_by(line, (file, line)), min_by(rows.area, (file, line)) FROM rows "
        "JOIN origins ON origins.vintage = coalesce(rows.vintage, '') "
        "AND origins.period = rows.period "
        "JOIN moves ON moves.origin = origins.origin AND moves.area_from = rows.area "
        f"GROUP BY {key} HAVING count(DISTINCT moves.origin) > 1 ORDER BY 4, 5 LIMIT {MOST}"
    ).fetchall():
        yield Problem(
            file,
            line,
            "vintage",
            "two vintages for one figure",
            f"{area}, {period}, {indicator}",
            "figures of one vintage for each area and period",
            f"It also follows from {first} on other boundaries: keep one of them.",
        )


def _lost(
    con: duckdb.DuckDBPyConnection, reading: Reading, pairs: list[_Pair], of: Chains
) -> Iterator[Problem]:
    """Counts that aren't the same over the country before and after."""
    import ibis

    from wijkwerk.monitor.core.figures import counts, without_strata
    from wijkwerk.monitor.core.meta import indicator_table
    from wijkwerk.monitor.core.vintages import to_vintage, with_origin

    settings, definitions = reading.settings, reading.definitions
    if settings is None or definitions is None:
        return
    ibis.options.sql.fuse_selects = False
    _register(con, "moved_codes", pl.DataFrame({"area": of.codes}, schema={"area": pl.String}))
    _register(con, "meta", indicator_table(definitions.indicators, (), settings.disclosure))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE moved_rows AS SELECT * EXCLUDE (file, line) FROM rows "
        "WHERE area IN (FROM moved_codes)"
    )
    tables = ibis.duckdb.from_connection(con)
    cells = without_strata(
        counts(
            with_origin(tables.table("moved_rows"), tables.table("origins")), tables.table("meta")
        )
    )
    after = to_vintage(cells, tables.table("moves"))
    sums = []
    for table in (cells, after):
        with_counts = table.filter(table.numerator.notnull() & table.denominator.notnull())
        totals = with_counts.group_by("indicator", "period").aggregate(
            count=with_counts.numerator.sum(), base=with_counts.denominator.sum()
        )
        sums.append(con.sql(ibis.to_sql(totals, dialect="duckdb")).pl())
    both = sums[0].join(sums[1], on=["indicator", "period"], how="left", suffix="_after")
    both = both.with_columns(pl.col("count_after", "base_after").fill_null(0.0))
    off = (pl.col("base") - pl.col("base_after")).abs() > _LEAST
    off |= (pl.col("count") - pl.col("count_after")).abs() > _LEAST
    for row in both.filter(off).sort("indicator", "period").head(MOST).iter_rows(named=True):
        less = row["base"] - row["base_after"]
        share = f" ({less / row['base']:.1%})" if row["base"] and less > 0 else ""
        yield Problem(
            "correspondence",
            None,
            "weight",
            "counts aren't conserved",
            f"{row['indicator']}, {row['period']}: {row['base']:,.0f} becomes "
            f"{row['base_after']:,.0f}{share}",
            "as much on the new boundaries as on the old",
            "Areas of which a part has no figure have none themselves."
            if less > 0
            else "Some figures are on the new boundaries already, beside those of the old areas.",
            Severity.WARNING,
        )
