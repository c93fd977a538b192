"""What an area was made of, and the years that it inherits from that.

The rule for boundaries: in the years before an area existed it counts as what it was made of. It
met a condition then when all its predecessors did, and did not when one of them did not (Kleene's
'and'). So a renamed area keeps its years, a part of a split area inherits them, and a merged area
has as many as the one of its parts with the fewest. See docs/method/years-in-a-row.md.

No Ibis here: every worker of the site imports this, and has no use for an engine of 27 MB.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from wijkwerk.designation.core.logic import MET, NOT_MET, UNKNOWN, Truth

# A predecessor that gave less than this share of an area's people is a corrected border, no origin.
LEAST_SHARE = 0.05
SUCCESSION: dict[str, Any] = {"year": pl.Int64, "area": pl.String, "before": pl.String}


def succession(changes: pl.DataFrame, inhabitants: pl.DataFrame) -> pl.DataFrame:
    """What every new area was made of: year (the first on the new boundaries), area, before.

    ``changes`` has year, area_from, area_to, weight (share of area_from that went to area_to);
    ``inhabitants`` code, inhabitants. Parts that gave less than ``LEAST_SHARE`` of the people of
    the new area are left out. A part whose number isn't known may be large: of that one only a
    sliver (less than ``LEAST_SHARE`` of itself) is.
    """
    sized = changes.join(
        inhabitants.select(area_from="code", people="inhabitants"), on="area_from", how="left"
    ).with_columns(
        unknown=pl.col("people").is_null(), people=pl.col("people").fill_null(1.0).clip(1.0)
    )
    people_given = (pl.col("people") * pl.col("weight")).alias("given")
    return (
        sized.with_columns(people_given)
        .with_columns(share=pl.col("given") / pl.col("given").sum().over("year", "area_to"))
        .filter(
            (pl.col("share") >= LEAST_SHARE)
            | (pl.col("unknown") & (pl.col("weight") >= LEAST_SHARE))
        )
        .filter(pl.col("area_from") != pl.col("area_to"))
        .select("year", area="area_to", before="area_from")
        .unique()
        .sort("year", "area", "before")
        .select(pl.col(name).cast(kind) for name, kind in SUCCESSION.items())
    )


def inherit_arrays(
    conditions: Truth,
    codes: list[str],
    years: list[int],
    made_of: pl.DataFrame,
    exists: np.ndarray[Any, np.dtype[np.bool_]],
) -> Truth:
    """As ``runs.inherit`` for all changes at once, on an array whose axes begin with area and year.

    ``codes`` and ``years`` name those axes; ``exists`` has them alone.
    """
    if made_of.is_empty():
        return conditions
    truth = conditions.copy()
    at = {code: number for number, code in enumerate(codes)}
    origins: dict[tuple[int, str], list[int]] = {}
    for year, area, before in made_of.select("year", "area", "before").iter_rows():
        if area in at and before in at:
            origins.setdefault((year, area), []).append(at[before])
    for (year, area), before in sorted(origins.items()):
        early = (np.array(years) < year) & ~exists[at[area]]
        stretch = truth[before][:, early]
        truth[at[area], early] = np.where(
            (stretch == NOT_MET).any(axis=0),
            NOT_MET,
            np.where((stretch == UNKNOWN).any(axis=0), UNKNOWN, MET),
        )
    return truth
