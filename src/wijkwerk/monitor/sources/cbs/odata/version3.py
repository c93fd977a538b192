"""OData version 3: a wide row per area, with a description of its columns beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.monitor.sources.cbs.odata.client import Client, RefusedError
from wijkwerk.monitor.sources.cbs.odata.completeness import verify_row_count
from wijkwerk.monitor.sources.cbs.odata.within import begins_with, lies_within, quoted

Progress = Callable[[str, float], None]
PAGE = 2_000
_PLACES = ("wijkenenbuurten", "regios", "regio")


def table_of_version3(
    client: Client, table: str, progress: Progress, within: tuple[str, ...] = ()
) -> RawTable:
    """``table`` with whole headers ('Bevolking/Geslacht/Mannen (aantal)') instead of keys.

    The untyped data are taken: these have the signs ('.', 'x') that the typed ones make empty.
    ``within`` are beginnings of area codes: only such areas are asked for (empty: all).
    """
    about = _every(client, f"{table}/TableInfos?$format=json")
    title = str(about[0].get("Title", table)) if about else table
    properties = _every(client, f"{table}/DataProperties?$format=json")
    headers = _headers(properties)
    place = next((key for key in headers if key.lower() in _PLACES), None)
    names: dict[str, str] = {}
    if place is not None:
        for record in _every(client, f"{table}/{place}?$format=json"):
            names[str(record.get("Key", "")).strip()] = str(record.get("Title", "")).strip()
    clause = begins_with(place, within) if place is not None else ""
    try:
        records = _records(client, table, clause, progress)
    except RefusedError:
        if not clause:
            raise
        records = _records(client, table, "", progress)
    if place is not None:
        records = [record for record in records if lies_within(str(record.get(place, "")), within)]
    keys = [
        key for key in dict.fromkeys(key for record in records for key in record) if key != "ID"
    ]
    shown = [headers.get(key, key) for key in keys]
    rows = [
        ["" if record.get(key) is None else str(record[key]) for key in keys] for record in records
    ]
    if place is not None and names:
        shown = ["name", *shown]
        rows = [
            [names.get(str(record.get(place, "")).strip(), ""), *row]
            for record, row in zip(records, rows, strict=True)
        ]
    return RawTable(table, tuple(shown), rows, list(range(1, len(rows) + 1)), title)


def _records(client: Client, table: str, clause: str, progress: Progress) -> list[dict[str, Any]]:
    """The rows that ``clause`` (OData, not yet quoted; '' for all) asks for, as the service counts them."""
    filter_query = f"$filter={quoted(clause)}" if clause else ""
    expected = client.count(f"{table}/UntypedDataSet/$count?{filter_query}".rstrip("?"))
    records: list[dict[str, Any]] = []
    path = f"{table}/UntypedDataSet?$format=json" + (f"&{filter_query}" if filter_query else "")
    for page in client.rows(path, PAGE):
        records += page
        progress(f"downloading {table}", len(records) / max(1, expected or len(records)))
    verify_row_count(table, len(records), expected)
    return records


def _every(client: Client, path: str) -> list[dict[str, Any]]:
    return [row for page in client.rows(path) for row in page]


def _headers(properties: list[dict[str, Any]]) -> dict[str, str]:
    """The key of each column → the headings above it, its title and its unit."""
    groups = {column_property.get("ID"): column_property for column_property in properties}
    result = {}
    for column_property in properties:
        key = column_property.get("Key")
        if not key:
            continue
        path, above = (
            [str(column_property.get("Title") or key).strip()],
            column_property.get("ParentID"),
        )
        while above is not None and above in groups and len(path) < 10:
            path.insert(0, str(groups[above].get("Title") or "").strip())
            above = groups[above].get("ParentID")
        unit = str(column_property.get("Unit") or "").strip()
        result[str(key)] = "/".join(path) + (f" ({unit})" if unit else "")
    return result
