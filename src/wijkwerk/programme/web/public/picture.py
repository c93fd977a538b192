"""The picture of a target: what was measured, what was promised, and what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.shared.dates import day_number
from wijkwerk.ui.pictures.style import SERIES, WIDTHS, Size, by_name, frame, upright_values

_YEAR = 365.25
HEIGHTS: dict[Size, int] = {"small": 260, "medium": 320, "large": 380}


@dataclass(frozen=True)
class Row:
    """A figure on a day (ISO date) of one line, with the ends of its interval when known."""

    day: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """A line of the picture with its name; ``kind`` measured, original, promised or expected."""

    kind: str
    name: str
    rows: tuple[Row, ...]
    wide: tuple[Row, ...] = ()  # a second, wider interval


_LOOKS: dict[str, tuple[str, list[int], str]] = {
    "measured": (SERIES[0], [1, 0], "circle"),
    "promised": (SERIES[1], [1, 0], "square"),
    "original": (SERIES[5], [2, 3], "square"),
    "expected": (SERIES[0], [6, 4], "diamond"),
}


def year_of(day: str) -> float:
    """A day as a year with a fraction, as the axis counts: 1 January 2030 is 2030.0."""
    first = day_number(f"{day[:4]}-01-01")
    return int(day[:4]) + (day_number(day) - first) / _YEAR


def year_axis(size: Size, span: tuple[float, float] | None = None) -> dict[str, Any]:
    """The flat axis of years with a fraction; ``span`` are its ends, where pictures share them."""
    return {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, **({"domain": list(span)} if span else {})},
        "axis": {
            "format": "d",
            "tickMinStep": 1,
            "grid": False,
            "tickCount": 5 if size == "small" else 10,
        },
    }


def picture(lines: Sequence[Line], axis: str, size: Size) -> dict[str, Any]:
    """A specification for ``monitor.display.svg``; lines in the order of the legend."""
    layers = layers_of(lines, axis, year_axis(size))
    spec = frame(size, width=WIDTHS[size], height=HEIGHTS[size] - 80, layer=layers)
    spec["config"]["legend"].update(offset=26, symbolType="stroke", symbolStrokeWidth=3)
    return spec


def layers_of(lines: Sequence[Line], axis: str, x: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines with their margins, over the flat axis ``x``."""
    names = [line.name for line in lines]
    looks = [_LOOKS[line.kind] for line in lines]
    y = upright_values(axis)
    colour = by_name("who", names, [look[0] for look in looks])
    dash = by_name("who", names, [look[1] for look in looks])
    layers: list[dict[str, Any]] = []
    for line in lines:
        for rows, opacity in ((line.wide, 0.10), (line.rows, 0.18)):
            if line.kind == "expected" and any(row.low is not None for row in rows):
                layers.append(
                    {
                        "data": {"values": _values(line, rows)},
                        "mark": {"type": "area", "opacity": opacity, "color": SERIES[0]},
                        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
                    }
                )
    for line in lines:
        data = {"values": _values(line, line.rows)}
        if line.kind == "measured":
            layers.append(
                {
                    "data": data,
                    "transform": [{"filter": "isValid(datum.low)"}],
                    "mark": {"type": "rule", "strokeWidth": 1.5, "color": SERIES[0]},
                    "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
                }
            )
        layers.append(
            {
                "data": data,
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
            }
        )
        if line.kind == "measured":
            layers.append(
                {
                    "data": data,
                    "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                    "encoding": {"x": x, "y": y, "color": colour},
                }
            )
    return layers


def _values(line: Line, rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "who": line.name,
            "year": year_of(row.day),
            "value": row.value,
            "low": row.low,
            "high": row.high,
        }
        for row in rows
    ]
