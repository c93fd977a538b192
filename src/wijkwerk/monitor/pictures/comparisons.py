"""Pictures of areas side by side: lags with intervals, changes, ranks, counts per class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.ui.pictures.rows import named, wrapped
from wijkwerk.ui.pictures.style import OWN, QUIET, REFERENCE, SHAPES, WIDTHS, Size, by_name, frame

_ROW = 22  # height of a row in pixels: a finger and a line of text


@dataclass(frozen=True)
class Bar:
    """A thing with a value and its interval; None where it is withheld or unknown."""

    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None


def dots(bars: Sequence[Bar], axis: str, better: str, worse: str, size: Size) -> dict[str, Any]:
    """Lags as dots with their intervals around the reference, in the order given."""
    values = [
        {"name": bar.name, "value": bar.value, "lower": bar.lower, "upper": bar.upper}
        for bar in bars
    ]
    left = named([bar.name for bar in bars], size)
    x: dict[str, Any] = {
        "type": "quantitative",
        "title": [*wrapped(axis, size), f"← {better} · {worse} →"],
    }
    return frame(
        size,
        data={"values": values},
        width=WIDTHS[size],
        height={"step": _ROW},
        layer=[
            left.texts,
            {
                "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1.5},
                "encoding": {"x": {"datum": 0}},
            },
            {
                "mark": {"type": "rule", "color": OWN, "opacity": 0.55, "strokeWidth": 3},
                "transform": [{"filter": "isValid(datum.lower)"}],
                "encoding": {"x": {**x, "field": "lower"}, "x2": {"field": "upper"}, "y": left.y},
            },
            {
                "mark": {"type": "point", "filled": True, "color": OWN, "size": 70, "opacity": 1},
                "encoding": {"x": {**x, "field": "value"}, "y": left.y},
            },
        ],
    )


def values(
    bars: Sequence[Bar], axis: str, reference: tuple[str, float] | None, size: Size
) -> dict[str, Any]:
    """Figures as bars that stand on zero, with their margins, in the order given; ``reference`` (name,
    figure) is a line across them."""
    rows = [
        {"name": bar.name, "value": bar.value, "lower": bar.lower, "upper": bar.upper}
        for bar in bars
    ]
    left = named([bar.name for bar in bars], size)
    x: dict[str, Any] = {
        "type": "quantitative",
        "title": wrapped(axis, size),
        "scale": {"zero": True},
    }
    layers = [
        left.texts,
        {
            "mark": {"type": "bar", "color": OWN, "height": 13},
            "encoding": {"x": {**x, "field": "value"}, "y": left.y},
        },
        {
            "mark": {"type": "rule", "color": "#222222", "strokeWidth": 1.5},
            "transform": [{"filter": "isValid(datum.lower)"}],
            "encoding": {"x": {**x, "field": "lower"}, "x2": {"field": "upper"}, "y": left.y},
        },
    ]
    if reference is not None:
        name, figure = reference
        layers += [
            {
                "data": {"values": [{"figure": figure, "who": name}]},
                "mark": {"type": "rule", "strokeWidth": 2, "strokeDash": [5, 4]},
                "encoding": {
                    "x": {**x, "field": "figure"},
                    "color": {
                        **by_name("who", [name], [REFERENCE]),
                        "legend": {
                            "symbolType": "stroke",
                            "symbolStrokeWidth": 2,
                            "symbolDash": [5, 4],
                        },
                    },
                },
            }
        ]
    return frame(
        size, data={"values": rows}, width=WIDTHS[size], height={"step": _ROW}, layer=layers
    )


def own_and_reference(
    rows: Sequence[tuple[str, float, float]], axis: str, own: str, reference: str, size: Size
) -> dict[str, Any]:
    """Own change and the reference's change apart: name, own, reference; a line joins the two."""
    long = [
        {"name": name, "who": who, "value": value}
        for name, mine, other in rows
        for who, value in ((own, mine), (reference, other))
    ]
    wide = [{"name": name, "own": mine, "other": other} for name, mine, other in rows]
    left = named([name for name, _mine, _other in rows], size)
    x = {"type": "quantitative", "title": wrapped(axis, size)}
    return frame(
        size,
        width=WIDTHS[size],
        height={"step": _ROW},
        layer=[
            left.texts,
            {
                "data": {"values": wide},
                "mark": {"type": "rule", "color": QUIET, "opacity": 0.7},
                "encoding": {"x": {**x, "field": "own"}, "x2": {"field": "other"}, "y": left.y},
            },
            {
                "data": {"values": long},
                "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                "encoding": {
                    "x": {**x, "field": "value"},
                    "y": left.y,
                    "color": by_name("who", [own, reference], [OWN, REFERENCE]),
                    "shape": by_name("who", [own, reference], SHAPES),
                },
            },
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "color": QUIET},
                "encoding": {"x": {"datum": 0}},
            },
        ],
    )


def parts(rows: Sequence[tuple[str, float]], axis: str, size: Size) -> dict[str, Any]:
    """What each part adds to a whole, as bars with their number at the end; (name, amount)."""
    values = [{"name": name, "value": amount} for name, amount in rows]
    left = named([name for name, _amount in rows], size)
    # Room for the number beside the longest bar, of either side when there are two.
    amounts = [amount for _name, amount in rows]
    beyond = max(amounts, default=0.0) * 1.15 or 1.0
    room = {"padding": 34} if min(amounts, default=0.0) < 0 else {"domainMax": beyond}
    x = {"field": "value", "type": "quantitative", "title": wrapped(axis, size), "scale": room}
    amount = {"field": "value", "type": "quantitative", "format": ".1f"}
    return frame(
        size,
        data={"values": values},
        width=WIDTHS[size],
        height={"step": 30},
        layer=[
            left.texts,
            {
                "mark": {"type": "bar", "color": OWN, "height": 16},
                "encoding": {"x": x, "y": left.y},
            },
            *(
                {
                    "transform": [{"filter": f"datum.value {side} 0"}],
                    "mark": {"type": "text", "align": align, "dx": away},
                    "encoding": {"x": x, "y": left.y, "text": amount},
                }
                for side, align, away in ((">=", "left", 6), ("<", "right", -6))
            ),
        ],
    )


def ranks(rows: Sequence[Bar], axis: str, size: Size) -> dict[str, Any]:
    """Ranks with the range in which they may lie."""
    values = [
        {"name": row.name, "value": row.value, "lower": row.lower, "upper": row.upper}
        for row in rows
    ]
    left = named([row.name for row in rows], size)
    x = {
        "type": "quantitative",
        "title": wrapped(axis, size),
        "scale": {"zero": False},
        "axis": {"tickMinStep": 1, "format": ",d"},
    }
    return frame(
        size,
        data={"values": values},
        width=WIDTHS[size],
        height={"step": _ROW},
        layer=[
            left.texts,
            {
                "mark": {"type": "bar", "height": 8, "color": "#b9cce3", "cornerRadius": 4},
                "encoding": {"x": {**x, "field": "lower"}, "x2": {"field": "upper"}, "y": left.y},
            },
            {
                "mark": {"type": "point", "filled": True, "color": OWN, "size": 60, "opacity": 1},
                "encoding": {"x": {**x, "field": "value"}, "y": left.y},
            },
        ],
    )
