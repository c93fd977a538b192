"""A published edition as it lies on disk: opening it is checking that it is whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.core.tables import EDITION_TABLES
from wijkwerk.shared.problems import InputError, Problem

MANIFEST = "manifest.json"
FORMAT = "1"


@dataclass(frozen=True)
class Edition:
    """An edition: where it lies, its manifest, and the definitions it was computed with."""

    path: Path
    manifest: dict[str, Any]
    definitions: dict[str, Any]

    @classmethod
    def open(cls, path: Path) -> Edition:
        """Open the edition in ``path``; InputError names every file that is missing or malformed.

        Contents are not hashed here: ``verify`` does that.
        """
        manifest = _json(path / MANIFEST)
        if manifest.get("format") != FORMAT:
            raise InputError(
                [
                    Problem(
                        MANIFEST, None, "format", "unknown format", str(manifest.get("format")),
                        f"format {FORMAT}", "It may have been made by another version of Wijkwerk.",
                    )
                ]
            )  # fmt: skip
        missing = [
            Problem(
                str(path.name), None, None, "file is missing", name, "every file of the manifest",
                "The copy is incomplete: copy the edition again.",
            )
            for name in sorted(manifest["outputs"])
            if not (path / name).is_file()
        ]  # fmt: skip
        if missing:
            raise InputError(missing)
        return cls(path, manifest, _json(path / "indicators.json"))

    @property
    def id(self) -> str:
        """The edition's identity, which is also the name of its folder."""
        return str(self.manifest["id"])

    def table(self, name: str) -> pl.LazyFrame:
        """A table of ``tables.EDITION_TABLES``, or areas, groups_members or coverage."""
        return pl.scan_parquet(self.path / f"{name}.parquet")

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables of results."""
        return tuple(EDITION_TABLES)


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(
            [
                Problem(
                    str(path.parent.name), None, None, "file is missing", path.name,
                    "a folder with a finished edition",
                )
            ]
        ) from None  # fmt: skip
    except ValueError as fault:
        raise InputError(
            [Problem(path.name, None, None, f"not JSON ({fault})", None, "valid JSON")]
        ) from None
    if not isinstance(found, dict):
        raise InputError([Problem(path.name, None, None, "not an object", None, "a JSON object")])
    return found
