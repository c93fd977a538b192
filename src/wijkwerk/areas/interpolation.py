"""Correspondence weights from geometries, for vintages without a table.

The share of an old area's surface that lies in each new area (areal weighting; Goodchild & Lam
1980). tobler interpolates values directly but keeps no table of weights; the monitor needs the
table, so that counts of every indicator follow the same weights and a reader can check them. The
tests hold the results against tobler's own. It assumes that what is counted lies evenly over the
old area: a table by addresses or inhabitants is better, and what comes of it carries status E.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import geopandas as gpd

# A sliver smaller than this share of an old area is noise of digitising, not a move of people.
SMALLEST_SHARE = 1e-4


def correspondence_from_geometry(
    old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, vintage_from: str, vintage_to: str
) -> pl.DataFrame:
    """Weights (``tables.CORRESPONDENCE``) from ``old`` to ``new``; they sum to 1 per old area.

    Both frames have ``code`` and polygons in the same projected reference system (metres: a share
    of degrees is no share of surface); raises ValueError otherwise. An old area that touches no
    new one is absent from the result: the caller must name it.
    """
    if old.crs is None or new.crs is None or old.crs != new.crs:
        raise ValueError("both geometries need the same reference system")
    if not old.crs.is_projected:
        raise ValueError("surfaces need a projected reference system, such as EPSG:28992")
    pairs = _surfaces(old, new)
    total = pl.col("surface").sum().over("area_from")
    weighted = pairs.with_columns(weight=pl.col("surface") / total).filter(
        pl.col("weight") >= SMALLEST_SHARE
    )
    return (
        weighted.with_columns(
            pl.col("weight") / pl.col("weight").sum().over("area_from"),
            vintage_from=pl.lit(vintage_from),
            vintage_to=pl.lit(vintage_to),
        )
        .select("vintage_from", "vintage_to", "area_from", "area_to", "weight")
        .sort("area_from", "area_to")
    )


def _surfaces(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> pl.DataFrame:
    """``area_from``, ``area_to``, ``surface`` (of the intersection) of every pair that meets."""
    left, right = old.reset_index(drop=True), new.reset_index(drop=True)
    from_rows, to_rows = right.sindex.query(left.geometry, predicate="intersects")
    shapes = left.geometry.values[from_rows].intersection(right.geometry.values[to_rows])
    return pl.DataFrame(
        {
            "area_from": left["code"].to_numpy()[from_rows].astype(str),
            "area_to": right["code"].to_numpy()[to_rows].astype(str),
            "surface": shapes.area,
        }
    ).filter(pl.col("surface") > 0)
