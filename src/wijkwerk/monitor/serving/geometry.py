"""Boundaries of an edition as GeoJSON, simplified for a screen, in degrees for the live map."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import Any

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
