from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from wijkwerk.areas.api import correspondence_from_geometry

# GeoPandas and Tobler take seconds to import, in every process that collects these tests: below,
# for the one that runs them.
if TYPE_CHECKING:
    import geopandas as gpd

RD = "EPSG:28992"


def strips(cuts: list[float], prefix: str) -> gpd.GeoDataFrame:
    """Strips of a square of 100 by 100 m, cut at ``cuts``."""
    import geopandas as gpd

    edges = [0.0, *sorted(cuts), 100.0]
    shapes = [box(a, 0, b, 100) for a, b in itertools.pairwise(edges)]
    codes = [f"{prefix}{number}" for number in range(len(shapes))]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=RD)


cuts = st.lists(st.integers(1, 99).map(float), min_size=1, max_size=6, unique=True)


@settings(deadline=None, max_examples=25)
@given(cuts, cuts, st.integers(0, 2**32 - 1))
def test_counts_agree_with_tobler_and_none_is_lost(
    old_cuts: list[float], new_cuts: list[float], seed: int
) -> None:
    from tobler.area_weighted import area_interpolate

    old, new = strips(old_cuts, "O"), strips(new_cuts, "N")
    counts = np.random.default_rng(seed).integers(0, 1000, len(old)).astype(float)
    expected = area_interpolate(old.assign(count=counts), new, extensive_variables=["count"])
    weights = correspondence_from_geometry(old, new, "2015", "2022")
    ours = (
        weights.join(
            pl.DataFrame({"area_from": old["code"].to_list(), "count": counts}), on="area_from"
        )
        .group_by("area_to")
        .agg((pl.col("count") * pl.col("weight")).sum())
        .sort("area_to")
    )
    assert ours["count"].to_numpy() == pytest.approx(expected["count"].to_numpy(), abs=1e-2)
    assert ours["count"].sum() == pytest.approx(counts.sum())


def test_degrees_are_refused_since_they_have_no_surface() -> None:
    frame = strips([50], "O").set_crs("EPSG:4326", allow_override=True)
    with pytest.raises(ValueError, match="projected"):
        correspondence_from_geometry(frame, frame, "2015", "2022")
