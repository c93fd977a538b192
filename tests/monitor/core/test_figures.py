"""Counts, sums over areas, values with limits and index series, worked out by hand."""

from __future__ import annotations

import math
import random
from typing import Any

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.core import figures as rules
from wijkwerk.monitor.core import intervals, tables

TYPES = {"string": pl.String, "float64": pl.Float64}
OBSERVATIONS = {name: TYPES[kind] for name, kind in tables.OBSERVATIONS.items()}
META = pl.DataFrame(
    {
        "indicator": ["share", "events", "mean", "score", "asked", "dsr"],
        "kind": ["rate", "rate", "mean", "score", "survey", "standardised"],
        "scale": [100.0, 1000.0, 1.0, 1.0, 100.0, 1000.0],
        "shares": [True, False, False, False, True, False],
    }
)
CELLS = {
    **dict.fromkeys(("area", "period", "indicator"), pl.String),
    **dict.fromkeys(("numerator", "denominator", "value", "variance"), pl.Float64),
    "obs_status": pl.String,
}
Row = dict[str, Any]


def _rows(table: Any) -> list[Row]:
    arrow = pl.from_arrow(table.to_pyarrow())
    assert isinstance(arrow, pl.DataFrame)
    return arrow.sort(
        [name for name in ("area", "period", "indicator") if name in arrow]
    ).to_dicts()


def _observed(indicator: str = "share", **other: Any) -> Row:
    return (
        dict.fromkeys(OBSERVATIONS) | {"area": "a", "period": "1", "indicator": indicator} | other
    )


def _counted(*rows: Row) -> list[Row]:
    frame = pl.DataFrame(list(rows), schema=OBSERVATIONS)
    return _rows(rules.counts(ibis.memtable(frame), ibis.memtable(META)))


def _cell(area: str, count: float | None, base: float | None, **other: Any) -> Row:
    return (
        dict.fromkeys(CELLS)
        | {
            "area": area,
            "period": "1",
            "indicator": "share",
            "numerator": count,
            "denominator": base,
            "obs_status": "A",
        }
        | other
    )


def test_a_value_with_a_base_becomes_counts() -> None:
    share = _counted(_observed(value=25.0, base=200.0))[0]
    assert (share["numerator"], share["denominator"]) == (50, 200)
    mean = _counted(_observed("mean", value=25.0, base=200.0))[0]
    assert (mean["numerator"], mean["denominator"]) == (5000, 200)


def test_a_value_without_a_base_stays_a_value() -> None:
    found = _counted(_observed("score", value=6.5))[0]
    assert (found["numerator"], found["value"], found["obs_status"]) == (None, 6.5, "A")


@pytest.mark.parametrize("status", ["N", "C", "D"])
def test_what_the_publisher_withheld_has_no_counts(status: str) -> None:
    found = _counted(_observed(numerator=3.0, denominator=9.0, status=status))[0]
    assert (found["numerator"], found["denominator"], found["obs_status"]) == (None, None, "N")


def test_respondents_are_no_counts() -> None:
    assert _counted(_observed("asked", value=1.0, weight=2.0)) == []


def test_strata_are_added_up_and_a_given_total_goes_first() -> None:
    strata = [
        _observed(age="0-17", numerator=1.0, denominator=10.0),
        _observed(age="18+", numerator=2.0, denominator=20.0),
        _observed(area="b", age="0-17", numerator=1.0, denominator=10.0),
        _observed(area="b", numerator=9.0, denominator=90.0),
    ]
    cells = rules.counts(
        ibis.memtable(pl.DataFrame(strata, schema=OBSERVATIONS)), ibis.memtable(META)
    )
    found = [
        (row["area"], row["numerator"], row["denominator"])
        for row in _rows(rules.without_strata(cells))
    ]
    assert found == [("a", 3, 30), ("b", 9, 90)]


def test_one_withheld_stratum_makes_the_total_unknown() -> None:
    strata = [
        _observed(age="0-17", numerator=1.0, denominator=10.0),
        _observed(age="18+", numerator=2.0, denominator=20.0, status="N"),
    ]
    cells = rules.counts(
        ibis.memtable(pl.DataFrame(strata, schema=OBSERVATIONS)), ibis.memtable(META)
    )
    (found,) = _rows(rules.without_strata(cells))
    assert (found["numerator"], found["obs_status"]) == (None, "N")


def _summed(cells: list[Row], parts: int | None = None) -> list[Row]:
    children = [row["area"] for row in cells if row["area"] != "city"]
    return _rows(
        rules.rolled_up(
            ibis.memtable(pl.DataFrame(cells, schema=CELLS)),
            ibis.memtable(pl.DataFrame({"parent": ["city"] * len(children), "area": children})),
            ibis.memtable(pl.DataFrame({"parent": ["city"], "parts": [parts or len(children)]})),
        )
    )


def test_a_parent_is_the_sum_of_its_parts() -> None:
    (found,) = _summed([_cell("a", 1, 10), _cell("b", 2, 30)])
    assert (found["area"], found["numerator"], found["denominator"]) == ("city", 3, 40)
    assert found["obs_status"] == "A"


def test_a_parents_own_figure_goes_before_the_sum() -> None:
    assert _summed([_cell("a", 1, 10), _cell("b", 2, 30), _cell("city", 4, 41)]) == []


@pytest.mark.parametrize(("parts", "status"), [(4, "A"), (5, "E"), (6, None)])
def test_a_sum_needs_four_of_five_parts(parts: int, status: str | None) -> None:
    found = _summed([_cell(area, 1, 10) for area in "abcd"], parts)
    assert [row["obs_status"] for row in found] == ([status] if status else [])


def test_a_part_without_counts_is_not_a_part() -> None:
    cells = [_cell("a", 1, 10), _cell("b", None, None)]
    assert _summed(cells) == []


def test_a_sum_of_estimates_is_an_estimate_and_of_a_break_a_break() -> None:
    (one,) = _summed([_cell("a", 1, 10, obs_status="E"), _cell("b", 1, 10)])
    (other,) = _summed([_cell("a", 1, 10, obs_status="E"), _cell("b", 1, 10, obs_status="B")])
    assert (one["obs_status"], other["obs_status"]) == ("E", "B")


def test_the_variance_of_a_mean_over_areas_is_weighted_by_squared_counts() -> None:
    cells = [
        _cell("a", 100, 10, indicator="mean", variance=4.0),
        _cell("b", 600, 30, indicator="mean", variance=1.0),
    ]
    (found,) = _summed(cells)
    assert found["variance"] == pytest.approx((4 * 100 + 1 * 900) / 1600)
    cells[0]["variance"] = None
    assert _summed(cells)[0]["variance"] is None


def _valued(**cell: Any) -> Row:
    rows = [_cell("a", None, None) | cell]
    table = rules.with_values(ibis.memtable(pl.DataFrame(rows, schema=CELLS)), ibis.memtable(META))
    return _rows(table)[0]


def test_a_share_has_wilsons_limits() -> None:
    found = _valued(numerator=65.0, denominator=100.0)
    assert (found["value"], found["interval_method"]) == (65, "wilson")
    assert [round(found[name], 4) for name in ("lower", "upper")] == [55.2544, 73.6358]


def test_events_have_exact_limits_when_few_and_byars_otherwise() -> None:
    few = _valued(indicator="events", numerator=5.0, denominator=100.0)
    assert (few["interval_method"], round(few["lower"], 4)) == ("exact", 16.2349)
    many = _valued(indicator="events", numerator=65.0, denominator=100.0)
    assert (many["interval_method"], round(many["lower"], 4)) == ("byar", 501.6319)


def test_a_share_above_one_is_no_share() -> None:
    assert _valued(numerator=11.0, denominator=10.0)["interval_method"] == "byar"


def test_a_mean_has_normal_limits_where_a_variance_is_known() -> None:
    found = _valued(indicator="mean", numerator=100.0, denominator=10.0, variance=4.0)
    assert (found["value"], found["interval_method"]) == (10, "normal")
    assert found["upper"] == pytest.approx(10 + 2 * 1.959963984540054)
    without = _valued(indicator="mean", numerator=100.0, denominator=10.0)
    assert (without["interval_method"], without["lower"]) == ("none", None)


@pytest.mark.parametrize(("count", "base"), [(None, None), (0.0, 0.0), (3.0, 0.0)])
def test_without_a_base_there_is_no_value(count: float | None, base: float | None) -> None:
    found = _valued(numerator=count, denominator=base)
    assert (found["value"], found["lower"], found["obs_status"]) == (None, None, "M")


def test_withheld_is_neither_missing_nor_zero() -> None:
    found = _valued(obs_status="N")
    assert (found["value"], found["obs_status"]) == (None, "N")


def test_an_index_is_100_at_its_base_and_follows_the_original() -> None:
    schema = {
        name: pl.Float64 if kind == "float64" else pl.String
        for name, kind in tables.COMPUTED.items()
        if name not in ("level", "parent")
    }
    rows = [
        dict.fromkeys(schema)
        | {
            "area": "a",
            "period": period,
            "indicator": "price",
            "value": value,
            "variance": 4.0,
            "obs_status": "A",
            "base": 10.0,
        }
        for period, value in (("1", 200.0), ("2", 230.0))
    ]
    pairs = pl.DataFrame({"indicator": ["index"], "of": ["price"], "base_period": ["1"]})
    table = rules.as_index(ibis.memtable(pl.DataFrame(rows, schema=schema)), ibis.memtable(pairs))
    first, second = _rows(table)
    assert (first["value"], first["lower"], first["upper"]) == (100, 100, 100)
    # 100 is 100 by definition: nothing was estimated there.
    assert (first["interval_method"], first["variance"]) == ("none", 0)
    assert second["interval_method"] == "delta"
    factor = math.exp(1.959963984540054 * math.sqrt(4 / 230**2 + 4 / 200**2))
    assert second["value"] == pytest.approx(115)
    assert (second["lower"], second["upper"]) == (
        pytest.approx(115 / factor),
        pytest.approx(115 * factor),
    )


def test_an_index_has_no_method_at_its_base_and_one_where_both_moments_have_a_margin() -> None:
    rows = [
        {
            "area": "a",
            "period": period,
            "indicator": "price",
            "value": value,
            "variance": variance,
            "base": 60.0,
            "obs_status": status,
        }
        for period, value, variance, status in (
            ("2020", 200.0, 4.0, "A"),
            ("2021", 220.0, 4.0, "A"),
            ("2022", 210.0, None, "A"),
            ("2023", None, None, "N"),
            ("2024", None, None, "A"),
        )
    ]
    schema = {
        **dict.fromkeys(("area", "period", "indicator"), pl.String),
        **dict.fromkeys(("value", "variance", "base"), pl.Float64),
        "obs_status": pl.String,
    }
    pairs = pl.DataFrame({"indicator": ["index"], "of": ["price"], "base_period": ["2020"]})
    table = rules.as_index(ibis.memtable(pl.DataFrame(rows, schema=schema)), ibis.memtable(pairs))
    found = {row["period"]: row for row in _rows(table)}
    methods = {period: row["interval_method"] for period, row in found.items()}
    assert methods == {
        "2020": "none",
        "2021": "delta",
        "2022": "none",
        "2023": "none",
        "2024": "none",
    }
    assert (found["2020"]["lower"], found["2020"]["value"], found["2020"]["upper"]) == (100,) * 3
    assert found["2020"]["variance"] == 0
    # Relative variances add up: 4/200² and 4/220², on the logarithm.
    factor = math.exp(1.959963984540054 * math.sqrt(4 / 200**2 + 4 / 220**2))
    assert found["2021"]["lower"] == pytest.approx(110 / factor)
    assert found["2021"]["upper"] == pytest.approx(110 * factor)
    assert found["2022"]["value"] == pytest.approx(105)
    assert (found["2022"]["lower"], found["2022"]["upper"]) == (None, None)
    assert [found[year]["obs_status"] for year in ("2023", "2024")] == ["N", "M"]
    assert {row["base"] for row in found.values()} == {60.0}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40), st.randoms())
def test_a_sum_does_not_depend_on_order(numbers: list[float], mix: random.Random) -> None:
    def total(values: list[float]) -> float:
        table = ibis.memtable(pl.DataFrame({"x": values}))
        arrow = pl.from_arrow(table.aggregate(x=rules.exact_sum(table.x)).to_pyarrow())
        assert isinstance(arrow, pl.DataFrame)
        return float(arrow["x"][0])

    shuffled = numbers[:]
    mix.shuffle(shuffled)
    assert total(shuffled) == total(numbers)
    assert total(numbers) == pytest.approx(math.fsum(numbers), abs=1e-6 * len(numbers), rel=1e-15)


def test_a_sum_may_pass_ten_million_millions() -> None:
    table = ibis.memtable(pl.DataFrame({"x": [9e15, 9e15, 0.25]}))
    arrow = pl.from_arrow(table.aggregate(x=rules.exact_sum(table.x)).to_pyarrow())
    assert isinstance(arrow, pl.DataFrame)
    assert arrow["x"][0] == 18e15


def test_ninety_five_percent_limits_hold_the_truth_95_times_in_100() -> None:
    draw = random.Random(1)
    cells = []
    for number in range(4000):
        count = sum(draw.random() < 0.2 for _ in range(150))
        cells.append(_cell(f"a{number}", count, 150))
    table = rules.with_values(ibis.memtable(pl.DataFrame(cells, schema=CELLS)), ibis.memtable(META))
    held = [row["lower"] <= 20 <= row["upper"] for row in _rows(table)]
    assert 0.94 < sum(held) / len(held) < 0.965
    low, high = intervals.wilson(30, 150)
    assert low < 0.2 < high


@pytest.mark.parametrize("base", [586.0, 1072.0, 242.0, 1644.0, 1301.0, 832.0, 551.0, 1114.0])
def test_a_given_value_is_kept_to_the_last_digit(base: float) -> None:
    (cell,) = _counted(_observed(value=3.0, base=base))
    frame = pl.DataFrame([{key: cell[key] for key in CELLS}], schema=CELLS)
    (found,) = _rows(rules.with_values(ibis.memtable(frame), ibis.memtable(META)))
    assert found["value"] == 3.0
    assert found["numerator"] == pytest.approx(0.03 * base)


def test_of_given_counts_the_value_follows_from_the_counts() -> None:
    (cell,) = _counted(_observed(numerator=1.0, denominator=3.0, value=33.0))
    assert cell["value"] is None
    (nobody,) = _counted(_observed(numerator=0.0, denominator=0.0, value=7.0))
    assert nobody["value"] == 7.0
