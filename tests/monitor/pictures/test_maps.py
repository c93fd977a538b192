"""Maps: what they are about is coloured, what lies beside it is pale, and tiles fit their frame."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.pictures import comparisons, maps, trends
from wijkwerk.ui.pictures.style import QUIET, SERIES, WIDTHS, Size

WORDS = ("a", "b", "c", "d", "e")
SHAPES: dict[Size, float] = {"small": 1.0, "medium": 0.8, "large": 0.55}


def feature(code: str) -> dict[str, Any]:
    """A boundary."""
    square = [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]
    geometry = {"type": "Polygon", "coordinates": [square]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


@given(st.integers(1, 600), st.sampled_from(list(SHAPES)))
def test_tiles_are_never_taller_than_a_map_would_be(number: int, size: Size) -> None:
    places = [maps.Place(f"BU{one}", f"Buurt {one}", one % 5) for one in range(number)]
    spec = maps.tiles(places, WORDS, "none", size)
    tiles = spec["data"]["values"]
    rows = max(tile["y"] for tile in tiles) + 1
    assert rows * spec["height"]["step"] <= SHAPES[size] * WIDTHS[size] + rows  # rounding
    assert len({(tile["x"], tile["y"]) for tile in tiles}) == number


def test_a_tile_that_is_too_small_for_a_name_has_none() -> None:
    places = [maps.Place(f"BU{one}", "Een lange naam van een buurt", 1) for one in range(500)]
    labels = {
        tile["label"] for tile in maps.tiles(places, WORDS, "none", "small")["data"]["values"]
    }
    assert labels == {""}
    few = maps.tiles(places[:5], WORDS, "none", "large")["data"]["values"]
    assert all(tile["label"].endswith("…") and len(tile["label"]) > 5 for tile in few)


def test_others_and_the_city_lie_under_what_it_is_about_and_have_no_colour() -> None:
    place = maps.Place("WK1", "Wijk", 4)
    spec = maps.shapes(
        [feature("WK1")], [place], WORDS, "none", "large", [feature("GM1")], others=[feature("WK2")]
    )
    under, coloured, outline = spec["layer"]
    assert [one["properties"]["code"] for one in under["data"]["values"]] == ["GM1", "WK2"]
    assert "encoding" not in under
    assert [one["word"] for one in coloured["data"]["values"]] == ["e"]
    assert outline["mark"]["filled"] is False
    assert [one["properties"]["code"] for one in outline["data"]["values"]] == ["GM1"]


def test_water_and_roads_lie_under_the_areas_which_let_them_through() -> None:
    line = {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1]]]}
    under = [
        {"type": "Feature", "properties": {"kind": "road"}, "geometry": line},
        {**feature("x"), "properties": {"kind": "water"}},
    ]
    place = maps.Place("WK1", "Wijk", 4)
    spec = maps.shapes([feature("WK1")], [place], WORDS, "none", "large", under=under)
    water, road, _pale, coloured, _outline = spec["layer"]
    assert water["mark"]["fill"] == maps.UNDER["water"][0]
    assert road["mark"]["filled"] is False and road["mark"]["stroke"] == maps.UNDER["road"][0]
    assert coloured["mark"]["fillOpacity"] < 1
    without = maps.shapes([feature("WK1")], [place], WORDS, "none", "large")
    assert without["layer"][1]["mark"]["fillOpacity"] == 1


def test_bars_stand_on_zero_and_the_reference_lies_across_them() -> None:
    bars = [comparisons.Bar("Schildersbuurt", 13.5, 13.1, 13.9)]
    spec = comparisons.values(bars, "%", ("Den Haag", 6.3), "large")
    drawn = [layer for layer in spec["layer"] if layer["mark"]["type"] == "bar"]
    assert drawn[0]["encoding"]["x"]["scale"] == {"zero": True}
    line = spec["layer"][-1]
    assert line["data"]["values"] == [{"figure": 6.3, "who": "Den Haag"}]
    without = comparisons.values(bars, "%", None, "large")
    assert len(without["layer"]) == len(spec["layer"]) - 1


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_lines_are_compared_with_is_grey_wherever_it_stands(place: int) -> None:
    lines = [trends.Line(name, (("2020", 1.0, 0.5, 1.5),)) for name in ("A", "B")]
    lines.insert(place, trends.Line("Stad", (("2020", 2.0, None, None),), reference=True))
    spec = trends.trend(lines, "%", "large", band=False, margins=True)
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    colours = dict(zip(scale["domain"], scale["range"], strict=True))
    assert colours == {"A": SERIES[0], "B": SERIES[1], "Stad": QUIET}
    margins = spec["layer"][-1]
    assert margins["mark"]["type"] == "rule"
    assert margins["encoding"]["y"]["field"] == "lower"
