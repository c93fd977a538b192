"""Maps without a map server: boundaries as shapes, or a grid of tiles where there are none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.shared.text import shortened
from wijkwerk.ui.pictures.style import LAG, WIDTHS, WITHHELD, Size, frame

Colours = Sequence[str]  # of the five steps
_SHAPES: dict[Size, float] = {"small": 1.0, "medium": 0.8, "large": 0.55}  # height by width
_THROUGH = 0.72  # opacity of areas over what lies under them
# Colour and width of lines of what lies under the areas; also in map.js and areas.css.
UNDER = {
    "green": ("#cfe3c4", 1.0),
    "water": ("#9cc8e6", 1.5),
    "road": ("#8a8a8a", 0.8),
    "rail": ("#4a4a4a", 0.8),
}
_TILE = 0.7  # height of a tile by its width
_LETTER = 6.2  # pixels that a letter on a tile takes
_FEWEST_LETTERS = 5


@dataclass(frozen=True)
class Place:
    """An area with the step of the colour scale its lag falls in (0 to 4), or None."""

    code: str
    name: str
    step: int | None


def steps(lags: Sequence[float]) -> tuple[float, float, float, float]:
    """Four limits that part lags in five: symmetrical around no lag, the same on every picture.

    The outer limits are where a tenth of all lags, whichever sign, lies further out.
    """
    sizes = sorted(abs(lag) for lag in lags)
    if not sizes:
        return (-2.0, -1.0, 1.0, 2.0)
    far = sizes[min(len(sizes) - 1, math.floor(0.75 * len(sizes)))] or 1.0
    near = far / 4
    return (-far, -near, near, far)


def step_of(lag: float | None, limits: tuple[float, float, float, float]) -> int | None:
    """The step (0 ahead … 4 far behind) of ``lag``. None for an unknown lag."""
    if lag is None:
        return None
    return sum(lag > limit for limit in limits)


def _colour(labels: Sequence[str], unknown: str, legend: bool, colours: Colours) -> dict[str, Any]:
    return {
        "field": "word",
        "type": "nominal",
        "scale": {"domain": [*labels, unknown], "range": [*colours, WITHHELD]},
        "legend": {
            "direction": "vertical",
            "orient": "bottom",
            "columns": 1,
            "symbolType": "square",
            "symbolStrokeColor": "#555555",
            "symbolStrokeWidth": 0.6,
        }
        if legend
        else None,
    }


def shapes(
    features: Sequence[dict[str, Any]],
    places: Sequence[Place],
    labels: Sequence[str],
    unknown: str,
    size: Size,
    around: Sequence[dict[str, Any]] = (),
    legend: bool = True,
    colours: Colours = LAG,
    others: Sequence[dict[str, Any]] = (),
    under: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Boundaries coloured by step; ``features`` are GeoJSON with ``properties.code``.

    ``around`` are outlines drawn over them, to show in which city they lie, ``others`` areas beside
    them that aren't what the picture is about: pale; ``under`` are water, green, roads and railways
    (``properties.kind``), which shine through them. Without ``legend`` the page has to say what the colours
    mean.
    """
    step = {place.code: place.step for place in places}
    values = []
    for feature in features:
        place_step = step.get(feature["properties"]["code"])
        word = unknown if place_step is None else labels[place_step]
        values.append({**feature, "word": word})
    width = WIDTHS[size]
    through = _THROUGH if under else 1.0
    spec = frame(
        size,
        width=width,
        height=round(width * _SHAPES[size]),
        # Boundaries come in metres or degrees alike; up is north.
        projection={"type": "identity", "reflectY": True},
        layer=[
            *_under(under),
            {
                "data": {"values": [*around, *others]},
                "mark": {
                    "type": "geoshape",
                    "fill": "#f3f5f7",
                    "fillOpacity": through,
                    "stroke": "#c3cad0",
                    "strokeWidth": 0.6,
                },
            },
            {
                "data": {"values": values},
                "mark": {
                    "type": "geoshape",
                    "fillOpacity": through,
                    "stroke": "#555555",
                    "strokeWidth": 0.6,
                },
                "encoding": {"color": _colour(labels, unknown, legend, colours)},
            },
            {
                "data": {"values": list(around)},
                "mark": {
                    "type": "geoshape",
                    "filled": False,
                    "stroke": "#555555",
                    "strokeWidth": 1.4,
                },
            },
        ],
    )
    del spec["autosize"]
    return spec


def _under(layers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What lies under the areas: surfaces, then lines."""
    drawn = []
    for kind, (colour, wide) in UNDER.items():
        for lines in (False, True):
            own = [
                layer
                for layer in layers
                if layer["properties"]["kind"] == kind
                and layer["geometry"]["type"].endswith("LineString") is lines
            ]
            look = (
                {"filled": False, "stroke": colour, "strokeWidth": wide}
                if lines
                else {"fill": colour, "stroke": None}
            )
            if own:
                drawn.append({"data": {"values": own}, "mark": {"type": "geoshape", **look}})
    return drawn


def tiles(
    places: Sequence[Place],
    labels: Sequence[str],
    unknown: str,
    size: Size,
    legend: bool = True,
    colours: Colours = LAG,
) -> dict[str, Any]:
    """A tile per area in the order given, for areas whose boundaries aren't known: in rows that make
    the grid no taller than a map would be. Tiles that are too small for a name have none."""
    fewest = {"small": 5, "medium": 8, "large": 14}[size]
    per_row = max(fewest, math.ceil(math.sqrt(_TILE * len(places) / _SHAPES[size])))
    while math.ceil(len(places) / per_row) * _TILE / per_row > _SHAPES[size]:
        per_row += 1  # the last row may be one too many
    letters = math.floor(WIDTHS[size] / per_row / _LETTER)
    values = [
        {
            "x": place % per_row,
            "y": place // per_row,
            "label": shortened(tile.name, letters, _FEWEST_LETTERS),
            "word": unknown if tile.step is None else labels[tile.step],
            "ink": "black" if tile.step is None else ink(colours[tile.step]),
        }
        for place, tile in enumerate(places)
    ]
    side = WIDTHS[size] / per_row
    x = {"field": "x", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.06}}
    y = {"field": "y", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.06}}
    return frame(
        size,
        data={"values": values},
        width=WIDTHS[size],
        height={"step": round(side * _TILE)},
        layer=[
            {
                "mark": {"type": "rect", "stroke": "#555555", "strokeWidth": 0.6},
                "encoding": {"x": x, "y": y, "color": _colour(labels, unknown, legend, colours)},
            },
            {
                "mark": {"type": "text", "fontSize": 9},
                "encoding": {
                    "x": x,
                    "y": y,
                    "text": {"field": "label"},
                    "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
                },
            },
        ],
        resolve={"scale": {"color": "independent"}},
    )


def ink(colour: str) -> str:
    """The colour of letters that can be read on ``colour`` (#rrggbb): white on what is dark."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 128 else "black"
