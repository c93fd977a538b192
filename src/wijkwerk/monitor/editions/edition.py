"""A published edition as it lies on disk: opening it is checking that it is whole.

A folder with an edition may come from anywhere: a broken copy, another version, a stranger. So
nothing of its manifest is used before it was looked at.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.core.tables import EDITION_TABLES
from wijkwerk.shared.problems import InputError, Problem

MANIFEST = "manifest.json"
DEFINITIONS = "indicators.json"
FORMAT = "1"
_COPY_AGAIN = "The copy is incomplete or damaged: copy the edition again."
_VERIFY = "`wijkwerk edition verify` names every damaged file."
# Without these there is nothing to show; other files came with later versions.
NEEDED = (
    DEFINITIONS,
    "areas.parquet",
    "figures.parquet",
    "changes.parquet",
    "groups.parquet",
    "classes.parquet",
)
# Keys of the manifest and the type of each.
_KEYS: dict[str, type[object]] = {
    "id": str, "series": str, "title": dict, "method": str, "inputs": dict, "definitions": dict,
    "limits": str, "versions": dict, "coverage": list, "outputs": dict,
}  # fmt: skip
_TYPE_NAMES: dict[type[object], str] = {dict: "an object", list: "a list", str: "a text"}
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_PARQUET_SIGN = b"PAR1"


@dataclass(frozen=True)
class Edition:
    """An edition: where it lies, its manifest, and the definitions it was computed with."""

    path: Path
    manifest: dict[str, Any]
    definitions: dict[str, Any]

    @classmethod
    def open(cls, path: Path) -> Edition:
        """Open the edition in ``path``; InputError names all that is missing or malformed.

        Contents are not hashed here: ``verify`` does that. A Parquet file that was cut off is seen.
        """
        if not path.is_dir():
            raise InputError.of(str(path), "no such edition", "a folder with a finished edition")
        manifest = _json(path / MANIFEST)
        _must_be_known(manifest, path)
        problems = [
            problem
            for name in sorted(manifest["outputs"])
            if (problem := _file_problem(path, name)) is not None
        ]
        if problems:
            raise InputError(problems)
        definitions = _json(path / DEFINITIONS)
        absent = [key for key in ("source", "themes", "indicators") if key not in definitions]
        if absent:
            raise InputError.of(
                DEFINITIONS, "keys are missing", "the definitions of an edition",
                value=", ".join(absent), suggestion=_COPY_AGAIN,
            )  # fmt: skip
        return cls(path, manifest, definitions)

    @property
    def id(self) -> str:
        """The edition's identity, which is also the name of its folder."""
        return str(self.manifest["id"])

    def table(self, name: str) -> pl.LazyFrame:
        """A table of ``tables.EDITION_TABLES``, or areas, groups_members or coverage.

        InputError when this edition has no such table.
        """
        path = self.path / f"{name}.parquet"
        if not path.is_file():
            raise InputError.of(
                self.id, "the edition has no such table", "a table that the manifest names",
                value=path.name, suggestion="It was made by another version: build it again.",
            )  # fmt: skip
        return pl.scan_parquet(path)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables of results."""
        return tuple(EDITION_TABLES)


def collect(edition: Edition, frame: pl.LazyFrame) -> pl.DataFrame:
    """The rows of ``frame``, made of tables of ``edition``; InputError when a file is damaged."""
    try:
        return frame.collect()
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise InputError.of(
            edition.id, f"a table can't be read ({str(fault).splitlines()[0]})", "whole files",
            suggestion=_VERIFY,
        ) from fault  # fmt: skip


def _must_be_known(manifest: dict[str, Any], path: Path) -> None:
    """Raise InputError unless ``manifest`` has the keys and the plain names of our format."""
    found = manifest.get("format")
    if found != FORMAT:
        newer = isinstance(found, str) and found.isdigit() and int(found) > int(FORMAT)
        raise InputError.of(
            f"{path.name}/{MANIFEST}", "unknown format", f"format {FORMAT}", value=str(found),
            suggestion="A newer Wijkwerk made it: update Wijkwerk and try again."
            if newer
            else "This isn't the manifest of an edition.",
        )  # fmt: skip
    problems = [
        Problem(
            f"{path.name}/{MANIFEST}", None, key, "missing or of a wrong type",
            None if key not in manifest else type(manifest[key]).__name__,
            _TYPE_NAMES[kind], _COPY_AGAIN,
        )
        for key, kind in _KEYS.items()
        if not isinstance(manifest.get(key), kind)
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
    outputs: dict[str, Any] = manifest["outputs"]
    for name, entry in outputs.items():
        if not _NAME.match(name):
            problems.append(
                Problem(
                    f"{path.name}/{MANIFEST}", None, "outputs", "not a plain file name", name,
                    "a file in the edition's own folder",
                    "Don't trust this edition: somebody changed its manifest.",
                )
            )  # fmt: skip
        elif not (
            isinstance(entry, dict)
            and isinstance(entry.get("bytes"), int)
            and _HASH.match(str(entry.get("sha256")))
        ):
            problems.append(
                Problem(
                    f"{path.name}/{MANIFEST}", None, f"outputs.{name}", "not a hash and a size",
                    json.dumps(entry)[:80], "sha256 (64 hexadecimal digits) and bytes",
                )
            )  # fmt: skip
    problems += [
        Problem(
            f"{path.name}/{MANIFEST}", None, "outputs", "a file isn't named", name,
            "every file of an edition", _COPY_AGAIN,
        )
        for name in NEEDED
        if name not in outputs
    ]  # fmt: skip
    if problems:
        raise InputError(problems)


def _file_problem(folder: Path, name: str) -> Problem | None:
    """What is wrong with an output as far as a glance tells; None when it seems whole."""
    path = folder / name
    if path.is_symlink():
        return Problem(
            folder.name, None, None, "a link, not a file", name, "the file itself", _COPY_AGAIN
        )
    if not path.is_file():
        return Problem(
            folder.name, None, None, "file is missing", name, "every file of the manifest",
            _COPY_AGAIN,
        )  # fmt: skip
    if path.suffix == ".parquet" and not _ends_as_parquet(path):
        return Problem(
            folder.name, None, None, "the Parquet file is cut off", name, "a whole file",
            _COPY_AGAIN,
        )  # fmt: skip
    return None


def _ends_as_parquet(path: Path) -> bool:
    if path.stat().st_size < 12:
        return False
    with path.open("rb") as stream:
        start = stream.read(4)
        stream.seek(-4, 2)
        return start == _PARQUET_SIGN and stream.read(4) == _PARQUET_SIGN


def _json(path: Path) -> dict[str, Any]:
    place = f"{path.parent.name}/{path.name}"
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError.of(
            path.parent.name, "file is missing", "a folder with a finished edition",
            value=path.name, suggestion="Is this the folder of one edition (its name ends in ten digits)?",
        ) from None  # fmt: skip
    except (ValueError, RecursionError) as fault:
        raise InputError.of(
            place, f"not JSON ({fault})", "valid JSON", suggestion=_COPY_AGAIN
        ) from None
    if not isinstance(found, dict):
        raise InputError.of(place, "not an object", "a JSON object", suggestion=_COPY_AGAIN)
    return found
