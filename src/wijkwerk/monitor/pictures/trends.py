"""Pictures of what happened over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.monitor.pictures.style import DASHES, SERIES, SHAPES, WIDTHS, Size, frame, nominal


@dataclass(frozen=True)
class Line:
    """A named series: (period, value, lower, upper), bounds None where unknown."""

    name: str
    points: tuple[tuple[str, float, float | None, float | None], ...]


def _rows(lines: Sequence[Line], panel: str | None = None) -> list[dict[str, Any]]:
    return [
        {"panel": panel, "who": line.name, "period": period, "value": value,
         "lower": lower, "upper": upper}
        for line in lines
        for period, value, lower, upper in line.points
    ]  # fmt: skip


def _layers(names: list[str], axis: str | None, legend: bool) -> list[dict[str, Any]]:
    scale = nominal(names, list(SERIES[: len(names)]))
    colour: dict[str, Any] = {"field": "who", "type": "nominal", "scale": scale}
    if not legend:
        colour["legend"] = None
    x = {"field": "period", "type": "ordinal", "title": None,
         "axis": {"labelAngle": 0, "labelOverlap": True, "grid": False}}  # fmt: skip
    y = {"field": "value", "type": "quantitative", "title": axis, "scale": {"zero": False},
         "axis": {"tickCount": 5}}  # fmt: skip
    dash = {"field": "who", "type": "nominal",
            "scale": {"domain": names, "range": list(DASHES[: len(names)])}}  # fmt: skip
    shape = {"field": "who", "type": "nominal",
             "scale": {"domain": names, "range": list(SHAPES[: len(names)])}}  # fmt: skip
    if not legend:
        shape["legend"] = dash["legend"] = None
    return [
        # Only the first line has its band: more of them hide each other.
        {"transform": [{"filter": {"field": "who", "equal": names[0]}},
                       {"filter": "isValid(datum.lower)"}],
         "mark": {"type": "area", "opacity": 0.18, "color": SERIES[0]},
         "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}}},
        {"mark": {"type": "line", "strokeWidth": 2.5},
         "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash}},
        {"mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
         "encoding": {"x": x, "y": y, "color": colour, "shape": shape}},
    ]  # fmt: skip


def trend(lines: Sequence[Line], axis: str, size: Size) -> dict[str, Any]:
    """Up to six lines; the first is the subject and has its interval as a band."""
    names = [line.name for line in lines]
    return frame(
        size,
        data={"values": _rows(lines)},
        width=WIDTHS[size],
        height=230 if size == "small" else 300,
        layer=_layers(names, axis, legend=True),
    )


def multiples(
    panels: Sequence[tuple[str, Sequence[Line]]], axis: str, size: Size
) -> dict[str, Any]:
    """A small picture per panel on one scale; the lines of all panels carry the same names."""
    names = [line.name for line in panels[0][1]]
    columns = 1 if size == "small" else 3
    rows = [row for panel, lines in panels for row in _rows(lines, panel)]
    spec = frame(
        size,
        data={"values": rows},
        facet={"field": "panel", "type": "nominal", "sort": [panel for panel, _ in panels],
               "title": None},
        columns=columns,
        spec={"width": 250 if size == "small" else 170, "height": 110,
              "layer": _layers(names, None, legend=True)},
        title={"text": axis, "anchor": "start", "fontSize": 13, "fontWeight": "normal"},
    )  # fmt: skip
    del spec["autosize"]  # a facet has no width of its own
    return spec
