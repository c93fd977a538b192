"""How much of what was computed is published: part of every edition."""

from __future__ import annotations

import polars as pl


def coverage(figures: pl.LazyFrame, withheld: pl.DataFrame) -> pl.DataFrame:
    """Per indicator and level: cells with or without a value, published, primary, secondary.

    ``figures`` has the columns of tables.FIGURES; a cell counts once, whatever its references.
    ``withheld`` (tables.WITHHELD) says which cells are too small by themselves (N), and which
    protect others (D); of a single cell an edition doesn't tell.
    """
    cell = ["area", "period", "indicator"]
    return (
        figures.select("level", *cell, "conf_status", "value")
        .unique(cell)
        .join(withheld.lazy().select(*cell, status="conf_status"), on=cell, how="left")
        .group_by("indicator", "level")
        .agg(
            cells=pl.len().cast(pl.Int64),
            published=((pl.col("conf_status") == "F") & pl.col("value").is_not_null())
            .sum()
            .cast(pl.Int64),
            primary=(pl.col("status") == "N").sum().cast(pl.Int64),
            secondary=(pl.col("status") == "D").sum().cast(pl.Int64),
        )
        .sort("indicator", "level")
        .collect()
    )
