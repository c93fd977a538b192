"""OData version 3: a wide row per area, with a description of its columns beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.monitor.sources.cbs.odata.client import Client
from wijkwerk.monitor.sources.cbs.odata.completeness import verify_row_count

Progress = Callable[[str, float], None]
PAGE = 2_000
_PLACES = ("wijkenenbuurten", "regios", "regio")


def table_of_version3(client: Client, table: str, progress: Progress) -> RawTable:
    """``table`` with whole headers ('Bevolking/Geslacht/Mannen (aantal)') instead of keys.

    The untyped data are taken: these have the signs ('.', 'x') that the typed ones make empty.
    """
    about = _every(client, f"{table}/TableInfos?$format=json")
    title = str(about[0].get("Title", table)) if about else table
    properties = _every(client, f"{table}/DataProperties?$format=json")
    headers = _headers(properties)
    place = next((key for key in headers if key.lower() in _PLACES), None)
    names: dict[str, str] = {}
    if place is not None:
        for one in _every(client, f"{table}/{place}?$format=json"):
            names[str(one.get("Key", "")).strip()] = str(one.get("Title", "")).strip()
    expected = client.count(f"{table}/UntypedDataSet/$count")
    records: list[dict[str, Any]] = []
    for page in client.rows(f"{table}/UntypedDataSet?$format=json", PAGE):
        records += page
        progress(f"downloading {table}", len(records) / max(1, expected or len(records)))
    verify_row_count(table, len(records), expected)
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


def _every(client: Client, path: str) -> list[dict[str, Any]]:
    return [one for page in client.rows(path) for one in page]


def _headers(properties: list[dict[str, Any]]) -> dict[str, str]:
    """The key of each column → the headings above it, its title and its unit."""
    groups = {one.get("ID"): one for one in properties}
    result = {}
    for one in properties:
        key = one.get("Key")
        if not key:
            continue
        path, above = [str(one.get("Title") or key).strip()], one.get("ParentID")
        while above is not None and above in groups and len(path) < 10:
            path.insert(0, str(groups[above].get("Title") or "").strip())
            above = groups[above].get("ParentID")
        unit = str(one.get("Unit") or "").strip()
        result[str(key)] = "/".join(path) + (f" ({unit})" if unit else "")
    return result
