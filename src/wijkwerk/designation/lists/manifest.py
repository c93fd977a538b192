"""What went into a list, what came out, and with what: the record by which anyone can recompute."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wijkwerk.designation.core.scheme import Scheme

MANIFEST = "manifest.json"
SCHEME = "scheme.json"
FORMAT = "1"
# Raised when a rule changes so that the same input gives other results; part of a list's id.
METHOD = "1"
_LIBRARIES = (
    "wijkwerk", "duckdb", "ibis-framework", "numpy", "polars", "pyarrow", "scipy", "xlsxwriter",
)  # fmt: skip


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest(value: object) -> str:
    """SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def scheme_document(scheme: Scheme) -> dict[str, Any]:
    """The scheme as it was used, with what is off and what was switched on and why."""
    document = asdict(scheme)
    for version_, rules in zip(document["versions"], scheme.versions, strict=True):
        version_["off"] = sorted(rules.off())
        version_["statuses_off"] = sorted(rules.statuses_off())
    document["switched_on"] = scheme.switched_on()
    return document


def list_id(scheme: Scheme, inputs: Mapping[str, Any]) -> str:
    """Scheme id and ten digits that change with any input or option, the method, or Wijkwerk's
    version."""
    return f"{scheme.id}-{digest([dict(inputs), METHOD, FORMAT, version('wijkwerk')])[:10]}"


def software() -> dict[str, str]:
    """The versions of everything that can have a say in a list's bytes."""
    return {name: version(name) for name in _LIBRARIES}


def outputs_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Per file of a list: sha256 and bytes; without the manifest itself."""
    return {
        path.name: {"sha256": file_hash(path), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }


def write_manifest(folder: Path, contents: Mapping[str, Any]) -> None:
    """Write ``manifest.json`` over everything that lies in ``folder``; the last file of a build."""
    document = {
        "format": FORMAT, "method": METHOD, "versions": software(), **contents,
        "outputs": outputs_of(folder),
    }  # fmt: skip
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")
