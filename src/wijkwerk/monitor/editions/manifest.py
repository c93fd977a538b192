"""What went in, what came out, and with what: the record by which anyone can recompute."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wijkwerk.monitor.editions.edition import FORMAT, MANIFEST
from wijkwerk.monitor.sources.source import Source

# Raised when a rule changes so that the same input gives other figures; part of an edition's id.
METHOD = "1"
_LIBRARIES = (
    "wijkwerk", "duckdb", "ibis-framework", "numpy", "polars", "pyarrow", "scipy", "svy", "typst",
    "vl-convert-python", "xlsxwriter",
)  # fmt: skip


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest(value: object) -> str:
    """SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def inputs_of(source: Source) -> dict[str, dict[str, Any]]:
    """Per input file, by its path in the source folder: sha256 and bytes."""
    return {
        str(path.relative_to(source.folder)): {
            "sha256": file_hash(path),
            "bytes": path.stat().st_size,
        }
        for path in sorted(source.inputs)
    }


def definitions_of(source: Source) -> dict[str, Any]:
    """What ``indicators.json`` holds: the source's settings, themes, indicators, composites."""
    return {
        "source": asdict(source.settings),
        "themes": [asdict(one) for one in source.themes],
        "indicators": [asdict(one) for one in source.indicators],
        "composites": [asdict(one) for one in source.composites],
    }


def edition_id(source: Source, inputs: Mapping[str, Any]) -> str:
    """Source id and ten digits that change with any input, the method, or Wijkwerk's version."""
    return f"{source.settings.id}-{digest([inputs, METHOD, FORMAT, version('wijkwerk')])[:10]}"


def software() -> dict[str, str]:
    """The versions of everything that can have a say in an edition's bytes."""
    return {name: version(name) for name in _LIBRARIES}


def write_manifest(
    folder: Path, source: Source, inputs: Mapping[str, Any], coverage: Iterable[Mapping[str, Any]]
) -> None:
    """Write ``manifest.json`` over everything that lies in ``folder``; the last file of a build."""
    outputs = {
        path.name: {"sha256": file_hash(path), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    definitions = definitions_of(source)
    manifest = {
        "format": FORMAT,
        "id": edition_id(source, inputs),
        "series": source.settings.id,
        "title": asdict(source.settings.title),
        "simulated": source.settings.simulated,
        "method": METHOD,
        "inputs": dict(inputs),
        "definitions": {
            one["id"]: digest(one)
            for one in (*definitions["indicators"], *definitions["composites"])
        },
        "limits": digest(definitions["source"]["disclosure"]),
        "versions": software(),
        "coverage": list(coverage),
        "outputs": outputs,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")
