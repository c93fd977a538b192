"""Is an edition what it says it is, and does its source still give it byte for byte?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.editions.manifest import INPUT_DIGEST
from wijkwerk.publication.api import (
    MANIFEST,
    Difference,
    differences_between,
    differences_from_manifest,
    other_key,
    publication_key,
)

if TYPE_CHECKING:  # the engine takes a second to import; checking files doesn't need it
    from wijkwerk.monitor.engine import EngineName

Progress = Callable[[str, float], None]


def verify_edition(
    path: Path,
    source: Path | None = None,
    engine: EngineName = "duckdb",
    progress: Progress | None = None,
) -> list[Difference]:
    """Everything that differs; empty when the edition holds.

    Without ``source`` the files are held against the manifest. With it the edition is computed
    anew, in a folder of its own, and every file is compared byte for byte, manifest included.
    That takes the key that it was made with: without it, that is the one difference told.
    Raises InputError when ``path`` isn't a whole edition, or ``source`` can't be built at all.
    """
    tell = progress or (lambda step, share: None)
    edition = Edition.open(path)
    tell("reading every file", 0.0)
    manifest = differences_from_manifest(edition)
    if source is not None:
        manifest += _recomputed(
            edition, source, engine, lambda s, share: tell(s, 0.05 + 0.95 * share)
        )
    return manifest


def _recomputed(
    edition: Edition, source: Path, engine: EngineName, tell: Progress
) -> list[Difference]:
    from wijkwerk.monitor.editions.build import build_edition

    # Other figures went in: there is no use in computing, but in naming every file.
    other = _other_inputs(edition.manifest, source)
    if other:
        return other
    with tempfile.TemporaryDirectory() as scratch:
        again = Edition.open(build_edition(source, Path(scratch), engine, tell))
        added = sorted({*again.manifest["inputs"]} - {*edition.manifest["inputs"]})
        if added:
            return [Difference(name, "input", "it was not there at the time") for name in added]
        return differences_between(edition, again)


def _other_inputs(manifest: dict[str, Any], source: Path) -> list[Difference]:
    """Files of ``source`` that aren't those the edition was built from; or that only the holder of
    another key can tell."""
    if why := other_key(manifest["inputs_key"]):
        return [Difference(MANIFEST, "key", why)]
    key = publication_key()
    differences = []
    inside = source.resolve()
    for name, entry in sorted(manifest["inputs"].items()):
        path = (source / name).resolve()
        if not path.is_relative_to(inside):
            differences.append(Difference(name, "input", "the manifest points outside the source"))
        elif not path.is_file():
            differences.append(Difference(name, "input", "it isn't in the source any more"))
        elif key.file_digest(name, path) != entry.get(INPUT_DIGEST):
            differences.append(
                Difference(name, "input", "the source's file isn't the one it was built from")
            )
    return differences
