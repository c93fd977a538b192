"""What may lie under the areas on a map, and how it is cut to the frame of one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

KINDS = ("water", "green", "road", "rail")
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # west, south, east, north


def cut(geometry: dict[str, Any], box: Box) -> dict[str, Any] | None:
    """The part of a (multi)polygon or (multi)line within ``box``; None when nothing is. A ring is cut after
    Sutherland & Hodgman, a line after Liang & Barsky."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind in ("Polygon", "MultiPolygon"):
        polygons = coordinates if kind == "MultiPolygon" else [coordinates]
        inside = [
            rings
            for polygon in polygons
            if (rings := [cut_off for ring in polygon if (cut_off := cut_ring(ring, box))])
        ]
        return {"type": "MultiPolygon", "coordinates": inside} if inside else None
    lines = coordinates if kind == "MultiLineString" else [coordinates]
    parts = [part for line in lines for part in cut_line(line, box)]
    return {"type": "MultiLineString", "coordinates": parts} if parts else None


def cut_ring(ring: Sequence[Sequence[float]], box: Box) -> list[Point]:
    """A ring within ``box``, closed; empty when it lies outside."""
    points: list[Point] = [(point[0], point[1]) for point in ring[:-1]]
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        remaining: list[Point] = []
        for before, now in zip([*points[-1:], *points], points, strict=False):
            was_inside, is_inside = (sign * (point[axis] - limit) >= 0 for point in (before, now))
            if was_inside != is_inside:
                part = (limit - before[axis]) / (now[axis] - before[axis])
                remaining.append(_between(before, now, part))
            if is_inside:
                remaining.append(now)
        points = remaining
    return [*points, points[0]] if len(points) > 2 else []


def cut_line(line: Sequence[Sequence[float]], box: Box) -> list[list[Point]]:
    """The parts of a line within ``box``."""
    parts: list[list[Point]] = []
    for first, second in pairwise(line):
        piece = _piece((first[0], first[1]), (second[0], second[1]), box)
        if piece is None:
            continue
        if parts and parts[-1][-1] == piece[0]:
            parts[-1].append(piece[1])
        else:
            parts.append(list(piece))
    return parts


def _piece(first: Point, second: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of one step of a line within ``box``."""
    start, end = 0.0, 1.0
    for axis, low, high in ((0, box[0], box[2]), (1, box[1], box[3])):
        step = second[axis] - first[axis]
        if step == 0:
            if not low <= first[axis] <= high:
                return None
            continue
        enters, leaves = sorted(((low - first[axis]) / step, (high - first[axis]) / step))
        start, end = max(start, enters), min(end, leaves)
    if start >= end:
        return None
    return (
        first if start == 0 else _between(first, second, start),
        second if end == 1 else _between(first, second, end),
    )


def _between(first: Point, second: Point, part: float) -> Point:
    return (
        first[0] + part * (second[0] - first[0]),
        first[1] + part * (second[1] - first[1]),
    )
