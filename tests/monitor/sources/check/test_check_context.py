"""Water, roads and the like under a map: a bad file is told, with what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.monitor.sources.check.test_check_geometry import SQUARE, collection

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder

ROAD = {"type": "LineString", "coordinates": [[5.1, 52.2], [5.2, 52.3]]}


def layers(*features: tuple[object, Any]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"kind": kind}, "geometry": shape}
                for kind, shape in features
            ],
        }
    )


@pytest.fixture
def drawn(small: Folder) -> Folder:
    """A folder with boundaries."""
    small.write(
        "geometry.geojson",
        collection(("WK036301", SQUARE), ("WK036302", [[x, y - 0.1] for x, y in SQUARE])),
    )
    return small


def test_sound_layers_have_no_problems(drawn: Folder) -> None:
    lake = {"type": "Polygon", "coordinates": [SQUARE]}
    drawn.write(
        "context.geojson",
        layers(
            ("road", ROAD),
            ("water", lake),
            ("rail", {"type": "MultiLineString", "coordinates": [ROAD["coordinates"]]}),
        ),
    )
    assert drawn.told() == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{", "not JSON"),
        ("[]", "not GeoJSON"),
        (layers(("canal", ROAD)), "unknown kind"),
        (layers((None, ROAD)), "kind is missing"),
        (layers(("road", {"type": "Point", "coordinates": [5.1, 52.2]})), "not a polygon"),
        (
            layers(("road", {"type": "LineString", "coordinates": [[5.1, 52.2]]})),
            "fewer than two positions",
        ),
        (
            layers(("road", {"type": "LineString", "coordinates": [[5.1, 52.2], ["x", 52]]})),
            "isn't two numbers",
        ),
        (layers(("water", {"type": "Polygon", "coordinates": [SQUARE[:-1]]})), "isn't closed"),
        (
            layers(
                ("road", {"type": "LineString", "coordinates": [[81000, 455000], [82000, 455000]]})
            ),
            "not in degrees",
        ),
        (
            layers(("road", {"type": "LineString", "coordinates": [[52.2, 5.1], [52.3, 5.2]]})),
            "far from the areas",
        ),
    ],
)
def test_a_bad_file_is_told(drawn: Folder, text: str, wanted: str) -> None:
    drawn.write("context.geojson", text)
    said = drawn.told()
    assert len(said) == 1 and wanted in said[0] and "context.geojson" in said[0]


def test_without_boundaries_nothing_is_drawn(small: Folder) -> None:
    small.write("context.geojson", layers(("road", ROAD)))
    assert any("there are no areas to lie under" in line for line in small.told())
