"""The boundaries that an edition publishes: where each area lies, and nothing else of it.

Files of boundaries often carry figures along (inhabitants, averages), which nobody has protected.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def write_boundaries(source: Path, target: Path) -> None:
    """Write the GeoJSON of ``source`` with what ``boundaries_alone`` leaves of it."""
    alone = boundaries_alone(json.loads(source.read_text("utf-8")))
    text = json.dumps(alone, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text + "\n", "utf-8")


def boundaries_alone(collection: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON collection with the code and the shape of each feature and, when it is named (GeoJSON
    2008), the system of coordinates; without heights, which can hold anything too."""
    features = [
        {
            "type": "Feature",
            "properties": _only(feature.get("properties"), "code"),
            "geometry": _shape(feature.get("geometry")),
        }
        for feature in collection.get("features", ())
    ]
    system = collection.get("crs")
    if not isinstance(system, dict):
        return {"type": "FeatureCollection", "features": features}
    named = {"type": "name", "properties": _only(system.get("properties"), "name")}
    return {"type": "FeatureCollection", "crs": named, "features": features}


def write_context(source: Path, target: Path) -> None:
    """Write the layers that lie under a map with what ``context_alone`` leaves of them."""
    alone = context_alone(json.loads(source.read_text("utf-8")))
    text = json.dumps(alone, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text + "\n", "utf-8")


def context_alone(collection: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON collection with the kind and the shape of each feature."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": _only(feature.get("properties"), "kind"),
                "geometry": _shape(feature.get("geometry")),
            }
            for feature in collection.get("features", ())
        ],
    }


def _only(members: object, *names: str) -> dict[str, Any]:
    mapping = members if isinstance(members, dict) else {}
    return {name: mapping[name] for name in names if name in mapping}


def _shape(geometry: Any) -> Any:
    if not isinstance(geometry, dict):
        return None
    shape = _only(geometry, "type")
    if "coordinates" in geometry:
        shape["coordinates"] = _flat(geometry["coordinates"])
    if "geometries" in geometry:  # a collection of shapes
        shape["geometries"] = [_shape(member) for member in geometry["geometries"]]
    return shape


def _flat(coordinates: Any) -> Any:
    """Coordinates, however deep, with the first two numbers of each position."""
    if not isinstance(coordinates, list):
        return coordinates
    if coordinates and not isinstance(coordinates[0], list):
        return coordinates[:2]
    return [_flat(coordinate) for coordinate in coordinates]
