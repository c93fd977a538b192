"""Maps without a map server: boundaries as shapes, or a grid of tiles where there are none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.ui.pictures.style import LAG, WIDTHS, WITHHELD, Size, frame

Colours = Sequence[str]  # of the five steps


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
    """The step (0 ahead … 4 far behind) of ``lag``."""
    if lag is None:
        return None
    return sum(lag > limit for limit in limits)


def _colour(words: Sequence[str], unknown: str, legend: bool, colours: Colours) -> dict[str, Any]:
    return {
        "field": "word",
        "type": "nominal",
        "scale": {"domain": [*words, unknown], "range": [*colours, WITHHELD]},
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
    words: Sequence[str],
    unknown: str,
    size: Size,
    around: Sequence[dict[str, Any]] = (),
    legend: bool = True,
    colours: Colours = LAG,
) -> dict[str, Any]:
    """Boundaries coloured by step; ``features`` are GeoJSON with ``properties.code``.

    ``around`` are boundaries drawn under them, uncoloured, to show where they lie; without
    ``legend`` the page has to say what the colours mean.
    """
    step = {place.code: place.step for place in places}
    values = []
    for feature in features:
        found = step.get(feature["properties"]["code"])
        word = unknown if found is None else words[found]
        values.append({**feature, "word": word})
    width = WIDTHS[size]
    spec = frame(
        size,
        width=width,
        height={"small": width, "medium": round(width * 0.8), "large": round(width * 0.55)}[size],
        # Boundaries come in metres or degrees alike; up is north.
        projection={"type": "identity", "reflectY": True},
        layer=[
            {
                "data": {"values": list(around)},
                "mark": {
                    "type": "geoshape",
                    "fill": "#f6f7f8",
                    "stroke": "#b8bec4",
                    "strokeWidth": 1,
                },
            },
            {
                "data": {"values": values},
                "mark": {"type": "geoshape", "stroke": "#555555", "strokeWidth": 0.6},
                "encoding": {"color": _colour(words, unknown, legend, colours)},
            },
        ],
    )
    del spec["autosize"]
    return spec


def tiles(
    places: Sequence[Place],
    words: Sequence[str],
    unknown: str,
    size: Size,
    legend: bool = True,
    colours: Colours = LAG,
) -> dict[str, Any]:
    """A tile per area in the order given, for areas whose boundaries aren't known."""
    per_row = {"small": 5, "medium": 8, "large": 14}[size]
    values = [
        {
            "x": place % per_row,
            "y": place // per_row,
            "label": _short(one.name),
            "word": unknown if one.step is None else words[one.step],
            "ink": "black" if one.step is None else ink(colours[one.step]),
        }
        for place, one in enumerate(places)
    ]
    side = WIDTHS[size] / per_row
    x = {"field": "x", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.06}}
    y = {"field": "y", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.06}}
    return frame(
        size,
        data={"values": values},
        width=WIDTHS[size],
        height={"step": round(side * 0.7)},
        layer=[
            {
                "mark": {"type": "rect", "stroke": "#555555", "strokeWidth": 0.6},
                "encoding": {"x": x, "y": y, "color": _colour(words, unknown, legend, colours)},
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


def _short(name: str) -> str:
    """A name that fits on a tile."""
    return name if len(name) <= 10 else f"{name[:9]}…"
