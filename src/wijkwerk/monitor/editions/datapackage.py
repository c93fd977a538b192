"""The edition's tables as a Frictionless data package, so that other software can read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from wijkwerk.monitor.core.tables import CLASSES, EDITION_TABLES
from wijkwerk.monitor.editions.columns import column

# The tables of results, then the small ones that explain them.
TABLES = (*EDITION_TABLES, "areas", "groups_members", "postcodes", "coverage")
_TYPES = {
    "string": "string", "double": "number", "float": "number", "int64": "integer",
    "int32": "integer", "bool": "boolean",
}  # fmt: skip
_TITLES = {
    "figures": "Figures with interval, base, status, distance and rank",
    "changes": "Change of each area, its reference and the distance",
    "groups": "Groups: pooled and unweighted, range, five worst",
    "group_changes": "Change of each group over the same members, and what joining and leaving did",
    "classes": "Number of areas per class of change",
    "warnings": "Early-warning scores",
    "liveability": "Composite scores: dimensions and contributions",
    "areas": "Areas with hierarchy and scale check",
    "groups_members": "Members of groups",
    "postcodes": "Areas that each postcode lies in",
    "coverage": "What is published and withheld, per indicator and level",
}
_KEYS = {
    "figures": ("indicator", "period", "area", "reference"),
    "changes": ("indicator", "area", "reference"),
    "groups": ("indicator", "period", "group", "method"),
    "group_changes": ("indicator", "group", "method"),
    "coverage": ("indicator", "level"),
    "postcodes": ("postcode", "area"),
}
_NEVER_EMPTY = (
    "areas",
    "measured",
    "same",
    "joined",
    "left",
    "count",
    "cells",
    "published",
    "withheld",
)
_ENUMS: dict[str, list[str]] = {
    "conf_status": ["F", "N"],
    "class": list(CLASSES),
    "evidence": ["firm", "cannot_tell"],
}
# Identifiers that the package's readers know, by what a source may call its licence.
_LICENCES = {
    "cc0": "CC0-1.0", "cc0-1.0": "CC0-1.0", "cc-by": "CC-BY-4.0", "cc-by-4.0": "CC-BY-4.0",
    "cc by 4.0": "CC-BY-4.0", "odc-by": "ODC-By-1.0", "odbl": "ODbL-1.0",
}  # fmt: skip


def write_datapackage(folder: Path) -> None:
    """Write ``datapackage.json`` beside the tables in ``folder``."""
    definitions = json.loads((folder / "indicators.json").read_text("utf-8"))
    source = definitions["source"]
    title = source["title"]["en"]
    package = {
        "profile": "data-package",
        "name": _plain(source["id"]),
        "id": definitions.get("edition", source["id"]),
        "title": f"{title} (simulated)"
        if source["simulated"] and "simulated" not in title.lower()
        else title,
        "description": source["notes"]["en"] or f"An edition of the outcome monitor: {title}.",
        "licenses": [{"name": _licence(source["licence"]), "title": source["licence"]}],
        "sources": [{"title": source["publisher"]}],
        "contributors": [{"title": source["publisher"], "role": "publisher"}],
        "resources": [
            _resource(folder, name) for name in TABLES if (folder / f"{name}.parquet").is_file()
        ],
    }
    text = json.dumps(package, indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", "utf-8")


def _plain(name: str) -> str:
    """``name`` as the package's readers want it: lower case, digits, . _ and -."""
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-"
        for sign in name.lower()
    )


def _licence(licence: str) -> str:
    """The licence as an identifier: a known one, or its letters, digits, dots and dashes."""
    known_licence = _LICENCES.get(licence.strip().lower())
    return known_licence or "".join(
        sign if sign.isalnum() or sign in ".-" else "-" for sign in licence
    )


def _resource(folder: Path, name: str) -> dict[str, Any]:
    path = folder / f"{name}.parquet"
    schema: dict[str, Any] = {
        "fields": [_field(part.name, str(part.type)) for part in pq.read_schema(path)]
    }
    if name in _KEYS:
        schema["primaryKey"] = list(_KEYS[name])
    return {
        "name": name.replace("_", "-"),
        "path": path.name,
        "title": _TITLES[name],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "profile": "tabular-data-resource",
        "schema": schema,
    }


def _field(name: str, kind: str) -> dict[str, Any]:
    description = column(name)
    kind_name = kind.removeprefix("large_")
    type_ = _TYPES.get(kind_name, "any")
    if type_ == "integer" and name not in _NEVER_EMPTY:
        type_ = "number"  # readers go through data frames, where an empty integer doesn't exist
    field: dict[str, Any] = {"name": name, "type": type_}
    if description.en:
        field["title"] = description.heading
        field["description"] = description.en
    constraints: dict[str, Any] = {}
    if name in _ENUMS:
        constraints["enum"] = _ENUMS[name]
    if constraints:
        field["constraints"] = constraints
    return field
