"""What each area of an edition is held against first, out of the edition's own files."""

from __future__ import annotations

import polars as pl

from wijkwerk.monitor.core.definitions import ReferenceRule
from wijkwerk.monitor.core.meta import reference_links
from wijkwerk.monitor.editions.edition import Edition


def links(edition: Edition) -> pl.DataFrame:
    """``area``, ``reference``: what each area is held against by the source's own rule."""
    rule_read = edition.definitions["source"]["reference"]
    rule = ReferenceRule(rule_read["rule"], rule_read["code"])
    areas = pl.read_parquet(edition.path / "areas.parquet").unique(
        "code", keep="last", maintain_order=True
    )
    return reference_links(areas, rule, ()).select("area", "reference")


def own_references(edition: Edition) -> pl.DataFrame:
    """``indicator``, ``reference`` of indicators that have a reference of their own."""
    pairs = [
        (indicator["id"], indicator["reference"]) for indicator in edition.definitions["indicators"]
    ]
    return pl.DataFrame(
        [pair for pair in pairs if pair[1]],
        schema={"indicator": pl.String, "reference": pl.String},
        orient="row",
    )
