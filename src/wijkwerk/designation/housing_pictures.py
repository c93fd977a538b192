"""Pictures of a housing plan as Vega-Lite specifications: the frontier, and the share over the years.

Each has its table beside it: ``frontier_rows`` and ``path_rows`` of ``housing_output``.
"""

from __future__ import annotations

from typing import Any

from wijkwerk.designation.core.housing.frontier import Frontier
from wijkwerk.designation.core.housing.obligation import Obligation
from wijkwerk.designation.core.housing.plans import Plan
from wijkwerk.shared.text import Language, Text
from wijkwerk.ui.pictures.style import SERIES, WIDTHS, Size, frame, upright_axis

_MILLION = 1_000_000
_OWN, _LIMIT = SERIES[0], SERIES[1]


def frontier_picture(
    frontier: Frontier, language: Language, size: Size, discounted: bool = False
) -> dict[str, Any]:
    """Cost (million euros) against households that have to move, a dot per plan.

    ``discounted`` says that later costs weigh less, so that the axis tells it. Raises ValueError
    when there is no point to draw.
    """
    if not frontier.points:
        raise ValueError("a frontier without points has no picture")
    rows = [
        {"moved": float(point.displaced), "cost": point.cost / _MILLION, "point": at}
        for at, point in enumerate(frontier.points, 1)
    ]
    cost = Text("Kosten, miljoen euro", "Cost, million euros")
    if discounted:
        cost = Text("Kosten, miljoen euro (contant)", "Cost, million euros (discounted)")
    # A straight line would promise plans between the dots; a step keeps to those there are.
    line = {
        "type": "line",
        "interpolate": "step-after",
        "strokeWidth": 1.5,
        "color": _OWN,
        "opacity": 0.5,
    }
    x = {
        "field": "moved",
        "type": "quantitative",
        "scale": {"zero": False},
        "title": Text("Huishoudens die moeten verhuizen", "Households that have to move").in_(
            language
        ),
        "axis": {"grid": False, "tickCount": 6},
    }
    y = {
        "field": "cost",
        "type": "quantitative",
        "scale": {"zero": False},
        "axis": upright_axis(5),
        "title": cost.in_(language),
    }
    dots = {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": _OWN}
    return frame(
        size,
        data={"values": rows},
        width=WIDTHS[size],
        height=_height(size),
        encoding={"x": x, "y": y, "order": {"field": "moved"}},
        layer=[{"mark": line}, {"mark": dots}],
    )


def share_picture(
    plan: Plan, obligation: Obligation, language: Language, size: Size
) -> dict[str, Any]:
    """The share of social family dwellings at the end of each year, with what must be reached.

    Raises ValueError when there is no plan to draw.
    """
    if plan.recount is None:
        raise ValueError("a plan that doesn't exist has no picture")
    rows = [{"year": str(year.year), "share": float(year.share)} for year in plan.recount.years]
    goals = [
        {"year": str(year), "share": float(share)}
        for year, share in (*obligation.milestones, (obligation.deadline, obligation.share))
    ]
    x = {
        "field": "year",
        "type": "ordinal",
        "title": None,
        "axis": {"labelAngle": 0, "labelOverlap": True, "grid": False},
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domainMin": 0},
        "axis": {**upright_axis(5), "format": ".0%"},
        "title": Text(
            "Aandeel sociale huurwoningen voor gezinnen", "Share of social family dwellings"
        ).in_(language),
    }
    encoding = {"x": x, "y": y}
    text = Text("hoogstens", "at most").in_(language)
    return frame(
        size,
        width=WIDTHS[size],
        height=_height(size),
        data={"values": rows},
        layer=[
            {"mark": {"type": "line", "strokeWidth": 2.5, "color": _OWN}, "encoding": encoding},
            {
                "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1, "color": _OWN},
                "encoding": encoding,
            },
            {
                "data": {"values": goals},
                "mark": {
                    "type": "tick",
                    "thickness": 3,
                    "size": 26,
                    "color": _LIMIT,
                    "orient": "horizontal",
                },
                "encoding": encoding,
            },
            {
                "data": {"values": goals},
                "mark": {"type": "text", "dy": 14, "color": _LIMIT, "align": "center"},
                "encoding": {**encoding, "text": {"value": text}},
            },
        ],
    )


def _height(size: Size) -> int:
    return 230 if size == "small" else 300
