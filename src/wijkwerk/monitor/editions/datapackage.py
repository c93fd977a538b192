"""The edition's tables as a Frictionless data package, so that other software can read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wijkwerk.monitor.core.tables import EDITION_TABLES

_TYPES = {"string": "string", "float64": "number", "int64": "integer", "boolean": "boolean"}
_DESCRIPTIONS = {
    "value": "The figure in the indicator's unit; empty when withheld or missing.",
    "lower": "Lower limit of the 95% interval.",
    "upper": "Upper limit of the 95% interval.",
    "base": "Number of units the figure rests on, rounded.",
    "obs_status": "SDMX CL_OBS_STATUS.",
    "conf_status": "SDMX CL_CONF_STATUS: F published, N withheld, D withheld to protect another.",
    "distance": "Lag against the reference: positive is worse, whatever the direction.",
    "class": "smaller, larger, equal, at_or_better or too_few.",
    "evidence": "firm, or cannot_tell when the interval leaves the class open.",
}


def write_datapackage(folder: Path) -> None:
    """Write ``datapackage.json`` beside the tables in ``folder``."""
    source = json.loads((folder / "indicators.json").read_text("utf-8"))["source"]
    package = {
        "profile": "data-package",
        "name": source["id"],
        "title": source["title"]["en"],
        "licenses": [{"title": source["licence"], "name": _licence_name(source["licence"])}],
        "sources": [{"title": source["publisher"]}],
        "resources": [_resource(name, columns) for name, columns in EDITION_TABLES.items()],
    }
    text = json.dumps(package, indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", "utf-8")


def _licence_name(licence: str) -> str:
    """The licence as an identifier: letters, digits, dots and dashes."""
    return "".join(sign if sign.isalnum() or sign in ".-" else "-" for sign in licence)


def _resource(name: str, columns: dict[str, str]) -> dict[str, Any]:
    fields = []
    for column, kind in columns.items():
        field = {"name": column, "type": _TYPES[kind]}
        if column in _DESCRIPTIONS:
            field["description"] = _DESCRIPTIONS[column]
        fields.append(field)
    return {
        "name": name,
        "path": f"{name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "profile": "tabular-data-resource",
        "schema": {"fields": fields},
    }
