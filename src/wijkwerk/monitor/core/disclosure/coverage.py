"""How much of what was computed is published: part of every edition."""

from __future__ import annotations

import polars as pl


def coverage(figures: pl.LazyFrame) -> pl.DataFrame:
    """Per indicator and level: cells with or without a value, published, primary, secondary.

    ``figures`` has the columns of tables.FIGURES; a cell counts once, whatever its references.
    """
    cell = ["indicator", "level", "area", "period"]
    return (
        figures.select(*cell, "conf_status", "value")
        .unique(cell)
        .group_by("indicator", "level")
        .agg(
            cells=pl.len().cast(pl.Int64),
            published=((pl.col("conf_status") == "F") & pl.col("value").is_not_null())
            .sum()
            .cast(pl.Int64),
            primary=(pl.col("conf_status") == "N").sum().cast(pl.Int64),
            secondary=(pl.col("conf_status") == "D").sum().cast(pl.Int64),
        )
        .sort("indicator", "level")
        .collect()
    )
