"""The spine: one row per indicator, the range of all areas as a bar, the areas that it is about as dots.

Distances are in scales (docs/method/spine.md), so that percentages and euros stand in one picture; what they are
compared with is the line in the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.ui.pictures.rows import LOWER, above, named
from wijkwerk.ui.pictures.style import QUIET, SERIES, SHAPES, WIDTHS, Size, by_name, frame

_ROW, _ROW_UNDER_ITS_NAME = 24, 40
_NAME = 400  # pixels of a name beside a picture as wide as the page
_FURTHEST = 4.0  # scales: a bar that goes on beyond these is cut off
_RANGE, _MIDDLE = "#e3e7ec", "#b9c4d0"


@dataclass(frozen=True)
class Dot:
    """A subject on a row, in scales; ``who`` is what its look stands for in the legend."""

    who: str
    at: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Vertebra:
    """A row: the range of all areas, its middle half, and the dots."""

    name: str
    lowest: float
    lower_quarter: float
    upper_quarter: float
    highest: float
    dots: tuple[Dot, ...]


def spine(
    rows: Sequence[Vertebra],
    who: Sequence[str],
    axis: Sequence[str],
    sides: tuple[str, str],
    size: Size,
    colours: Sequence[str] = SERIES,
) -> dict[str, Any]:
    """The picture of ``rows`` in this order. ``who`` are the looks of the legend, in order, with their
    ``colours``; ``axis`` says in one or more lines what it is about, ``sides`` what left and right mean."""
    ends = [abs(dot.at) for row in rows for dot in row.dots]
    ends += [min(abs(end), _FURTHEST) for row in rows for end in (row.lowest, row.highest)]
    far = max([1.0, *ends]) * 1.05
    names = [row.name for row in rows]
    small = size == "small"
    left = (
        above(names, size, WIDTHS[size] - 12)
        if small
        else named(names, size, _NAME if size == "large" else None)
    )
    down = {"yOffset": LOWER} if small else {}
    ranges = [
        {
            "name": row.name,
            "lowest": max(row.lowest, -far),
            "lower": row.lower_quarter,
            "upper": row.upper_quarter,
            "highest": min(row.highest, far),
        }
        for row in rows
    ]
    dots = [
        {
            "name": row.name,
            "who": dot.who,
            "at": dot.at,
            "low": None if dot.lower is None else max(dot.lower, -far),
            "high": None if dot.upper is None else min(dot.upper, far),
        }
        for row in rows
        for dot in row.dots
    ]
    x: dict[str, Any] = {
        "type": "quantitative",
        "title": [*axis, f"← {sides[0]} · {sides[1]} →"],
        "scale": {"domain": [-far, far], "nice": False},
        "axis": {"tickCount": 5, "grid": False},
    }
    colour = by_name("who", list(who), colours)
    return frame(
        size,
        width=WIDTHS[size],
        height={"step": _ROW_UNDER_ITS_NAME if small else _ROW},
        layer=[
            left.texts,
            *(
                {
                    "data": {"values": ranges},
                    "mark": {"type": "bar", "height": height, "color": shade, "clip": True, **down},
                    "encoding": {"x": {**x, "field": start}, "x2": {"field": end}, "y": left.y},
                }
                for start, end, height, shade in (
                    ("lowest", "highest", 12, _RANGE),
                    ("lower", "upper", 12, _MIDDLE),
                )
            ),
            _middle(ranges, left.y, small),
            {
                "data": {"values": dots},
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.7, **down},
                "encoding": {
                    "x": {**x, "field": "low"},
                    "x2": {"field": "high"},
                    "y": left.y,
                    "color": colour,
                },
            },
            {
                "data": {"values": dots},
                "mark": {"type": "point", "filled": True, "size": 75, "opacity": 1, **down},
                "encoding": {
                    "x": {**x, "field": "at"},
                    "y": left.y,
                    "color": colour,
                    "shape": by_name("who", list(who), SHAPES),
                },
            },
        ],
    )


def _middle(ranges: list[dict[str, Any]], y: dict[str, Any], small: bool) -> dict[str, Any]:
    """What all are compared with: a line through all rows, or one per row where names stand between them."""
    if small:
        mark = {"type": "tick", "color": QUIET, "thickness": 1.5, "size": 20, "yOffset": LOWER}
        return {
            "data": {"values": ranges},
            "mark": mark,
            "encoding": {"x": {"datum": 0, "type": "quantitative"}, "y": y},
        }
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1.5},
        "encoding": {"x": {"datum": 0}},
    }
