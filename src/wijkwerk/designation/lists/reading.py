"""A list as it lies on disk: opening it is checking that it is whole."""

from __future__ import annotations

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
from wijkwerk.designation.lists.manifest import LIST, SCHEME
from wijkwerk.publication.api import open_manifest, read_json
from wijkwerk.shared.problems import InputError


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
        manifest = open_manifest(path, LIST)
        try:
            scheme = scheme_of(read_json(path / SCHEME, LIST))
        except (KeyError, TypeError, ValueError) as fault:
            raise InputError.of(
                f"{path.name}/{SCHEME}",
                "not a scheme",
                "the scheme of a list",
                suggestion=LIST.copy_again,
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
        id=document["id"],
        title=Label(**document["title"]),
        versions=tuple(_rules(version) for version in document["versions"]),
        authority=Label(**document["authority"]),
        list_date=document["list_date"],
        level=document["level"],
        rounds=document.get("rounds", False),
        municipalities=tuple(document.get("municipalities", ())),
        labels={code: Label(**label) for code, label in document["labels"].items()},
    )


def _rules(document: dict[str, Any]) -> Rules:
    return Rules(
        since=document["since"],
        title=Label(**document["title"]),
        source=Label.of(document["source"]),
        notes=Label(**document["notes"]),
        watch=tuple(sorted(document.get("watch", {}).items())),
        measures=tuple(
            Measure(**{**part, **_labels(part), "period": Period(**part["period"])})
            for part in document["measures"]
        ),
        criteria=tuple(
            Criterion(
                **{
                    **part,
                    **_labels(part),
                    "op": Op(part["op"]),
                    "relative_to": Relative(part["relative_to"]),
                }
            )
            for part in document["criteria"]
        ),
        statuses=tuple(
            Status(
                **{**part, **_labels(part), "of": tuple(part["of"]), "gates": tuple(part["gates"])}
            )
            for part in document["statuses"]
        ),
        scores=tuple(
            Score(
                **{
                    **part,
                    **_labels(part),
                    "scale": Scale(part["scale"]),
                    "parts": tuple((code, weight) for code, weight in part["parts"]),
                    "lower_is_worse": tuple(part["lower_is_worse"]),
                }
            )
            for part in document["scores"]
        ),
        consequences=tuple(
            Consequence(**{**part, **_labels(part)}) for part in document["consequences"]
        ),
    )


def _labels(part: dict[str, Any]) -> dict[str, Label]:
    return {
        key: Label(**part[key]) for key in ("name", "label", "description", "text") if key in part
    }
