"""A table of correspondence from the boundaries of two vintages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wijkwerk.areas.api import correspondence_from_geometry
from wijkwerk.shared.extras import require_installed
from wijkwerk.shared.problems import InputError

# Boundaries in degrees are laid out in metres first: the Dutch grid, which keeps surfaces to within
# a few parts in ten thousand.
METRES = "EPSG:28992"


@dataclass(frozen=True)
class Written:
    """What was written: rows, old areas, and the old areas that touch no new one."""

    rows: int
    areas: int
    outside: tuple[str, ...]


def write_correspondence(
    old: Path, new: Path, vintages: tuple[str, str], out: Path, metres: str = METRES
) -> Written:
    """Write the weights from the areas in ``old`` to those in ``new`` as CSV; see
    ``areas.api.correspondence_from_geometry``.

    Both are GeoJSON with a property ``code``. Raises InputError when a file can't be read, has no
    codes, one twice or a shape that isn't sound, when no areas meet, and when ``out`` is there.
    """
    if out.exists():
        raise InputError.of(str(out), "is there already", "a file that isn't there yet")
    before, after = (_areas(path, metres) for path in (old, new))
    table = correspondence_from_geometry(before, after, vintages[0], vintages[1])
    if table.is_empty():
        raise InputError.of(
            str(new),
            "no areas meet",
            f"areas that overlap those of {old.name}",
            suggestion="Are both files of the same place, and in the same coordinates?",
        )
    met = set(table["area_from"].to_list())
    table.write_csv(out)
    return Written(
        rows=table.height,
        areas=len(met),
        outside=tuple(sorted(set(before["code"].astype(str)) - met)),
    )


def _areas(path: Path, metres: str) -> Any:
    """The areas of a GeoJSON file in metres: code and geometry."""
    require_installed(str(path), "geopandas")
    import geopandas as gpd

    try:
        frame = gpd.read_file(path)
    except Exception as fault:  # what pyogrio and GDAL raise is of many kinds
        reason = " ".join(str(fault).split())[:90]
        raise InputError.of(str(path), "can't be read", "a GeoJSON file", value=reason) from fault
    if "code" not in frame.columns:
        raise InputError.of(str(path), "no codes", "a property code of each area")
    codes = frame["code"].astype(str)
    twice = sorted(set(codes[codes.duplicated()]))
    if twice:
        raise InputError.of(
            str(path), "code stands twice", "each area once", value=", ".join(twice[:5])
        )
    broken = sorted(codes[frame.geometry.isna() | ~frame.geometry.is_valid])
    if broken:
        raise InputError.of(
            str(path),
            "shape is not sound",
            "closed polygons that don't cross themselves",
            value=", ".join(broken[:5]),
        )
    frame = frame.assign(code=codes)[["code", "geometry"]]
    if frame.crs is None or not frame.crs.is_projected:
        frame = frame.set_crs("EPSG:4326", allow_override=frame.crs is None).to_crs(metres)
    return frame
