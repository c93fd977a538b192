"""Counts moved to new boundaries, worked out by hand."""

from __future__ import annotations

from typing import Any

import ibis
import polars as pl
import pytest

from wijkwerk.monitor.core.vintages import to_vintage

CELLS = {
    **dict.fromkeys(("area", "period", "indicator"), pl.String),
    **dict.fromkeys(("numerator", "denominator", "value", "variance"), pl.Float64),
    "obs_status": pl.String,
}
Row = dict[str, Any]


def _cell(area: str, count: float | None = None, base: float | None = None, **other: Any) -> Row:
    return dict.fromkeys(CELLS) | {
        "area": area, "period": "1", "indicator": "i", "numerator": count, "denominator": base,
        "obs_status": "A",
    } | other  # fmt: skip


def _moved(
    cells: list[Row], table: list[tuple[str, str, float]], current: str = "xyz"
) -> dict[str, Row]:
    correspondence = pl.DataFrame(table, schema=["area_from", "area_to", "weight"], orient="row")
    found = pl.from_arrow(
        to_vintage(
            ibis.memtable(pl.DataFrame(cells, schema=CELLS)),
            ibis.memtable(correspondence),
            ibis.memtable(pl.DataFrame({"area": list(current)})),
        ).to_pyarrow()
    )
    assert isinstance(found, pl.DataFrame)
    return {row["area"]: row for row in found.iter_rows(named=True)}


def test_counts_are_divided_by_weight_and_rates_are_never_averaged() -> None:
    found = _moved([_cell("a", 10, 100)], [("a", "x", 0.25), ("a", "y", 0.75)])
    assert (found["x"]["numerator"], found["x"]["denominator"]) == (2.5, 25)
    assert (found["y"]["numerator"], found["y"]["denominator"]) == (7.5, 75)
    assert {row["obs_status"] for row in found.values()} == {"E"}


def test_areas_that_were_merged_are_added_up() -> None:
    found = _moved([_cell("a", 10, 100), _cell("b", 50, 900)], [("a", "x", 1.0), ("b", "x", 1.0)])
    # 60 of 1000 is 6%, not the mean of 10% and 5.6%.
    assert (found["x"]["numerator"], found["x"]["denominator"]) == (60, 1000)


def test_an_area_that_stayed_keeps_its_figure() -> None:
    found = _moved([_cell("z", 1, 10), _cell("a", 10, 100)], [("a", "x", 1.0)])
    assert (found["z"]["numerator"], found["z"]["obs_status"]) == (1, "A")


def test_the_publishers_own_figure_goes_before_a_moved_one() -> None:
    found = _moved([_cell("x", 7, 70), _cell("a", 10, 100)], [("a", "x", 1.0)])
    assert (found["x"]["numerator"], found["x"]["obs_status"]) == (7, "A")


def test_an_area_with_only_some_of_its_old_parts_has_no_figure() -> None:
    found = _moved([_cell("a", 10, 100)], [("a", "x", 1.0), ("b", "x", 1.0)])
    assert (found["x"]["numerator"], found["x"]["obs_status"]) == (None, "M")


def test_a_withheld_part_makes_the_whole_withheld() -> None:
    cells = [_cell("a", 10, 100), _cell("b", obs_status="N")]
    found = _moved(cells, [("a", "x", 1.0), ("b", "x", 1.0)])
    assert (found["x"]["numerator"], found["x"]["obs_status"]) == (None, "N")


@pytest.mark.parametrize(
    ("table", "value", "status"),
    [
        ([("a", "x", 1.0)], 6.5, "B"),
        ([("a", "x", 0.5), ("a", "y", 0.5)], None, "M"),
        ([("a", "x", 1.0), ("b", "x", 1.0)], None, "M"),
    ],
)
def test_a_value_without_base_moves_only_with_a_whole_area(
    table: list[tuple[str, str, float]], value: float | None, status: str
) -> None:
    found = _moved([_cell("a", value=6.5, variance=0.1)], table)["x"]
    assert (found["value"], found["obs_status"]) == (value, status)


def test_strata_stay_apart() -> None:
    schema = {"age": pl.String, "sex": pl.String} | CELLS
    rows = [_cell("a", 10, 100) | {"age": age, "sex": ""} for age in ("0-17", "18+")]
    found = pl.from_arrow(
        to_vintage(
            ibis.memtable(pl.DataFrame(rows, schema=schema)),
            ibis.memtable(pl.DataFrame({"area_from": ["a"], "area_to": ["x"], "weight": [1.0]})),
            ibis.memtable(pl.DataFrame({"area": ["x"]})),
        ).to_pyarrow()
    )
    assert isinstance(found, pl.DataFrame)
    assert sorted(found["age"]) == ["0-17", "18+"]
    assert found["numerator"].to_list() == [10, 10]
