"""A published edition as it lies on disk: opening it is checking that it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.core.tables import EDITION_TABLES
from wijkwerk.publication.api import Kind, open_manifest, read_json
from wijkwerk.shared.problems import InputError

DEFINITIONS = "indicators.json"
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
EDITION = Kind(
    word="edition",
    article="an",
    # 2: digests of inputs are keyed, and of what is withheld only the sum is told.
    format="2",
    # Raised when a rule changes so that the same input gives other figures.
    method="2",
    keys={
        "id": str,
        "series": str,
        "title": dict,
        "method": str,
        "inputs": dict,
        "inputs_key": str,
        "definitions": dict,
        "limits": str,
        "versions": dict,
        "coverage": list,
        "outputs": dict,
    },
    needed=NEEDED,
    libraries=(
        "wijkwerk",
        "duckdb",
        "ibis-framework",
        "numpy",
        "polars",
        "pyarrow",
        "scipy",
        "typst",
        "vl-convert-python",
        "xlsxwriter",
    ),
    copy_again="The copy is incomplete or damaged: copy the edition again.",
    make_again="build again",
    sees_cut_off=True,
)


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
        manifest = open_manifest(path, EDITION)
        definitions = read_json(path / DEFINITIONS, EDITION)
        absent = [key for key in ("source", "themes", "indicators") if key not in definitions]
        if absent:
            raise InputError.of(
                DEFINITIONS,
                "keys are missing",
                "the definitions of an edition",
                value=", ".join(absent),
                suggestion=EDITION.copy_again,
            )
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
                self.id,
                "the edition has no such table",
                "a table that the manifest names",
                value=path.name,
                suggestion="It was made by another version: build it again.",
            )
        return pl.scan_parquet(path)

    def table_if_there(self, name: str) -> pl.LazyFrame:
        """As ``table``; without rows where an edition of an earlier version has no such table."""
        if (self.path / f"{name}.parquet").is_file() or name not in EDITION_TABLES:
            return self.table(name)
        kinds = {
            "string": pl.String,
            "float64": pl.Float64,
            "int64": pl.Int64,
            "boolean": pl.Boolean,
        }
        schema = {column: kinds[kind] for column, kind in EDITION_TABLES[name].items()}
        return pl.LazyFrame(schema=schema)

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
            edition.id,
            f"a table can't be read ({str(fault).splitlines()[0]})",
            "whole files",
            suggestion=_VERIFY,
        ) from fault
