"""Pictures of an outcome: what the areas did beside the comparison, and the difference by period."""

from __future__ import annotations

from typing import Any

from wijkwerk.evaluation.report.telling import Outcome
from wijkwerk.shared.numbers import gap_unit
from wijkwerk.ui.pictures.draw import svg
from wijkwerk.ui.pictures.style import (
    DASHES,
    OWN,
    QUIET,
    SERIES,
    SHAPES,
    WIDTHS,
    by_name,
    frame,
    over_periods,
    upright_axis,
    upright_values,
)


def lines(outcome: Outcome) -> str | None:
    """The lines of an outcome as SVG; None when there are none."""
    document, words = outcome.document, outcome.words
    kinds = [("treated", words("treated")), ("compared", words("others"))]
    kinds += [("synthetic", words("synthetic"))] if document["lines"]["synthetic"] else []
    rows = [
        {"who": name, "period": period, "value": value}
        for kind, name in kinds
        for period, value in zip(document["periods"], document["lines"][kind], strict=True)
        if value is not None
    ]
    if not rows:
        return None
    names = [name for _, name in kinds]
    colour = by_name("who", names, SERIES)
    x = over_periods()
    y = upright_values(outcome.unit)
    dash, shape = by_name("who", names, DASHES), by_name("who", names, SHAPES)
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 50},
            "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
        },
    ]
    if document["started"] is not None:
        start = {"values": [{"period": document["started"]}]}
        layers.insert(
            0,
            {
                "data": start,
                "mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]},
                "encoding": {"x": x},
            },
        )
    spec = frame("medium", data={"values": rows}, width=WIDTHS["medium"], height=260, layer=layers)
    spec["config"]["legend"]["offset"] = 26
    title = words("picture_lines", name=outcome.name)
    return svg(spec, title, outcome.sentence(), outcome.language)


def event(outcome: Outcome) -> str | None:
    """The difference by period since the start as SVG; None with fewer than two."""
    document, words = outcome.document, outcome.words
    if len(document["event"]) < 2:
        return None
    x = {
        "field": "since",
        "type": "ordinal",
        "title": words("since"),
        "axis": {"labelAngle": 0, "grid": False},
    }
    y = {
        "field": "estimate",
        "type": "quantitative",
        "title": gap_unit(outcome.unit, outcome.language),
        "axis": upright_axis(5),
    }
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": [{"zero": 0}]},
            "mark": {"type": "rule", "color": QUIET},
            "encoding": {"y": {"field": "zero", "type": "quantitative"}},
        },
        {
            "transform": [{"filter": "isValid(datum.lower)"}],
            "mark": {"type": "rule", "color": OWN, "strokeWidth": 2},
            "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 60, "color": OWN},
            "encoding": {"x": x, "y": y},
        },
    ]
    spec = frame(
        "medium",
        data={"values": document["event"]},
        width=WIDTHS["medium"],
        height=220,
        layer=layers,
    )
    title = words("picture_event", name=outcome.name)
    return svg(spec, title, outcome.sentence(), outcome.language)
