"""Distances to a reference, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import ibis
import polars as pl
import pytest

from wijkwerk.monitor.core import intervals, meta, tables
from wijkwerk.monitor.core.definitions import (
    Composite,
    Direction,
    DisclosureLimits,
    Indicator,
    Kind,
    ReferenceRule,
)
from wijkwerk.monitor.core.distances import with_distances
from wijkwerk.shared.text import Text

NAME = Text("naam", "name")
AREAS = pl.DataFrame(
    {
        "code": ["NL00", "GM0001", "GM0002", "WK000101", "WK000102", "WK000201"],
        "level": ["country", "municipality", "municipality", "district", "district", "district"],
        "parent": [None, "NL00", "NL00", "GM0001", "GM0001", "GM0002"],
    }
)
COMPUTED = {
    name: pl.Float64 if kind == "float64" else pl.String for name, kind in tables.COMPUTED.items()
}
ANCHOR = ("area", "period", "indicator", "numerator", "denominator", "value", "lower", "upper")


def _indicator(**other: Any) -> Indicator:
    settings: dict[str, Any] = {
        "id": "i",
        "name": NAME,
        "theme": "t",
        "unit": "%",
        "kind": Kind.RATE,
        "direction": Direction.LOWER_IS_BETTER,
        "scale": 100.0,
    }
    return Indicator(**settings | other)


def _rate(area: str, count: float, base: float) -> dict[str, Any]:
    low, high = intervals.wilson(count, base)
    return {
        "area": area,
        "level": "district",
        "period": "2020",
        "indicator": "i",
        "numerator": count,
        "denominator": base,
        "value": 100 * count / base,
        "lower": 100 * float(low),
        "upper": 100 * float(high),
        "interval_method": "wilson",
        "base": base,
        "obs_status": "A",
    }


def _held(
    rows: list[dict[str, Any]],
    rule: ReferenceRule | None = None,
    indicator: Indicator | None = None,
) -> dict[tuple[str, str | None], dict[str, Any]]:
    rule, one = rule or ReferenceRule(), indicator or _indicator()
    figures = pl.DataFrame(rows, schema=COMPUTED)
    table = with_distances(
        ibis.memtable(figures),
        ibis.memtable(figures.select(ANCHOR)),
        ibis.memtable(meta.reference_links(AREAS, rule, [one])),
        ibis.memtable(meta.indicator_rules([one], list[Composite](), rule)),
        ibis.memtable(meta.indicator_table([one], [], DisclosureLimits())),
    )
    arrow = pl.from_arrow(table.to_pyarrow())
    assert isinstance(arrow, pl.DataFrame)
    return {(row["area"], row["reference"]): row for row in arrow.iter_rows(named=True)}


CITY = [_rate("WK000101", 30, 100), _rate("WK000102", 20, 200), _rate("GM0001", 50, 300)]


def test_a_distance_is_area_less_city_and_positive_when_the_area_is_worse() -> None:
    found = _held(CITY)["WK000101", "GM0001"]
    assert found["distance"] == pytest.approx(30 - 100 * 50 / 300)
    assert found["distance_relative"] == pytest.approx((30 - 50 / 3) / (50 / 3))
    assert found["reference_value"] == pytest.approx(50 / 3)


def test_where_higher_is_better_the_same_figures_are_a_lead() -> None:
    better_up = _indicator(direction=Direction.HIGHER_IS_BETTER)
    up, down = (_held(CITY, indicator=one)["WK000101", "GM0001"] for one in (better_up, None))
    assert up["distance"] == -down["distance"]
    assert (up["distance_lower"], up["distance_upper"]) == (
        -down["distance_upper"],
        -down["distance_lower"],
    )
    assert up["distance_excluding"] == -down["distance_excluding"]


def test_without_the_area_itself_the_rest_of_the_city_is_the_reference() -> None:
    found = _held(CITY)["WK000101", "GM0001"]
    assert found["distance_excluding"] == pytest.approx(30 - 10)  # the rest is 20 of 200


def test_limits_of_an_area_in_its_city_are_those_against_the_rest_shrunk() -> None:
    found = _held(CITY)["WK000101", "GM0001"]
    low, high = (100 * float(one) for one in intervals.wilson(30, 100))
    rest_low, rest_high = (100 * float(one) for one in intervals.wilson(20, 200))
    outside = 200 / 300
    below = math.hypot(30 - low, rest_high - 10)
    above = math.hypot(high - 30, 10 - rest_low)
    assert found["distance_lower"] == pytest.approx((20 - below) * outside)
    assert found["distance_upper"] == pytest.approx((20 + above) * outside)


def test_limits_of_areas_apart_are_those_of_a_difference() -> None:
    rows = [_rate("WK000201", 30, 100), *CITY]
    found = _held(rows, ReferenceRule("area", "GM0001"))["WK000201", "GM0001"]
    city = CITY[-1]
    gap = 30 - city["value"]
    below = math.hypot(30 - rows[0]["lower"], city["upper"] - city["value"])
    assert found["distance_lower"] == pytest.approx(gap - below)
    assert found["distance_excluding"] is None


def test_a_city_total_below_the_area_leaves_no_rest() -> None:
    rows = [_rate("WK000101", 30, 100), _rate("GM0001", 25, 300)]
    found = _held(rows)["WK000101", "GM0001"]
    assert found["distance_excluding"] is None
    assert found["distance_lower"] < found["distance"] < found["distance_upper"]


def test_an_area_is_at_no_distance_from_itself() -> None:
    found = _held([*CITY, _rate("NL00", 90, 600)], ReferenceRule("area", "GM0001"))
    itself = found["GM0001", "GM0001"]
    columns = ("distance", "distance_lower", "distance_upper", "distance_relative")
    assert [itself[name] for name in columns] == [None] * 4


def test_without_a_reference_value_of_other_than_zero_there_is_no_relative_distance() -> None:
    rows = [_rate("WK000201", 30, 100), _rate("GM0001", 0, 300)]
    found = _held(rows, ReferenceRule("area", "GM0001"))["WK000201", "GM0001"]
    assert (found["distance"], found["distance_relative"]) == (30, None)


def test_an_indicator_that_does_not_add_up_has_no_rest() -> None:
    found = _held(CITY, indicator=_indicator(additive=False))["WK000101", "GM0001"]
    assert found["distance_excluding"] is None
    assert found["distance"] == pytest.approx(30 - 50 / 3)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (ReferenceRule(), {"WK000101": "GM0001", "GM0001": "NL00", "NL00": "NL00"}),
        (ReferenceRule("country"), {"WK000101": "NL00", "GM0001": "NL00"}),
        (ReferenceRule("area", "GM0002"), {"WK000101": "GM0002", "NL00": "GM0002"}),
        (ReferenceRule("group", "FOCUS"), {"WK000101": "FOCUS", "WK000102": "FOCUS"}),
    ],
)
def test_each_rule_points_at_its_reference(rule: ReferenceRule, expected: dict[str, str]) -> None:
    links = meta.reference_links(AREAS, rule, [_indicator()])
    found = dict(links.select("area", "reference").iter_rows())
    assert {area: found[area] for area in expected} == expected


def test_inside_says_that_an_area_is_part_of_its_reference() -> None:
    def inside(rule: ReferenceRule) -> dict[str, bool]:
        links = meta.reference_links(AREAS, rule, [_indicator()])
        return dict(links.select("area", "inside").iter_rows())

    assert inside(ReferenceRule())["WK000101"]
    assert not inside(ReferenceRule("area", "GM0002"))["WK000101"]


def test_other_references_stand_beside_the_main_one() -> None:
    rows = [*CITY, _rate("NL00", 90, 600)]
    found = _held(rows, ReferenceRule(also=("NL00",)))
    assert found["WK000101", "GM0001"]["main"]
    assert not found["WK000101", "NL00"]["main"]
    assert found["WK000101", "NL00"]["distance"] == pytest.approx(30 - 15)


def test_an_indicators_own_reference_goes_before_the_rule() -> None:
    found = _held([*CITY, _rate("NL00", 90, 600)], indicator=_indicator(reference="NL00"))
    assert set(found) >= {("WK000101", "NL00")}
    assert ("WK000101", "GM0001") not in found


def test_an_area_without_a_reference_is_kept_without_distance() -> None:
    found = _held([_rate("WK000201", 30, 100)])["WK000201", "GM0002"]
    assert (found["value"], found["reference_value"], found["distance"]) == (30, None, None)


@pytest.mark.parametrize(
    ("value", "reference", "relative"),
    [(-8.0, -10.0, 0.2), (-12.0, -10.0, -0.2), (12.0, 10.0, 0.2)],
)
def test_a_relative_distance_keeps_its_sign_against_a_negative_reference(
    value: float, reference: float, relative: float
) -> None:
    def score(area: str, given: float) -> dict[str, Any]:
        return dict.fromkeys(COMPUTED) | {
            "area": area,
            "level": "district",
            "period": "2020",
            "indicator": "i",
            "value": given,
            "interval_method": "none",
            "obs_status": "A",
        }

    one = _indicator(kind=Kind.SCORE, unit="score", scale=1.0)
    found = _held([score("WK000101", value), score("GM0001", reference)], indicator=one)
    row = found["WK000101", "GM0001"]
    # Lower is better here: above the reference is behind it, whatever side of zero that is.
    assert row["distance"] == value - reference
    assert row["distance_relative"] == pytest.approx(relative)


def test_what_computing_leaves_over_is_no_distance() -> None:
    rows = [_rate("WK000101", 30, 100), _rate("GM0001", 90, 300)]
    rows[0]["value"] = 30.000000000000004
    rows[1]["value"] = 29.999999999999996
    assert _held(rows)["WK000101", "GM0001"]["distance"] == 0.0


def test_an_area_is_part_of_a_group_as_long_as_it_belongs_to_it() -> None:
    """Of 50 in 300, 30 in 100 are its own: the rest is 20 in 200. Once it has left, there is none."""
    rows = [
        row | {"period": period}
        for period in ("2020", "2021")
        for row in (_rate("WK000101", 30, 100), _rate("FOCUS", 50, 300))
    ]
    members = pl.DataFrame({"reference": ["FOCUS"], "area": ["WK000101"], "period": ["2020"]})
    table = with_distances(
        ibis.memtable(pl.DataFrame(rows, schema=COMPUTED)),
        ibis.memtable(pl.DataFrame(rows, schema=COMPUTED).select(ANCHOR)),
        ibis.memtable(meta.reference_links(AREAS, ReferenceRule("group", "FOCUS"), [_indicator()])),
        ibis.memtable(meta.indicator_rules([_indicator()], [], ReferenceRule("group", "FOCUS"))),
        ibis.memtable(meta.indicator_table([_indicator()], [], DisclosureLimits())),
        ibis.memtable(members),
    )
    found = pl.DataFrame(pl.from_arrow(table.to_pyarrow())).filter(pl.col("area") == "WK000101")
    assert dict(found.select("period", "distance_excluding").iter_rows()) == {
        "2020": pytest.approx(20),
        "2021": None,
    }
