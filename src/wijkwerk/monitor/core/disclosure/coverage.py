"""How much of what was computed is published: part of every edition."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

CELL = ("indicator", "period", "level", "area")
COLUMNS = (*CELL, "conf_status", "value")
COUNTS = ("cells", "published", "withheld")


def coverage(figures: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Per indicator and level: cells with or without a value, published, withheld.

    ``figures`` are successive parts of tables.FIGURES (``COLUMNS`` of it) in which the rows of a
    cell, one per reference, follow each other: parts, since all at once take gigabytes at national
    size. A cell counts once. Made of what is published alone, so it can't tell more than that does:
    how many of the withheld cells are too small and how many protect others isn't said. Where none
    protects another, all would be known to lie below the limit.
    """
    counts, last = [], None
    for part in figures:
        cells = part.filter(_first_of_cell(part, last))
        last = part.select(CELL).tail(1)
        free = pl.col("conf_status") == "F"
        counts.append(
            cells.group_by("indicator", "level").agg(
                cells=pl.len().cast(pl.Int64),
                published=(free & pl.col("value").is_not_null()).sum().cast(pl.Int64),
                withheld=(~free).sum().cast(pl.Int64),
            )
        )
    if not counts:
        return pl.DataFrame(
            schema={"indicator": pl.String, "level": pl.String} | dict.fromkeys(COUNTS, pl.Int64)
        )
    counted = pl.concat(counts).group_by("indicator", "level").agg(pl.all().sum())
    return counted.sort("indicator", "level")


def _first_of_cell(part: pl.DataFrame, last: pl.DataFrame | None) -> pl.Series:
    """Mask of the rows with another cell than the row before, which for the first row is ``last``."""
    before = part.select(CELL).shift(1)
    if last is not None and part.height:
        before = pl.concat([last, before.slice(1)])
    differs = [part[name].ne_missing(before[name]) for name in CELL]
    return pl.DataFrame(differs).select(pl.any_horizontal(pl.all())).to_series()
