"""Checks of the polygons: whether they belong to the areas and lie where maps expect them.

Every vertex is looked at: a single one in metres, or a ring that isn't closed, breaks the map of
all areas.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from wijkwerk.monitor.sources.check.problem_reporting import Limit, near
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.monitor.sources.small_tables import unreadable
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import printable

_LARGEST = 200 << 20  # bytes of GeoJSON that are looked into
_SHAPES = ("Polygon", "MultiPolygon")
# Where areas with codes of Statistics Netherlands lie, in degrees: west, south, east, north.
_NETHERLANDS = (3.0, 50.5, 7.5, 53.8)
_DUTCH_CODE = re.compile(r"(GM|WK|BU)\d")
_FAR = 20.0  # degrees from the middle of all areas: further than any country of Europe is wide
_POLYGON = (
    "a Polygon or MultiPolygon: rings of at least four positions, the last equal to the first"
)
Position = tuple[float, float]


class ShapeError(Exception):
    """What is wrong with a geometry: a short name of the fault, and what stands there."""

    def __init__(self, code: str, value: str | None = None) -> None:
        super().__init__(code)
        self.code, self.value = code, value


def check_geometry(reading: Reading) -> list[Problem]:
    """Problems of ``geometry.geojson``; other formats are left to the tools that read them."""
    path = reading.files.geometry
    if path is None or path.suffix != ".geojson":
        return []
    if path.stat().st_size > _LARGEST:
        return [
            Problem(
                path.name,
                None,
                None,
                "too large to be checked",
                f"{path.stat().st_size:,} bytes",
                f"at most {_LARGEST:,} bytes",
                "Simplify the boundaries: the map needs no more than a screen shows.",
                Severity.WARNING,
            )
        ]
    areas = reading.tables.get("areas")
    codes = set() if areas is None else set(areas["code"].drop_nulls().to_list())
    return list(_geojson(path, codes))


def _geojson(path: Path, codes: set[str]) -> Iterator[Problem]:
    name = path.name
    problems: list[Problem] = []
    features = read_features(path, problems)
    yield from problems
    limit = Limit(name)
    number_by_code: dict[str, int] = {}
    vertices: dict[str, list[Position]] = {}
    for number, feature in enumerate(features, 1):
        code = _code(feature)
        yield from _code_problems(name, number, code, codes, number_by_code, limit)
        shape = feature.get("geometry") if isinstance(feature, dict) else None
        where = f"feature {number}" if code is None else f"feature {number}, {printable(code)}"
        if shape is None:
            if limit.more("geometry", "geometry is missing", Severity.WARNING):
                yield Problem(
                    name,
                    None,
                    where,
                    "geometry is missing",
                    None,
                    "a polygon",
                    None,
                    Severity.WARNING,
                )
            continue
        try:
            points = list(positions(shape))
        except ShapeError as wrong:
            if limit.more("geometry", wrong.code):
                yield Problem(name, None, where, wrong.code, wrong.value, _POLYGON)
            continue
        outside = next((at for at in points if abs(at[0]) > 180 or abs(at[1]) > 90), None)
        if outside is None:
            vertices[where] = points
        elif limit.more("geometry", "not in degrees"):
            yield Problem(
                name,
                None,
                where,
                "not in degrees",
                f"{outside[0]:g}, {outside[1]:g}",
                "longitude and latitude (EPSG:4326) at every vertex",
                "These look like metres of the Dutch grid (EPSG:28992): save them as EPSG:4326.",
            )
    yield from _places(name, vertices, all(map(_DUTCH_CODE.match, number_by_code)), limit)
    yield from limit.rest()


def read_features(path: Path, problems: list[Problem]) -> list[Any]:
    """The features of a GeoJSON file; empty when it isn't one, which goes to ``problems``."""
    name = path.name
    try:
        document = json.loads(path.read_bytes())
    except OSError as fault:
        problems.append(unreadable(name, fault))
    except json.JSONDecodeError as fault:
        problems.append(
            Problem(
                name, fault.lineno, f"character {fault.colno}", "not JSON", fault.msg, "GeoJSON"
            )
        )
    except (UnicodeDecodeError, RecursionError):
        problems.append(Problem(name, None, None, "not JSON", None, "GeoJSON in UTF-8"))
    else:
        features = document.get("features") if isinstance(document, dict) else None
        if isinstance(features, list):
            return features
        problems.append(
            Problem(name, None, None, "not GeoJSON", None, "a FeatureCollection with features")
        )
    return []


def _code(feature: Any) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    return code if isinstance(code, str) else None


def _code_problems(
    name: str,
    number: int,
    code: str | None,
    codes: set[str],
    number_by_code: dict[str, int],
    limit: Limit,
) -> Iterator[Problem]:
    where = f"feature {number}"
    if code is None:
        if limit.more("code", "code is missing"):
            yield Problem(
                name, None, where, "code is missing", None, "a property code with the area"
            )
        return
    if code in number_by_code:
        if limit.more("code", "code stands twice"):
            yield Problem(
                name,
                None,
                where,
                "code stands twice",
                printable(code),
                f"one feature for each area (feature {number_by_code[code]} has it too)",
                "Make one MultiPolygon of the parts of an area, or give the other area its own code.",
            )
    elif codes and code not in codes and limit.more("code", "unknown code", Severity.WARNING):
        yield Problem(
            name,
            None,
            where,
            "unknown code",
            printable(code),
            "the code of an area in areas.csv",
            near(code, codes),
            Severity.WARNING,
        )
    number_by_code.setdefault(code, number)


def positions(shape: Any) -> Iterator[Position]:
    """Every vertex of a polygon; raises ``ShapeError`` for what is no polygon of numbers."""
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind not in _SHAPES:
        raise ShapeError("not a polygon", printable(str(kind)))
    coordinates = shape.get("coordinates")
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if not isinstance(polygons, list) or not polygons:
        raise ShapeError("a polygon without coordinates")
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            raise ShapeError("a polygon without coordinates")
        for ring in rings:
            yield from _ring(ring)


def _ring(ring: Any) -> Iterator[Position]:
    if not isinstance(ring, list):
        raise ShapeError("a ring that is no list", printable(str(ring)[:40]))
    points = [position(at) for at in ring]
    if len(points) < 4:
        raise ShapeError("a ring of fewer than four positions", str(len(points)))
    if points[0] != points[-1]:
        raise ShapeError("a ring that isn't closed", f"begins at {points[0]}, ends at {points[-1]}")
    yield from points


def position(at: Any) -> Position:
    """The first two numbers of a position; raises ``ShapeError`` for what isn't one."""
    if (
        not isinstance(at, list)
        or len(at) < 2
        or not all(
            isinstance(coordinate, int | float) and not isinstance(coordinate, bool)
            for coordinate in at[:2]
        )
        or not all(math.isfinite(coordinate) for coordinate in at[:2])
    ):
        raise ShapeError("a position that isn't two numbers", printable(json.dumps(at)[:40]))
    return float(at[0]), float(at[1])


def _places(
    name: str, vertices: Mapping[str, list[Position]], dutch: bool, limit: Limit
) -> Iterator[Problem]:
    """Areas that lie where they can't: coordinates in the wrong order, or far from all others."""
    if not vertices:
        return
    if dutch and _swapped(vertices):
        longitude, latitude = next(iter(vertices.values()))[0]
        yield Problem(
            name,
            None,
            "coordinates",
            "latitude stands before longitude",
            f"{longitude:g}, {latitude:g}",
            "longitude first, then latitude",
            "Swap the two of every position: GeoJSON wants east before north.",
        )
        return
    every = [at for points in vertices.values() for at in points]
    centre = median(at[0] for at in every), median(at[1] for at in every)
    for where, points in vertices.items():
        far = next((at for at in points if not _near(at, centre)), None)
        if far is None:
            continue
        if all(_near((second, first), centre) for first, second in points):
            code, severity = "latitude stands before longitude", Severity.ERROR
            advice = "Swap the two of every position of this area: east comes before north."
        else:
            code, severity = "far from the other areas", Severity.WARNING
            advice = "Is this vertex in another system, or were its coordinates swapped?"
        if limit.more("geometry", code, severity):
            yield Problem(
                name,
                None,
                where,
                code,
                f"{far[0]:g}, {far[1]:g}",
                f"a place near {centre[0]:.2f}, {centre[1]:.2f}",
                advice,
                severity,
            )


def _near(at: Position, centre: Position) -> bool:
    return max(abs(at[0] - centre[0]), abs(at[1] - centre[1])) <= _FAR


def _swapped(vertices: Mapping[str, list[Position]]) -> bool:
    """Whether all positions lie in the Netherlands once their coordinates change places."""
    west, south, east, north = _NETHERLANDS
    return all(
        west <= second <= east and south <= first <= north
        for points in vertices.values()
        for first, second in points
    )
