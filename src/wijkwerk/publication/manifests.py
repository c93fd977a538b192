"""``manifest.json``: what went in, what came out, and with what, so that anyone can recompute."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wijkwerk.publication.kinds import Kind

MANIFEST = "manifest.json"


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest(value: object) -> str:
    """SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def entry_of(path: Path) -> dict[str, Any]:
    """What a manifest says of a file: sha256 and bytes."""
    return {"sha256": file_hash(path), "bytes": path.stat().st_size}


def outputs_of(folder: Path) -> dict[str, dict[str, Any]]:
    """The entry of every file in ``folder``; without the manifest itself."""
    return {path.name: entry_of(path) for path in sorted(folder.iterdir()) if path.name != MANIFEST}


def identity(kind: Kind, name: str, inputs: Mapping[str, Any]) -> str:
    """``name`` and ten digits that change with any input, the method, or Wijkwerk's version."""
    parts = [dict(inputs), kind.method, kind.format, version("wijkwerk")]
    return f"{name}-{digest(parts)[:10]}"


def software(kind: Kind) -> dict[str, str]:
    """The versions of everything that can have a say in the bytes of a publication."""
    return {name: version(name) for name in kind.libraries}


def write_manifest(folder: Path, kind: Kind, contents: Mapping[str, Any]) -> None:
    """Write the manifest over everything that lies in ``folder``; the last file of a build."""
    document = {
        "format": kind.format,
        "method": kind.method,
        "versions": software(kind),
        **contents,
        "outputs": outputs_of(folder),
    }
    (folder / MANIFEST).write_bytes(manifest_bytes(document))


def manifest_bytes(document: Mapping[str, Any]) -> bytes:
    """The one way in which a manifest is written down."""
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)
    return f"{text}\n".encode()
