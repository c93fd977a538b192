"""Areas, periods, indicators and statuses of a file of observations: known and well-formed?"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from wijkwerk.areas.api import repair_code
from wijkwerk.monitor.sources.check.problem_reporting import MOST, and_more, near, rows
from wijkwerk.monitor.sources.moments import EXPECTED, hint, is_period
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import printable

_KEYS = ("area", "period", "indicator", "status")
_STATUSES = ("A", "B", "C", "D", "E", "F", "I", "L", "M", "N", "P", "U")
_LOST_ZEROS = "Spreadsheets drop leading zeros: import the column as text."
# What SQL can tell of a period; days of the calendar are looked at one by one.
_PERIOD = r"(1[89]|2[01])\d\d(-(Q[1-4]|(0[1-9]|1[0-2])(-\d\d)?))?|2200"


def check_keys(con: duckdb.DuckDBPyConnection, name: str, reading: Reading) -> list[Problem]:
    """Problems of the keys in view ``rows``; leaves their distinct values in table ``keys``."""
    sets = ", ".join(f"({key})" for key in _KEYS)
    which = " ".join(f"WHEN grouping({key}) = 0 THEN '{key}'" for key in _KEYS)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE keys AS SELECT CASE {which} END AS key, "
        f"coalesce({', '.join(_KEYS)}) AS value, count(*) AS count, min(line) AS line "
        f"FROM rows GROUP BY GROUPING SETS ({sets})"
    )
    return [
        *_empty(con, name),
        *_areas(con, name, reading),
        *_indicators(con, name, reading),
        *_periods(con, name),
        *_statuses(con, name),
    ]


def _bad(
    con: duckdb.DuckDBPyConnection, key: str, where: str
) -> tuple[list[tuple[str, int, int]], int]:
    """The first values of ``key`` that meet ``where`` (value, rows, line), and how many there are."""
    faulty_rows = con.execute(
        f"SELECT value, count, line, count(*) OVER () FROM keys WHERE key = '{key}' AND "
        f"value IS NOT NULL AND {where} ORDER BY line, value LIMIT {MOST}"
    ).fetchall()
    return [(value, count, line) for value, count, line, _ in faulty_rows], faulty_rows[0][
        3
    ] if faulty_rows else 0


def _rest(name: str, column: str, code: str, total: int) -> Iterator[Problem]:
    if total > MOST:
        yield Problem(
            name,
            None,
            column,
            code,
            f"{total:,} values",
            "none",
            f"The first {MOST} of them are listed.",
        )


def _empty(con: duckdb.DuckDBPyConnection, name: str) -> Iterator[Problem]:
    what = {
        "area": "the code of an area",
        "period": EXPECTED,
        "indicator": "the id of an indicator",
    }
    for key, count, line in con.execute(
        "SELECT key, count, line FROM keys WHERE value IS NULL ORDER BY key"
    ).fetchall():
        if key in what:
            yield Problem(name, line, key, "cell is empty", None, what[key], rows(count))


def _areas(con: duckdb.DuckDBPyConnection, name: str, reading: Reading) -> Iterator[Problem]:
    table = reading.tables.get("areas")
    if table is None:
        return
    codes = set(table["code"].drop_nulls().to_list())
    levels = [
        level
        for level in ("neighbourhood", "district", "municipality")
        if level in set(table["level"].to_list())
    ]
    faulty, total = _bad(con, "area", "value NOT IN (SELECT code FROM areas)")
    for code, count, line in faulty:
        repaired = (repair_code(code, level) for level in levels)
        mended = [
            code_repaired
            for code_repaired in repaired
            if code_repaired is not None and code_repaired in codes
        ]
        if mended and code.replace(".0", "").isdigit():
            advice: str | None = f"Did you mean {' or '.join(dict.fromkeys(mended))}? {_LOST_ZEROS}"
        else:
            advice = f"Did you mean {mended[0]}?" if mended else near(code, codes)
        yield Problem(
            name,
            line,
            "area",
            "unknown code",
            printable(code),
            "the code of an area in areas.csv",
            and_more(advice, rows(count)),
        )
    yield from _rest(name, "area", "unknown code", total)


def _indicators(con: duckdb.DuckDBPyConnection, name: str, reading: Reading) -> Iterator[Problem]:
    if reading.definitions is None:
        return
    faulty, total = _bad(con, "indicator", "value NOT IN (SELECT id FROM ids)")
    for indicator, count, line in faulty:
        yield Problem(
            name,
            line,
            "indicator",
            "unknown indicator",
            printable(indicator),
            "the id of an indicator in indicators.toml",
            and_more(near(indicator, reading.definitions.ids), rows(count)),
        )
    yield from _rest(name, "indicator", "unknown indicator", total)


def _periods(con: duckdb.DuckDBPyConnection, name: str) -> Iterator[Problem]:
    malformed = f"NOT regexp_full_match(value, '{_PERIOD}')"
    days = "length(value) = 10 AND try_cast(value AS DATE) IS NULL"
    faulty, total = _bad(con, "period", f"({malformed} OR ({days}))")
    for text, count, line in faulty:
        assert not is_period(text)
        yield Problem(
            name,
            line,
            "period",
            "malformed period",
            printable(text),
            EXPECTED,
            and_more(hint(text), rows(count)),
        )
    yield from _rest(name, "period", "malformed period", total)


def _statuses(con: duckdb.DuckDBPyConnection, name: str) -> Iterator[Problem]:
    statuses = ", ".join(f"'{status}'" for status in _STATUSES)
    faulty, total = _bad(con, "status", f"value NOT IN ({statuses})")
    for text, count, line in faulty:
        yield Problem(
            name,
            line,
            "status",
            "unknown status",
            printable(text),
            "a letter of SDMX CL_OBS_STATUS such as A, E or M, or N for withheld",
            and_more("Leave it empty for an ordinary figure.", rows(count)),
        )
    yield from _rest(name, "status", "unknown status", total)
    for text, advice in (("M", "Read as missing."),):
        for count, line in con.execute(
            "SELECT count, line FROM keys WHERE key = 'status' AND value = ?", [text]
        ).fetchall():
            yield Problem(
                name,
                line,
                None,
                "rows without a figure",
                f"{count:,}",
                "a figure",
                advice,
                Severity.NOTE,
            )
