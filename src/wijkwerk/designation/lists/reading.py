"""A list as it lies on disk: opening it is checking that it is whole."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.designation.core.scheme import (
    Consequence,
    Criterion,
    Label,
    Measure,
    Op,
    Period,
    Relative,
    Rules,
    Scale,
    Scheme,
    Score,
    Status,
)
from wijkwerk.designation.core.tables import LIST_TABLES
from wijkwerk.designation.lists.manifest import FORMAT, MANIFEST, SCHEME
from wijkwerk.shared.problems import InputError, Problem

_AGAIN = "The copy is incomplete or damaged: copy the list again, or make it again."
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
NEEDED = (
    SCHEME, "areas.parquet", "population.parquet", "succession.parquet",
    *(f"{name}.parquet" for name in LIST_TABLES),
)  # fmt: skip


@dataclass(frozen=True)
class DesignationList:
    """A list: where it lies, its manifest, and the scheme as it was used."""

    path: Path
    manifest: dict[str, Any]
    scheme: Scheme

    @classmethod
    def open(cls, path: Path) -> DesignationList:
        """Open the list in ``path``; InputError names all that is missing or malformed.

        Contents are not hashed here: ``lists.verify`` does that.
        """
        if not path.is_dir():
            raise InputError.of(str(path), "no such list", "a folder with a finished list")
        manifest = _json(path / MANIFEST)
        _must_be_known(manifest, path)
        absent = [
            Problem(path.name, None, None, "a link, not a file" if (path / name).is_symlink()
                    else "file is missing", name, "every file of the manifest", _AGAIN)
            for name in sorted(manifest["outputs"])
            if (path / name).is_symlink() or not (path / name).is_file()
        ]  # fmt: skip
        if absent:
            raise InputError(absent)
        try:
            scheme = scheme_of(_json(path / SCHEME))
        except (KeyError, TypeError, ValueError) as fault:
            raise InputError.of(
                f"{path.name}/{SCHEME}", "not a scheme", "the scheme of a list", suggestion=_AGAIN
            ) from fault
        return cls(path, manifest, scheme)

    @property
    def id(self) -> str:
        """The list's identity, which is also the name of its folder."""
        return str(self.manifest["id"])

    @property
    def years(self) -> list[int]:
        """The years that the list has, the first one first."""
        return list(self.manifest["years"])

    def table(self, name: str) -> pl.LazyFrame:
        """A table of ``tables.LIST_TABLES``, or areas, population or succession."""
        return pl.scan_parquet(self.path / f"{name}.parquet")


def scheme_of(document: dict[str, Any]) -> Scheme:
    """The scheme of ``manifest.scheme_document``."""
    return Scheme(
        id=document["id"], title=Label(**document["title"]),
        versions=tuple(_rules(one) for one in document["versions"]),
        authority=Label(**document["authority"]), list_date=document["list_date"],
        level=document["level"],
        labels={code: Label(**one) for code, one in document["labels"].items()},
    )  # fmt: skip


def _rules(one: dict[str, Any]) -> Rules:
    return Rules(
        since=one["since"], title=Label(**one["title"]), source=one["source"],
        notes=Label(**one["notes"]),
        measures=tuple(
            Measure(**{**part, **_labels(part), "period": Period(**part["period"])})
            for part in one["measures"]
        ),
        criteria=tuple(
            Criterion(**{**part, **_labels(part), "op": Op(part["op"]),
                         "relative_to": Relative(part["relative_to"])})
            for part in one["criteria"]
        ),
        statuses=tuple(
            Status(**{**part, **_labels(part), "of": tuple(part["of"]),
                      "gates": tuple(part["gates"])})
            for part in one["statuses"]
        ),
        scores=tuple(
            Score(**{**part, **_labels(part), "scale": Scale(part["scale"]),
                     "parts": tuple((code, weight) for code, weight in part["parts"]),
                     "lower_is_worse": tuple(part["lower_is_worse"])})
            for part in one["scores"]
        ),
        consequences=tuple(Consequence(**{**part, **_labels(part)}) for part in one["consequences"]),
    )  # fmt: skip


def _labels(part: dict[str, Any]) -> dict[str, Label]:
    return {key: Label(**part[key]) for key in ("name", "label", "description", "text")
            if key in part}  # fmt: skip


_KEYS: dict[str, type[object]] = {
    "id": str, "scheme": str, "title": dict, "edition": str, "method": str, "inputs": dict,
    "options": dict, "years": list, "levels": list, "versions": dict, "outputs": dict,
    "simulated": bool,
}  # fmt: skip


def _must_be_known(manifest: dict[str, Any], path: Path) -> None:
    place = f"{path.name}/{MANIFEST}"
    found = manifest.get("format")
    if found != FORMAT:
        newer = isinstance(found, str) and found.isdigit() and int(found) > int(FORMAT)
        raise InputError.of(
            place, "unknown format", f"format {FORMAT} of a list", value=str(found),
            suggestion="A newer Wijkwerk made it: update Wijkwerk and try again."
            if newer
            else "This isn't the manifest of a list.",
        )  # fmt: skip
    problems = [
        Problem(place, None, key, "missing or of a wrong type", None, kind.__name__, _AGAIN)
        for key, kind in _KEYS.items()
        if not isinstance(manifest.get(key), kind)
    ]
    if problems:
        raise InputError(problems)
    for name, entry in manifest["outputs"].items():
        if not _NAME.match(name):
            problems.append(
                Problem(place, None, "outputs", "not a plain file name", name,
                        "a file in the list's own folder",
                        "Don't trust this list: somebody changed its manifest.")
            )  # fmt: skip
        elif not (
            isinstance(entry, dict)
            and isinstance(entry.get("bytes"), int)
            and _HASH.match(str(entry.get("sha256")))
        ):
            problems.append(
                Problem(place, None, f"outputs.{name}", "not a hash and a size", None,
                        "sha256 (64 hexadecimal digits) and bytes")
            )  # fmt: skip
    problems += [
        Problem(place, None, "outputs", "a file isn't named", name, "every file of a list", _AGAIN)
        for name in NEEDED
        if name not in manifest["outputs"]
    ]
    if problems:
        raise InputError(problems)


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError.of(
            path.parent.name, "file is missing", "a folder with a finished list", value=path.name,
            suggestion="Is this the folder of one list (its name ends in ten digits)?",
        ) from None  # fmt: skip
    except (ValueError, RecursionError) as fault:
        raise InputError.of(
            f"{path.parent.name}/{path.name}",
            f"not JSON ({fault})",
            "valid JSON",
            suggestion=_AGAIN,
        ) from None
    if not isinstance(found, dict):
        raise InputError.of(
            f"{path.parent.name}/{path.name}", "not an object", "a JSON object", suggestion=_AGAIN
        )
    return found
