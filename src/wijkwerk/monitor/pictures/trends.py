"""Pictures of what happened over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.ui.pictures.style import (
    DASHES,
    QUIET,
    SERIES,
    SHAPES,
    WIDTHS,
    Size,
    by_name,
    frame,
    over_periods,
    upright_values,
)

Point = tuple[str, float, float | None, float | None]  # period, value, lower, upper


@dataclass(frozen=True)
class Line:
    """A named series; bounds are None where unknown. One that is a ``reference`` is what others are
    compared with: grey, so that no subject looks like it."""

    name: str
    points: tuple[Point, ...]
    reference: bool = False


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


def _looks(lines: Sequence[Line]) -> tuple[list[str], list[str], list[Sequence[int]], list[str]]:
    """Names with their colour, dashes and shape; subjects have those of the series in order."""
    names = list(dict.fromkeys(line.name for line in lines))
    quiet = {line.name for line in lines if line.reference}
    places = {name: place for place, name in enumerate(name for name in names if name not in quiet)}
    return (
        names,
        [QUIET if name in quiet else SERIES[places[name] % len(SERIES)] for name in names],
        [[5, 4] if name in quiet else DASHES[places[name] % len(DASHES)] for name in names],
        ["circle" if name in quiet else SHAPES[places[name] % len(SHAPES)] for name in names],
    )


def _margins(x: dict[str, Any], y: dict[str, Any], colour: dict[str, Any]) -> dict[str, Any]:
    """An upright stroke per figure over its margin."""
    return {
        "transform": [{"filter": "isValid(datum.lower)"}],
        "mark": {"type": "rule", "strokeWidth": 1.5, "opacity": 0.45},
        "encoding": {
            "x": x,
            "y": {**y, "field": "lower"},
            "y2": {"field": "upper"},
            "color": colour,
        },
    }


def _layers(
    lines: Sequence[Line], axis: str | None, band: bool, margins: bool = False
) -> list[dict[str, Any]]:
    names, colours, dashes, shapes = _looks(lines)
    colour = by_name("who", names, colours)
    x = over_periods()
    y = upright_values(axis)
    dash, shape = by_name("who", names, dashes), by_name("who", names, shapes)
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
    shown = layers if band else layers[1:]
    # Last: the legend takes how signs look from the first layer.
    return [*shown, _margins(x, y, colour)] if margins else shown


def trend(
    lines: Sequence[Line], axis: str, size: Size, band: bool = True, margins: bool = False
) -> dict[str, Any]:
    """Up to six lines; with ``band`` the first is the subject and shows its interval, with ``margins``
    each figure of each line does."""
    spec = frame(
        size,
        data={"values": _rows(lines)},
        width=WIDTHS[size],
        height=230 if size == "small" else 300,
        layer=_layers(lines, axis, band, margins),
    )
    spec["config"]["legend"]["offset"] = 26  # room for the unit above the axis
    return spec


def multiples(
    panels: Sequence[tuple[str, Sequence[Line]]],
    axis: str,
    size: Size,
    one_scale: bool = True,
    band: bool = True,
    broad: bool = False,
) -> dict[str, Any]:
    """A small picture per panel, on one scale or each on its own; lines with the same names. ``broad``:
    few panels over the full width, with the margin of each figure."""
    every = [line for _, lines in panels for line in lines]
    columns = {"small": 2, "medium": 2, "large": 4}[size]
    width = {"small": 122, "medium": 220, "large": 230}[size]
    height = 90 if size == "small" else 120
    if broad:
        columns = 2 if size == "large" and len(panels) > 1 else 1
        width = (WIDTHS[size] - 60) // columns - (40 if columns > 1 else 0)
        height = 170 if size == "small" else 200
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
            "height": height,
            "layer": _layers(every, None, band, margins=broad),
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
