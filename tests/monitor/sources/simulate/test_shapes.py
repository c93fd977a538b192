"""The map of a simulated country: pieces that fit in each other without gap or overlap."""

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, shape
from shapely.ops import unary_union

from wijkwerk.monitor.sources.simulate.layout import areas, layout
from wijkwerk.monitor.sources.simulate.shapes import CELL, geometry, rings


@pytest.fixture(scope="module")
def pieces() -> dict[str, Polygon]:
    place = layout(7, 33, 170, 4)
    found = json.loads(geometry(place, 4))
    assert "crs" not in found  # degrees, as GeoJSON has it
    shapes = {
        feature["properties"]["code"]: shape(feature["geometry"]) for feature in found["features"]
    }
    assert set(shapes) == set(areas(place)["code"])
    return shapes


def test_every_area_is_one_valid_polygon(pieces: dict[str, Polygon]) -> None:
    assert all(isinstance(piece, Polygon) and piece.is_valid for piece in pieces.values())
    assert all(piece.area > CELL[0] * CELL[1] / 4 for piece in pieces.values())


def test_children_fill_their_parent_exactly(pieces: dict[str, Polygon]) -> None:
    table = areas(layout(7, 33, 170, 4))
    parents = [code for code in table["parent"].unique() if code is not None]
    for parent in parents:
        children = [pieces[code] for code in table.filter(parent=parent)["code"]]
        union = unary_union(children)
        assert union.symmetric_difference(pieces[parent]).area == pytest.approx(0, abs=1e-12)
        assert sum(child.area for child in children) == pytest.approx(union.area)


def test_the_same_seed_draws_the_same_map() -> None:
    place = layout(2, 4, 20, 1)
    assert geometry(place, 1) == geometry(place, 1)
    assert geometry(place, 1) != geometry(place, 2)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20))
def test_outlines_of_any_set_of_cells_have_its_surface(cells: set[tuple[int, int]]) -> None:
    found = rings(cells)
    assert all(ring[0] == ring[-1] for ring in found)
    surface = sum(
        (ax * by - bx * ay) / 2 for ring in found for (ax, ay), (bx, by) in itertools.pairwise(ring)
    )
    assert surface == len(cells)
    # Outer rings and holes are each without crossings.
    assert all(Polygon(ring).is_valid or Polygon(ring).buffer(0).area > 0 for ring in found)
