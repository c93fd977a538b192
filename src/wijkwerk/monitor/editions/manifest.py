"""What went in, what came out, and with what: the record by which anyone can recompute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wijkwerk.monitor.editions.edition import EDITION
from wijkwerk.monitor.sources.source import Source
from wijkwerk.publication import api as publication

INPUT_DIGEST = "hmac_sha256"


def inputs_of(source: Source) -> dict[str, dict[str, Any]]:
    """Per input file, by its path in the source folder: its digest with the publisher's key.

    Never a plain digest, nor a size: with either of them a reader can try what a withheld cell holds.
    """
    key = publication.publication_key()
    return {name: {INPUT_DIGEST: key.file_digest(name, path)} for name, path in _named(source)}


def _named(source: Source) -> Iterator[tuple[str, Path]]:
    for path in sorted(source.inputs):
        yield str(path.relative_to(source.folder)), path


def definitions_of(source: Source) -> dict[str, Any]:
    """What ``indicators.json`` holds: the source's settings, themes, indicators, composites."""
    return {
        "source": asdict(source.settings),
        "themes": [asdict(theme) for theme in source.themes],
        "indicators": [asdict(indicator) for indicator in source.indicators],
        "composites": [asdict(composite) for composite in source.composites],
    }


def edition_id(source: Source, inputs: Mapping[str, Any]) -> str:
    """Source id and ten digits that change with any input, the key, the method, or Wijkwerk's version.

    They are made of ``inputs_of``, so they tell of the inputs no more than those do.
    """
    return publication.identity(EDITION, source.settings.id, inputs)


def write_manifest(
    folder: Path, source: Source, inputs: Mapping[str, Any], coverage: Iterable[Mapping[str, Any]]
) -> None:
    """Write ``manifest.json`` over everything that lies in ``folder``; the last file of a build."""
    definitions = definitions_of(source)
    contents = {
        "id": edition_id(source, inputs),
        "series": source.settings.id,
        "title": asdict(source.settings.title),
        "simulated": source.settings.simulated,
        "inputs": dict(inputs),
        "inputs_key": publication.publication_key().fingerprint,
        "definitions": {
            definition["id"]: publication.digest(definition)
            for definition in (*definitions["indicators"], *definitions["composites"])
        },
        "limits": publication.digest(definitions["source"]["disclosure"]),
        "coverage": list(coverage),
    }
    publication.write_manifest(folder, EDITION, contents)
