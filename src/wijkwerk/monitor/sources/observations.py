"""Observations of any size into normalised Parquet, through DuckDB, never whole in memory.

Each row keeps the line it came from and, where a number could not be read, the text that stood
there; the check tells them, and reading stops on them.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from wijkwerk.monitor.core.tables import OBSERVATIONS
from wijkwerk.monitor.sources.text_files import (
    MISSING_SIGNS,
    WITHHELD_SIGNS,
    as_utf8,
    detect,
)
from wijkwerk.shared.problems import InputError, Problem

NUMBERS = tuple(name for name, kind in OBSERVATIONS.items() if kind == "float64")
_VALUES = ("numerator", "denominator", "value", "base")
_REQUIRED = ("area", "period", "indicator")


def connect(workspace: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB that spills to ``workspace`` and keeps within 2 GB."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '2GB'")
    connection.execute(f"SET temp_directory = {_text(str(workspace / 'spill'))}")
    connection.execute("SET enable_progress_bar = false")
    return connection


def observation_files(folder: Path) -> list[Path]:
    """The files of observations in a source folder, by name."""
    return sorted([*folder.glob("observations*.csv"), *folder.glob("observations*.parquet")])


def normalise(connection: duckdb.DuckDBPyConnection, path: Path, workspace: Path) -> Path:
    """``path`` (CSV or Parquet) as Parquet with ``line``, the columns of OBSERVATIONS, and per
    number ``<name>_text`` where it could not be read. InputError for missing columns."""
    out = workspace / f"{path.stem}-{path.suffix[1:]}.normal.parquet"
    if path.suffix == ".parquet":
        described = connection.execute(f"DESCRIBE FROM read_parquet({_text(str(path))})").fetchall()
        types = {str(row[0]).lower(): str(row[1]) for row in described}
        source = f"SELECT *, file_row_number + 1 AS line FROM read_parquet({_text(str(path))}, file_row_number = true)"
        columns = tuple(types)
    else:
        dialect = detect(path)
        readable = as_utf8(path, dialect, workspace)
        columns = dialect.columns
        types = dict.fromkeys(columns, "VARCHAR")
        names = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in columns)
        source = (
            "SELECT *, row_number() OVER () + 1 AS line FROM read_csv("
            f"{_text(str(readable))}, delim = {_text(dialect.delimiter)}, header = true, "
            f"columns = {{{names}}}, quote = '\"', escape = '\"', strict_mode = false, "
            "null_padding = true, auto_detect = false)"
        )
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        raise InputError(
            [
                Problem(
                    path.name,
                    1,
                    name,
                    "column is missing",
                    None,
                    f"a column {name}",
                    "The columns are: " + ", ".join(columns) + ".",
                )
                for name in missing
            ]
        )
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    if doubled:
        raise InputError(
            [
                Problem(path.name, 1, name, "column stands twice", name, "each once")
                for name in doubled
            ]
        )
    wanted = ["line::BIGINT AS line", *(_column(name, types) for name in OBSERVATIONS)]
    checks = [_unread(name, types) for name in NUMBERS]
    connection.execute(
        f"COPY (SELECT {', '.join([*wanted, *checks])} FROM ({source})) "
        f"TO {_text(str(out))} (FORMAT parquet, COMPRESSION zstd)"
    )
    return out


def _text(value: str) -> str:
    """``value`` as an SQL text."""
    return "'" + value.replace("'", "''") + "'"


def _is_number(name: str, types: dict[str, str]) -> bool:
    return name in types and types[name] != "VARCHAR"


def _clean(name: str) -> str:
    return f'trim("{name}")'


def _signs(name: str) -> str:
    signs = ", ".join(_text(sign) for sign in (*MISSING_SIGNS, *WITHHELD_SIGNS))
    return f"coalesce(lower({_clean(name)}), '') IN ({signs})"


def _number(name: str) -> str:
    """SQL for a number in Dutch or English notation; null when it can't be read."""
    plain = f"regexp_replace({_clean(name)}, '\\s', '', 'g')"
    return (
        f"CASE WHEN {_signs(name)} THEN NULL "
        f"WHEN regexp_full_match({plain}, '-?\\d{{1,3}}(\\.\\d{{3}})+,\\d+') "
        f"THEN try_cast(replace(replace({plain}, '.', ''), ',', '.') AS DOUBLE) "
        f"WHEN regexp_full_match({plain}, '-?\\d*,\\d+') "
        f"THEN try_cast(replace({plain}, ',', '.') AS DOUBLE) "
        f"ELSE try_cast({plain} AS DOUBLE) END"
    )


def _column(name: str, types: dict[str, str]) -> str:
    if name == "status":
        return _status(types)
    if name not in types:
        return f"NULL::{'DOUBLE' if name in NUMBERS else 'VARCHAR'} AS {name}"
    if name in NUMBERS:
        number = f'"{name}"::DOUBLE' if _is_number(name, types) else _number(name)
        return f"CASE WHEN isfinite({number}) THEN {number} END AS {name}"
    return f"nullif(trim(\"{name}\"::VARCHAR), '') AS {name}"


def _status(types: dict[str, str]) -> str:
    """The given status, or N where the publisher put a sign for 'withheld', or A, or M (blank)."""
    signs = ", ".join(_text(sign) for sign in WITHHELD_SIGNS)
    texts = [name for name in _VALUES if name in types and not _is_number(name, types)]
    withheld = " OR ".join(f"lower({_clean(name)}) IN ({signs})" for name in texts) or "false"
    present = [
        f'"{name}" IS NULL' if _is_number(name, types) else _signs(name)
        for name in _VALUES
        if name in types
    ]
    blank = " AND ".join(present) or "true"
    given = "nullif(upper(trim(\"status\"::VARCHAR)), '')" if "status" in types else "NULL"
    return (
        f"coalesce({given}, CASE WHEN {withheld} THEN 'N' WHEN {blank} THEN 'M' ELSE 'A' END) "
        "AS status"
    )


def _unread(name: str, types: dict[str, str]) -> str:
    if name not in types or _is_number(name, types):
        return f"NULL::VARCHAR AS {name}_text"
    number = _number(name)
    return (
        f"CASE WHEN NOT ({_signs(name)}) AND ({number} IS NULL OR NOT isfinite({number})) "
        f"THEN {_clean(name)} END AS {name}_text"
    )
