"""Is a publication what it says it is, and is another one the same byte for byte?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from wijkwerk.publication.manifests import MANIFEST, file_hash, manifest_bytes
from wijkwerk.publication.seals import Stamp, stamp


class Publication(Protocol):
    """A publication that was opened: where it lies, and its manifest."""

    @property
    def path(self) -> Path:
        """Its folder."""

    @property
    def manifest(self) -> dict[str, Any]:
        """What ``manifest.json`` holds."""


@dataclass(frozen=True)
class Difference:
    """What isn't as it should be.

    ``kind``: changed, missing, unexpected (a file of the publication), input (what went in), key
    (what went in can't be told without the key that it was made with), method or software (what
    computed it then and what would compute it now).
    """

    file: str
    kind: str
    detail: str


def changed_files(publication: Publication) -> list[str]:
    """Files whose contents aren't what the manifest says."""
    return sorted(
        name
        for name, entry in publication.manifest["outputs"].items()
        if (publication.path / name).stat().st_size != entry["bytes"]
        or file_hash(publication.path / name) != entry["sha256"]
    )


def is_as_published(publication: Publication, name: str) -> bool:
    """Whether a file of a publication is what its manifest, as it was opened, says; now.

    A file is read once, and again when it was touched: cheap enough to ask before each download.
    """
    path = publication.path / name
    at = stamp(path)
    if at is None:
        return False
    if name == MANIFEST:
        return path.read_bytes() == manifest_bytes(publication.manifest)
    return bool(_hash_at(path, at) == publication.manifest["outputs"][name]["sha256"])


@lru_cache(maxsize=4096)
def _hash_at(path: Path, at: Stamp) -> str:
    return file_hash(path)


def differences_from_manifest(publication: Publication) -> list[Difference]:
    """Files that were changed, and files that the manifest doesn't know."""
    expected = {*publication.manifest["outputs"], MANIFEST}
    changed = [
        Difference(name, "changed", "not what the manifest says")
        for name in changed_files(publication)
    ]
    return changed + [
        Difference(entry.name, "unexpected", "not in the manifest")
        for entry in sorted(publication.path.iterdir())
        if entry.name not in expected
    ]


def differences_between(publication: Publication, again: Publication) -> list[Difference]:
    """Files, manifest included, that ``again`` (computed anew) has otherwise; first why that may be."""
    differences = []
    for name in sorted({*publication.manifest["outputs"], *again.manifest["outputs"], MANIFEST}):
        ours, theirs = publication.path / name, again.path / name
        if not ours.is_file() or not theirs.is_file():
            differences.append(Difference(name, "missing", "in only one of the two"))
        elif file_hash(ours) != file_hash(theirs):
            differences.append(Difference(name, "changed", "computing anew gives other bytes"))
    return (
        [*_other_software(publication.manifest, again.manifest), *differences]
        if differences
        else []
    )


def _other_software(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    """Why the bytes may differ while the input is the same."""
    differences = []
    if old["method"] != new["method"]:
        detail = f"computed by method {old['method']}, now it is method {new['method']}"
        differences.append(Difference(MANIFEST, "method", detail))
    for name in sorted({*old["versions"], *new["versions"]}):
        then, now = old["versions"].get(name, "none"), new["versions"].get(name, "none")
        if then != now:
            differences.append(
                Difference(MANIFEST, "software", f"made with {name} {then}, here {now}")
            )
    return differences
