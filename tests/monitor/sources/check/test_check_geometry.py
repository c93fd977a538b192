"""Every vertex of the boundaries is looked at, and what is wrong is told with its area."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.check.geometry import ShapeError, positions

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder

Ring = list[list[float]]
SQUARE: Ring = [[5.1, 52.2], [5.2, 52.2], [5.2, 52.3], [5.1, 52.3], [5.1, 52.2]]
CASES = Path(__file__).resolve().parents[5] / "shared" / "cases"


def moved(ring: Ring, south: float) -> Ring:
    return [[x, y - south] for x, y in ring]


def collection(*features: tuple[str, Any]) -> str:
    """GeoJSON with a feature for each pair of a code and a geometry or ring."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"code": code},
                    "geometry": {"type": "Polygon", "coordinates": [shape]}
                    if isinstance(shape, list)
                    else shape,
                }
                for code, shape in features
            ],
        }
    )


def told(folder: Folder, *features: tuple[str, Any]) -> list[str]:
    folder.write("geometry.geojson", collection(*features))
    return folder.told()


NORTH, MIDDLE = ("WK036301", SQUARE), ("WK036302", moved(SQUARE, 0.1))


def test_sound_boundaries_have_no_problems(small: Folder) -> None:
    hole = [[5.12, 52.22], [5.14, 52.22], [5.14, 52.24], [5.12, 52.24], [5.12, 52.22]]
    several = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole], [moved(SQUARE, 0.3)]]}
    assert told(small, ("WK036301", several), MIDDLE) == []


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (SQUARE[:-1], "a ring that isn't closed: found 'begins at (5.1, 52.2), ends at (5.1, 52.3)'"),
        ([SQUARE[0], SQUARE[1], SQUARE[0]], "a ring of fewer than four positions: found '3'"),
        ([*SQUARE[:2], [5.2, math.nan], *SQUARE[3:]], "a position that isn't two numbers"),
        ([*SQUARE[:2], [5.2, math.inf], *SQUARE[3:]], "a position that isn't two numbers"),
        ([*SQUARE[:2], [5.2], *SQUARE[3:]], "a position that isn't two numbers: found '[5.2]'"),
        ([*SQUARE[:2], ["5.2", 52.3], *SQUARE[3:]], "a position that isn't two numbers"),
        ({"type": "Point", "coordinates": [5.1, 52.2]}, "not a polygon: found 'Point'"),
        ({"type": "LineString", "coordinates": SQUARE}, "not a polygon: found 'LineString'"),
        ({"type": "Polygon", "coordinates": []}, "a polygon without coordinates"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "a polygon without coordinates"),
        ({"type": "Polygon", "coordinates": [5]}, "a ring that is no list"),
    ],
)  # fmt: skip
def test_a_shape_that_no_map_can_draw_is_told_with_its_area(
    small: Folder, shape: Any, said: str
) -> None:
    (line,) = told(small, NORTH, ("WK036302", shape))
    assert line.startswith(f"error geometry.geojson [feature 2, WK036302]: {said}")


def test_a_hole_that_isnt_closed_is_seen_too(small: Folder) -> None:
    broken = {"type": "Polygon", "coordinates": [SQUARE, moved(SQUARE, 0.01)[:-1]]}
    (line,) = told(small, NORTH, ("WK036302", broken))
    assert "[feature 2, WK036302]: a ring that isn't closed" in line


@pytest.mark.parametrize("at", range(1, 4))
def test_a_single_vertex_in_metres_is_told_wherever_it_stands(small: Folder, at: int) -> None:
    ring = [list(place) for place in SQUARE]
    ring[at] = [121_000.0, 487_000.0]
    (line,) = told(small, NORTH, ("WK036302", ring))
    assert "[feature 2, WK036302]: not in degrees: found '121000, 487000'" in line


def test_a_latitude_out_of_range_is_enough(small: Folder) -> None:
    ring = [[5.1, 52.2], [5.2, 52.2], [5.2, 91.0], [5.1, 52.2]]
    (line,) = told(small, NORTH, ("WK036302", ring))
    assert "not in degrees: found '5.2, 91'" in line
    edge = [[5.1, 52.2], [5.2, 52.2], [5.2, 90.0], [5.1, 52.2]]
    assert not any("not in degrees" in line for line in told(small, NORTH, ("WK036302", edge)))


def test_swapped_coordinates_of_dutch_areas_are_told(small: Folder) -> None:
    turned = [(code, [[y, x] for x, y in ring]) for code, ring in (NORTH, MIDDLE)]
    (line,) = told(small, *turned)
    assert "latitude stands before longitude: found '52.2, 5.1'" in line
    assert line.startswith("error")


def test_one_area_with_swapped_coordinates_is_told_by_its_code(small: Folder) -> None:
    (line,) = told(small, NORTH, MIDDLE, ("WK036303", [[y, x] for x, y in SQUARE]))
    assert line.startswith("error geometry.geojson [feature 3, WK036303]: latitude stands before")


def test_a_vertex_far_away_is_a_warning(small: Folder) -> None:
    ring = [[5.1, 52.2], [5.2, 52.2], [5.2, 2.3], [5.1, 52.2]]
    (line,) = told(small, NORTH, MIDDLE, ("WK036303", ring))
    assert line.startswith("warning geometry.geojson [feature 3, WK036303]: far from the other")


def test_a_code_that_stands_twice_is_told_with_both_places(small: Folder) -> None:
    (line,) = told(small, NORTH, MIDDLE, ("WK036301", moved(SQUARE, 0.2)))
    assert "[feature 3]: code stands twice: found 'WK036301'" in line
    assert "feature 1 has it too" in line


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("geometry-unclosed", "[feature 1, WK900101]: a ring that isn't closed"),
        ("geometry-latlon", "latitude stands before longitude"),
        ("geometry-dupcode", "code stands twice: found"),
    ],
)
def test_the_cases_are_told(case: str, said: str) -> None:
    if not (CASES / case).is_dir():
        pytest.skip("the cases are not beside this checkout (../shared/cases)")
    assert any(said in str(problem) for problem in check_source(CASES / case))


COORDINATE = st.floats(-180, 180).map(lambda x: x / 2)


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=8))
def test_every_vertex_of_a_closed_ring_is_read_and_an_open_one_never_passes(
    places: list[tuple[float, float]],
) -> None:
    ring = [list(at) for at in (*places, places[0])]
    assert list(positions({"type": "Polygon", "coordinates": [ring]})) == [*places, places[0]]
    if len(places) > 3 and places[-1] != places[0]:
        with pytest.raises(ShapeError, match="isn't closed"):
            list(positions({"type": "Polygon", "coordinates": [ring[:-1]]}))
