"""Twins, neighbours and boundaries."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.serving.borders import borders, boundaries
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.geometry import features, live_features
from wijkwerk.monitor.serving.neighbours import neighbours, twins
from wijkwerk.monitor.serving.similar import TWINS, find_twins


def _square(x: float, y: float, size: float = 1000) -> dict[str, object]:
    return json.loads(shapely.to_geojson(shapely.box(x, y, x + size, y + size)))  # type: ignore[no-any-return]


@pytest.fixture
def squares(tmp_path: Path) -> Path:
    """Three squares in a row, and one far away, in metres of the Dutch grid."""
    places = {
        "A": (120_000, 480_000),
        "B": (121_000, 480_000),
        "C": (122_000, 480_000),
        "D": (140_000, 490_000),
    }
    told = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": code}, "geometry": _square(*corner)}
            for code, corner in places.items()
        ],
    }
    path = tmp_path / "geometry.geojson"
    path.write_text(json.dumps(told), "utf-8")
    return path


def test_areas_that_touch_are_neighbours_both_ways(squares: Path) -> None:
    found = borders(squares, dict.fromkeys("ABCD", "district"))
    assert set(found.iter_rows()) == {("A", "B"), ("B", "A"), ("B", "C"), ("C", "B")}


def test_areas_of_other_levels_are_no_neighbours(squares: Path) -> None:
    levels = {"A": "district", "B": "neighbourhood", "C": "neighbourhood", "D": "district"}
    assert set(borders(squares, levels).iter_rows()) == {("B", "C"), ("C", "B")}


def test_boundaries_come_in_degrees_and_a_whole_is_made_of_its_parts(squares: Path) -> None:
    found = boundaries(squares, {"A": "T", "B": "T", "C": "T", "D": None, "T": None})
    shapes = {row["area"]: shapely.from_geojson(row["live"]) for row in found.to_dicts()}
    assert set(shapes) == {"A", "B", "C", "D", "T"}
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    assert 4.5 < west < east < 6
    assert 52 < south < north < 53
    assert shapes["T"].area == pytest.approx(sum(shapes[one].area for one in "ABC"), rel=0.02)


def test_without_geometry_there_are_no_boundaries(tmp_path: Path) -> None:
    assert boundaries(tmp_path / "none.geojson", {"A": None}).is_empty()
    assert borders(tmp_path / "none.geojson", {"A": "district"}).is_empty()


def test_the_features_of_an_edition_are_the_areas_asked_for(serving: Serving) -> None:
    children = serving.catalogue.children["GM0001"]
    for read in (features, live_features):
        told = read(serving, [*children, "nobody"])
        assert [one["properties"]["code"] for one in told] == sorted(children)
    assert features(serving, []) == []


def test_neighbours_are_others_of_the_same_level_and_mutual(serving: Serving) -> None:
    areas = serving.catalogue.areas
    for code in [area for area in areas if areas[area].level == "neighbourhood"][:20]:
        beside = neighbours(serving, code)
        assert code not in beside
        assert {areas[one].level for one in beside} <= {"neighbourhood"}


def test_a_twin_is_an_area_of_the_same_level_and_not_itself(serving: Serving) -> None:
    areas = serving.catalogue.areas
    for code in [area for area in areas if areas[area].level == "neighbourhood"][:20]:
        found = twins(serving, code)
        assert len(found) == len(set(found)) <= TWINS
        assert code not in found
        assert {areas[one].level for one in found} <= {"neighbourhood"}


def _table(values: dict[str, list[float | None]]) -> pl.DataFrame:
    rows = [
        (area, "district", f"i{place}", value)
        for area, row in values.items()
        for place, value in enumerate(row)
        if value is not None
    ]
    return pl.DataFrame(
        rows,
        schema={"area": pl.String, "level": pl.String, "indicator": pl.String, "value": pl.Float64},
        orient="row",
    )


def test_the_nearest_in_figures_is_the_first_twin() -> None:
    values: dict[str, list[float | None]] = {
        "A": [1, 10],
        "B": [1.1, 10.2],
        "C": [5, 50],
        "D": [5.2, 51],
        "E": [9, 90],
        "F": [9.1, 88],
        "G": [3, 30],
    }
    found = {(a, place): other for a, place, other in find_twins(_table(values)).iter_rows()}
    assert (found["A", 1], found["C", 1], found["E", 1]) == ("B", "D", "F")
    assert (found["A", 1], found["B", 1]) == ("B", "A")


def test_areas_that_share_too_few_figures_are_no_twins() -> None:
    values: dict[str, list[float | None]] = {
        one: [float(place), float(place), 1.0 + place, 2.0 * place]
        for place, one in enumerate("ABCDEFG")
    }
    values["H"] = [3.0, None, None, None]
    others = {other for _, _, other in find_twins(_table(values)).iter_rows()}
    assert "H" not in others


@settings(deadline=None)
@given(st.permutations(range(8)))
def test_twins_dont_depend_on_the_order_of_rows(order: list[int]) -> None:
    values: dict[str, list[float | None]] = {
        f"A{place}": [float(place % 4), float(place % 3), 1.0] for place in range(8)
    }
    table = _table(values)
    shuffled = pl.concat([table.filter(pl.col("area") == f"A{place}") for place in order])
    assert (
        find_twins(shuffled).sort("area", "place").equals(find_twins(table).sort("area", "place"))
    )
