"""What lies under a map is cut to its frame: against shapely."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.core.context import cut

BOX = (0.0, 0.0, 10.0, 10.0)
AT = st.tuples(st.floats(-20, 30), st.floats(-20, 30)).map(
    lambda at: (round(at[0], 3), round(at[1], 3))
)


def shape_of(geometry: dict[str, object] | None) -> shapely.Geometry:
    return shapely.from_geojson(json.dumps(geometry)) if geometry else shapely.Polygon()


@settings(max_examples=60)
@given(st.lists(AT, min_size=3, max_size=9))
def test_a_polygon(points: list[tuple[float, float]]) -> None:
    hull = shapely.convex_hull(shapely.MultiPoint(points))
    if not isinstance(hull, shapely.Polygon) or hull.area < 1e-3:
        return
    geometry = json.loads(shapely.to_geojson(hull))
    assert shape_of(cut(geometry, BOX)).area == pytest.approx(
        shapely.intersection(hull, shapely.box(*BOX)).area, abs=1e-6
    )


@settings(max_examples=60)
@given(st.lists(AT, min_size=2, max_size=9))
def test_a_line(points: list[tuple[float, float]]) -> None:
    geometry = {"type": "LineString", "coordinates": [list(at) for at in points]}
    wanted = sum(  # step by step: shapely counts a step that is walked twice once
        shapely.intersection(shapely.LineString(step), shapely.box(*BOX)).length
        for step in pairwise(points)
        if step[0] != step[1]
    )
    assert shape_of(cut(geometry, BOX)).length == pytest.approx(wanted, abs=1e-6)


def test_what_lies_outside_is_gone() -> None:
    away = {"type": "MultiLineString", "coordinates": [[[20, 20], [30, 30]]]}
    assert cut(away, BOX) is None
    assert (
        cut({"type": "Polygon", "coordinates": [[[20, 0], [30, 0], [30, 9], [20, 0]]]}, BOX) is None
    )
