"""Flows as a Fiscal Data Package, and out of one (specification 0.3: a ZIP with ``datapackage.json``, which maps
columns of a CSV to measures with a phase and to dimensions).

Our phases as those of the specification: requested is proposed, promised approved, committed adjusted, paid executed.
What was given back or lapsed has no phase there and stands under its own name.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from wijkwerk.finance.core.flows import MOST
from wijkwerk.shared.problems import InputError
from wijkwerk.tables.api import ARCHIVE_FAULTS

DESCRIPTOR = "datapackage.json"
LARGEST = 20_000_000  # bytes of the table, unpacked
LARGEST_DESCRIPTOR = 1_000_000
_PHASES = {
    "requested": "proposed",
    "promised": "approved",
    "committed": "adjusted",
    "paid": "executed",
}
_MEASURES = (*_PHASES, "returned", "lapsed", "overhead")
# Dimensions of a package of ours: the column of flows, and which type the specification gives it.
_DIMENSIONS = {
    "code": "other", "source": "entity", "target": "entity", "kind": "classification", "activity": "activity",
    "area": "location", "begins_on": "datetime", "ends_on": "datetime", "lapses_on": "datetime", "needed": "other",
    "regime": "classification", "document": "other", "part_of": "other",
    "post": "other",
}  # fmt: skip
_NAMES = {"source": ("source", "payer", "from"), "target": ("target", "payee", "to")}
_TABLE = "data/flows.csv"


def package_of(name: str, title: str, lines: Iterable[str]) -> bytes:
    """A package with flows as lines of CSV, the names of their columns first. ``name`` is a slug."""
    descriptor = {
        "name": name,
        "title": title,
        "profiles": {"fiscal": "*", "tabular": "*"},
        "countryCode": "nl",
        "resources": [
            {
                "name": "flows",
                "path": _TABLE,
                "mediatype": "text/csv",
                "schema": {
                    "fields": [
                        {"name": column, "type": "number" if column in _MEASURES else "string"}
                        for column in (*_DIMENSIONS, *_MEASURES)
                    ]
                },
            }
        ],
        "model": {
            "measures": {measure: _measure(measure) for measure in _MEASURES},
            "dimensions": {
                column: {
                    "dimensionType": kind,
                    "primaryKey": column,
                    "attributes": {column: {"source": column}},
                }
                for column, kind in _DIMENSIONS.items()
            },
        },
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DESCRIPTOR, json.dumps(descriptor, indent=1, ensure_ascii=False))
        archive.writestr(_TABLE, "".join(lines))
    return stream.getvalue()


def _measure(name: str) -> dict[str, str]:
    phase = {"phase": _PHASES[name]} if name in _PHASES else {}
    return {"source": name, "currency": "EUR", "direction": "expenditure", **phase}


@contextmanager
def flows_of_package(path: Path) -> Iterator[Path]:
    """The table of a package as a CSV with the columns of flows, for as long as one needs it; rows keep their numbers.
    Raises InputError for what is no package, and for a model that doesn't say from whom to whom money goes."""
    try:
        with zipfile.ZipFile(path) as archive:
            columns, table = _mapped(path.name, archive)
    except (*ARCHIVE_FAULTS, csv.Error):
        raise InputError.of(path.name, "no package", f"a ZIP with {DESCRIPTOR}") from None
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / f"{path.stem}.csv"
        with copy.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            for number, row in enumerate(table, 1):
                writer.writerow([_value(column, row, number) for column in columns.values()])
        yield copy


Column = Mapping[str, Any]  # an attribute or a measure: source or constant, and a factor


def _mapped(file: str, archive: zipfile.ZipFile) -> tuple[dict[str, Column], list[dict[str, str]]]:
    """Which column of flows is which attribute or measure, and the rows of the table."""
    try:
        descriptor = json.loads(_part(file, archive, DESCRIPTOR, LARGEST_DESCRIPTOR))
        resource, model = descriptor["resources"][0], descriptor["model"]
        columns = {**_dimensions(model["dimensions"]), **_measures(file, model["measures"])}
        place = resource["path"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise InputError.of(
            file, "no package", "resources with a path, a model with measures and dimensions"
        ) from None
    for key, names in {**_NAMES, "kind": ("kind",)}.items():
        if key not in columns:
            raise InputError.of(
                file,
                "a dimension is missing",
                "a dimension called " + " or ".join(names),
                suggestion="Name it in the model of datapackage.json; a constant will do.",
            )
    # In front: a first cell such as 'Gemeente' is taken for the head of a row of totals.
    columns = {"code": {"constant": None}, **columns}
    table = csv.DictReader(io.StringIO(_part(file, archive, str(place), LARGEST)))
    rows = list(islice(table, MOST + 1))
    if len(rows) > MOST:
        raise InputError.of(file, "too many rows", f"at most {MOST}")
    for column in columns.values():
        if "constant" not in column and rows and column["source"] not in rows[0]:
            raise InputError.of(
                file, "a column is missing", f"a column {str(column['source'])[:80]} in the table"
            )
    return columns, rows


def _part(file: str, archive: zipfile.ZipFile, name: str, largest: int) -> str:
    with archive.open(name) as part:
        data = part.read(largest + 1)
    if len(data) > largest:
        raise InputError.of(file, "too large", f"{name} of at most {largest} bytes")
    return data.decode("utf-8-sig")


def _dimensions(dimensions: Mapping[str, Any]) -> dict[str, Column]:
    """Our columns that a model has a dimension for: its first attribute that is part of the key."""
    columns = {}
    for column in _DIMENSIONS:
        for name in _NAMES.get(column, (column,)):
            if name in dimensions:
                dimension = dimensions[name]
                key = dimension["primaryKey"]
                attribute = dimension["attributes"][key if isinstance(key, str) else key[0]]
                columns[column] = _column(attribute)
                break
    return columns


def _measures(file: str, measures: Mapping[str, Any]) -> dict[str, Column]:
    """Amounts by phase. Raises InputError for another currency, and for two measures of a phase."""
    columns: dict[str, Column] = {}
    by_phase = {theirs: ours for ours, theirs in _PHASES.items()}
    for name, measure in measures.items():
        ours = name if name in _MEASURES else by_phase.get(measure.get("phase", ""))
        if measure["currency"] != "EUR" or ours is None or ours in columns:
            raise InputError.of(
                file,
                "an amount that can't be placed",
                "measures in EUR, each with a phase of its own",
                value=str(name)[:80],
            )
        columns[ours] = _column(measure)
    return columns


def _column(part: Mapping[str, Any]) -> Column:
    """Raises TypeError for a source that is no name."""
    if "constant" in part:
        return {"constant": part["constant"]}
    if not isinstance(part["source"], str):
        raise TypeError
    return {"source": part["source"], "factor": part.get("factor", 1)}


def _value(column: Column, row: Mapping[str, Any], number: int) -> str:
    if "constant" in column:
        return str(number) if column["constant"] is None else str(column["constant"])
    text = str(row[column["source"]] or "")
    factor = column.get("factor", 1)
    if factor == 1 or not text:
        return text
    try:
        return str(Decimal(text) * Decimal(str(factor)))
    except ArithmeticError:
        return text  # the reader of flows says what is wrong with it, by row
