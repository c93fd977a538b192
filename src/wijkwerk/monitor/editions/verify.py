"""Is an edition what it says it is, and does its source still give it byte for byte?"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from wijkwerk.monitor.editions.edition import MANIFEST, Edition
from wijkwerk.monitor.editions.manifest import file_hash
from wijkwerk.monitor.engine import EngineName


@dataclass(frozen=True)
class Difference:
    """A file that isn't what it should be: ``kind`` is changed, missing, unexpected or input."""

    file: str
    kind: str
    detail: str


def changed_files(path: Path) -> list[str]:
    """Files of an edition whose contents aren't what its manifest says."""
    edition = Edition.open(path)
    return sorted(
        name
        for name, entry in edition.manifest["outputs"].items()
        if file_hash(path / name) != entry["sha256"]
    )


def verify_edition(
    path: Path, source: Path | None = None, engine: EngineName = "duckdb"
) -> list[Difference]:
    """Everything that differs; empty when the edition holds.

    Without ``source`` the files are held against the manifest. With it the edition is computed
    anew, in a folder of its own, and every file is compared byte for byte, manifest included.
    """
    edition = Edition.open(path)
    known = {*edition.manifest["outputs"], MANIFEST}
    found = [
        Difference(name, "changed", "not what the manifest says") for name in changed_files(path)
    ]
    found += [
        Difference(entry.name, "unexpected", "not in the manifest")
        for entry in sorted(path.iterdir())
        if entry.name not in known
    ]
    if source is not None:
        found += _recomputed(edition, source, engine)
    return found


def _recomputed(edition: Edition, source: Path, engine: EngineName) -> list[Difference]:
    from wijkwerk.monitor.editions.build import build_edition

    with tempfile.TemporaryDirectory() as scratch:
        again = build_edition(source, Path(scratch), engine)
        new = Edition.open(again).manifest
        old_inputs, new_inputs = edition.manifest["inputs"], new["inputs"]
        inputs = [
            Difference(name, "input", "the source's file isn't the one it was built from")
            for name in sorted({*old_inputs, *new_inputs})
            if old_inputs.get(name) != new_inputs.get(name)
        ]
        if inputs:
            return inputs
        names = sorted({*edition.manifest["outputs"], *new["outputs"], MANIFEST})
        differences = []
        for name in names:
            ours, theirs = edition.path / name, again / name
            if not ours.is_file() or not theirs.is_file():
                differences.append(Difference(name, "missing", "in only one of the two"))
            elif file_hash(ours) != file_hash(theirs):
                differences.append(Difference(name, "changed", "computing anew gives other bytes"))
        return differences
