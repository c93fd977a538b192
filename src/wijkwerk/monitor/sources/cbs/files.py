"""Tables out of files, as texts: StatLine CSV, yearly wide files, spreadsheets, JSON.

Nothing is interpreted here; only preambles, separators and encodings are got out of the way.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, mode
from typing import Any

from wijkwerk.monitor.sources.cbs.spreadsheets import sheets
from wijkwerk.shared.problems import InputError, Problem

DELIMITERS = (";", ",", "\t", "|")
MOST_BYTES = 2_000_000_000  # of an unpacked file; the whole country of one year is about 10 MB
JSON = (".json", ".geojson")
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True)
class RawTable:
    """A table as texts: ``rows`` are as wide as ``headers``; ``lines`` say where each row stood.

    ``title`` is what stood above it, ``notes`` the number of rows that were notes and no data.
    """

    file: str
    headers: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    title: str = ""
    notes: int = 0


def read_tables(path: Path) -> list[RawTable]:
    """The tables of ``path``; a spreadsheet can have several. InputError when it can't be read."""
    if not path.is_file():
        raise InputError(
            [Problem(str(path), None, None, "no such file", None, "a file with key figures")]
        )
    if path.stat().st_size == 0:
        raise InputError([empty(path.name)])
    suffixes = [one.lower() for one in path.suffixes]
    if suffixes and suffixes[-1] in SPREADSHEETS:
        found = [_table(name, rows) for name, rows in sheets(path)]
        tables = [one for one in found if one is not None]
    elif any(one in JSON for one in suffixes[-2:]):
        tables = [_json_table(path.name, _text(path))]
    else:
        one = _table(path.name, _csv_rows(_text(path)))
        tables = [one] if one else []
    if not tables:
        raise InputError([empty(path.name)])
    return tables


def empty(name: str) -> Problem:
    """The problem of a file without a table in it."""
    return Problem(
        name,
        1,
        None,
        "file is empty",
        None,
        "a row of headers and rows of figures",
        "Download the table again.",
    )


def _text(path: Path) -> str:
    """The text of a file, unpacked when it is gzipped, in whatever encoding it is."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(data)) as stream:
                data = stream.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise InputError(
                [
                    Problem(
                        path.name,
                        None,
                        None,
                        "damaged gzip file",
                        None,
                        "a file that can be unpacked",
                        "Download it again.",
                    )
                ]
            ) from None
        if len(data) > MOST_BYTES:
            raise InputError(
                [Problem(path.name, None, None, "file is too big", None, "at most 2 GB unpacked")]
            )
    if data[:4] == b"PK\x03\x04":
        raise InputError(
            [
                Problem(
                    path.name,
                    None,
                    None,
                    "is a zip file or a spreadsheet",
                    None,
                    "a CSV, or a spreadsheet whose name ends in .xlsx",
                    "Unpack it, or give the file its own extension.",
                )
            ]
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _csv_rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows with the line on which each starts; the separator is the one that fits best."""
    head = text[:200_000].splitlines()[:25]
    best, most = ";", 0
    for sign in DELIMITERS:
        widths = [len(row) for row in csv.reader(head, delimiter=sign) if len(row) > 1]
        # As many cells as possible on as many lines as possible.
        filled = mode(widths) * widths.count(mode(widths)) if widths else 0
        if filled > most:
            best, most = sign, filled
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=best)
    start = 1
    for row in reader:
        rows.append((start, row))
        start = reader.line_num + 1
    return rows


def _table(name: str, rows: Iterable[tuple[int, list[str]]]) -> RawTable | None:
    """The table in ``rows``, without the title above it, the notes below it and empty columns."""
    filled = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    several = [row for _, row in filled if len(row) > 1]
    if not several:
        return None
    # Headers are the first row that is as wide as the others and about as full.
    wide = mode(len(row) for row in several)
    full = median(_full(row) for row in several if len(row) == wide) / 2
    first = next(
        (n for n, (_, row) in enumerate(filled) if len(row) >= wide and _full(row) >= full), None
    )
    if first is None:
        return None
    title = " ".join(cell.strip() for _, row in filled[:first] for cell in row if cell.strip())
    headers = [cell.strip().lstrip("\ufeff") for cell in filled[first][1]]
    body = filled[first + 1 :]
    # StatLine's own layout has the units, and the name of the first column, in a second row.
    if body and not headers[0] and _is_units(body[0][1]):
        units = [cell.strip() for cell in body[0][1]]
        units += [""] * (len(headers) - len(units))
        headers = [units[0]] + [
            f"{one} ({unit})" if unit else one
            for one, unit in zip(headers[1:], units[1:], strict=False)
        ]
        body = body[1:]
    width = len(headers)
    while width and not headers[width - 1]:
        width -= 1
    kept, lines, notes, problems = [], [], first, []
    for line, row in body:
        if len(row) < 2 <= width:
            notes += 1  # 'Bron: CBS'
            continue
        extra = [cell for cell in row[width:] if cell.strip()]
        if extra or len(row) < min(width, len(headers)):
            problems.append(
                Problem(
                    name,
                    line,
                    None,
                    "too many cells" if extra else "row is cut off",
                    str(len(row)),
                    f"{width} cells, as many as there are headers",
                    "Is the file whole? Download it again.",
                )
            )
            continue
        kept.append(row[:width])
        lines.append(line)
    if problems:
        raise InputError(problems[:20])
    if not kept:
        return None
    return RawTable(name, tuple(headers[:width]), kept, lines, title, notes)


def _full(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_units(row: list[str]) -> bool:
    """Whether a row under the headers names the first column and has no number in it."""
    cells = [cell.strip() for cell in row]
    words = [cell for cell in cells[1:] if cell]
    units = ("aantal", "%", "euro", "x 1 000 euro", "kwh", "km", "ha", "code", "omschrijving")
    return bool(cells[0]) and bool(words) and any(one.lower() in units for one in words)


def _json_table(name: str, text: str) -> RawTable:
    """A table out of JSON: a list of records, or records by area code, nested or not."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as fault:
        raise InputError(
            [Problem(name, fault.lineno, None, "not JSON", None, "valid JSON", fault.msg + ".")]
        ) from None
    records = _records(data)
    if not records:
        raise InputError([empty(name)])
    # Totals and remarks beside the records have no code to know them by.
    beside = len(data) - 1 if isinstance(data, dict) and "value" not in data else 0
    headers = list(dict.fromkeys(key for record in records for key in record))
    rows = [[_cell(record.get(key)) for key in headers] for record in records]
    return RawTable(name, tuple(headers), rows, list(range(1, len(rows) + 1)), "", beside)


def _records(data: Any) -> list[dict[str, Any]]:
    for key in ("value", "features"):
        if isinstance(data, dict) and isinstance(data.get(key), list):
            data = data[key]
    if isinstance(data, list):
        return [_flat(one) for one in data if isinstance(one, dict)]
    if not isinstance(data, dict):
        return []
    inner = [(key, one) for key, one in data.items() if isinstance(one, dict)]
    coded = [pair for pair in inner if pair[0][:2] in ("NL", "GM", "WK", "BU")]
    if coded:
        return [{"code": key, **_flat(one)} for key, one in coded]
    return [record for _, one in inner for record in _records(one)]


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """``record`` with what is nested brought to the top; the first of a name stays."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, list):
            continue  # coordinates
        for name, one in (_flat(value) if isinstance(value, dict) else {key: value}).items():
            found.setdefault(name, one)
    return found


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
