"""The scale check: effective areas seem to have at most about 10,000 inhabitants, 4,000 dwellings.

Source: the visitation of the Dutch neighbourhood programme (2011), which saw larger areas lose
their grip; a rule of thumb, so an area is flagged and nothing more follows.
"""

from __future__ import annotations

import polars as pl

MOST_INHABITANTS = 10_000
MOST_DWELLINGS = 4_000


def scale_flags(areas: pl.DataFrame) -> pl.DataFrame:
    """``areas`` with ``scale_flag``: true when too large, null when both counts are unknown.

    Uses ``inhabitants`` and ``dwellings`` (persons, dwellings); only districts, neighbourhoods
    and own areas are judged: a municipality is not a place to work in as one.
    """
    too_large = (pl.col("inhabitants") > MOST_INHABITANTS) | (pl.col("dwellings") > MOST_DWELLINGS)
    has_count = pl.col("inhabitants").is_not_null() | pl.col("dwellings").is_not_null()
    judged = pl.col("level").is_in(["district", "neighbourhood", "custom"])
    return areas.with_columns(
        pl.when(judged & has_count).then(too_large.fill_null(False)).alias("scale_flag")
    )
