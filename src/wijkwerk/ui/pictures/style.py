"""How every picture looks: colours, sizes, number notation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from wijkwerk.shared.text import Language

# For a phone, for half a page or a tablet, for the whole page.
Size = Literal["small", "medium", "large"]
SIZES: tuple[Size, ...] = ("small", "medium", "large")
WIDTHS: dict[Size, int] = {"small": 330, "medium": 540, "large": 1080}

OWN = "#154273"
REFERENCE = "#a04000"
GROUP = "#4f7d3a"
QUIET = "#767676"
WITHHELD = "#d9d9d9"
SERIES = ("#154273", "#a04000", "#4f7d3a", "#7b3f98", "#00797b", "#5c5c5c")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [10, 2])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
CLASSES = {
    "smaller": "#154273",
    "larger": "#a04000",
    "equal": "#8aa4c8",
    "at_or_better": "#4f7d3a",
    "difference_smaller": "#473366",
    "difference_larger": "#a999c0",
    "difference_equal": "#d3c9de",
    "below": "#77639b",
    "above": "#e0d8e9",
    "too_few": "#c9c9c9",
    "no_reference": "#ddd6c8",
    "one_moment": "#d4dbe0",
    "not_judged": "#e3dfe9",
    "not_reported": "#ececec",
}
# From ahead of the reference to far behind it; readable with every kind of colour blindness.
LAG = ("#1f5fa8", "#8db8dd", "#f2f0eb", "#f0a868", "#a8480f")
# From far below the reference to far above it, where neither is better: one hue, light to dark.
NEUTRAL = ("#f3f0f6", "#d3c9de", "#a999c0", "#77639b", "#473366")

FORMATS: dict[Language, dict[str, Any]] = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}


def frame(size: Size, **spec: Any) -> dict[str, Any]:
    """A specification with what all pictures share."""
    small = size == "small"
    text = 12 if small else 13
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 4,
        "config": {
            # A picture has one text as a whole; Vega's own are English, with the names of fields.
            "aria": False,
            "font": "Fira Sans, Segoe UI, Roboto, Arial, sans-serif",
            "axis": {
                "labelFontSize": text,
                "titleFontSize": text,
                "titleFontWeight": "normal",
                "gridColor": "#e6e6e6",
                "domainColor": QUIET,
                "tickColor": QUIET,
                "labelColor": "#222222",
                "titleColor": "#222222",
                "labelLimit": 170 if small else 260,
            },
            "legend": {
                "labelFontSize": text,
                "title": None,
                "orient": "top",
                "labelLimit": 260,
                "direction": "vertical" if small else "horizontal",
                "symbolSize": 120,
                # Dashes around the signs of the legend would spoil them.
                "symbolStrokeWidth": 0,
            },
            "header": {"labelFontSize": text, "title": None, "labelFontWeight": "bold"},
            "view": {"stroke": None},
            "text": {"fontSize": text},
        },
        **spec,
    }


def by_name(field: str, names: list[str], looks: Sequence[Any]) -> dict[str, Any]:
    """The encoding that gives each named thing its look of its own: a colour, dashes or a shape."""
    return {
        "field": field,
        "type": "nominal",
        "scale": {"domain": names, "range": list(looks[: len(names)])},
    }


def over_periods() -> dict[str, Any]:
    """The flat axis of a row per period."""
    return {
        "field": "period",
        "type": "ordinal",
        "title": None,
        "axis": {"labelAngle": 0, "labelOverlap": True, "grid": False},
    }


def upright_values(title: str | None) -> dict[str, Any]:
    """The upright axis of ``value``, which needn't begin at zero; ``title`` is its unit."""
    return {
        "field": "value",
        "type": "quantitative",
        "title": title,
        "scale": {"zero": False},
        "axis": upright_axis(5),
    }


def upright_axis(ticks: int) -> dict[str, Any]:
    """An axis of values with some ``ticks``, whose title stands flat above it."""
    return {
        "tickCount": ticks,
        "titleAngle": 0,
        "titleAnchor": "end",
        "titleAlign": "left",
        "titleBaseline": "bottom",
        "titleX": 0,
        "titleY": -8,
    }
