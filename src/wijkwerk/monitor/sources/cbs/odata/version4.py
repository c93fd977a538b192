"""OData version 4: a row per area and measure, with code lists beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkwerk.monitor.sources.cbs.dictionary import dictionary
from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.monitor.sources.cbs.odata.client import Client, RefusedError
from wijkwerk.monitor.sources.cbs.odata.completeness import verify_row_count
from wijkwerk.monitor.sources.cbs.odata.within import begins_with, lies_within, quoted

Progress = Callable[[str, float], None]
# What CBS says where there is no value. Impossible is a blank on StatLine.
_ATTRIBUTES = {"impossible": "", "confidential": "x", "secret": "x"}
_PER_REQUEST = 40  # measures in one filter: addresses have a greatest length


def table_of_version4(
    client: Client, table: str, progress: Progress, within: tuple[str, ...] = ()
) -> RawTable:
    """``table`` wide: code, name, period when there is one, and a column per known measure.

    Measures that nobody knows are not downloaded; their headers come along, so that the report names
    them. ``within`` are beginnings of area codes: only such areas are asked for (empty: all).
    """
    about = client.json(f"{table}/Properties")
    title = str(about.get("Title", table)) if isinstance(about, dict) else table
    measures = _measures(client, table)
    dimensions = _dimensions(client, table)
    place = next((dimension for dimension in dimensions if dimension.lower() in _PLACES), None)
    if place is None:
        place = dimensions[0] if dimensions else "WijkenEnBuurten"
    period = next(
        (dimension for dimension in dimensions if dimension.lower() in ("perioden", "periods")),
        None,
    )
    names = {
        str(row["Identifier"]).strip(): str(row.get("Title", "")).strip()
        for page in client.rows(f"{table}/{place}Codes")
        for row in page
    }
    wanted_codes = [code for code, header in measures.items() if _wanted(header)]
    cells: dict[tuple[str, str], dict[str, str]] = {}
    places = begins_with(place, within)
    for start in range(0, len(wanted_codes), _PER_REQUEST):
        codes = wanted_codes[start : start + _PER_REQUEST]
        measures_clause = " or ".join(f"Measure eq '{code}'" for code in codes)
        clause = f"({measures_clause}) and ({places})" if places else measures_clause

        def part(share: float, start: int = start, width: int = len(codes)) -> None:
            progress(f"downloading {table}", (start + width * share) / len(wanted_codes))

        try:
            rows = _observations(client, table, clause, part)
        except RefusedError:
            if not places:
                raise
            # A service that can't look into a code gives the whole country, and we look ourselves.
            rows = _observations(client, table, measures_clause, part)
        for row in rows:
            code = str(row[place]).strip()
            if lies_within(code, within):
                key = (code, str(row.get(period, "")).strip() if period else "")
                cells.setdefault(key, {})[str(row["Measure"])] = _text(row)
    headers = [
        "Codering",
        "Wijken en buurten",
        *(["Perioden"] if period else []),
        *measures.values(),
    ]
    texts = []
    for (code, moment), figures in sorted(cells.items()):
        first = [code, names.get(code, ""), *([moment] if period else [])]
        texts.append([*first, *(figures.get(measure, "") for measure in measures)])
    return RawTable(table, tuple(headers), texts, list(range(1, len(texts) + 1)), title)


def _observations(
    client: Client, table: str, clause: str, progress: Callable[[float], None]
) -> list[dict[str, Any]]:
    """The observations that ``clause`` (OData, not yet quoted) asks for, as many as the service counts."""
    filter_text = quoted(clause)
    expected = client.count(f"{table}/Observations/$count?$filter={filter_text}")
    rows: list[dict[str, Any]] = []
    for page in client.rows(f"{table}/Observations?$filter={filter_text}"):
        rows += page
        progress(len(rows) / max(len(rows), expected or len(rows), 1))
    verify_row_count(table, len(rows), expected)
    return rows


_PLACES = ("wijkenenbuurten", "regios", "regio")


def _wanted(header: str) -> bool:
    meaning = dictionary().meaning(header)
    return meaning.kind == "topic" or any(
        dictionary().role_of(header, role) for role in ("change", "municipality", "level")
    )


def _measures(client: Client, table: str) -> dict[str, str]:
    """The code of each measure → its header: code, path, title and unit."""
    groups: dict[Any, tuple[str, Any]] = {
        group.get("Id"): (str(group.get("Title", "")).strip(), group.get("ParentId"))
        for page in client.rows(f"{table}/MeasureGroups")
        for group in page
    }
    result = {}
    for page in client.rows(f"{table}/MeasureCodes"):
        for measure in page:
            path, above = [str(measure.get("Title", "")).strip()], measure.get("MeasureGroupId")
            while above in groups and len(path) < 10:
                path.insert(0, groups[above][0])
                above = groups[above][1]
            unit = str(measure.get("Unit") or "").strip()
            code = str(measure["Identifier"]).strip()
            header = "/".join(path) + (f" ({unit})" if unit else "")
            role = any(
                dictionary().role_of(header, name)
                for name in ("change", "municipality", "level", "code")
            )
            result[code] = header if role else f"{code}: {header}"
    return result


def _dimensions(client: Client, table: str) -> list[str]:
    return [
        str(dimension["Identifier"])
        for page in client.rows(f"{table}/Dimensions")
        for dimension in page
        if dimension.get("Identifier")
    ]


def _text(row: dict[str, Any]) -> str:
    if row.get("StringValue") is not None:
        return str(row["StringValue"]).strip()
    value = row.get("Value")
    if value is None:
        return _ATTRIBUTES.get(str(row.get("ValueAttribute", "")).lower(), ".")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
