"""Ranks with intervals, against counting area by area."""

from __future__ import annotations

from typing import Any

import ibis
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.core.ranks import with_ranks

META = pl.DataFrame({"indicator": ["low", "high"], "sign": [1.0, -1.0], "judged": [True, True]})
SCHEMA = {
    "area": pl.String,
    "level": pl.String,
    "period": pl.String,
    "indicator": pl.String,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
}
Row = dict[str, Any]


def _ranked(rows: list[Row]) -> dict[tuple[str, str], tuple[int, int | None, int | None]]:
    figures = pl.DataFrame(rows, schema=SCHEMA)
    table = with_ranks(ibis.memtable(figures), ibis.memtable(META))
    arrow = pl.from_arrow(table.to_pyarrow())
    assert isinstance(arrow, pl.DataFrame)
    return {
        (row["area"], row["indicator"]): (row["rank"], row["rank_lower"], row["rank_upper"])
        for row in arrow.iter_rows(named=True)
    }


def _row(area: str, value: float | None, lower: float | None, upper: float | None) -> Row:
    return {
        "area": area,
        "level": "district",
        "period": "2020",
        "indicator": "low",
        "value": value,
        "lower": lower,
        "upper": upper,
    }


def test_areas_of_which_the_intervals_are_apart_have_a_sure_rank() -> None:
    found = _ranked([_row("a", 10, 9, 11), _row("b", 20, 19, 21), _row("c", 30, 29, 31)])
    assert found == {("a", "low"): (1, 1, 1), ("b", "low"): (2, 2, 2), ("c", "low"): (3, 3, 3)}


def test_areas_of_which_the_intervals_overlap_may_change_places() -> None:
    found = _ranked([_row("a", 10, 5, 15), _row("b", 12, 7, 17), _row("c", 30, 29, 31)])
    assert found == {("a", "low"): (1, 1, 2), ("b", "low"): (2, 1, 2), ("c", "low"): (3, 3, 3)}


def test_intervals_that_touch_overlap() -> None:
    found = _ranked([_row("a", 10, 9, 11), _row("b", 12, 11, 13)])
    assert found == {("a", "low"): (1, 1, 2), ("b", "low"): (2, 1, 2)}


def test_equal_values_share_the_best_rank_and_the_next_is_passed_over() -> None:
    found = _ranked([_row("a", 10, 9, 11), _row("b", 10, 9, 11), _row("c", 30, 29, 31)])
    assert [found[area, "low"][0] for area in "abc"] == [1, 1, 3]


def test_the_highest_is_first_where_higher_is_better() -> None:
    rows = [_row("a", 10, 9, 11), _row("b", 20, 19, 21)]
    found = _ranked([row | {"indicator": "high"} for row in rows])
    assert found == {("a", "high"): (2, 2, 2), ("b", "high"): (1, 1, 1)}


def test_an_area_without_interval_has_a_rank_only_and_makes_others_less_sure() -> None:
    found = _ranked([_row("a", 10, 9, 11), _row("b", 20, None, None), _row("c", 30, 29, 31)])
    assert found["b", "low"] == (2, None, None)
    assert found["a", "low"] == (1, 1, 2)  # b may be ahead of a
    assert found["c", "low"] == (3, 2, 3)  # a is certainly ahead of c, b is not


def test_an_area_without_a_value_has_no_rank() -> None:
    assert _ranked([_row("a", 10, 9, 11), _row("b", None, None, None)]) == {("a", "low"): (1, 1, 1)}


def test_areas_of_another_level_period_or_indicator_do_not_count() -> None:
    first = _row("a", 10, 9, 11)
    others = [
        _row("b", 1, 0, 2) | {"level": "municipality"},
        _row("a", 1, 0, 2) | {"indicator": "high"},
    ]
    assert _ranked([first, *others])["a", "low"] == (1, 1, 1)


def _by_counting(rows: list[Row], row: Row) -> tuple[int, int | None, int | None]:
    """What the docstring of the module says, in its own words."""
    sign = 1 if row["indicator"] == "low" else -1
    peers = [
        one
        for one in rows
        if one["indicator"] == row["indicator"]
        and one["level"] == row["level"]
        and one["value"] is not None
    ]

    def ends(row: Row) -> tuple[float, float]:
        return (row["lower"], row["upper"]) if sign > 0 else (-row["upper"], -row["lower"])

    rank = 1 + sum(peer["value"] * sign < row["value"] * sign for peer in peers)
    if row["lower"] is None:
        return rank, None, None
    known = [peer for peer in peers if peer["lower"] is not None]
    low, high = ends(row)
    better = sum(ends(one)[1] < low for one in known)
    worse = sum(ends(one)[0] > high for one in known)
    return rank, 1 + better, len(peers) - worse


_AREA = st.tuples(
    st.integers(0, 12),
    st.integers(0, 4),
    st.integers(0, 4),
    st.sampled_from(["all", "no", "none"]),
    st.sampled_from(["low", "high"]),
    st.sampled_from(["district", "municipality"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(_AREA, min_size=1, max_size=25))
def test_ranks_are_what_counting_area_by_area_gives(
    areas: list[tuple[int, int, int, str, str, str]],
) -> None:
    rows = []
    for number, (value, down, up, known, indicator, level) in enumerate(areas):
        row = _row(f"a{number:02d}", value, value - down, value + up)
        if known == "no":
            row |= {"lower": None, "upper": None}
        if known == "none":
            row |= {"value": None, "lower": None, "upper": None}
        rows.append(row | {"indicator": indicator, "level": level})
    expected = {
        (row["area"], row["indicator"]): _by_counting(rows, row)
        for row in rows
        if row["value"] is not None
    }
    assert _ranked(rows) == expected


def test_values_that_came_about_in_different_ways_tie() -> None:
    bases = (586, 1072, 242, 1644, 1301, 832, 551, 1114)
    values = [3 / 100 * base / base * 100 for base in bases]
    assert len(set(values)) > 1  # or there is nothing to test
    for indicator in ("low", "high"):
        rows = [
            _row(f"a{place}", value, value - 1, value + 1) | {"indicator": indicator}
            for place, value in enumerate(values)
        ]
        ranked = _ranked(rows)
        assert {ranked[row["area"], indicator] for row in rows} == {(1, 1, 8)}


def test_intervals_that_touch_but_for_a_last_bit_overlap() -> None:
    found = _ranked([_row("a", 10, 9, 11), _row("b", 12, 11.000000000000002, 13)])
    assert found == {("a", "low"): (1, 1, 2), ("b", "low"): (2, 1, 2)}


def test_a_difference_of_a_thousandth_is_one() -> None:
    found = _ranked([_row("a", 10, 9, 11), _row("b", 10.001, 9, 11)])
    assert [found[area, "low"][0] for area in "ab"] == [1, 2]
