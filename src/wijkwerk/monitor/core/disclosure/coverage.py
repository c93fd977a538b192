"""How much of what was computed is published: part of every edition."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

CELL = ("indicator", "period", "level", "area")
COLUMNS = (*CELL, "conf_status", "value")


def coverage(figures: Iterable[pl.DataFrame], withheld: pl.DataFrame) -> pl.DataFrame:
    """Per indicator and level: cells with or without a value, published, primary, secondary.

    ``figures`` are successive parts of tables.FIGURES (``COLUMNS`` of it) in which the rows of a
    cell, one per reference, follow each other: parts, since all at once take gigabytes at national
    size. A cell counts once. ``withheld`` (tables.WITHHELD) says which cells are too small by
    themselves (N), and which protect others (D); of a single cell an edition doesn't tell.
    """
    counts, levels, last = [], [], None
    for part in figures:
        cells = part.filter(_first_of_cell(part, last))
        last = part.select(CELL).tail(1)
        shown = (pl.col("conf_status") == "F") & pl.col("value").is_not_null()
        counts.append(
            cells.group_by("indicator", "level").agg(
                cells=pl.len().cast(pl.Int64), published=shown.sum().cast(pl.Int64)
            )
        )
        levels.append(cells.select("area", "level").unique())
    if not counts:
        return pl.DataFrame(
            schema={"indicator": pl.String, "level": pl.String}
            | dict.fromkeys(("cells", "published", "primary", "secondary"), pl.Int64)
        )
    per = withheld.join(pl.concat(levels).unique(), on="area")
    hidden = per.group_by("indicator", "level").agg(
        (pl.col("conf_status") == status).sum().cast(pl.Int64).alias(name)
        for name, status in (("primary", "N"), ("secondary", "D"))
    )
    found = pl.concat(counts).group_by("indicator", "level").agg(pl.all().sum())
    return (
        found.join(hidden, on=["indicator", "level"], how="left")
        .with_columns(pl.col("primary", "secondary").fill_null(0))
        .sort("indicator", "level")
    )


def _first_of_cell(part: pl.DataFrame, last: pl.DataFrame | None) -> pl.Series:
    """Mask of the rows with another cell than the row before, which for the first row is ``last``."""
    before = part.select(CELL).shift(1)
    if last is not None and part.height:
        before = pl.concat([last, before.slice(1)])
    differs = [part[name].ne_missing(before[name]) for name in CELL]
    return pl.DataFrame(differs).select(pl.any_horizontal(pl.all())).to_series()
