"""Records in JSON as rows: a list of objects, or objects by the code of an area, nested or not."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.archive_guard import LOCAL, Limits, Source, opened, size_of, too_big
from wijkwerk.tables.bytes_of_text import encoding_of
from wijkwerk.tables.cells import Cell, Row

SUFFIXES = (".json", ".geojson")
_LISTS = ("value", "features")
_LEVELS = ("NL", "GM", "WK", "BU")


def read_records(
    source: Source, name: str, limits: Limits = LOCAL
) -> tuple[tuple[str, ...], list[Row], int]:
    """The names of the columns, a row for each record (``line`` counts records from 1), and how many
    entries stood beside them that are no records. InputError for what isn't JSON or has none."""
    if size_of(source) > limits.size:
        raise InputError([too_big(name, limits.size)])
    with opened(source) as stream:
        body = stream.read()
    try:
        text = body.decode(encoding_of(body)[0], errors="replace")
        data = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, name))
        records = _records(data)
    except (ValueError, RecursionError) as fault:
        reason = getattr(fault, "msg", "too many brackets") + "."
        line = getattr(fault, "lineno", None)
        raise InputError(
            [Problem(name, line, None, "not JSON", None, "valid JSON", reason)]
        ) from None
    if not records:
        raise InputError([Problem(name, 1, None, "no records", None, "a list of objects")])
    # Totals and remarks beside the records have no code to know them by.
    nested = isinstance(data, dict) and not any(key in data for key in _LISTS)
    beside = sum(not _records({key: entry}) for key, entry in data.items()) if nested else 0
    headers = tuple(dict.fromkeys(key for record in records for key in record))
    rows = [
        Row(number, tuple(record.get(key) for key in headers))
        for number, record in enumerate(records, 1)
    ]
    return headers, rows, beside


def _object(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    """An object of JSON. InputError when a name stands twice in it: nobody can tell which counts."""
    members = dict(pairs)
    if len(members) < len(pairs):
        double = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise InputError(
            [
                Problem(
                    name,
                    None,
                    double,
                    "stands twice in one object",
                    double,
                    "each name once",
                    "Take one of them out; nothing tells which is meant.",
                )
            ]
        )
    return members


def _records(data: Any) -> list[dict[str, Cell]]:
    for key in _LISTS:
        if isinstance(data, dict) and isinstance(data.get(key), list):
            data = data[key]
    if isinstance(data, list):
        return [_flat(entry) for entry in data if isinstance(entry, dict)]
    if not isinstance(data, dict):
        return []
    inner = [(key, entry) for key, entry in data.items() if isinstance(entry, dict)]
    coded = [pair for pair in inner if pair[0][:2] in _LEVELS]
    if coded:
        return [{"code": key, **_flat(entry)} for key, entry in coded]
    return [record for _, entry in inner for record in _records(entry)]


def _flat(record: dict[str, Any]) -> dict[str, Cell]:
    """``record`` with what is nested brought to the top; the first of a name stays."""
    flat: dict[str, Cell] = {}
    for key, value in record.items():
        if isinstance(value, list):
            continue  # coordinates
        for name, cell in (_flat(value) if isinstance(value, dict) else {key: value}).items():
            flat.setdefault(name, cell)
    return flat
