"""A map in the page itself: shapes that are links, names that never lie over each other, no script.

Drawn out of the simplified boundaries of the serving file; coordinates become whole pixels, which is
all that a picture of this size shows.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from wijkwerk.monitor.core.context import KINDS
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.geometry import Feature, context, features

WIDTH, _TALLEST = 520, 560
_EDGE = 6
_NEAR = 1.5  # pixels between corners below which one of them says nothing
_DEGREES = 360.0
# Width of a letter and height of a line with its white edge, in sizes of the type.
_LETTER, _LINE = 0.56, 1.5
_LARGE, _SMALL = 17, 12  # pixels: of names that a phone shows too, and of the others
_ON_PHONES = 5
_MOST_NAMES = 40
Ring = list[tuple[float, float]]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Outlines:
    """Areas as paths in pixels: ``paths`` and ``middles`` by code, the height of the drawing, and ``under`` the
    paths of what lies under them, with their kind and whether it is a line."""

    paths: dict[str, str]
    middles: dict[str, tuple[float, float]]
    height: float
    under: tuple[tuple[str, bool, str], ...] = ()


def outlines(features: Sequence[Feature], layers: Sequence[Feature] = ()) -> Outlines | None:
    """The shapes of ``features`` in a drawing, over ``layers``; None without any."""
    shapes = {feature["properties"]["code"]: _rings(feature["geometry"]) for feature in features}
    shapes = {code: rings for code, rings in shapes.items() if rings}
    if not shapes:
        return None
    every = [point for rings in shapes.values() for ring in rings for point in ring]
    place, height = _projection(every)
    paths, middles = {}, {}
    for code, rings in shapes.items():
        placed = [_thinned([place(point) for point in ring]) for ring in rings]
        middles[code] = _middle(max(placed, key=lambda ring: abs(_size(ring))))
        path = "".join(_path(ring) for ring in placed if len(ring) > 2)
        if path:
            paths[code] = path
    return Outlines(paths, middles, height, tuple(_layers(layers, place)))


def _layers(
    layers: Sequence[Feature], place: Callable[[tuple[float, float]], tuple[float, float]]
) -> Iterable[tuple[str, bool, str]]:
    """What lies under the areas, a path per kind, the roads last."""
    for kind in KINDS:
        for lines in (False, True):
            path = ""
            for layer in layers:
                geometry = layer["geometry"]
                if layer["properties"]["kind"] != kind:
                    continue
                if geometry["type"].endswith("LineString") is not lines:
                    continue
                parts = (
                    geometry["coordinates"]
                    if lines
                    else [ring for rings in geometry["coordinates"] for ring in rings]
                )
                for part in parts:
                    ring = _thinned([place((point[0], point[1])) for point in part])
                    step = _path(ring) if len(ring) > 1 else ""
                    path += step.removesuffix("z") if lines else step
            if path:
                yield kind, lines, path


def outlines_of(opened: Serving, codes: Sequence[str]) -> Outlines | None:
    """Those of the areas of an edition, which never change: reading and thinning them takes longer than
    all the rest of a drawing, so they are remembered as pages are.

    None when the edition has no boundaries of them.
    """
    digest = hashlib.sha256(" ".join(codes).encode()).hexdigest()[:32]
    key = f"outlines:{opened.store.path.name}:{digest}"  # the name changes with the contents
    cached = cache.get(key)
    if cached is None:
        shapes = features(opened, codes)
        cached = (outlines(shapes, context(opened, shapes)),)
        cache.set(key, cached)
    outlines_found: Outlines | None = cached[0]
    return outlines_found


def place_map(
    shapes: Outlines | None,
    names: Mapping[str, str],
    kinds: Mapping[str, str],
    url: Callable[[str], str],
    named: Iterable[str],
    *,
    large: int = _ON_PHONES,
) -> SafeString:
    """The drawing of ``shapes``; '' without any. ``kinds`` is the style of each (``is-…``, '' is pale);
    ``named`` the codes whose names are wanted, the most wanted first: those that fit are written, the first
    ``large`` of them in type that a phone shows too."""
    if shapes is None:
        return SafeString("")
    drawn = [
        f'<path class="is-under-{kind}{" is-line" if lines else ""}" d="{path}"/>'
        for kind, lines, path in shapes.under
    ]
    # What has a style of its own lies over its neighbours.
    for code, path in sorted(
        shapes.paths.items(), key=lambda code_and_path: bool(kinds.get(code_and_path[0]))
    ):
        kind = f' class="{kinds[code]}"' if kinds.get(code) else ""
        drawn.append(
            f'<a href="{escape(url(code))}" tabindex="-1"><path{kind} d="{path}">'
            f"<title>{escape(names.get(code, code))}</title></path></a>"
        )
    wanted = [code for code in named if code in shapes.middles]
    short = short_names({code: names.get(code, code) for code in shapes.paths})
    texts = _texts(wanted, short, shapes.middles, shapes.height, large)
    over = " has-under" if shapes.under else ""
    return mark_safe(  # noqa: S308  (numbers, and names that were escaped)
        f'<svg class="ww-place{over}" viewBox="0 0 {WIDTH} {shapes.height:.0f}" aria-hidden="true">'
        f"{''.join(drawn)}{''.join(texts)}</svg>"
    )


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """``names`` without the 'Stad 4, ' that all of them begin with: the map is of that city."""
    above = {name.partition(", ")[0] if ", " in name else "" for name in names.values()}
    if len(names) < 2 or len(above) > 1 or "" in above:
        return dict(names)
    return {code: name.partition(", ")[2] for code, name in names.items()}


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    """The rings of a (multi)polygon."""
    kind, coordinates = geometry["type"], geometry.get("coordinates") or []
    if kind == "Polygon":
        return [[(x, y) for x, y, *_z in ring] for ring in coordinates]
    if kind == "MultiPolygon":
        return [[(x, y) for x, y, *_z in ring] for part in coordinates for ring in part]
    return []


def _projection(
    points: Sequence[tuple[float, float]],
) -> tuple[Callable[[tuple[float, float]], tuple[float, float]], float]:
    """From coordinates to pixels, and the height of the drawing."""
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    flat = max(abs(west), abs(east), abs(south), abs(north)) <= _DEGREES
    narrow = math.cos(math.radians((south + north) / 2)) if flat else 1.0
    across, down = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * _EDGE) / across, (_TALLEST - 2 * _EDGE) / down)
    left = (WIDTH - across * scale) / 2

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        return left + (x - west) * narrow * scale, _EDGE + (north - y) * scale

    return place, down * scale + 2 * _EDGE


def _thinned(ring: Ring) -> Ring:
    """Without corners that lie within a pixel or so of the one before."""
    corners: Ring = []
    for x, y in ring:
        if not corners or abs(x - corners[-1][0]) + abs(y - corners[-1][1]) >= _NEAR:
            corners.append((x, y))
    return corners


def _path(ring: Ring) -> str:
    """A ring as a path of steps in tenths of pixels, which is shorter than places."""
    before = (round(ring[0][0]), round(ring[0][1]))
    parts = [f"M{before[0]} {before[1]}l"]
    steps = []
    for x, y in ring[1:]:
        now = (round(x), round(y))
        if now != before:
            steps.append(f"{now[0] - before[0]} {now[1] - before[1]}")
            before = now
    return "".join([*parts, " ".join(steps), "z"]) if steps else ""


def _size(ring: Ring) -> float:
    """Twice the surface inside a ring, with a sign."""
    return sum(
        x * next_y - next_x * y
        for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def _middle(ring: Ring) -> tuple[float, float]:
    """Where the surface of a ring balances; the mean of its corners when it has none."""
    twice = _size(ring)
    if abs(twice) < 1e-9:
        return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)
    across = down = 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * next_y - next_x * y
        across += (x + next_x) * cross
        down += (y + next_y) * cross
    return across / (3 * twice), down / (3 * twice)


def _texts(
    named: Sequence[str],
    names: Mapping[str, str],
    middles: Mapping[str, tuple[float, float]],
    height: float,
    large: int,
) -> list[str]:
    """The names that fit, none over another."""
    taken: list[Box] = []
    written: list[str] = []
    for code in named[:_MOST_NAMES]:
        first = len(written) < large
        box = _free(names[code], middles[code], _LARGE if first else _SMALL, height, taken)
        if box is None:
            continue
        taken.append(box)
        kind = "" if first else ' class="is-minor"'
        written.append(
            f'<text{kind} x="{(box[0] + box[2]) / 2:.0f}" y="{(box[1] + box[3]) / 2:.0f}">'
            f"{escape(names[code])}</text>"
        )
    return written


def _free(
    name: str, middle: tuple[float, float], size: int, height: float, taken: Sequence[Box]
) -> Box | None:
    """The place of a name nearest to ``middle`` that lies within the frame and over no other."""
    wide, tall = len(name) * size * _LETTER, size * _LINE
    if wide > WIDTH:
        return None
    x = min(max(middle[0], wide / 2), WIDTH - wide / 2)
    for away in (0.0, -tall, tall):
        y = min(max(middle[1] + away, tall / 2), height - tall / 2)
        box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        if not any(_overlap(box, other) for other in taken):
            return box
    return None


def _overlap(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
