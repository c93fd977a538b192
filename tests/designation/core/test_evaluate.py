"""From figures to statuses: ties, means, ratios, unknowns, scores, years."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import ibis
import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata, zscore
from score_scheme import THREE_HIGHEST, THREE_HIGHEST_BEHIND_A_GATE, THREE_HIGHEST_OF_ONE

from wijkwerk.designation.core.evaluate import scored
from wijkwerk.designation.core.scheme import Relative, Scheme

Decide = Callable[..., Any]
SLOW = settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def rows(area: str, year: int, **values: float | None) -> list[tuple[Any, ...]]:
    return [(area, str(year), name, value) for name, value in values.items()]


def test_the_threshold_itself_counts_only_where_the_rule_says_so(
    decide: Decide, two_of_three: str
) -> None:
    found = decide(two_of_three, rows("X", 2010, a=40.0, b=60.0, c=10.0))
    assert [found.criterion("X", 2010, code)["result"] for code in "abc"] == [
        "not_met",
        "met",
        "not_met",
    ]
    assert [found.criterion("X", 2010, code)["margin"] for code in "abc"] == [0, 0, 0]
    assert found.result("X", 2010) == "not_met"


def test_a_mean_that_is_on_the_threshold_is_on_it_whatever_the_last_bit(
    decide: Decide, two_of_three: str
) -> None:
    text = two_of_three.replace('indicator = "b"', 'indicator = "b"\nperiod = { mean = 3 }')
    for order in sorted(set(itertools.permutations([59.9, 60.2, 59.9]))):
        given_ = [("X", str(2010 + at), "b", value) for at, value in enumerate(order)]
        found = decide(text, [*given_, *rows("X", 2012, a=50, c=20)])
        assert found.criterion("X", 2012, "b")["value"] == 60.0
        assert found.criterion("X", 2012, "b")["result"] == "met"


def test_a_mean_is_unknown_when_a_year_is_missing_unless_the_rule_says_otherwise(
    decide: Decide, two_of_three: str
) -> None:
    figures = [
        *rows("X", 2010, b=70.0),
        *rows("X", 2011, b=None),
        *rows("X", 2012, b=50.0),
        *rows("Y", 2010, b=1.0),
        *rows("Y", 2011, b=2.0),
        *rows("Y", 2012, b=3.0),
    ]
    strict = two_of_three.replace('indicator = "b"', 'indicator = "b"\nperiod = { mean = 2 }')
    found = decide(strict, figures)
    assert found.criterion("X", 2011, "b")["reason_unknown"] == "missing"
    assert found.criterion("Y", 2012, "b")["value"] == 2.5
    lenient = strict.replace("mean = 2", "mean = 2, known = 1")
    found = decide(lenient, figures)
    assert found.criterion("X", 2011, "b")["value"] == 70.0
    assert found.criterion("X", 2012, "b")["value"] == 50.0


def test_the_latest_figure_is_of_the_year_or_as_far_back_as_the_rule_goes(
    decide: Decide, two_of_three: str
) -> None:
    figures = [("X", "2010-Q1", "b", 1.0), ("X", "2010-Q3", "b", 61.0), ("X", "2013", "a", 1.0)]
    found = decide(two_of_three, figures)
    assert found.criterion("X", 2010, "b")["value"] == 61.0
    assert found.criterion("X", 2011, "b")["result"] == "unknown"
    back = two_of_three.replace('indicator = "b"', 'indicator = "b"\nperiod = { back = 3 }')
    found = decide(back, figures)
    assert found.criterion("X", 2012, "b")["value"] == 61.0
    assert found.criterion("X", 2013, "b")["result"] == "unknown"


def test_withheld_stays_unknown_and_never_becomes_not_met(
    decide: Decide, two_of_three: str
) -> None:
    hidden = ("X", "2010", "a", None, None, None, "withheld")
    found = decide(two_of_three, [hidden, *rows("X", 2010, b=70, c=20)])
    assert found.criterion("X", 2010, "a")["reason_unknown"] == "withheld"
    assert found.result("X", 2010) == "unknown"
    assert found.of("X", 2010)["missing"] == "a"
    assert found.held["status"].to_list() == ["unknown"]
    # What is unknown says nothing once the rest decides.
    found = decide(two_of_three, [hidden, *rows("X", 2010, b=70, c=5)])
    assert found.result("X", 2010) == "met"
    found = decide(two_of_three, [hidden, *rows("X", 2010, b=10, c=20)])
    assert found.result("X", 2010) == "not_met"


RATIO = """
op = ">="
threshold = 3
relative_to = "country"
"""


def test_a_ratio_is_held_against_the_country_and_unknown_without_it(
    decide: Decide, two_of_three: str
) -> None:
    text = two_of_three.replace('op = ">="\nthreshold = 60\n', RATIO.strip() + "\n")
    country = [("X", Relative.COUNTRY, "NL"), ("Y", Relative.COUNTRY, "NL")]
    figures = [
        ("X", "2010", "b", 0.9, 0.8, 1.0),
        ("NL", "2010", "b", 0.3, 0.29, 0.31),
        ("Y", "2010", "b", 0.89, 0.8, 1.0),
        ("X", "2011", "b", 0.9),
        ("NL", "2011", "b", None),
        ("Y", "2011", "b", 0.9),
        ("NL", "2012", "b", 0.0),
        ("X", "2012", "b", 0.9),
        ("Y", "2012", "b", None),
    ]
    found = decide(text, figures, references=country)
    tied = found.criterion("X", 2010, "b")
    assert (tied["compared"], tied["margin"], tied["result"]) == (3.0, 0.0, "met")
    assert tied["reference"] == "NL"
    assert tied["compared_lower"] < 8 / 3 < 3.3 < tied["compared_upper"]
    assert found.criterion("Y", 2010, "b")["result"] == "not_met"
    for year in (2011, 2012):
        assert found.criterion("X", year, "b")["reason_unknown"] == "no_reference"
    assert found.criterion("Y", 2012, "b")["reason_unknown"] == "missing"


def test_near_misses_are_one_short_or_have_the_threshold_within_the_interval(
    decide: Decide, two_of_three: str
) -> None:
    figures = [
        *rows("one", 2010, a=41, b=10, c=20),
        ("close", "2010", "a", 39.0, 37.0, 41.0),
        *rows("close", 2010, b=70, c=20),
        *rows("far", 2010, a=1, b=1, c=20),
        *rows("in", 2010, a=41, b=70, c=20),
    ]
    found = decide(two_of_three, figures)
    assert found.of("one", 2010)["near_miss"] == "one_short"
    assert found.of("one", 2010)["short"] == "b;c"
    assert found.of("close", 2010)["near_miss"] == "one_short;within_interval"
    assert found.of("far", 2010)["near_miss"] == found.of("in", 2010)["near_miss"] == ""


def test_one_short_counts_only_when_the_years_before_would_do(
    decide: Decide, two_of_three: str
) -> None:
    text = two_of_three.replace("rank = 1\n", "rank = 1\nyears_in_a_row = 3\n")
    figures = [
        *rows("lasted", 2010, a=41, b=70, c=20),
        *rows("lasted", 2011, a=41, b=70, c=20),
        *rows("lasted", 2012, a=41, b=10, c=20),
        *rows("new", 2010, a=1, b=1, c=20),
        *rows("new", 2011, a=41, b=70, c=20),
        ("new", "2012", "a", 41.0),
        ("new", "2012", "b", 59.0, 57.0, 61.0),
        *rows("new", 2012, c=20),
    ]
    found = decide(text, figures)
    assert found.of("lasted", 2012)["near_miss"] == "one_short"
    assert found.of("new", 2012)["near_miss"] == ""


def test_a_ratio_without_interval_or_value_has_no_limits(decide: Decide, two_of_three: str) -> None:
    text = two_of_three.replace('op = ">="\nthreshold = 60\n', RATIO.strip() + "\n")
    figures = [
        ("X", "2010", "b", 0.9),
        ("Y", "2010", "b", None),
        ("Z", "2010", "b", 0.0, 0.0, 0.2),
        ("NL", "2010", "b", 0.5),
    ]
    country = [(code, Relative.COUNTRY, "NL") for code in ("X", "Y", "Z")]
    found = decide(text, figures, references=country)
    limits = [
        [found.criterion(code, 2010, "b")[f"compared_{end}"] for end in ("lower", "upper")]
        for code in ("X", "Y", "Z")
    ]
    assert limits == [[None, None], [None, None], [0.0, 0.4]]


def test_a_ratio_below_zero_has_its_limits_in_order(decide: Decide, two_of_three: str) -> None:
    text = two_of_three.replace('op = ">="\nthreshold = 60\n', RATIO.strip() + "\n")
    figures = [
        ("X", "2010", "b", -10.0, -12.0, -9.0),
        ("Y", "2010", "b", -1.0, -3.0, 2.0),
        ("Z", "2010", "b", -10.0, -12.0, -9.0),
        ("NL", "2010", "b", 20.0),
        ("DK", "2010", "b", 20.0, 15.0, 40.0),
    ]
    where = [
        ("X", Relative.COUNTRY, "NL"),
        ("Y", Relative.COUNTRY, "NL"),
        ("Z", Relative.COUNTRY, "DK"),
    ]
    found = decide(text, figures, references=where)
    limits = {
        code: [found.criterion(code, 2010, "b")[f"compared_{end}"] for end in ("lower", "upper")]
        for code in ("X", "Y", "Z")
    }
    assert limits["X"] == [-0.6, -0.45]
    assert limits["Y"] == [-0.15, 0.1]
    # A larger reference brings it nearer to zero: 100% up of 0.5 with 10% of its own.
    assert limits["Z"] == [pytest.approx(-0.5 * (1 + (0.2**2 + 0.25**2) ** 0.5)), 0.0]


@pytest.mark.parametrize("scale", ["z", "rank", "none"])
def test_a_score_is_what_scipy_makes_of_it(decide: Decide, scale: str) -> None:
    draw = np.random.default_rng(4)
    a, b = draw.normal(50, 10, 30).round(1), draw.normal(200_000, 30_000, 30).round(0)
    a[3] = a[4]  # a tie
    figures = [
        (f"A{number:02d}", "2010", name, float(value))
        for name, values in (("a", a), ("b", b))
        for number, value in enumerate(values)
    ]
    found = decide(THREE_HIGHEST.replace('scale = "z"', f'scale = "{scale}"'), figures)
    of = {
        "z": zscore,
        "none": lambda values: values,
        "rank": lambda values: (rankdata(values) - 1) / (len(values) - 1) * 100,
    }[scale]
    expected = (2 * of(a) - of(b)) / 3
    got = found.criteria.sort("area")["value"].to_numpy()
    assert np.allclose(got, expected, atol=1e-8 * max(1, abs(expected).max()))
    chosen = set(found.statuses.filter(pl.col("result") == "met")["area"])
    assert chosen == {f"A{number:02d}" for number in np.argsort(-expected)[:3]}


def test_who_ties_with_the_last_of_the_highest_is_in_and_unknown_areas_take_no_place(
    decide: Decide,
) -> None:
    values = {"A": 9.0, "B": 8.0, "C": 7.0, "D": 7.0, "E": 1.0}
    figures = [(area, "2010", "a", value) for area, value in values.items()]
    found = decide(THREE_HIGHEST_OF_ONE, [*figures, ("F", "2010", "a", None)])
    assert {area: found.result(area, 2010) for area in "ABCDEF"} == {
        "A": "met",
        "B": "met",
        "C": "met",
        "D": "met",
        "E": "not_met",
        "F": "unknown",
    }
    assert (
        found.criterion("E", 2010, "top")["threshold"] == found.criterion("C", 2010, "top")["value"]
    )


def test_the_third_of_three_is_taken_among_those_that_pass_the_gates(decide: Decide) -> None:
    scores = {"A": 9.0, "B": 8.0, "C": 7.0, "D": 6.0, "E": 5.0, "F": 4.0}
    residents = {"A": 499.0, "B": 500.0, "C": None, "D": 900.0, "E": 900.0, "F": 900.0}
    figures = [(area, "2010", "a", value) for area, value in scores.items()]
    figures += [(area, "2010", "residents", value) for area, value in residents.items()]
    found = decide(THREE_HIGHEST_BEHIND_A_GATE, figures)
    # A is too small and of C nobody knows: neither takes a place of the three.
    assert {area: found.result(area, 2010) for area in "ABCDEF"} == {
        "A": "not_met",
        "B": "met",
        "C": "unknown",
        "D": "met",
        "E": "met",
        "F": "not_met",
    }
    lowest = found.criterion("E", 2010, "top")["value"]
    assert found.criterion("F", 2010, "top")["threshold"] == lowest
    assert sum(found.result(area, 2010) == "met" for area in "ABCDEF") == 3


def test_without_a_gate_before_it_everybody_counts_among_the_highest(decide: Decide) -> None:
    figures = [(area, "2010", "a", float(at)) for at, area in enumerate("ABCDE")]
    found = decide(THREE_HIGHEST_OF_ONE, figures)
    assert [area for area in "ABCDE" if found.result(area, 2010) == "met"] == ["C", "D", "E"]


def test_a_score_needs_as_many_parts_as_the_rule_asks(decide: Decide) -> None:
    figures = [("A", "2010", "a", 1.0), ("B", "2010", "a", 2.0), ("B", "2010", "b", 3.0)]
    assert decide(THREE_HIGHEST, figures).criterion("A", 2010, "top")["result"] == "met"
    strict = THREE_HIGHEST.replace("least = 1", "least = 2")
    assert decide(strict, figures).criterion("A", 2010, "top")["reason_unknown"] == "missing"


def test_levels_are_ranked_apart(decide: Decide) -> None:
    levels = {f"W{number}": "district" for number in range(4)}
    figures = [
        (f"{kind}{number}", "2010", "a", float(number)) for kind in "BW" for number in range(4)
    ]
    found = decide(THREE_HIGHEST, figures, levels=levels)
    assert set(found.statuses.filter(pl.col("result") == "met")["area"]) == {
        "B1",
        "B2",
        "B3",
        "W1",
        "W2",
        "W3",
    }


figures_strategy = st.lists(
    st.tuples(*[st.one_of(st.none(), st.integers(0, 100).map(float))] * 3), min_size=8, max_size=16
)


@SLOW
@given(figures_strategy, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_of_criteria_changes_nothing(
    decide: Decide, two_of_three: str, values: list[tuple[float | None, ...]], chance: Any
) -> None:
    figures = [
        (f"A{number}", str(2010 + number % 3), name, value)
        for number, row in enumerate(values)
        for name, value in zip("abc", row, strict=True)
    ]
    first = decide(two_of_three, figures)
    shuffled = list(figures)
    chance.shuffle(shuffled)
    head, *entries = two_of_three.split("\n[[")
    chance.shuffle(entries)
    second = decide(
        "\n[[".join([head, *entries]).replace('["a", "b", "c"]', '["c", "a", "b"]'), shuffled
    )
    keys = ["area", "year", "status"]
    assert first.statuses.sort(keys).equals(second.statuses.sort(keys))
    assert first.held.sort("area", "year").equals(second.held.sort("area", "year"))


def test_versions_hold_from_their_date_and_years_in_a_row_go_on(
    decide: Decide, two_of_three: str, scheme: Callable[..., Scheme]
) -> None:
    later = (
        two_of_three.replace('from = "2000-01-01"', 'from = "2012-06-01"')
        .replace("threshold = 40", "threshold = 30")
        .replace("years_in_a_row = 3", "years_in_a_row = 4")
    )
    both = scheme(two_of_three, later)
    figures = [row for year in range(2009, 2014) for row in rows("X", year, a=41, b=70, c=20)]
    figures += [row for year in range(2009, 2014) for row in rows("Y", year, a=35, b=70, c=20)]
    found = decide(both, figures)
    assert found.of("X", 2011, "lasting")["version"] == "2000-01-01"
    assert found.of("X", 2012, "lasting")["version"] == "2012-06-01"
    assert found.result("X", 2011, "lasting") == "met"
    assert found.result("X", 2012, "lasting") == "met"
    assert [found.result("Y", year) for year in range(2009, 2014)] == [
        "not_met",
        "not_met",
        "not_met",
        "met",
        "met",
    ]
    assert found.of("Y", 2012)["entered"] is True
    assert found.of("Y", 2012)["in_force"] is True


def test_the_list_is_of_the_version_in_force_on_its_date(
    two_of_three: str, scheme: Callable[..., Scheme]
) -> None:
    first = two_of_three.replace('from = "2000-01-01"', 'from = "2018-12-01"\nlist_date = "12-01"')
    second = first.replace("2018-12-01", "2021-12-01")
    both = scheme(first, second)
    assert [both.at(year).since for year in (2017, 2018, 2020, 2021)] == [
        "2018-12-01",
        "2018-12-01",
        "2018-12-01",
        "2021-12-01",
    ]
    assert [both.in_force(year) for year in (2017, 2018)] == [False, True]


def test_an_area_that_was_not_there_is_absent_also_where_its_figure_is_withheld(
    decide: Decide, two_of_three: str
) -> None:
    rows = [
        ("A", "2010", "a", None, None, None, "withheld"),
        ("B", "2010", "a", None, None, None, "withheld"),
        ("C", "2010", "a", 50.0),
    ]
    found = decide(two_of_three, rows, absent=[("B", 2010)])
    told = {area: found.criterion(area, 2010, "a")["reason_unknown"] for area in "ABC"}
    assert told == {"A": "withheld", "B": "no_area", "C": ""}


def _figures(*rows: tuple[str, str, float | None, float | None, float | None, str]) -> ibis.Table:
    """Rows of ``measured``: area, measure, value, lower, upper, reason; in 2010, all listed."""
    names = ("area", "measure", "value", "lower", "upper", "reason")
    types = (pl.String, pl.String, pl.Float64, pl.Float64, pl.Float64, pl.String)
    frame = pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")
    return ibis.memtable(
        frame.with_columns(level=pl.lit("n"), listed=pl.lit(True), year=pl.lit(2010, pl.Int64))
    )


def _parts(scale: str, least: int, **weights: float) -> ibis.Table:
    """Rows of ``moments.score_parts`` of the score T in 2010."""
    rows = [(2010, "T", part, weight, scale, least) for part, weight in weights.items()]
    columns = ["year", "measure", "part", "weight", "scale", "least"]
    return ibis.memtable(pl.DataFrame(rows, schema=columns, orient="row"))


def _scores(figures: ibis.Table, parts: ibis.Table) -> dict[str, dict[str, Any]]:
    polars = scored(figures, parts).to_polars()
    return {row["area"]: row for row in polars.to_dicts()}


def test_a_part_that_is_better_when_higher_turns_its_interval_round() -> None:
    """(2·10 − 1·6) / 3, with 10 in (8, 11) and 6 in (5, 9)."""
    figures = _figures(("A", "a", 10.0, 8.0, 11.0, ""), ("A", "b", 6.0, 5.0, 9.0, ""))
    found = _scores(figures, _parts("none", 1, a=2.0, b=-1.0))["A"]
    assert found["value"] == pytest.approx(14 / 3)
    # Down: a may be 2 less (weighs 2), b 3 more (weighs 1); up: a 1 more, b 1 less.
    assert found["lower"] == pytest.approx((14 - 5) / 3)  # the root of 4² + 3²
    assert found["upper"] == pytest.approx((14 + 5**0.5) / 3)  # the root of 2² + 1²


def test_a_score_says_first_that_the_area_was_not_there_then_that_a_part_is_withheld() -> None:
    figures = _figures(
        ("A", "a", None, None, None, "withheld"),
        ("A", "b", None, None, None, "no_area"),
        ("B", "a", None, None, None, "withheld"),
        ("B", "b", None, None, None, "missing"),
        ("C", "a", None, None, None, "missing"),
        ("C", "b", None, None, None, "missing"),
    )
    found = _scores(figures, _parts("none", 1, a=2.0, b=1.0))
    assert {area: row["reason"] for area, row in found.items()} == {
        "A": "no_area",
        "B": "withheld",
        "C": "missing",
    }
