"""Pictures of what happened over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.ui.pictures.style import (
    DASHES,
    SERIES,
    SHAPES,
    WIDTHS,
    Size,
    frame,
    nominal,
    upright_axis,
)

Point = tuple[str, float, float | None, float | None]  # period, value, lower, upper


@dataclass(frozen=True)
class Line:
    """A named series; bounds are None where unknown."""

    name: str
    points: tuple[Point, ...]


def _rows(lines: Sequence[Line], panel: str | None = None) -> list[dict[str, Any]]:
    return [
        {
            "panel": panel,
            "who": line.name,
            "period": period,
            "value": value,
            "lower": lower,
            "upper": upper,
        }
        for line in lines
        for period, value, lower, upper in line.points
    ]


def _layers(names: list[str], axis: str | None, band: bool) -> list[dict[str, Any]]:
    scale = nominal(names, list(SERIES[: len(names)]))
    colour: dict[str, Any] = {"field": "who", "type": "nominal", "scale": scale}
    x = {
        "field": "period",
        "type": "ordinal",
        "title": None,
        "axis": {"labelAngle": 0, "labelOverlap": True, "grid": False},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": axis,
        "scale": {"zero": False},
        "axis": upright_axis(5),
    }
    dash = {
        "field": "who",
        "type": "nominal",
        "scale": {"domain": names, "range": list(DASHES[: len(names)])},
    }
    shape = {
        "field": "who",
        "type": "nominal",
        "scale": {"domain": names, "range": list(SHAPES[: len(names)])},
    }
    layers: list[dict[str, Any]] = [
        # Only the first line has its band: more of them hide each other.
        {
            "transform": [
                {"filter": {"field": "who", "equal": names[0]}},
                {"filter": "isValid(datum.lower)"},
            ],
            "mark": {"type": "area", "opacity": 0.18, "color": SERIES[0]},
            "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}},
        },
        {
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
        },
    ]
    return layers if band else layers[1:]


def trend(lines: Sequence[Line], axis: str, size: Size, band: bool = True) -> dict[str, Any]:
    """Up to six lines; with ``band`` the first is the subject and shows its interval."""
    names = [line.name for line in lines]
    spec = frame(
        size,
        data={"values": _rows(lines)},
        width=WIDTHS[size],
        height=230 if size == "small" else 300,
        layer=_layers(names, axis, band),
    )
    spec["config"]["legend"]["offset"] = 26  # room for the unit above the axis
    return spec


def multiples(
    panels: Sequence[tuple[str, Sequence[Line]]],
    axis: str,
    size: Size,
    one_scale: bool = True,
    band: bool = True,
) -> dict[str, Any]:
    """A small picture per panel, on one scale or each on its own; lines with the same names."""
    names = list(dict.fromkeys(line.name for _, lines in panels for line in lines))
    columns = {"small": 2, "medium": 2, "large": 4}[size]
    width = {"small": 122, "medium": 220, "large": 230}[size]
    rows = [row for panel, lines in panels for row in _rows(lines, panel)]
    spec = frame(
        size,
        data={"values": rows},
        facet={
            "field": "panel",
            "type": "nominal",
            "sort": [panel for panel, _ in panels],
            "title": None,
        },
        columns=columns,
        spec={
            "width": width,
            "height": 90 if size == "small" else 120,
            "layer": _layers(names, None, band),
        },
        **(
            {"title": {"text": axis, "anchor": "start", "fontSize": 13, "fontWeight": "normal"}}
            if axis
            else {}
        ),
    )
    if not one_scale:
        spec["resolve"] = {"scale": {"y": "independent"}}
    del spec["autosize"]  # a facet has no width of its own
    return spec
