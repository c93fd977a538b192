"""The five pictures that teach how sure a figure is."""

from __future__ import annotations

from typing import Any

import polars as pl

from wijkwerk.ui.pictures.style import OWN, QUIET, REFERENCE, WIDTHS, Size, by_name, frame


def _truth(at: float, channel: str) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": REFERENCE, "strokeDash": [6, 3], "strokeWidth": 2},
        "encoding": {channel: {"datum": at}},
    }


def sizes(rows: pl.DataFrame, people: str, axis: str, size: Size) -> dict[str, Any]:
    """A strip of dots per size of area, with the truth as a dashed line."""
    values = [{"name": f"{row['size']} {people}", "share": row["share"]} for row in rows.to_dicts()]
    return frame(
        size,
        width=WIDTHS[size],
        height=200,
        layer=[
            {
                "data": {"values": values},
                "mark": {
                    "type": "tick",
                    "color": OWN,
                    "thickness": 1.5,
                    "opacity": 0.6,
                    "size": 30,
                },
                "encoding": {
                    "x": {"field": "share", "type": "quantitative", "title": axis},
                    "y": {"field": "name", "type": "nominal", "sort": None, "title": None},
                },
            },
            _truth(10, "x"),
        ],
    )


def jumps(rows: pl.DataFrame, people: str, axis: str, size: Size) -> dict[str, Any]:
    """Lines of a small and a large area over the years.

    ``rows`` has columns year, size and share.
    """
    values = [{**row, "who": f"{row['size']} {people}"} for row in rows.to_dicts()]
    names = list(dict.fromkeys(row["who"] for row in values))
    colour = by_name("who", names, [OWN, REFERENCE])
    x = {
        "field": "year",
        "type": "ordinal",
        "title": None,
        "axis": {"labelAngle": 0, "labelOverlap": True},
    }
    y = {"field": "share", "type": "quantitative", "title": axis}
    return frame(
        size,
        data={"values": values},
        width=WIDTHS[size],
        height=240,
        layer=[
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": colour,
                    "strokeDash": {
                        "field": "who",
                        "type": "nominal",
                        "scale": {"domain": names, "range": [[1, 0], [6, 3]]},
                    },
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": colour,
                    "shape": {
                        "field": "who",
                        "type": "nominal",
                        "scale": {"domain": names, "range": ["circle", "square"]},
                    },
                },
            },
        ],
    )


def margins(rows: pl.DataFrame, holds: str, misses: str, axis: str, size: Size) -> dict[str, Any]:
    """Margins under each other with the truth as a dashed line; those that miss it stand out."""
    values = [{**row, "how": holds if row["holds"] else misses} for row in rows.to_dicts()]
    colour = by_name("how", [holds, misses], [OWN, REFERENCE])
    y = {"field": "draw", "type": "ordinal", "axis": None}
    x = {"type": "quantitative", "title": axis}
    return frame(
        size,
        width=WIDTHS[size],
        height=280,
        layer=[
            {
                "data": {"values": values},
                "mark": {"type": "rule", "strokeWidth": 2.5},
                "encoding": {
                    "x": {**x, "field": "lower"},
                    "x2": {"field": "upper"},
                    "y": y,
                    "color": colour,
                },
            },
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
                "encoding": {
                    "x": {**x, "field": "share"},
                    "y": y,
                    "color": colour,
                    "shape": {
                        "field": "how",
                        "type": "nominal",
                        "scale": {"domain": [holds, misses], "range": ["circle", "square"]},
                    },
                },
            },
            _truth(10, "x"),
        ],
    )


def back(rows: pl.DataFrame, first: str, second: str, axis: str, size: Size) -> dict[str, Any]:
    """A line per area from one year to the next."""
    year_by_key = {"1": first, "2": second}
    values = [{**row, "year": year_by_key[row["year"]]} for row in rows.to_dicts()]
    return frame(
        size,
        data={"values": values},
        width=WIDTHS[size],
        height=260,
        mark={"type": "line", "color": OWN, "point": {"size": 45, "color": OWN}, "opacity": 0.8},
        encoding={
            "x": {
                "field": "year",
                "type": "ordinal",
                "sort": [first, second],
                "title": None,
                "axis": {"labelAngle": 0},
            },
            "y": {
                "field": "share",
                "type": "quantitative",
                "title": axis,
                "axis": {"gridColor": "#e6e6e6", "domainColor": QUIET},
            },
            "detail": {"field": "area", "type": "nominal"},
        },
    )
