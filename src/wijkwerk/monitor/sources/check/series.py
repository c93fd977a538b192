"""Checks over all files together: doubles, gaps, base periods, validity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import duckdb
import polars as pl

from wijkwerk.monitor.core.definitions import RESPONDENTS, Indicator, Kind
from wijkwerk.monitor.core.memberships import belongs_at
from wijkwerk.monitor.sources.check.definitions import place_of
from wijkwerk.monitor.sources.check.problem_reporting import MOST
from wijkwerk.monitor.sources.moments import is_period
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity

_FIGURE = "coalesce(numerator, value) IS NOT NULL"
# A figure that the publisher withheld is no gap.
_TOLD = f"({_FIGURE} OR status IN ('N', 'C', 'D'))"
_RESPONDENTS = tuple(map(str, RESPONDENTS))
_LISTED = 12  # periods that a message lists


def check_series(con: duckdb.DuckDBPyConnection, reading: Reading) -> list[Problem]:
    """Problems of series in view ``rows`` (with ``file``)."""
    periods = _periods(con)
    if not periods:
        return []
    _series(con, len(periods))
    figures = _with_figures(con, periods)
    problems = [*_doubles(con), *_gaps(con, periods, figures), *_outside_validity(con, reading)]
    if not reading.skipped:
        problems += [*_moments(reading, figures), *_silent_areas(con, reading)]
    return problems


def _periods(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The well-formed periods in order; also as table ``periods`` (period, id from 0)."""
    rows = con.execute("SELECT DISTINCT period FROM rows WHERE length(period) <= 10").fetchall()
    periods = sorted(period for (period,) in rows if is_period(period))
    frame = pl.DataFrame(
        {"period": periods, "id": range(len(periods))}, schema={"period": pl.String, "id": pl.Int32}
    )
    con.register("frame", frame.to_arrow())
    con.execute("CREATE OR REPLACE TEMP TABLE periods AS FROM frame")
    return periods


def _series(con: duckdb.DuckDBPyConnection, periods: int) -> None:
    """Table ``series``: per area, indicator and stratum its rows, and which periods they are of.

    The periods are bits, so a pass over ten million rows keeps one short text per series.
    """
    bits = f"bitstring_agg(periods.id, 0, {periods - 1})"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE series AS SELECT area, indicator, age, sex, "
        f"count(*) AS rows, {bits} AS seen, {bits} FILTER (WHERE {_FIGURE}) AS measured, "
        f"{bits} FILTER (WHERE {_TOLD}) AS told, "
        f"min(periods.id) FILTER (WHERE {_TOLD}) AS first, "
        f"max(periods.id) FILTER (WHERE {_TOLD}) AS last "
        "FROM rows JOIN indicators ON rows.indicator = indicators.id "
        "JOIN periods ON rows.period = periods.period "
        f"WHERE kind NOT IN {_RESPONDENTS} AND area IS NOT NULL GROUP BY ALL"
    )


def _with_figures(con: duckdb.DuckDBPyConnection, periods: list[str]) -> dict[str, list[str]]:
    """The periods in which each indicator has figures."""
    counted = con.execute(
        "SELECT indicator, bit_or(measured)::VARCHAR FROM series WHERE measured IS NOT NULL "
        "GROUP BY indicator"
    ).fetchall()
    periods_by_indicator = {
        indicator: [period for period, bit in zip(periods, bits, strict=True) if bit == "1"]
        for indicator, bits in counted
    }
    published = con.execute(
        "SELECT indicator, list(DISTINCT period ORDER BY period) FROM rows "
        "JOIN indicators ON rows.indicator = indicators.id "
        f"WHERE kind IN {_RESPONDENTS} AND {_FIGURE} GROUP BY indicator"
    ).fetchall()
    return periods_by_indicator | {
        indicator: [period for period in periods_seen if is_period(period)]
        for indicator, periods_seen in published
    }


def _doubles(con: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    doubled = "rows > bit_count(seen)"
    total = con.execute(
        f"SELECT sum(rows - bit_count(seen)) FROM series WHERE {doubled}"
    ).fetchall()[0][0]
    if not total:
        return
    key = "rows.area, rows.period, rows.indicator, rows.age, rows.sex"
    for area, period, indicator, age, sex, file, line, other, first, times, alike in con.execute(
        f"SELECT {key}, max_by(file, (file, line)), max_by(line, (file, line)), "
        "min_by(file, (file, line)), min_by(line, (file, line)), count(*), "
        "count(DISTINCT (numerator, denominator, value, base)) "
        f"FROM rows JOIN series ON {doubled} AND rows.area = series.area "
        "AND rows.indicator = series.indicator AND rows.age IS NOT DISTINCT FROM series.age "
        "AND rows.sex IS NOT DISTINCT FROM series.sex WHERE rows.period IS NOT NULL "
        f"GROUP BY {key} HAVING count(*) > 1 ORDER BY 6, 7 LIMIT {MOST}"
    ).fetchall():
        where = f"line {first}" if other == file else f"line {first} of {other}"
        stratum = "".join(f", {column}" for column in (age, sex) if column is not None)
        yield Problem(
            file,
            line,
            "area",
            "stands twice",
            f"{area}, {period}, {indicator}{stratum}",
            f"one row; there are {times}, the first on {where}",
            "They are the same: take out all but one."
            if alike == 1
            else "Their figures differ: keep the right one.",
        )
    if total > MOST:
        yield Problem(
            "observations",
            None,
            "area",
            "stands twice",
            f"{int(total):,} rows",
            "none",
            f"The first {MOST} of them are listed.",
        )


def _gaps(
    con: duckdb.DuckDBPyConnection,
    periods: list[str],
    periods_by_indicator: Mapping[str, list[str]],
) -> Iterator[Problem]:
    """Areas that miss a period in the middle of their own series, and years that all areas miss."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE moments AS SELECT indicator, id, "
        "row_number() OVER (PARTITION BY indicator ORDER BY id) AS place FROM periods JOIN "
        "(SELECT indicator, bit_or(told) AS bits FROM series GROUP BY indicator) "
        "ON get_bit(bits, id) = 1"
    )
    moments: dict[str, set[int]] = {}
    for indicator, at in con.execute("SELECT indicator, id FROM moments").fetchall():
        moments.setdefault(indicator, set()).add(at)
    for indicator, count, area, bits, first, last in con.execute(
        "SELECT s.indicator, count(*), min_by(area, (area, age, sex)), "
        "min_by(told::VARCHAR, (area, age, sex)), min_by(first, (area, age, sex)), "
        "min_by(last, (area, age, sex)) FROM series s "
        "JOIN moments a ON a.indicator = s.indicator AND a.id = first "
        "JOIN moments b ON b.indicator = s.indicator AND b.id = last "
        "WHERE bit_count(told) < b.place - a.place + 1 GROUP BY s.indicator ORDER BY ALL"
    ).fetchall():
        lacking = [
            period
            for at, period in enumerate(periods)
            if first < at < last and bits[at] == "0" and at in moments[indicator]
        ]
        after = con.execute(
            "SELECT file, min(line) FROM rows WHERE indicator = ? AND area = ? AND period > ? "
            "GROUP BY file ORDER BY file LIMIT 1",
            [indicator, area, lacking[0]],
        ).fetchall()
        file, line = after[0] if after else ("observations", None)
        also = f" {count:,} series have a gap; this is the first." if count > 1 else ""
        yield Problem(
            file,
            line,
            "period",
            "missing periods",
            f"{indicator}, {area}: {_listed(lacking)}",
            "a figure in each period of a series",
            f"Other areas have figures then.{also}",
            Severity.WARNING,
        )
    for indicator, periods_seen in sorted(periods_by_indicator.items()):
        lacking = _holes(periods_seen)
        if lacking:
            yield Problem(
                "observations",
                None,
                "period",
                "missing periods",
                f"{indicator}: {_listed(lacking)}",
                "a figure each year, as in the other years",
                "No area has figures then.",
                Severity.WARNING,
            )


def _holes(periods: list[str]) -> list[str]:
    """Years that are absent from a series that is else yearly."""
    years = [int(period) for period in periods if len(period) == 4]
    steps = [second - first for first, second in pairwise(years)]
    if len(steps) < 2 or steps.count(1) * 2 < len(steps) or set(steps) == {1}:
        return []
    return [str(year) for year in range(years[0], years[-1]) if year not in years]


def _listed(periods: list[str]) -> str:
    more = f" and {len(periods) - _LISTED} more" if len(periods) > _LISTED else ""
    return ", ".join(periods[:_LISTED]) + more


def _moments(reading: Reading, periods_by_indicator: Mapping[str, list[str]]) -> Iterator[Problem]:
    """Indicators without any figure, and base periods that have none."""
    file = reading.definitions_file
    if file is None or reading.definitions is None:
        return
    base = reading.settings.base_period if reading.settings is not None else None
    settings_name = reading.settings_file.name if reading.settings_file else "source.toml"
    base_line = (
        reading.settings_file.line("source", "base_period") if reading.settings_file else None
    )
    published = reading.tables.get("published")
    published_indicators = set() if published is None else set(published["indicator"].to_list())
    late: dict[str, list[str]] = {}
    for indicator in reading.definitions.indicators:
        if indicator.kind is Kind.INDEX:
            continue
        periods = periods_by_indicator.get(indicator.id, [])
        if not periods:
            if indicator.id not in published_indicators:
                yield Problem(
                    file.name,
                    file.line(*place_of(file, indicator.id)),
                    indicator.id,
                    "no figures",
                    None,
                    "observations of every indicator",
                    "Take it out, or add its observations.",
                    Severity.WARNING,
                )
            continue
        yield from _own_moments(reading, indicator, periods)
        if indicator.base_period is None and base is not None and base not in periods:
            late.setdefault(periods[0], []).append(indicator.id)
    for first, indicators in sorted(late.items()):
        others = f" and {len(indicators) - 3} more" if len(indicators) > 3 else ""
        yield Problem(
            settings_name,
            base_line,
            "source.base_period",
            "base period has no figures",
            f"{base} for {', '.join(indicators[:3])}{others}",
            "figures in the base period",
            f"Changes are counted from {first}, or from a base_period of the indicator itself.",
            Severity.WARNING,
        )
    if (
        base is not None
        and periods_by_indicator
        and not any(base in periods for periods in periods_by_indicator.values())
    ):
        every = sorted({period for periods in periods_by_indicator.values() for period in periods})
        yield Problem(
            settings_name,
            base_line,
            "source.base_period",
            "base period is absent",
            base,
            "one of " + _listed(every),
        )


def _own_moments(reading: Reading, indicator: Indicator, periods: list[str]) -> Iterator[Problem]:
    file = reading.definitions_file
    assert file is not None
    for key, period in (
        ("base_period", indicator.base_period),
        ("latest_period", indicator.latest_period),
    ):
        if period is not None and period not in periods:
            yield Problem(
                file.name,
                file.line(*place_of(file, indicator.id), key),
                f"{indicator.id}.{key}",
                f"{key.replace('_', ' ')} has no figures",
                period,
                "one of " + _listed(periods),
            )


def _silent_areas(con: duckdb.DuckDBPyConnection, reading: Reading) -> Iterator[Problem]:
    """Areas without any row, on levels of which other areas have rows."""
    areas = reading.tables.get("areas")
    if areas is None:
        return
    areas_seen = {code for (code,) in con.execute("SELECT DISTINCT area FROM rows").fetchall()}
    if (published := reading.tables.get("published")) is not None:
        # What is published of a group stands there, and not in its figures.
        areas_seen |= {*published["group"], *published["reference"].drop_nulls()}
    heard = areas.filter(pl.col("code").is_in(areas_seen))
    levels = set(heard["level"].drop_nulls().to_list())
    silent = areas.filter(
        pl.col("level").is_in(levels)
        & ~pl.col("code").is_in(areas_seen)
        & pl.col("valid_to").is_null()
        & pl.col("code").is_not_null()
    )
    for level in sorted(levels):
        lacking = silent.filter(pl.col("level") == level)
        if lacking.height:
            codes = lacking["code"].unique(maintain_order=True).to_list()
            more = f" and {len(codes) - 3:,} more" if len(codes) > 3 else ""
            yield Problem(
                reading.table_name("areas"),
                lacking["line"][0],
                "code",
                "area without figures",
                ", ".join(codes[:3]) + more,
                f"observations, as other areas of level {level} have",
                None,
                Severity.WARNING,
            )


def _outside_validity(con: duckdb.DuckDBPyConnection, reading: Reading) -> Iterator[Problem]:
    """Figures of an area in a period in which the table of areas says it doesn't exist."""
    areas = reading.tables.get("areas")
    if areas is None:
        return
    sound = areas.filter(
        pl.col("code").is_not_null()
        & (pl.col("valid_from").is_not_null() | pl.col("valid_to").is_not_null()).any().over("code")
    )
    if sound.is_empty():
        return
    con.register("frame", sound.select("code").unique().to_arrow())
    rows = con.execute(
        "SELECT area, rows.period, min_by(file, (file, line)) AS file, "
        "min_by(line, (file, line)) AS line, count(*) AS n "
        f"FROM rows JOIN periods USING (period) WHERE {_FIGURE} AND area IN "
        "(SELECT code FROM frame) GROUP BY ALL"
    ).fetchall()
    columns = ["area", "period", "file", "line", "count"]
    moments = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
    if moments.is_empty():
        return
    dated = sound.select("valid_from", "valid_to", area="code")
    valid = moments.join(dated, on="area").filter(belongs_at(pl.col("period")))
    outside = moments.join(valid, on=["area", "period"], how="anti").sort("file", "line").head(MOST)
    for area, period, file, line, count in outside.iter_rows():
        yield Problem(
            file,
            line,
            "period",
            "outside the area's validity",
            f"{area} in {period}",
            f"a period in which {area} exists",
            f"{count:,} rows." if count > 1 else None,
            Severity.WARNING,
        )
