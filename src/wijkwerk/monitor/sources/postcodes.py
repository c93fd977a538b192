"""The yearly file of postcodes into ``postcodes.csv`` of a source: which postcode lies in which area.

Statistics Netherlands publishes each year the neighbourhood of every postcode with house number
(``pc6hnr20240801_gwb.csv``, eight million rows: PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024). Codes have
no letters in front and may lack leading zeros; Amsterdam's have letters inside. The file is read as a
stream, so its size costs no memory.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from wijkwerk.publication.api import hidden_folder, write_whole
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import quoted

FILE = "postcodes.csv"
_LARGEST = 4 << 30  # bytes of the table, unpacked
_MEMORY = "1GB"
_AREAS = (
    ("neighbourhood", "BU", 8, re.compile(r"buurt_?(\d{4})?", re.IGNORECASE)),
    ("district", "WK", 6, re.compile(r"wijk_?(\d{4})?", re.IGNORECASE)),
    ("municipality", "GM", 4, re.compile(r"gem(eente)?_?(\d{4})?", re.IGNORECASE)),
)
_POSTCODE = r"^[1-9][0-9]{3}[A-Z]{2}$"
_EXPECTED = "the columns PC6, Huisnummer, BuurtYYYY, WijkYYYY and GemeenteYYYY"


@dataclass(frozen=True)
class PostcodesTaken:
    """How many addresses were read and of which municipalities they were not wanted, and what came of it:
    postcodes, and those that lie in more than one area."""

    addresses: int
    elsewhere: int
    postcodes: int
    divided: int


def write_postcodes(path: Path, source: Path) -> PostcodesTaken:
    """Write ``postcodes.csv`` into the source folder ``source`` out of the yearly file ``path`` (CSV,
    gzipped or zipped): postcode, area, addresses.

    Areas are those of the lowest level that the source has. Raises InputError when the file is none of
    that kind, a postcode or a code in it can't be read, or no postcode lies in an area of the source.
    """
    areas = _areas_of(source)
    with hidden_folder(source.absolute().parent) as scratch, _connected(scratch) as con:
        table = _table(con, _unpacked(path, scratch), path.name)
        columns = _columns(con, table, path.name)
        _count(con, table, columns, path.name)
        _refuse_strange(con, table, columns, path.name)
        con.register("areas_frame", areas.to_arrow())
        con.execute("CREATE TABLE areas AS SELECT * FROM areas_frame")
        by_area = _per_area(con, columns)
        read, wanted = con.execute(
            "SELECT (SELECT sum(addresses) FROM counted), (SELECT sum(addresses) FROM placed)"
        ).fetchone() or (0, 0)
    if not by_area.height:
        raise InputError.of(
            path.name,
            "no postcode lies in an area of the source",
            "the year whose boundaries the source has",
            suggestion=f"The source has {areas['code'][0]}, for instance.",
        )
    write_whole(source / FILE, by_area.write_csv().encode())
    by_postcode = by_area.group_by("postcode").len()
    return PostcodesTaken(
        addresses=int(read or 0),
        elsewhere=int((read or 0) - (wanted or 0)),
        postcodes=by_postcode.height,
        divided=by_postcode.filter(pl.col("len") > 1).height,
    )


def _areas_of(source: Path) -> pl.DataFrame:
    """``code, level`` of the areas of a source that still exist."""
    path = next(
        (path for path in (source / "areas.csv", source / "areas.parquet") if path.is_file()), None
    )
    if path is None:
        raise InputError.of(str(source), "no table of areas", "a source folder with areas.csv")
    frame = (
        pl.read_parquet(path)
        if path.suffix == ".parquet"
        else pl.read_csv(path, infer_schema=False)
    )
    if not {"code", "level"} <= set(frame.columns):
        raise InputError.of(path.name, "column is missing", "code and level")
    if "valid_to" in frame.columns:
        frame = frame.filter(pl.col("valid_to").is_null() | (pl.col("valid_to") == ""))
    return frame.select("code", "level")


def _connected(scratch: Path) -> duckdb.DuckDBPyConnection:
    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "temp_directory": str(scratch),
    }
    con = duckdb.connect(config=limits)
    con.execute("SET enable_progress_bar = false")
    return con


def _unpacked(path: Path, scratch: Path) -> Path:
    """The CSV of a zip file; other files as they are. InputError for a zip with no or several tables."""
    if not path.is_file():
        raise InputError.of(str(path), "no such file", "the yearly file of postcodes")
    if path.suffix.lower() != ".zip":
        return path
    try:
        with zipfile.ZipFile(path) as packed:
            tables = [
                member
                for member in packed.infolist()
                if re.search(r"_gwb\.csv$", member.filename, re.I)
            ] or [
                member for member in packed.infolist() if member.filename.lower().endswith(".csv")
            ]
            if len(tables) != 1:
                raise InputError.of(
                    path.name,
                    "not one table",
                    "a file such as pc6hnr20240801_gwb.csv",
                    value=", ".join(member.filename for member in packed.infolist())[:120],
                )
            if tables[0].file_size > _LARGEST:
                raise InputError.of(
                    path.name,
                    "too large",
                    f"at most {_LARGEST:,} bytes",
                    value=f"{tables[0].file_size:,}",
                )
            out = scratch / "postcodes-unpacked.csv"
            with packed.open(tables[0]) as stream, out.open("wb") as target:
                shutil.copyfileobj(stream, target, 1 << 20)
            return out
    except zipfile.BadZipFile:
        raise InputError.of(path.name, "not a zip file", "the file as it was published") from None


def _table(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> str:
    """A SELECT that reads the file as texts, a row at a time."""
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
    except OSError as fault:
        raise InputError.of(name, f"can't be read ({fault.strerror})", "a file") from fault
    for sign in (";", ","):
        table = (
            f"read_csv({quoted(str(path))}, delim = '{sign}', header = true, all_varchar = true, "
            f"quote = '\"', strict_mode = false{', compression = gzip' if packed else ''})"
        )
        try:
            columns = con.execute(f"SELECT * FROM {table} LIMIT 0").description or []
        except duckdb.Error as fault:
            raise _unreadable(name, fault) from fault
        if len(columns) > 1:
            return table
    raise InputError.of(name, "not a table", _EXPECTED)


def _columns(con: duckdb.DuckDBPyConnection, table: str, name: str) -> dict[str, str]:
    """'postcode' and each level → the header of its column. InputError when the postcode, or every area,
    is missing."""
    headers = [
        description[0]
        for description in con.execute(f"SELECT * FROM {table} LIMIT 0").description or []
    ]
    result = {
        level: header
        for level, _, _, pattern in _AREAS
        for header in headers
        if pattern.fullmatch(header.strip())
    }
    for header in headers:
        if header.strip().lower() in ("pc6", "postcode", "postcode6"):
            result["postcode"] = header
    if "postcode" not in result or len(result) < 2:
        raise InputError.of(
            name, "columns are missing", _EXPECTED, value=", ".join(headers[:8])[:120]
        )
    return result


def _count(con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], name: str) -> None:
    """Table ``counted``: addresses per combination of texts. The one pass over the whole file."""
    headers = ", ".join(f'"{header}"' for header in columns.values())
    try:
        con.execute(
            f"CREATE TABLE counted AS SELECT {headers}, count(*) AS addresses FROM {table} GROUP BY ALL"
        )
    except duckdb.Error as fault:
        raise _unreadable(name, fault) from fault


def _refuse_strange(
    con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], name: str
) -> None:
    """InputError with the first rows whose postcode or code is none."""
    tests = [
        (columns["postcode"], f"{_bare(columns['postcode'])} NOT SIMILAR TO '{_POSTCODE[1:-1]}'")
    ]
    tests += [
        (columns[level], f"{_code(columns[level], prefix, width)} IS NULL")
        for level, prefix, width, _ in _AREAS
        if level in columns
    ]
    numbered = f"SELECT row_number() OVER () + 1 AS line, * FROM {table}"
    problems = []
    for header, test in tests:
        strange = f"coalesce({test}, true)"
        if not con.execute(f"SELECT 1 FROM counted WHERE {strange} LIMIT 1").fetchall():
            continue
        rows = con.execute(
            f'SELECT line, "{header}" FROM ({numbered}) WHERE {strange} ORDER BY line LIMIT 3'
        ).fetchall()
        expected = "a postcode such as 2512AB" if header == columns["postcode"] else "an area code"
        problems += [
            Problem(name, line, header, "can't be read", value or "", expected)
            for line, value in rows
        ]
    if problems:
        raise InputError(problems)


def _bare(header: str) -> str:
    return f"upper(replace(trim(\"{header}\"), ' ', ''))"


def _code(header: str, prefix: str, width: int) -> str:
    """SQL for a code with its letters and leading zeros; NULL for what is none."""
    bare = f"regexp_replace({_bare(header)}, '^{prefix}', '')"
    municipal = "[0-9]{4}"
    tail = {8: "[0-9A-Z]{2}[0-9]{2}", 6: "[0-9A-Z]{2}", 4: ""}[width]
    padded = f"lpad({bare}, {width}, '0')"
    return (
        f"CASE WHEN length({bare}) <= {width} AND regexp_full_match({padded}, '{municipal}{tail}') "
        f"THEN '{prefix}' || {padded} END"
    )


def _per_area(con: duckdb.DuckDBPyConnection, columns: dict[str, str]) -> pl.DataFrame:
    """``postcode, area, addresses``, of the lowest level that the source knows each address on."""
    levels = [area for area in _AREAS if area[0] in columns]
    codes = ", ".join(
        f"{_code(columns[level], prefix, width)} AS {level}" for level, prefix, width, _ in levels
    )
    con.execute(
        f"CREATE TABLE coded AS SELECT {_bare(columns['postcode'])} AS postcode, {codes}, addresses "
        "FROM counted"
    )
    joins = " ".join(
        f"LEFT JOIN areas AS at_{level} ON at_{level}.code = coded.{level}" for level, *_ in levels
    )
    lowest = ", ".join(f"at_{level}.code" for level, *_ in levels)
    con.execute(
        f"CREATE TABLE placed AS SELECT postcode, coalesce({lowest}) AS area, addresses "
        f"FROM coded {joins} WHERE coalesce({lowest}) IS NOT NULL"
    )
    rows = con.sql(
        "SELECT postcode, area, sum(addresses)::BIGINT AS addresses FROM placed "
        "GROUP BY ALL ORDER BY postcode, addresses DESC, area"
    )
    return pl.DataFrame(rows.to_arrow_table())


def _unreadable(name: str, fault: duckdb.Error) -> InputError:
    reason = " ".join(str(fault).split())[:120]
    return InputError.of(name, "can't be read", _EXPECTED, value=reason)
