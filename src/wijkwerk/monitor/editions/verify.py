"""Is an edition what it says it is, and does its source still give it byte for byte?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkwerk.monitor.editions import manifest as record
from wijkwerk.monitor.editions.changed import changed_files
from wijkwerk.monitor.editions.edition import MANIFEST, Edition

if TYPE_CHECKING:  # the engine takes a second to import; checking files doesn't need it
    from wijkwerk.monitor.engine import EngineName

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Difference:
    """What isn't as it should be.

    ``kind``: changed, missing, unexpected (a file of the edition), input (a file of the source),
    method or software (what computed it then and what would compute it now).
    """

    file: str
    kind: str
    detail: str


def verify_edition(
    path: Path,
    source: Path | None = None,
    engine: EngineName = "duckdb",
    progress: Progress | None = None,
) -> list[Difference]:
    """Everything that differs; empty when the edition holds.

    Without ``source`` the files are held against the manifest. With it the edition is computed
    anew, in a folder of its own, and every file is compared byte for byte, manifest included.
    Raises InputError when ``path`` isn't a whole edition, or ``source`` can't be built at all.
    """
    tell = progress or (lambda step, share: None)
    edition = Edition.open(path)
    known = {*edition.manifest["outputs"], MANIFEST}
    tell("reading every file", 0.0)
    found = [
        Difference(name, "changed", "not what the manifest says") for name in changed_files(path)
    ]
    found += [
        Difference(entry.name, "unexpected", "not in the manifest")
        for entry in sorted(path.iterdir())
        if entry.name not in known
    ]
    if source is not None:
        found += _recomputed(edition, source, engine, lambda s, share: tell(s, 0.05 + 0.95 * share))
    return found


def _recomputed(
    edition: Edition, source: Path, engine: EngineName, tell: Progress
) -> list[Difference]:
    from wijkwerk.monitor.editions.build import build_edition

    # Other figures went in: there is no use in computing, but in naming every file.
    other = _other_inputs(edition.manifest["inputs"], source)
    if other:
        return other
    with tempfile.TemporaryDirectory() as scratch:
        again = build_edition(source, Path(scratch), engine, tell)
        new = Edition.open(again).manifest
        added = sorted({*new["inputs"]} - {*edition.manifest["inputs"]})
        if added:
            return [Difference(name, "input", "it was not there at the time") for name in added]
        names = sorted({*edition.manifest["outputs"], *new["outputs"], MANIFEST})
        differences = []
        for name in names:
            ours, theirs = edition.path / name, again / name
            if not ours.is_file() or not theirs.is_file():
                differences.append(Difference(name, "missing", "in only one of the two"))
            elif record.file_hash(ours) != record.file_hash(theirs):
                differences.append(Difference(name, "changed", "computing anew gives other bytes"))
        return [*_other_software(edition.manifest, new), *differences] if differences else []


def _other_inputs(inputs: dict[str, Any], source: Path) -> list[Difference]:
    """Files of ``source`` that aren't those the edition was built from."""
    found = []
    inside = source.resolve()
    for name, entry in sorted(inputs.items()):
        path = (source / name).resolve()
        if not path.is_relative_to(inside):
            found.append(Difference(name, "input", "the manifest points outside the source"))
        elif not path.is_file():
            found.append(Difference(name, "input", "it isn't in the source any more"))
        elif record.file_hash(path) != entry.get("sha256"):
            found.append(
                Difference(name, "input", "the source's file isn't the one it was built from")
            )
    return found


def _other_software(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    """Why the bytes may differ while the input is the same."""
    found = []
    if old["method"] != new["method"]:
        detail = f"computed by method {old['method']}, now it is method {new['method']}"
        found.append(Difference(MANIFEST, "method", detail))
    for name in sorted({*old["versions"], *new["versions"]}):
        then, now = old["versions"].get(name, "none"), new["versions"].get(name, "none")
        if then != now:
            found.append(Difference(MANIFEST, "software", f"made with {name} {then}, here {now}"))
    return found
