"""Groups of areas, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import ibis
import polars as pl
import pytest

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.groups import group_figures, members_at, pooled_cells, spread

META = pl.DataFrame({"indicator": ["i", "up"], "sign": [1.0, -1.0], "judged": [True, True]})
COMPUTED = {
    name: pl.Float64 if kind == "float64" else pl.String for name, kind in tables.COMPUTED.items()
}
Row = dict[str, Any]


def _table(frame: Any) -> pl.DataFrame:
    arrow = pl.from_arrow(frame.to_pyarrow())
    assert isinstance(arrow, pl.DataFrame)
    return arrow


def _figure(area: str, count: float | None, base: float | None, **other: Any) -> Row:
    value = None if count is None or not base else 100 * count / base
    return (
        dict.fromkeys(COMPUTED)
        | {
            "area": area,
            "period": "1",
            "indicator": "i",
            "numerator": count,
            "denominator": base,
            "value": value,
            "variance": 1.0,
            "obs_status": "A",
        }
        | other
    )


def _members(areas: str, group: str = "G") -> pl.DataFrame:
    return pl.DataFrame({"group": group, "area": list(areas), "period": "1"})


def _pooled(rows: list[Row], areas: str) -> Row:
    figures = ibis.memtable(pl.DataFrame(rows, schema=COMPUTED))
    return _table(pooled_cells(figures, ibis.memtable(_members(areas)))).to_dicts()[0]


def _spread(rows: list[Row], areas: str) -> Row:
    figures = ibis.memtable(pl.DataFrame(rows, schema=COMPUTED))
    found = _table(spread(figures, ibis.memtable(_members(areas)), ibis.memtable(META)))
    return found.to_dicts()[0]


def test_pooled_is_the_sum_of_counts_and_unweighted_the_mean_of_values() -> None:
    rows = [_figure("a", 10, 100), _figure("b", 50, 900)]
    pooled, spreads = _pooled(rows, "ab"), _spread(rows, "ab")
    assert (pooled["numerator"], pooled["denominator"]) == (60, 1000)
    assert spreads["mean"] == pytest.approx((10 + 50 / 9) / 2)


def test_a_group_with_an_unmeasured_member_is_an_estimate() -> None:
    rows = [_figure("a", 10, 100), _figure("b", None, None)]
    assert _pooled(rows, "ab")["obs_status"] == "E"
    assert (_spread(rows, "ab")["areas"], _spread(rows, "ab")["measured"]) == (2, 1)


def test_a_group_of_measured_members_is_no_estimate() -> None:
    assert _pooled([_figure("a", 10, 100), _figure("b", 1, 10)], "ab")["obs_status"] == "A"


def test_the_variance_of_the_mean_is_that_of_independent_members() -> None:
    rows = [_figure("a", 10, 100, variance=3.0), _figure("b", 50, 900, variance=1.0)]
    assert _spread(rows, "ab")["mean_variance"] == pytest.approx(4 / 4)
    rows[0]["variance"] = None
    assert _spread(rows, "ab")["mean_variance"] is None


def test_the_five_worst_of_six_and_the_range() -> None:
    rows = [_figure(area, count, 100) for area, count in zip("abcdef", range(1, 7), strict=True)]
    found = _spread(rows, "abcdef")
    assert (found["minimum"], found["maximum"]) == (1, 6)
    assert found["worst_areas"] == "f;e;d;c;b"
    assert found["worst_five"] == pytest.approx((2 + 3 + 4 + 5 + 6) / 5)


def test_the_lowest_are_worst_where_higher_is_better() -> None:
    rows = [
        _figure(area, count, 100, indicator="up")
        for area, count in zip("abcdef", range(1, 7), strict=True)
    ]
    assert _spread(rows, "abcdef")["worst_areas"] == "a;b;c;d;e"


def test_equal_members_are_told_in_order_of_their_codes() -> None:
    rows = [_figure(area, 5, 100) for area in "fedcba"]
    assert _spread(rows, "abcdef")["worst_areas"] == "a;b;c;d;e"


def test_five_members_have_no_five_worst_apart() -> None:
    rows = [_figure(area, 5, 100) for area in "abcde"]
    assert _spread(rows, "abcde")["worst_five"] is None


def test_membership_has_its_dates() -> None:
    groups = pl.DataFrame(
        {
            "group": "G",
            "area": ["always", "left", "joined"],
            "valid_from": [None, None, "2012"],
            "valid_to": [None, "2011", None],
        }
    )
    moments = pl.DataFrame({"period": ["2010", "2011-Q4", "2012"]})
    found = _table(members_at(ibis.memtable(groups), ibis.memtable(moments)))
    per = {period: set(part["area"]) for (period,), part in found.group_by("period")}
    assert per == {
        "2010": {"always", "left"},
        "2011-Q4": {"always", "left"},
        "2012": {"always", "joined"},
    }


def test_both_group_values_stand_side_by_side_and_the_mean_has_normal_limits() -> None:
    pooled = pl.DataFrame(
        {
            "group": ["G"],
            "period": ["1"],
            "indicator": ["i"],
            "value": [6.0],
            "lower": [5.0],
            "upper": [7.0],
            "interval_method": ["wilson"],
            "base": [1000.0],
        }
    )
    rows = [_figure("a", 10, 100), _figure("b", 50, 900)]
    figures = ibis.memtable(pl.DataFrame(rows, schema=COMPUTED))
    members = ibis.memtable(_members("ab"))
    spreads = spread(figures, members, ibis.memtable(META))
    found = _table(group_figures(ibis.memtable(pooled), ibis.memtable(_table(spreads)), members))
    by_method = {row["method"]: row for row in found.iter_rows(named=True)}
    assert (by_method["pooled"]["value"], by_method["pooled"]["areas"]) == (6, 2)
    mean = by_method["unweighted"]
    half = 1.959963984540054 * math.sqrt(2 / 4)
    assert mean["upper"] - mean["value"] == pytest.approx(half)
    assert mean["interval_method"] == "normal"


def test_a_group_of_withheld_members_keeps_its_pooled_value() -> None:
    pooled = pl.DataFrame(
        {
            "group": ["G"],
            "period": ["1"],
            "indicator": ["i"],
            "value": [6.0],
            "lower": [5.0],
            "upper": [7.0],
            "interval_method": ["wilson"],
            "base": [1000.0],
        }
    )
    members = ibis.memtable(_members("ab"))
    nothing = ibis.memtable(pl.DataFrame([], schema=COMPUTED))
    spreads = _table(spread(nothing, members, ibis.memtable(META)))
    found = _table(group_figures(ibis.memtable(pooled), ibis.memtable(spreads), members))
    assert found.select("method", "value", "areas", "measured", "minimum").rows() == [
        ("pooled", 6.0, 2, 0, None)
    ]
