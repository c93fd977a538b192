"""Checks of the layers that lie under a map: what they are, and that they are lines and polygons in degrees."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wijkwerk.monitor.core.context import KINDS
from wijkwerk.monitor.sources.check.geometry import (
    Position,
    ShapeError,
    position,
    positions,
    read_features,
)
from wijkwerk.monitor.sources.check.problem_reporting import Limit
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import printable

_LARGEST = 50 << 20  # bytes: a screen shows no more
_SHAPE = "a LineString, MultiLineString, Polygon or MultiPolygon"
_AWAY = 2.0  # degrees from the areas


def check_context(reading: Reading) -> list[Problem]:
    """Problems of ``context.geojson``; none without that file."""
    path = reading.files.context
    if path is None:
        return []
    if path.stat().st_size > _LARGEST:
        return [
            Problem(
                path.name,
                None,
                None,
                "too large",
                f"{path.stat().st_size:,} bytes",
                f"at most {_LARGEST:,} bytes",
                "Leave out what a map of the city doesn't show, or simplify it.",
            )
        ]
    problems: list[Problem] = []
    features = read_features(path, problems)
    if reading.files.geometry is None:
        problems.append(
            Problem(
                path.name,
                None,
                None,
                "there are no areas to lie under",
                None,
                "geometry.geojson beside it",
                "Without boundaries there is no map.",
                Severity.WARNING,
            )
        )
    return [*problems, *_problems(path, features, _areas_at(reading.files.geometry))]


def _problems(path: Path, features: list[Any], around: Position | None) -> Iterator[Problem]:
    name, limit = path.name, Limit(path.name)
    for number, feature in enumerate(features, 1):
        where = f"feature {number}"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        kind = properties.get("kind") if isinstance(properties, dict) else None
        if kind not in KINDS and limit.more("kind", "unknown kind"):
            yield Problem(
                name,
                None,
                where,
                "unknown kind" if kind is not None else "kind is missing",
                None if kind is None else printable(str(kind)),
                f"a property kind: {', '.join(KINDS)}",
            )
        try:
            points = list(_points(feature.get("geometry") if isinstance(feature, dict) else None))
        except ShapeError as wrong:
            if limit.more("geometry", wrong.code):
                yield Problem(name, None, where, wrong.code, wrong.value, _SHAPE)
            continue
        outside = next((at for at in points if abs(at[0]) > 180 or abs(at[1]) > 90), None)
        if outside is not None:
            if limit.more("geometry", "not in degrees"):
                yield Problem(
                    name,
                    None,
                    where,
                    "not in degrees",
                    f"{outside[0]:g}, {outside[1]:g}",
                    "longitude and latitude (EPSG:4326) at every vertex",
                    "These look like metres of the Dutch grid (EPSG:28992): save them as EPSG:4326.",
                )
        elif (
            around is not None
            and not any(math.dist(at, around) <= _AWAY for at in points)
            and limit.more("geometry", "far from the areas", Severity.WARNING)
        ):
            yield Problem(
                name,
                None,
                where,
                "far from the areas",
                f"{points[0][0]:g}, {points[0][1]:g}",
                f"a place near {around[0]:.2f}, {around[1]:.2f}",
                "Longitude comes first, then latitude.",
                Severity.WARNING,
            )
    yield from limit.rest()


def _points(shape: Any) -> Iterator[Position]:
    """Every vertex; raises ``ShapeError`` for what is neither line nor polygon."""
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind not in ("LineString", "MultiLineString"):
        yield from positions(shape)
        return
    coordinates = shape.get("coordinates")
    for line in coordinates if kind == "MultiLineString" else [coordinates]:
        if not isinstance(line, list) or len(line) < 2:
            raise ShapeError("a line of fewer than two positions")
        yield from map(position, line)


def _areas_at(geometry: Path | None) -> Position | None:
    """Some place within the areas; None where that can't be read, which their own check tells."""
    if geometry is None or geometry.suffix != ".geojson":
        return None
    for feature in read_features(geometry, []):
        try:
            return next(iter(positions(feature["geometry"])))
        except (ShapeError, KeyError, TypeError, StopIteration):
            continue
    return None
