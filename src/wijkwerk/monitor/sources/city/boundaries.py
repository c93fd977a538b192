"""Boundaries of a municipality's neighbourhoods from the national geo services.

OGC API Features is asked first, and WFS where that has no such year. Neither can be trusted to look at
a condition, so what comes is looked at again. Districts and the municipality are put together out of
their neighbourhoods, so that lines of all levels fall on each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import shapely
from shapely.geometry import mapping, shape

from wijkwerk.monitor.sources.cbs.odata.client import Client, RefusedError
from wijkwerk.monitor.sources.cbs.odata.completeness import NotWholeError
from wijkwerk.shared.problems import InputError, Problem

OGC_HOST = "https://api.pdok.nl"
WFS_HOST = "https://service.pdok.nl"
PAGE = 1_000
MOST_PAGES = 200
_BACK = 3  # years before the newest figures that boundaries may be of
_CODE = re.compile(r"BU\d{4}[0-9A-Z]{2}\d{2}")
# Triangles smaller than the square of this many degrees go: some twenty metres.
TOLERANCE = 0.0002
_DECIMALS = 6
Feature = dict[str, Any]


def ogc_base(year: int, host: str | None = None) -> str:
    """The address of OGC API Features for the boundaries of ``year``."""
    return f"{host or OGC_HOST}/cbs/wijken-en-buurten-{year}/ogc/v1"


def ogc_items(municipality: str) -> str:
    """The path of the neighbourhoods of ``municipality``, below ``ogc_base``."""
    return f"collections/buurten/items?f=json&limit={PAGE}&gemeentecode={municipality}"


def wfs_base(year: int, host: str | None = None) -> str:
    """The address of WFS for the boundaries of ``year``."""
    return f"{host or WFS_HOST}/cbs/wijkenbuurten/{year}/wfs"


def boundaries_of(
    municipality: str,
    newest: int,
    path: Path | None,
    *,
    host: str | None = None,
    wait: float = 1.0,
    progress: Callable[[str, float], None] = lambda step, share: None,
) -> tuple[int, list[Feature]]:
    """The year and the neighbourhoods (GeoJSON features, as published) of the newest boundaries, at most
    that of ``newest``. Raises InputError when no service has them, NoAnswerError without a network."""
    refused: list[Problem] = []
    for year in range(newest, newest - _BACK, -1):
        for base, ask in ((ogc_base(year, host), _by_ogc), (wfs_base(year, host), _by_wfs)):
            progress(f"boundaries of {year}", 0.0)
            with Client(base, path, wait) as client:
                try:
                    features = ask(client, municipality)
                except RefusedError as wrong:
                    refused += wrong.problems
                    continue
                except NotWholeError:
                    client.forget()
                    raise
            if features:
                return year, features
            refused.append(_problem(base, "has no boundaries of this municipality", municipality))
    raise InputError(refused)


def _by_ogc(client: Client, municipality: str) -> list[Feature]:
    """By a condition; where that is refused or not looked at, by the frame around the municipality."""
    try:
        features = _all_or_none(_pages(client, ogc_items(municipality)), municipality)
        if features is not None:
            return features
    except RefusedError:
        client.json("collections/buurten?f=json")  # refused too when there is no such year
    frame = _frame(client, municipality)
    if frame is None:
        return []
    path = f"collections/buurten/items?f=json&limit={PAGE}&bbox={frame}"
    return [
        feature
        for page in _pages(client, path)
        for feature in page
        if _is_inside(feature, municipality)
    ]


def _all_or_none(pages: Iterator[list[Feature]], municipality: str) -> list[Feature] | None:
    """Every feature, or None as soon as one of another municipality comes: the condition wasn't used."""
    features: list[Feature] = []
    for page in pages:
        if not all(_is_inside(feature, municipality) for feature in page):
            return None
        features += page
    return features


def _frame(client: Client, municipality: str) -> str | None:
    """West, south, east, north of the municipality, as an address has them; None when it isn't there."""
    path = f"collections/gemeenten/items?f=json&limit={PAGE}"
    geometries = [
        shape(feature["geometry"])
        for page in _pages(client, path)
        for feature in page
        if feature.get("geometry")
        and municipality in map(str, (feature.get("properties") or {}).values())
    ]
    if not geometries:
        return None
    return ",".join(f"{number:.6f}" for number in shapely.total_bounds(geometries))


def _pages(client: Client, path: str) -> Iterator[list[Feature]]:
    """Pages by their links 'next'. Raises InputError for what is no collection, pages that go round in a
    circle, and fewer features than the service counts."""
    visited, count, matched = {path}, 0, None
    for _ in range(MOST_PAGES):
        document = client.json(path, keep=True)
        page = document.get("features") if isinstance(document, dict) else None
        if not isinstance(page, list):
            raise InputError([_problem(path, "no features in the reply", None)])
        yield [feature for feature in page if isinstance(feature, dict)]
        count += len(page)
        matched = document.get("numberMatched", matched)
        links = document.get("links") or []
        following = next(
            (
                str(link.get("href"))
                for link in links
                if isinstance(link, dict) and link.get("rel") == "next"
            ),
            None,
        )
        if following is None:
            if isinstance(matched, int) and matched != count:
                raise NotWholeError([_cut_off(path, count, matched)])
            return
        if following in visited:
            raise NotWholeError([_problem(following, "pages go round in a circle", None)])
        visited.add(following)
        path = following
    raise InputError([_problem(path, "too many pages", str(MOST_PAGES))])


def _by_wfs(client: Client, municipality: str) -> list[Feature]:
    """Pages by startIndex, until one isn't full."""
    condition = (
        '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo>'
        "<fes:ValueReference>gemeentecode</fes:ValueReference>"
        f"<fes:Literal>{municipality}</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>"
    )
    parameters = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": "wijkenbuurten:buurten",
        "outputFormat": "application/json",
        "srsName": "EPSG:4326",
        "filter": condition,
        "count": str(PAGE),
    }
    features: list[Feature] = []
    before: list[Feature] = []
    for number in range(MOST_PAGES):
        query = urlencode({**parameters, "startIndex": str(number * PAGE)}, quote_via=quote)
        document = client.json(f"v1_0?{query}", keep=True)
        page = document.get("features") if isinstance(document, dict) else None
        if not isinstance(page, list):
            raise InputError([_problem("v1_0", "no features in the reply", None)])
        if page and page == before:
            raise NotWholeError([_problem("v1_0", "pages go round in a circle", None)])
        features += page
        before = page
        if len(page) < PAGE:
            matched = document.get("numberMatched", document.get("totalFeatures"))
            if isinstance(matched, int) and matched != len(features):
                raise NotWholeError([_cut_off("v1_0", len(features), matched)])
            break
    return [feature for feature in features if _is_inside(feature, municipality)]


def code_of(feature: Feature) -> str | None:
    """The code of the neighbourhood, under whatever name the service has it; None when there is none."""
    for value in (feature.get("properties") or {}).values():
        text = str(value).strip()
        if _CODE.fullmatch(text):
            return text
    return None


def _is_inside(feature: Feature, municipality: str) -> bool:
    return (code_of(feature) or "").startswith(f"BU{municipality[2:]}")


def simplified(features: list[Feature], level_by_code: Mapping[str, str]) -> dict[str, Any]:
    """A GeoJSON collection with a shape of each area in ``level_by_code`` (code → level): lines simplified
    together, so that neighbours keep one border, and districts and the municipality put together.

    Raises InputError when no shape is sound, or lies elsewhere than in degrees.
    """
    parts: dict[str, list[Any]] = {}
    for feature in features:
        code = code_of(feature)
        if code is not None and feature.get("geometry"):
            parts.setdefault(code, []).append(_in_degrees(shape(feature["geometry"])))
    if not parts:
        raise InputError([_problem("boundaries", "no shapes in the reply", None)])
    codes = sorted(parts)
    joined = [shapely.make_valid(shapely.union_all(parts[code])) for code in codes]
    lines = shapely.coverage_simplify(joined, TOLERANCE) if _is_coverage(joined) else joined
    shapes = dict(zip(codes, lines, strict=True))
    above: dict[str, list[Any]] = {}
    for code, line in shapes.items():
        for parent_code in (f"WK{code[2:8]}", f"GM{code[2:6]}"):
            above.setdefault(parent_code, []).append(line)
    shapes |= {code: shapely.union_all(inside) for code, inside in above.items()}
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": code}, "geometry": _geojson(shapes[code])}
            for code in sorted(shapes)
            if code in level_by_code and not shapes[code].is_empty
        ],
    }


def _is_coverage(shapes: list[Any]) -> bool:
    """Whether the shapes are polygons that may be simplified together."""
    return all(geometry.geom_type in ("Polygon", "MultiPolygon") for geometry in shapes)


def _in_degrees(geometry: Any) -> Any:
    """``geometry`` with longitude first. Some services give latitude first; in this country the two can't
    be mistaken for each other."""
    west, south, east, north = geometry.bounds
    if 3 <= west <= east <= 8 and 50 <= south <= north <= 54:
        return geometry
    if 50 <= west <= east <= 54 and 3 <= south <= north <= 8:
        return shapely.transform(geometry, lambda points: points[:, ::-1])
    raise InputError(
        [
            _problem(
                "boundaries", "not in degrees", f"{west:.0f}, {south:.0f}", "longitude, latitude"
            )
        ]
    )


def _geojson(geometry: Any) -> dict[str, Any]:
    polygons = [
        part
        for part in getattr(geometry, "geoms", [geometry])
        if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    merged = polygons[0] if len(polygons) == 1 else shapely.union_all(polygons)
    geometry_mapping = mapping(merged)
    return {
        "type": geometry_mapping["type"],
        "coordinates": _rounded(geometry_mapping["coordinates"]),
    }


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, _DECIMALS)
    return [_rounded(coordinate) for coordinate in coordinates]


def _cut_off(path: str, count: int, matched: int) -> Problem:
    return _problem(
        path, "download is not whole", f"{count} features", f"{matched}, as the service counts"
    )


def _problem(
    place: str, code: str, value: str | None, expected: str = "a GeoJSON collection of areas"
) -> Problem:
    return Problem(place, None, None, code, value, expected)
