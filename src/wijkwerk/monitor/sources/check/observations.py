"""Checks of observations, as queries over the normalised files: ten million rows need no memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from wijkwerk.areas.api import repair_code
from wijkwerk.monitor.core.definitions import Indicator, Kind
from wijkwerk.monitor.sources.check.small_tables import hint
from wijkwerk.monitor.sources.observations import NUMBERS, connect
from wijkwerk.monitor.sources.source import Source
from wijkwerk.shared.problems import Problem, Severity

MOST = 20  # of one kind in one file; the number of the rest is told
_PERIOD = r"\d{4}(-(0[1-9]|1[0-2]|Q[1-4])(-\d{2})?)?"
_STATUSES = ("A", "B", "E", "F", "I", "L", "M", "N", "C", "D", "P", "U")
JUMP = 8.0  # times the usual change (median absolute) of the indicator counts as sudden


def check_observations(source: Source, workspace: Path) -> list[Problem]:
    """Problems of all observation files of ``source`` (as normalised by ``read_source``)."""
    problems: list[Problem] = []
    names = [path.name for path in source.inputs if path.name.startswith("observations")]
    with connect(workspace) as con:
        _register(con, source)
        for name, path in zip(names, source.observations, strict=True):
            con.execute(
                f"CREATE OR REPLACE VIEW rows AS SELECT * FROM read_parquet('{_quoted(path)}')"
            )
            problems += _of_file(con, name, source)
        every = ", ".join(f"'{_quoted(path)}'" for path in source.observations)
        con.execute(
            f"CREATE OR REPLACE VIEW rows AS SELECT * FROM read_parquet([{every}], filename = true)"
        )
        files = {str(path): name for name, path in zip(names, source.observations, strict=True)}
        problems += _over_files(con, files, source)
    return problems


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _register(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """The known areas and indicators as tables of the connection."""
    areas = source.areas.select("code", "valid_from", "valid_to").unique("code", keep="last")
    old = source.correspondence["area_from"].unique()
    more = old.filter(~old.is_in(areas["code"].to_list()))
    areas = pl.concat(
        [
            areas,
            pl.DataFrame({"code": more, "valid_from": None, "valid_to": None}, schema=areas.schema),
        ]
    )
    indicators = pl.DataFrame(
        [
            (one.id, one.kind.value, one.unit, one.kind in (Kind.SURVEY, Kind.BALANCE))
            for one in source.indicators
        ],
        schema={"id": pl.String, "kind": pl.String, "unit": pl.String, "survey": pl.Boolean},
        orient="row",
    )
    con.register("areas_frame", areas.to_arrow())
    con.register("indicators_frame", indicators.to_arrow())
    con.execute("CREATE TABLE areas AS FROM areas_frame")
    con.execute("CREATE TABLE indicators AS FROM indicators_frame")


def _rows(
    con: duckdb.DuckDBPyConnection, where: str, value: str
) -> tuple[list[tuple[int, str]], int]:
    """The first rows (line, value as text) that meet ``where``, and how many there are."""
    found = con.execute(
        f"SELECT line, CAST({value} AS VARCHAR) FROM rows JOIN indicators "
        f"ON rows.indicator = indicators.id WHERE {where} ORDER BY line LIMIT {MOST + 1}"
    ).fetchall()
    total = len(found)
    if total > MOST:
        counted = con.execute(
            f"SELECT count(*) FROM rows JOIN indicators ON rows.indicator = indicators.id "
            f"WHERE {where}"
        ).fetchone()
        total = int(counted[0]) if counted else total
    return [(int(line), text) for line, text in found[:MOST]], total


def _more(name: str, column: str, code: str, total: int) -> Iterator[Problem]:
    if total > MOST:
        yield Problem(
            name,
            None,
            column,
            code,
            None,
            f"none; {total - MOST} more rows like these are in the file",
        )


def _of_file(con: duckdb.DuckDBPyConnection, name: str, source: Source) -> Iterator[Problem]:
    yield from _unread(con, name)
    yield from _unknown(con, name, source)
    share = "unit = '%' AND kind IN ('rate', 'standardised')"
    checks = (
        (
            "numerator", "numerator above denominator",
            f"{share} AND numerator > denominator", "numerator",
            "at most the denominator",
        ),
        ("numerator", "negative count", "kind = 'rate' AND numerator < 0", "numerator", "zero or more"),
        ("denominator", "negative count", "denominator < 0", "denominator", "zero or more"),
        ("base", "negative count", "base < 0", "base", "zero or more"),
        (
            "value", "impossible share", "unit = '%' AND kind = 'rate' AND (value < 0 OR value > 100)",
            "value", "a percentage between 0 and 100",
        ),
        (
            "value", "impossible answer",
            "(kind = 'survey' AND value NOT IN (0, 1)) OR (kind = 'balance' AND value NOT IN (-1, 0, 1))",
            "value", "0 or 1 (survey) or -1, 0 or 1 (balance)",
        ),
        (
            "denominator", "numerator without denominator",
            "NOT survey AND numerator IS NOT NULL AND denominator IS NULL AND base IS NULL",
            "numerator", "a denominator in the same row",
        ),
        (
            "numerator", "denominator without numerator",
            "NOT survey AND denominator IS NOT NULL AND numerator IS NULL AND value IS NULL "
            "AND status NOT IN ('N', 'C', 'D', 'L', 'M')", "denominator",
            "a numerator in the same row",
        ),
        ("weight", "impossible weight", "weight <= 0", "weight", "a weight above zero"),
        (
            "period", "malformed period",
            f"NOT regexp_full_match(coalesce(period, ''), '{_PERIOD}')", "period",
            "ISO 8601: 2012, 2012-10, 2012-Q3 or 2012-10-01",
        ),
        (
            "status", "unknown status",
            "status NOT IN (" + ", ".join(f"'{one}'" for one in _STATUSES) + ")", "status",
            "a letter of SDMX CL_OBS_STATUS, or N for withheld",
        ),
    )  # fmt: skip
    for column, code, where, value, expected in checks:
        rows, total = _rows(con, where, value)
        for line, text in rows:
            yield Problem(name, line, column, code, text, expected)
        yield from _more(name, column, code, total)


def _unread(con: duckdb.DuckDBPyConnection, name: str) -> Iterator[Problem]:
    for column in NUMBERS:
        found = con.execute(
            f"SELECT line, {column}_text, count(*) OVER () FROM rows WHERE {column}_text IS NOT NULL "
            f"ORDER BY line LIMIT {MOST}"
        ).fetchall()
        for line, text, _ in found:
            yield Problem(
                name, line, column, "not a number", text, "a number such as 12,5 or 12.5",
                "Leave the cell empty when there is no figure.",
            )  # fmt: skip
        if found:
            yield from _more(name, column, "not a number", int(found[0][2]))


def _unknown(con: duckdb.DuckDBPyConnection, name: str, source: Source) -> Iterator[Problem]:
    known = source.areas["code"].drop_nulls().to_list()
    levels = [
        level
        for level in ("neighbourhood", "district", "municipality")
        if level in set(source.areas["level"].to_list())
    ]
    for code, line, rows in con.execute(
        "SELECT area, min(line), count(*) FROM rows WHERE area IS NULL OR area NOT IN "
        f"(SELECT code FROM areas) GROUP BY area ORDER BY min(line) LIMIT {MOST}"
    ).fetchall():
        text = code or ""
        mended = next(
            (one for level in levels if (one := repair_code(text, level)) in set(known)), None
        )
        advice = f"Did you mean {mended}?" if mended else hint(text, known)
        if mended and text.isdigit():
            advice = f"{advice} Spreadsheets drop leading zeros: import the column as text."
        yield Problem(
            name, line, "area", "unknown code", code, f"the code of an area in areas.csv ({rows} rows)",
            advice,
        )  # fmt: skip
    ids = [one.id for one in source.indicators]
    for code, line, rows in con.execute(
        "SELECT indicator, min(line), count(*) FROM rows WHERE indicator IS NULL OR indicator NOT IN "
        f"(SELECT id FROM indicators) GROUP BY indicator ORDER BY min(line) LIMIT {MOST}"
    ).fetchall():
        yield Problem(
            name, line, "indicator", "unknown indicator", code,
            f"an indicator in indicators.toml ({rows} rows)", hint(code or "", ids),
        )  # fmt: skip


def _over_files(
    con: duckdb.DuckDBPyConnection, files: dict[str, str], source: Source
) -> Iterator[Problem]:
    yield from _doubles(con, files)
    yield from _outside_validity(con, files)
    yield from _moments(con, source)
    yield from _gaps(con)
    yield from _jumps(con, files)


def _doubles(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> Iterator[Problem]:
    key = "area, period, indicator, age, sex"
    found = con.execute(
        f"SELECT {key}, max(filename), max(line), min(line), count(*) FROM rows JOIN indicators "
        f"ON rows.indicator = indicators.id WHERE NOT survey GROUP BY {key} HAVING count(*) > 1 "
        f"ORDER BY max(line) LIMIT {MOST}"
    ).fetchall()
    for area, period, indicator, _, _, file, line, first, times in found:
        yield Problem(
            files[file], line, "area", "stands twice", f"{area}, {period}, {indicator}",
            f"one row; it is there {times} times, also on line {first}",
        )  # fmt: skip


def _outside_validity(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> Iterator[Problem]:
    found = con.execute(
        "SELECT filename, line, area, period FROM rows JOIN areas ON area = code "
        "WHERE (valid_from IS NOT NULL AND period < valid_from) "
        "OR (valid_to IS NOT NULL AND substr(period, 1, length(valid_to)) > valid_to) "
        f"ORDER BY line LIMIT {MOST}"
    ).fetchall()
    for file, line, area, period in found:
        yield Problem(
            files[file], line, "period", "outside the area's validity", period,
            f"a period in which {area} exists", severity=Severity.WARNING,
        )  # fmt: skip


def _moments(con: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Problem]:
    """Indicators without any figure, and base periods that have none."""
    found = dict(
        con.execute(
            "SELECT indicator, list(DISTINCT period ORDER BY period) FROM rows "
            "WHERE coalesce(numerator, value) IS NOT NULL GROUP BY indicator"
        ).fetchall()
    )
    base = source.settings.base_period
    for indicator in source.indicators:
        if indicator.kind is Kind.INDEX:
            continue
        periods = found.get(indicator.id, [])
        if not periods:
            yield Problem(
                "indicators.toml", None, indicator.id, "no figures", indicator.id,
                "observations of every indicator", severity=Severity.WARNING,
            )  # fmt: skip
            continue
        yield from _base_period(indicator, base, periods)


def _base_period(indicator: Indicator, base: str | None, periods: list[str]) -> Iterator[Problem]:
    own = indicator.base_period
    if own is not None and own not in periods:
        yield Problem(
            "indicators.toml", None, f"{indicator.id}.base_period", "base period has no figures",
            own, "one of " + ", ".join(periods),
        )  # fmt: skip
    elif own is None and base is not None and base not in periods:
        yield Problem(
            "source.toml", None, "source.base_period", "base period has no figures",
            f"{base} for {indicator.id}", "one of " + ", ".join(periods),
            f"Changes of {indicator.id} are counted from {periods[0]}, its first period, or give "
            "the indicator a base_period of its own.", severity=Severity.WARNING,
        )  # fmt: skip


def _gaps(con: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """Areas that miss a period in the middle of their own series."""
    found = con.execute(
        "WITH moments AS (SELECT DISTINCT indicator, period FROM rows WHERE "
        "coalesce(numerator, value) IS NOT NULL), numbered AS (SELECT *, dense_rank() OVER "
        "(PARTITION BY indicator ORDER BY period) AS place FROM moments), series AS (SELECT "
        "rows.indicator, area, count(DISTINCT place) AS have, max(place) - min(place) + 1 AS span "
        "FROM rows JOIN numbered USING (indicator, period) WHERE "
        "coalesce(numerator, value) IS NOT NULL GROUP BY ALL) SELECT indicator, count(*), "
        "min(area) FROM series WHERE have < span GROUP BY indicator ORDER BY indicator"
    ).fetchall()
    for indicator, areas, first in found:
        yield Problem(
            "observations", None, "period", "missing periods", str(indicator),
            f"no gaps; {areas} areas have one, {first} for instance", severity=Severity.WARNING,
        )  # fmt: skip


def _jumps(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> Iterator[Problem]:
    """Changes from one period to the next that are far beyond what the indicator usually does."""
    found = con.execute(
        "WITH figures AS (SELECT filename, line, area, indicator, period, kind, "
        "coalesce(denominator, base) AS n, CASE WHEN denominator > 0 AND kind = 'rate' THEN "
        "numerator / denominator * 100 ELSE value END AS figure FROM rows JOIN indicators ON "
        "rows.indicator = indicators.id WHERE NOT survey AND age IS NULL AND sex IS NULL), "
        "steps AS (SELECT *, figure - lag(figure) OVER (PARTITION BY area, indicator ORDER BY "
        "period) AS step, lag(figure) OVER (PARTITION BY area, indicator ORDER BY period) AS "
        "before FROM figures WHERE figure IS NOT NULL AND coalesce(n, 100) >= 100), usual AS "
        "(SELECT indicator, approx_quantile(abs(step), 0.5) AS middle, "
        "approx_quantile(abs(step), 0.99) AS wide, count(step) AS steps "
        "FROM steps GROUP BY indicator) SELECT filename, line, indicator, before, figure, "
        "count(*) OVER () FROM steps JOIN usual USING (indicator) WHERE steps >= 20 AND middle > 0 "
        f"AND abs(step) > {JUMP} * middle AND abs(step) > 2 * wide "
        f"ORDER BY abs(step) / middle DESC, line LIMIT {MOST}"
    ).fetchall()
    for file, line, indicator, before, figure, _ in found:
        yield Problem(
            files[file], line, "value", "sudden jump", f"{indicator}: {before:.4g} → {figure:.4g}",
            "a change such as the indicator usually has", "Check the figure; nothing is changed.",
            severity=Severity.WARNING,
        )  # fmt: skip
    if found and found[0][5] > MOST:
        yield Problem(
            "observations", None, "value", "sudden jump", None,
            f"fewer; {found[0][5] - MOST} more are in the files", severity=Severity.WARNING,
        )  # fmt: skip
