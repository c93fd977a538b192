"""Checks of the polygons: whether they belong to the areas and lie where maps expect them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wijkwerk.monitor.sources.check.telling import Limit, near
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.monitor.sources.small_tables import unreadable
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import printable

_LARGEST = 200 << 20  # bytes of GeoJSON that are looked into


def check_geometry(reading: Reading) -> list[Problem]:
    """Problems of ``geometry.geojson``; other formats are left to the tools that read them."""
    path = reading.files.geometry
    if path is None or path.suffix != ".geojson" or path.stat().st_size > _LARGEST:
        return []
    areas = reading.tables.get("areas")
    known = set() if areas is None else set(areas["code"].drop_nulls().to_list())
    return list(_geojson(path, known))


def _geojson(path: Path, known: set[str]) -> Iterator[Problem]:
    name = path.name
    try:
        document = json.loads(path.read_bytes())
    except OSError as fault:
        yield unreadable(name, fault)
        return
    except json.JSONDecodeError as fault:
        yield Problem(
            name, fault.lineno, f"character {fault.colno}", "not JSON", fault.msg, "GeoJSON"
        )
        return
    except (UnicodeDecodeError, RecursionError):
        yield Problem(name, None, None, "not JSON", None, "GeoJSON in UTF-8")
        return
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        yield Problem(name, None, None, "not GeoJSON", None, "a FeatureCollection with features")
        return
    limit = Limit(name)
    for number, feature in enumerate(features, 1):
        yield from _feature(name, number, feature, known, limit)
    yield from limit.rest()


def _feature(
    name: str, number: int, feature: Any, known: set[str], limit: Limit
) -> Iterator[Problem]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    where = f"feature {number}"
    if not isinstance(code, str):
        if limit.more("code", "code is missing"):
            yield Problem(
                name, None, where, "code is missing", None, "a property code with the area"
            )
    elif known and code not in known and limit.more("code", "unknown code", Severity.WARNING):
        yield Problem(
            name, None, where, "unknown code", printable(code), "the code of an area in areas.csv",
            near(code, known), Severity.WARNING,
        )  # fmt: skip
    shape = feature.get("geometry") if isinstance(feature, dict) else None
    point: Any = shape.get("coordinates") if isinstance(shape, dict) else None
    while isinstance(point, list) and point and isinstance(point[0], list):
        point = point[0]
    numbers = (
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(one, int | float) for one in point[:2])
    )
    if not numbers:
        if limit.more("geometry", "geometry is missing", Severity.WARNING):
            yield Problem(
                name, None, where, "geometry is missing", code, "a polygon", None, Severity.WARNING
            )
    elif (abs(point[0]) > 180 or abs(point[1]) > 90) and limit.more("geometry", "not in degrees"):
        yield Problem(
            name, None, where, "not in degrees", f"{point[0]:g}, {point[1]:g}",
            "longitude and latitude (EPSG:4326)",
            "These look like metres of the Dutch grid (EPSG:28992): save them as EPSG:4326.",
        )  # fmt: skip
