"""Which copy of a table a question goes to, and which columns it reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import FigureQuery, copy_for
from wijkwerk.monitor.serving.figures import MEASURED, PLACED, figures


@pytest.mark.parametrize(
    ("name", "ask", "by_area"),
    [
        ("figures", FigureQuery(areas=["a"] * 50), True),
        ("figures", FigureQuery(areas=["a"] * 51), False),
        ("figures", FigureQuery(indicators=["i"]), False),
        # A city's own areas lie together; an indicator of all years lies all over the table.
        ("figures", FigureQuery(areas=["a"] * 200, indicators=["i"]), True),
        ("figures", FigureQuery(areas=["a"] * 201, indicators=["i"]), False),
        # One moment of an indicator lies together as well.
        ("figures", FigureQuery(areas=["a"] * 4, indicators=["i"], periods=["2020"]), False),
        ("changes", FigureQuery(areas=["a"] * 4, indicators=["i"]), False),
        ("changes", FigureQuery(areas=["a"] * 3, indicators=["i"]), True),
    ],
)
def test_a_question_goes_to_the_copy_that_has_its_rows_together(
    name: str, ask: FigureQuery, by_area: bool
) -> None:
    assert copy_for(name, ask, "", "")[0] == (name if by_area else f"{name}_by_indicator")


@pytest.mark.parametrize("columns", [MEASURED, PLACED])
@pytest.mark.parametrize("against", [None, "GM0002"])
def test_fewer_columns_hold_the_same_figures(
    serving: Serving, columns: tuple[str, ...], against: str | None
) -> None:
    areas = [one.code for one in serving.catalogue.at_level("neighbourhood")][:3]
    asked = FigureQuery(areas=areas, against=against)
    whole = figures(serving, asked)
    part = figures(serving, replace(asked, columns=columns))
    assert whole
    assert [{name: row[name] for name in columns} for row in whole] == [
        {name: row[name] for name in columns} for row in part
    ]
