"""Boundaries are published without what came along with them."""

import json
from pathlib import Path

from wijkwerk.monitor.editions.boundaries import boundaries_alone, write_boundaries

SQUARE = [[[4.0, 52.0], [5.0, 52.0], [5.0, 53.0], [4.0, 52.0]]]


def collection(**more: object) -> dict[str, object]:
    feature = {
        "type": "Feature",
        "id": 417,
        "bbox": [1, 2, 3, 417],
        "poor": 417,
        "properties": {"code": "BU1", "inhabitants": 417, "poor": 417, "name": "417"},
        "geometry": {
            "type": "Polygon",
            "poor": 417,
            "coordinates": [[[*point, 417.0] for point in SQUARE[0]]],
        },
    }
    nowhere = {"type": "Feature", "properties": None, "geometry": None}
    return {"type": "FeatureCollection", "name": "417", "features": [feature, nowhere], **more}


def test_code_and_shape_stay_and_nothing_that_came_along() -> None:
    assert boundaries_alone(collection(poor=[417])) == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": "BU1"},
                "geometry": {"type": "Polygon", "coordinates": SQUARE},
            },
            {"type": "Feature", "properties": {}, "geometry": None},
        ],
    }


def test_the_system_of_coordinates_stays() -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:28992", "poor": 417}}
    alone = boundaries_alone(collection(crs=crs))
    assert alone["crs"] == {"type": "name", "properties": {"name": "EPSG:28992"}}


def test_shapes_of_shapes_are_looked_into(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [4.5, 52.5, 417.0]}
    geometry = {"type": "GeometryCollection", "geometries": [point, {**point, "poor": 417}]}
    given = {"features": [{"properties": {"code": "BU1"}, "geometry": geometry}]}
    (tmp_path / "in").write_text(json.dumps(given), "utf-8")
    write_boundaries(tmp_path / "in", tmp_path / "out")
    assert "417" not in (tmp_path / "out").read_text("utf-8")
    (feature,) = json.loads((tmp_path / "out").read_text("utf-8"))["features"]
    assert feature["geometry"]["geometries"] == [
        {"type": "Point", "coordinates": [4.5, 52.5]},
        {"type": "Point", "coordinates": [4.5, 52.5]},
    ]
