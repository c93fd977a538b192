"""Boundaries of an edition as GeoJSON, simplified for a screen, in degrees for the live map."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import Any

from wijkwerk.monitor.core.context import Box, cut
from wijkwerk.monitor.serving.edition import Serving

Feature = dict[str, Any]
_lock = threading.Lock()


def features(serving: Serving, codes: Sequence[str]) -> list[Feature]:
    """Features (``properties.code`` and ``geometry``) of the areas that have a boundary.

    Coordinates are those of the edition: metres of the Dutch grid, or degrees.
    """
    return _read(serving, codes, "drawn")


def live_features(serving: Serving, codes: Sequence[str]) -> list[Feature]:
    """As ``features``, in degrees (WGS 84)."""
    return _read(serving, codes, "live")


def context(serving: Serving, areas: Sequence[Feature]) -> list[Feature]:
    """What lies under ``areas`` (features as above), cut to their frame: ``properties.kind`` is one of KINDS."""
    box = frame_of(areas)
    if box is None:
        return []
    rows = serving.store.tuples("SELECT kind, drawn FROM context ORDER BY kind", [])
    layers = [(kind, cut(json.loads(shape), box)) for kind, shape in rows]
    return [
        {"type": "Feature", "properties": {"kind": kind}, "geometry": geometry}
        for kind, geometry in layers
        if geometry is not None
    ]


def live_context(serving: Serving) -> list[Feature]:
    """All that lies under the areas of the edition, in degrees."""
    if not serving.catalogue.has_geometry:
        return []
    rows = serving.store.tuples("SELECT kind, live FROM context ORDER BY kind", [])
    return [
        {"type": "Feature", "properties": {"kind": kind}, "geometry": json.loads(shape)}
        for kind, shape in rows
    ]


def frame_of(areas: Sequence[Feature]) -> Box | None:
    """West, south, east and north of the areas; None without any."""
    points: list[tuple[float, float]] = []
    for area in areas:
        geometry = area["geometry"]
        polygons = geometry.get("coordinates") or []
        for rings in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
            points += [(point[0], point[1]) for ring in rings for point in ring]
    if not points:
        return None
    across, up = [x for x, _y in points], [y for _x, y in points]
    return min(across), min(up), max(across), max(up)


def _read(serving: Serving, codes: Sequence[str], column: str) -> list[Feature]:
    if not codes or not serving.catalogue.has_geometry:
        return []
    marks = ", ".join("?" * len(codes))
    rows = serving.store.tuples(
        f"SELECT area, {column} FROM boundaries WHERE area IN ({marks}) ORDER BY area", list(codes)
    )
    return [
        {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(shape)}
        for code, shape in rows
    ]
