"""A map of a simulated country: areas that fit in each other without gap or overlap.

Neighbourhoods are cells of a grid, laid along a Hilbert curve. Two cells that follow each other on
the curve share a side, so a district (a run of cells) is in one piece, and so is a municipality (a
run of districts). Corners and the middles of sides are moved a little, the same for both
neighbours, so that it looks like a map and still fits exactly.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Sequence

import numpy as np

from wijkwerk.monitor.sources.simulate.layout import Layout

# The side of a neighbourhood before its corners are moved: 500 metres in degrees, at this latitude.
CELL = (0.00773, 0.00449)
WEST, SOUTH = 3.5, 54.5  # in the North Sea, where nobody lives
_DIGITS = 6  # a tenth of a metre
Corner = tuple[int, int]
Side = tuple[Corner, Corner]
Ring = list[Corner]


def geometry(place: Layout, seed: int) -> str:
    """All areas as GeoJSON text (degrees, RFC 7946), a feature a line, the largest areas first."""
    order = np.lexsort((np.arange(len(place.neighbourhoods)), place.district, place.municipality))
    cells = _along_the_curve(len(order))
    cell_of = {int(number): cell for number, cell in zip(order, cells, strict=True)}
    by_district: dict[str, list[Corner]] = {}
    by_city: dict[str, list[Corner]] = {}
    for number in order.tolist():
        by_district.setdefault(place.districts[place.district[number]], []).append(cell_of[number])
        city = place.municipalities[place.municipality[number]]
        by_city.setdefault(city, []).append(cell_of[number])
    own = {code: [cell_of[number]] for number, code in enumerate(place.neighbourhoods)}
    moves = _Moves(seed, 1 + max(max(cell) for cell in cells))
    features = [
        _feature(code, "country", rings(cells), moves)
        for code in ("NL00",)  # the country is every cell
    ]
    for level, areas in (
        ("municipality", by_city),
        ("district", by_district),
        ("neighbourhood", own),
    ):
        features += [_feature(code, level, rings(areas[code]), moves) for code in sorted(areas)]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _along_the_curve(number: int) -> list[Corner]:
    """The first ``number`` cells (column, row) of the smallest Hilbert curve that holds them."""
    side = 1
    while side * side < number:
        side *= 2
    corners = []
    for step in range(number):
        x = y = 0
        rest, size = step, 1
        while size < side:
            right = 1 & (rest // 2)
            up = 1 & (rest ^ right)
            if up == 0:
                if right == 1:
                    x, y = size - 1 - x, size - 1 - y
                x, y = y, x
            x, y = x + size * right, y + size * up
            rest, size = rest // 4, size * 2
        corners.append((x, y))
    return corners


def rings(cells: Iterable[Corner]) -> list[Ring]:
    """The outlines of a set of cells, each closed: outer ones counter-clockwise, holes clockwise.

    Where cells meet in a corner only, the outline keeps to the same side of the outside, so that a
    hole touches the outer ring in a point and never crosses it.
    """
    sides: dict[Corner, list[Corner]] = {}
    inside = set(cells)
    for x, y in sorted(inside):
        for (ox, oy), start, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            if (ox, oy) not in inside:
                sides.setdefault(start, []).append(end)
    outlines = []
    while sides:
        start = min(sides)
        ring = [start]
        at, came = start, (0, 0)
        while True:
            onward = sides[at]
            to = min(onward, key=lambda end: _turn(came, (end[0] - at[0], end[1] - at[1])))
            onward.remove(to)
            if not onward:
                del sides[at]
            came = (to[0] - at[0], to[1] - at[1])
            ring.append(to)
            at = to
            if at == start:
                break
        outlines.append(ring)
    # The outer ring first, as GeoJSON has it: it is the one with the largest surface.
    return sorted(outlines, key=lambda ring: -_surface(ring))


def _turn(came: Corner, onward: Corner) -> int:
    """0 for a turn to the right (the outside), 1 straight on, 2 to the left."""
    cross = came[0] * onward[1] - came[1] * onward[0]
    return 1 + cross


def _surface(ring: Ring) -> float:
    pairs = itertools.pairwise(ring)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) / 2


class _Moves:
    """Where the corners and the middles of the sides of the grid end up, in degrees."""

    def __init__(self, seed: int, size: int) -> None:
        rng = np.random.default_rng([seed, 9])
        self._corner = rng.uniform(-0.22, 0.22, (size + 1, size + 1, 2))
        self._middle = rng.uniform(-0.1, 0.1, (2, size + 1, size + 1, 2))

    def corner(self, at: Corner) -> tuple[float, float]:
        x, y = at
        dx, dy = self._corner[x, y]
        return x + dx, y + dy

    def middle(self, side: Side) -> tuple[float, float]:
        (ax, ay), (bx, by) = side
        flat = int(ay == by)  # a flat side and an upright one may start in the same corner
        dx, dy = self._middle[flat, min(ax, bx), min(ay, by)]
        (px, py), (qx, qy) = self.corner(side[0]), self.corner(side[1])
        return (px + qx) / 2 + dx, (py + qy) / 2 + dy

    def ring(self, ring: Ring) -> list[list[float]]:
        """``ring`` on the ground."""
        places = [self.corner(ring[0])]
        for side in itertools.pairwise(ring):
            places += [self.middle(side), self.corner(side[1])]
        return _on_the_ground(places)


def _feature(code: str, level: str, outline: Sequence[Ring], moves: _Moves) -> str:
    outer = [ring for ring in outline if _surface(ring) > 0]
    holes = [ring for ring in outline if _surface(ring) < 0]
    assert len(outer) == 1, f"{code} is not in one piece"
    coordinates = [moves.ring(ring) for ring in (*outer, *holes)]
    feature = {
        "type": "Feature",
        "properties": {"code": code, "level": level},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }
    return json.dumps(feature, separators=(",", ":"))


def context(place: Layout) -> str:
    """What lies under the areas as GeoJSON text: a river with a lake, a park, a road and a railway, drawn as
    curves over the whole country, without chance."""
    cells = _along_the_curve(len(place.neighbourhoods))
    wide, tall = (1 + max(cell[axis] for cell in cells) for axis in (0, 1))
    along = np.linspace(-0.5, wide + 0.5, 40)
    river = tall * (0.5 + 0.22 * np.sin(along * 2.4 * math.pi / wide))
    turn = np.linspace(0, 2 * math.pi, 25)[:-1]

    def blob(x: float, y: float, across: float) -> list[list[float]]:
        at = (x + across * np.cos(turn), y + 0.7 * across * np.sin(turn))
        ring = list(zip(*(axis.tolist() for axis in at), strict=True))
        return _on_the_ground([*ring, ring[0]])

    road = [(-0.5, 0.2 * tall), (0.45 * wide, 0.4 * tall), (wide + 0.5, 0.9 * tall)]
    rail = [(0.4 * wide, -0.5), (0.52 * wide, 0.5 * tall), (0.5 * wide, tall + 0.5)]
    thick = 0.012 * tall + 0.05
    banks = [
        *zip(along, river + thick, strict=True),
        *zip(along[::-1], river[::-1] - thick, strict=True),
    ]
    layers = [
        ("water", "Polygon", [_on_the_ground([*banks, banks[0]])]),
        ("water", "Polygon", [blob(0.3 * wide, 0.78 * tall, 0.06 * wide)]),
        ("green", "Polygon", [blob(0.68 * wide, 0.3 * tall, 0.07 * wide)]),
        ("road", "LineString", _on_the_ground(road)),
        ("rail", "LineString", _on_the_ground(rail)),
    ]
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"kind": kind},
                "geometry": {"type": shape, "coordinates": coordinates},
            },
            separators=(",", ":"),
        )
        for kind, shape, coordinates in layers
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _on_the_ground(points: Iterable[tuple[float, float]]) -> list[list[float]]:
    """Places of the grid in degrees."""
    return [
        [round(WEST + CELL[0] * float(x), _DIGITS), round(SOUTH + CELL[1] * float(y), _DIGITS)]
        for x, y in points
    ]
