"""Boundaries of an edition, made ready once: simplified, in degrees, and who borders on whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyproj
import shapely

_DETAIL = 1500  # a boundary needs no more steps than a wide screen has pixels
_DEGREES = 360.0
RD = "EPSG:28992"
WGS84 = "EPSG:4326"


def boundaries(geometry: Path, parents: Mapping[str, str | None]) -> pl.DataFrame:
    """``area``, ``drawn``, ``live``: simplified boundaries as GeoJSON texts.

    ``drawn`` keeps the coordinates of the edition, ``live`` is in degrees. An area without a
    boundary of its own gets that of its parts together. Empty when there is no geometry.
    """
    schema = {"area": pl.String, "drawn": pl.String, "live": pl.String}
    shapes, system = _read(geometry)
    if not shapes:
        return pl.DataFrame(schema=schema)
    shapes = _with_parents(_simplified(shapes), parents)
    codes = sorted(shapes)
    drawn = np.array([shapes[code] for code in codes], dtype=object)
    digits = 0 if _is_metres(drawn) else 5
    live = drawn
    if _is_metres(drawn):
        to_degrees = pyproj.Transformer.from_crs(system or RD, WGS84, always_xy=True)
        live = shapely.transform(
            drawn, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1]))
        )
    rows = zip(codes, _texts(drawn, digits), _texts(live, 5), strict=True)
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def context(layers: Path, geometry: Path) -> pl.DataFrame:
    """``kind``, ``drawn``, ``live``: what lies under the areas, as ``boundaries`` has these: simplified, and
    cut off around them. Empty when either is missing."""
    schema = {"kind": pl.String, "drawn": pl.String, "live": pl.String}
    if not layers.is_file():  # before the boundaries, which take long to read
        return pl.DataFrame(schema=schema)
    areas, system = _read(geometry)
    if not areas:
        return pl.DataFrame(schema=schema)
    bounds = shapely.total_bounds(np.array(list(areas.values()), dtype=object))
    metres = bool(max(abs(bounds)) > _DEGREES)
    by_kind: dict[str, list[Any]] = {}
    for feature in json.loads(layers.read_text("utf-8"))["features"]:
        shape = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
        by_kind.setdefault(feature["properties"]["kind"], []).append(shape)
    room = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / 10
    rows = []
    for kind, shapes in by_kind.items():
        together = np.array(shapes, dtype=object)
        if metres:  # those of the areas; layers come in degrees always
            to_areas = pyproj.Transformer.from_crs(WGS84, system or RD, always_xy=True)
            together = shapely.transform(
                together,
                lambda xy, to_areas=to_areas: np.column_stack(
                    to_areas.transform(xy[:, 0], xy[:, 1])
                ),
            )
        box = (bounds[0] - room, bounds[1] - room, bounds[2] + room, bounds[3] + room)
        near = shapely.clip_by_rect(together, *box)
        near = shapely.simplify(near, 10 * room / _DETAIL)
        parts = shapely.get_parts(near)  # of collections, which making valid may leave
        parts = shapely.get_parts(parts[~shapely.is_empty(parts)])
        wanted = np.isin(shapely.get_type_id(parts), (1, 3))  # lines and polygons
        parts = parts[wanted]
        live = parts
        if metres:
            to_degrees = pyproj.Transformer.from_crs(system or RD, WGS84, always_xy=True)
            live = shapely.transform(
                parts,
                lambda xy, to_degrees=to_degrees: np.column_stack(
                    to_degrees.transform(xy[:, 0], xy[:, 1])
                ),
            )
        texts = zip(_texts(parts, 0 if metres else 5), _texts(live, 5), strict=True)
        rows += [(kind, drawn, shown) for drawn, shown in texts]
    return pl.DataFrame(rows, schema=schema, orient="row")


def borders(geometry: Path, levels: Mapping[str, str]) -> pl.DataFrame:
    """``area``, ``other``: areas of one level that touch, both ways; empty without geometry."""
    schema = {"area": pl.String, "other": pl.String}
    shapes, _system = _read(geometry)
    codes = [code for code in sorted(shapes) if code in levels]
    if not codes:
        return pl.DataFrame(schema=schema)
    drawn = np.array([shapes[code] for code in codes], dtype=object)
    # Drawn apart by less than a step, two boundaries still touch.
    gap = 1.0 if _is_metres(drawn) else 1e-5
    first, second = shapely.STRtree(drawn).query(drawn, predicate="dwithin", distance=gap)
    pairs = sorted(
        (codes[a], codes[b])
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
        if a != b and levels[codes[a]] == levels[codes[b]]
    )
    return pl.DataFrame(pairs, schema=schema, orient="row")


def _read(geometry: Path) -> tuple[dict[str, Any], str | None]:
    if not geometry.is_file():
        return {}, None
    document = json.loads(geometry.read_text("utf-8"))
    name = document.get("crs", {}).get("properties", {}).get("name")
    shapes: dict[str, Any] = {}
    for feature in document["features"]:
        if feature.get("geometry"):
            shape = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
            code = str(feature["properties"]["code"])
            shapes[code] = shapely.union(shapes[code], shape) if code in shapes else shape
    return shapes, name


def _is_metres(shapes: Any) -> bool:
    return bool(max(abs(shapely.total_bounds(shapes))) > _DEGREES)


def _simplified(shapes: dict[str, Any]) -> dict[str, Any]:
    """With fewer corners; borders that areas share stay shared."""
    codes = list(shapes)
    drawn = np.array([shapes[code] for code in codes], dtype=object)
    west, south, east, north = shapely.total_bounds(drawn)
    step = max(east - west, north - south) / _DETAIL
    smaller = shapely.coverage_simplify(drawn, step)
    # An island smaller than a pixel would vanish: it keeps its own shape.
    drawn_shapes = np.where(shapely.is_empty(smaller), drawn, smaller)
    return dict(zip(codes, drawn_shapes, strict=True))


def _with_parents(shapes: dict[str, Any], parents: Mapping[str, str | None]) -> dict[str, Any]:
    shape_by_code = dict(shapes)
    children: dict[str, list[str]] = {}
    for code, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(code)

    def shape_of(code: str) -> Any:
        if code not in shape_by_code:
            parts = [
                shape for child in children.get(code, ()) if (shape := shape_of(child)) is not None
            ]
            shape_by_code[code] = shapely.union_all(parts) if parts else None
        return shape_by_code[code]

    for code in children:
        shape_of(code)
    return {code: shape for code, shape in shape_by_code.items() if shape is not None}


def _texts(shapes: Any, digits: int) -> list[str]:
    step = 10.0**-digits
    snapped = shapely.set_precision(shapes, step, mode="pointwise")
    return [str(text) for text in shapely.to_geojson(snapped)]
