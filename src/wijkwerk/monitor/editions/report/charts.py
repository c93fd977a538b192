"""The pictures of a report, as Vega-Lite specifications; each stands beside a table.

They are drawn 340 units wide with letters of 12, so that they can be read on a telephone. Colours
differ in lightness too, and a sign or dash says the same: colour is never alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wijkwerk.monitor.core.tables import CLASSES, COMPUTED_CLASSES, TOLD_CLASSES
from wijkwerk.monitor.editions.report.facts import AreaRow, CompositeRow, Line
from wijkwerk.shared.text import shortened

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
WIDTH = 340
SIGNS = {
    "smaller": "▼", "larger": "▲", "equal": "■", "at_or_better": "●",
    "difference_smaller": "▽", "difference_larger": "△", "difference_equal": "▭",
    "below": "↓", "above": "↑", "too_few": "○",
    "no_reference": "◇", "one_moment": "◌", "not_judged": "◆", "not_reported": "□",
}  # fmt: skip
COLOURS = {
    "smaller": "#00429d", "larger": "#a04000", "equal": "#8aa4c8", "at_or_better": "#3f7030",
    "difference_smaller": "#473366", "difference_larger": "#a999c0",
    "difference_equal": "#d3c9de", "below": "#77639b", "above": "#ece7f1",
    "too_few": "#d0d0d0", "no_reference": "#e4e0d8", "one_moment": "#dde3e8",
    "not_judged": "#e3dfe9", "not_reported": "#efefef",
}  # fmt: skip
_SHAPES = {
    "smaller": "triangle-down", "larger": "triangle-up", "equal": "square",
    "at_or_better": "circle", "too_few": "circle",
    "no_reference": "diamond", "one_moment": "circle", "not_judged": "diamond",
}  # fmt: skip
_ON_DARK = ("smaller", "larger", "at_or_better", "difference_smaller", "below")
_AREA, _REFERENCE = "#00429d", "#a04000"
_WIDE_ENOUGH = 0.11  # of the bar, for a sign and a number
_ENOUGH = 0.06  # for a number
_LETTER = 6.9  # units a letter of 12 may take
_LONGEST = 24  # signs of a name beside a row


def trend(lines: Sequence[Line], decimals: int) -> Spec:
    """Small multiples: each place's line with its reference's, on one scale."""
    years = all(re.fullmatch(r"\d{4}", at) for line in lines for at, _, _ in line.points)
    values: list[dict[str, Any]] = []
    for place, line in enumerate(lines):
        for role, column in (("own", 1), ("reference", 2)):
            points = [(point[0], point[column]) for point in line.points]
            points = [(at, value) for at, value in points if value is not None]
            ends = {points[0][0], points[-1][0]} if points else set()
            values += [
                {
                    "place": place,
                    "period": int(at) if years else at,
                    "value": value,
                    "role": role,
                    "end": at in ends,
                }
                for at, value in points
            ]
    moments = sorted({row["period"] for row in values})
    shown = sorted({moments[0], moments[-1]})
    x: Spec = {
        "field": "period",
        "title": None,
        "type": "quantitative" if years else "ordinal",
        "axis": {
            "values": shown,
            "labelAngle": 0,
            "grid": False,
            "labelFlush": True,
            **({"format": "d"} if years else {}),
        },
    }
    if years:
        x["scale"] = {"zero": False, "nice": False}
    roles = {"domain": ["own", "reference"]}
    encoding = {
        "x": x,
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"zero": False},
            "axis": {"tickCount": 3, "format": f",.{decimals + 1}~f", "domain": False},
        },
        "color": {
            "field": "role",
            "type": "nominal",
            "legend": None,
            "scale": {**roles, "range": [_AREA, _REFERENCE]},
        },
    }
    layers = [
        {
            "mark": {"type": "line", "strokeWidth": 2},
            "encoding": {
                "strokeDash": {
                    "field": "role",
                    "type": "nominal",
                    "legend": None,
                    "scale": {**roles, "range": [[1, 0], [5, 3]]},
                }
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 40, "opacity": 1},
            "transform": [{"filter": "datum.end"}],
            "encoding": {
                "shape": {
                    "field": "role",
                    "type": "nominal",
                    "legend": None,
                    "scale": {**roles, "range": ["circle", "diamond"]},
                }
            },
        },
    ]
    if len(lines) == 1:
        return {
            "$schema": SCHEMA,
            "data": {"values": values},
            "width": 280,
            "height": 130,
            "encoding": encoding,
            "layer": layers,
        }
    names = [shortened(line.name, 22) for line in lines]
    # A header is looked up by its number: two places may have the same name.
    label = "[" + ",".join(_quoted(name) for name in names) + "][datum.value]"
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "facet": {"field": "place", "type": "ordinal", "header": {"labelExpr": label}},
        "columns": 2,
        "spacing": {"row": 14, "column": 16},
        "spec": {"width": 125, "height": 80, "encoding": encoding, "layer": layers},
    }


def class_bar(counts: dict[str, int], total: int) -> Spec:
    """One bar of areas per class, with a sign and the number in each part that is wide enough."""
    values = _parts(counts, total)
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": 30,
        "padding": 0,
        "data": {"values": values},
        **_stacked(total, None),
    }


def overview(rows: Sequence[tuple[str, dict[str, int], int]]) -> Spec:
    """A bar for each (name, counts, total), its name above it; each bar is its own whole."""
    values, names = [], []
    for place, (name, counts, total) in enumerate(rows):
        row = str(place)
        names.append({"row": row, "name": shortened(name, 52)})
        values += [{**part, "row": row} for part in _parts(counts, total)]
    order = [str(place) for place in range(len(rows))]
    y = {
        "field": "row",
        "type": "ordinal",
        "sort": order,
        "axis": None,
        "scale": {"paddingInner": 0.55, "paddingOuter": 0.35},
    }
    bars = _stacked(1.0, y)
    bars["layer"].append(
        {
            "data": {"values": names},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "bottom",
                "dy": -11,
                "fontSize": 12,
                "color": "#1b1b1b",
            },
            "encoding": {
                "x": {"datum": 0, "type": "quantitative"},
                "y": y,
                "text": {"field": "name"},
            },
        }
    )
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": 42 * len(rows),
        "padding": 0,
        "data": {"values": values},
        **bars,
    }


def _parts(counts: dict[str, int], total: int) -> list[dict[str, Any]]:
    """The parts of a bar, as shares of ``total``."""
    values, start = [], 0
    for kind in (class_name for class_name in CLASSES if counts[class_name]):
        number, share = counts[kind], counts[kind] / total
        text = ""
        if share >= _WIDE_ENOUGH:
            text = f"{SIGNS[kind]} {number}"
        elif share >= _ENOUGH:
            text = str(number)
        values.append(
            {
                "class": kind,
                "start": start / total,
                "end": (start + number) / total,
                "middle": (start + number / 2) / total,
                "text": text,
                "ink": "white" if kind in _ON_DARK else "black",
            }
        )
        start += number
    return values


def _stacked(total: float, y: Spec | None) -> Spec:
    row = {} if y is None else {"y": y}
    scale = {"domain": [0, 1], "nice": False}
    colour = {
        "field": "class",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": list(CLASSES),
            "range": [COLOURS[class_name] for class_name in CLASSES],
        },
    }
    return {
        "layer": [
            {
                "mark": {"type": "bar", "stroke": "white", "strokeWidth": 1.5},
                "encoding": {
                    "x": {"field": "start", "type": "quantitative", "axis": None, "scale": scale},
                    "x2": {"field": "end"},
                    "color": colour,
                    **row,
                },
            },
            {
                "transform": [{"filter": "datum.text !== ''"}],
                "mark": {"type": "text", "fontSize": 13, "fontWeight": "bold"},
                "encoding": {
                    "x": {"field": "middle", "type": "quantitative"},
                    "text": {"field": "text"},
                    "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
                    **row,
                },
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
    }


def dots(areas: Sequence[AreaRow], decimals: int) -> Spec:
    """Distances with their margins, a row per area, the largest lag on top."""
    values = [
        {
            "row": place,
            "at": area.distance,
            "low": area.distance_lower,
            "high": area.distance_upper,
            "class": area.kind or "too_few",
        }
        for place, area in enumerate(areas)
        if area.distance is not None
    ]
    # What only a publication counts is of no single area.
    kinds = {"domain": list(COMPUTED_CLASSES)}
    fills = [COLOURS[kind] if kind in TOLD_CLASSES else "white" for kind in COMPUTED_CLASSES]
    point = {
        "shape": {
            "field": "class",
            "type": "nominal",
            "legend": None,
            "scale": {**kinds, "range": [_SHAPES[kind] for kind in COMPUTED_CLASSES]},
        },
        "fill": {
            "field": "class",
            "type": "nominal",
            "legend": None,
            "scale": {**kinds, "range": fills},
        },
    }
    spec = _spans([area.name for area in areas], values, f",.{decimals}~f", point)
    zero = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": "#1b1b1b", "strokeWidth": 1.5},
        "encoding": {"x": {"datum": 0, "type": "quantitative"}},
    }
    spec["layer"].insert(0, zero)
    return spec


def ranks(rows: Sequence[CompositeRow]) -> Spec:
    """The place of each area, and between which places other choices put it."""
    values = [
        {"row": place, "at": row.rank, "low": row.best, "high": row.worst}
        for place, row in enumerate(rows)
    ]
    spec = _spans([row.name for row in rows], values, ",.0f", {"fill": {"value": _AREA}})
    for layer in spec["layer"]:
        layer["encoding"]["x"]["scale"] = {"zero": False}
    return spec


def _spans(
    names: Sequence[str], values: list[dict[str, Any]], form: str, point: dict[str, Any]
) -> Spec:
    """A row per name with a point ``at`` and a bar from ``low`` to ``high``."""
    labels = [shortened(name, _LONGEST) for name in names]
    label = "[" + ",".join(_quoted(name) for name in labels) + "][datum.value]"
    # Letters of the reader's own typeface may be wider than those that Vega measured.
    room = max((len(name) for name in labels), default=0) * _LETTER
    y = {
        "field": "row",
        "type": "ordinal",
        "title": None,
        "axis": {
            "labelExpr": label,
            "labelLimit": 0,
            "minExtent": room,
            "domain": False,
            "ticks": False,
            "grid": True,
        },
    }
    number = {"type": "quantitative", "title": None, "axis": {"format": form, "tickCount": 3}}
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "width": 170,
        "height": {"step": 19},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": {"type": "rule", "strokeWidth": 2, "color": "#6b6b6b"},
                "encoding": {"x": {"field": "low", **number}, "x2": {"field": "high"}, "y": y},
            },
            {
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 70,
                    "opacity": 1,
                    "stroke": "#1b1b1b",
                    "strokeWidth": 0.7,
                },
                "encoding": {"x": {"field": "at", **number}, "y": y, **point},
            },
        ],
    }


def _quoted(name: str) -> str:
    """A text inside a Vega expression: nothing in a name can end it or be run."""
    return (
        "'"
        + "".join(
            f"\\u{ord(sign):04x}"
            if ord(sign) < 0x10000 and not sign.isalnum() and sign != " "
            else sign
            for sign in name
        )
        + "'"
    )
