"""Years in a row, entries and exits, through missing years and changed boundaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from score_scheme import residents_gate

from wijkwerk.designation.core.logic import in_a_row
from wijkwerk.designation.core.succession import succession

Decide = Callable[..., Any]
IN, OUT = {"a": 50.0, "b": 70.0, "c": 20.0}, {"a": 1.0, "b": 1.0, "c": 20.0}


def years(area: str, first: int, pattern: str) -> list[tuple[Any, ...]]:
    """'+' met, '-' not met, '?' unknown, '.' no figures at all."""
    result: list[tuple[Any, ...]] = []
    for year, sign in enumerate(pattern, first):
        if sign == ".":
            continue
        values = {"+": IN, "-": OUT, "?": dict.fromkeys("abc")}[sign]
        result += [(area, str(year), name, value) for name, value in values.items()]
    return result


def test_years_are_counted_and_missing_years_are_neither_in_nor_out(
    decide: Decide, two_of_three: str
) -> None:
    found = decide(two_of_three, years("X", 2010, "-++?+++"))
    rows = [found.of("X", year, "lasting") for year in range(2010, 2017)]
    assert [row["years_in_a_row"] for row in rows] == [0, 1, 2, 0, 1, 2, 3]
    assert [row["years_possible"] for row in rows] == [0, 1, 2, 3, 4, 5, 6]
    assert [row["result"] for row in rows] == [
        "not_met",
        "not_met",
        "not_met",
        "unknown",
        "unknown",
        "unknown",
        "met",
    ]
    assert rows[2]["near_miss"] == "one_year_short"


def test_a_year_without_any_figure_is_a_year_that_is_unknown(
    decide: Decide, two_of_three: str
) -> None:
    found = decide(two_of_three, [*years("X", 2010, "++.++"), *years("Y", 2010, "--.--")])
    assert found.inputs.years == [2010, 2011, 2012, 2013, 2014]
    assert found.result("X", 2012) == "unknown"
    assert found.result("X", 2014, "lasting") == "unknown"
    assert found.of("X", 2014)["years_in_a_row"] == 2


def test_years_before_the_first_are_unknown(decide: Decide, two_of_three: str) -> None:
    found = decide(two_of_three, [*years("X", 2010, "++"), *years("Y", 2010, "-+")])
    assert found.result("X", 2011, "lasting") == "unknown"
    assert found.result("Y", 2011, "lasting") == "not_met"


def test_entries_and_exits_are_told_only_when_both_years_are_known(
    decide: Decide, two_of_three: str
) -> None:
    found = decide(two_of_three, years("X", 2010, "+-+?-+"))
    rows = [found.of("X", year) for year in range(2010, 2016)]
    assert [row["entered"] for row in rows] == [None, False, True, False, False, True]
    assert [row["left"] for row in rows] == [False, True, False, None, None, False]
    held = found.held.sort("year")
    assert held["status"].to_list() == ["s", "", "s", "unknown", "", "s"]
    assert held["before"].to_list() == [None, "s", "", "s", "unknown", ""]


def test_columns_and_arrays_count_alike(decide: Decide, two_of_three: str) -> None:
    draw = np.random.default_rng(6)
    patterns = ["".join(draw.choice(list("++-?"), 6)) for _ in range(60)]
    figures = [
        row
        for number, pattern in enumerate(patterns)
        for row in years(f"A{number:02d}", 2010, pattern)
    ]
    found = decide(two_of_three, figures)
    known = {"+": 1, "-": 0, "?": -1}
    conditions = np.array([[known[sign] for sign in pattern] for pattern in patterns], np.int8)
    names = {1: "met", 0: "not_met", -1: "unknown"}
    expected = [[names[int(one)] for one in row] for row in in_a_row(conditions, 3)]
    got = found.statuses.filter(pl.col("status") == "lasting").sort("area", "year")["result"]
    assert got.to_list() == [one for row in expected for one in row]


def _rounds(two_of_three: str) -> str:
    """The scheme with rounds, and a gate that is measured every year."""
    text = two_of_three.replace('id = "test"', 'id = "test"\nrounds = true')
    return text.replace(
        'of = ["a", "b", "c"]', 'of = ["a", "b", "c"]\ngates = ["residents"]'
    ) + residents_gate(1000)


def measured(area: str, pattern: dict[int, str]) -> list[tuple[Any, ...]]:
    """Rounds of measuring, and residents every year from the first to the last."""
    figures = [row for year, sign in pattern.items() for row in years(area, year, sign)]
    people = [(area, str(year), "residents", 2000.0) for year in range(2009, 2027)]
    return [*figures, *people]


def test_rounds_are_counted_in_a_row_where_the_scheme_says_so(
    decide: Decide, two_of_three: str
) -> None:
    figures = [
        *measured("X", {2010: "+", 2019: "+", 2025: "+"}),
        *measured("Y", {2010: "-", 2019: "+", 2025: "+"}),
        *measured("Z", {2010: "+", 2019: "?", 2025: "+"}),
    ]
    found = decide(_rounds(two_of_three), figures)
    assert found.inputs.years == [2010, 2019, 2025]
    assert [found.of("X", year)["years_in_a_row"] for year in (2010, 2019, 2025)] == [1, 2, 3]
    assert found.result("X", 2025, "lasting") == "met"
    assert found.of("X", 2025, "lasting")["entered"] is None
    assert found.of("Y", 2025)["years_in_a_row"] == 2
    assert found.result("Y", 2025, "lasting") == "not_met"
    assert found.of("Y", 2025, "lasting")["near_miss"] == "one_year_short"
    assert found.result("Z", 2025, "lasting") == "unknown"
    assert (found.of("Z", 2025)["years_in_a_row"], found.of("Z", 2025)["years_possible"]) == (1, 3)


def test_without_rounds_the_years_between_are_unknown(decide: Decide, two_of_three: str) -> None:
    text = _rounds(two_of_three).replace("rounds = true", "rounds = false")
    found = decide(text, measured("X", {2010: "+", 2019: "+", 2025: "+"}))
    assert found.inputs.years == list(range(2009, 2027))  # the gate is measured every year
    assert found.of("X", 2025)["years_in_a_row"] == 1
    assert found.result("X", 2025, "lasting") == "unknown"


def gone(area: str, first: int, last: int) -> list[tuple[str, int]]:
    return [(area, year) for year in range(first, last + 1)]


def test_a_renamed_area_keeps_its_years_through_two_changes(
    decide: Decide, two_of_three: str
) -> None:
    # Old until 2011, renamed to Mid in 2012, renamed to New in 2013.
    figures = [*years("Old", 2010, "++"), *years("Mid", 2012, "+"), *years("New", 2013, "++")]
    absent = [
        *gone("Old", 2012, 2014),
        *gone("Mid", 2010, 2011),
        *gone("Mid", 2013, 2014),
        *gone("New", 2010, 2012),
    ]
    changes = [(2012, "Mid", "Old"), (2013, "New", "Mid")]
    found = decide(two_of_three, figures, absent=absent, changes=changes)
    assert found.of("Mid", 2012, "lasting")["years_in_a_row"] == 3
    assert found.result("Mid", 2012, "lasting") == "met"
    assert found.of("New", 2014)["years_in_a_row"] == 5
    without = decide(two_of_three, figures, absent=absent)
    assert without.result("New", 2013, "lasting") == "unknown"


def test_a_part_of_a_split_area_inherits_and_a_merged_one_has_the_fewest_years(
    decide: Decide, two_of_three: str
) -> None:
    # P splits into Q and R in 2012; R and S merge into T in 2013: two changes within one run.
    figures = [
        *years("P", 2010, "++"),
        *years("Q", 2012, "+++"),
        *years("R", 2012, "+"),
        *years("S", 2010, "-++"),
        *years("T", 2013, "++"),
        *years("U", 2010, "?++"),
        *years("V", 2013, "++"),
    ]
    absent = [
        *gone("P", 2012, 2014),
        *gone("Q", 2010, 2011),
        *gone("R", 2010, 2011),
        *gone("R", 2013, 2014),
        *gone("S", 2013, 2014),
        *gone("T", 2010, 2012),
        *gone("U", 2013, 2014),
        *gone("V", 2010, 2012),
    ]
    changes = [
        (2012, "Q", "P"),
        (2012, "R", "P"),
        (2013, "T", "R"),
        (2013, "T", "S"),
        (2013, "V", "U"),
        (2013, "V", "R"),
    ]
    found = decide(two_of_three, figures, absent=absent, changes=changes)
    assert found.of("Q", 2014)["years_in_a_row"] == 5
    # R was in since 2010, S since 2011: together since 2011.
    assert found.of("T", 2013)["years_in_a_row"] == 3
    assert found.result("T", 2013, "lasting") == "met"
    assert found.of("T", 2014)["years_possible"] == 4
    # One part unknown in 2010: so is the whole.
    assert (found.of("V", 2014)["years_in_a_row"], found.of("V", 2014)["years_possible"]) == (4, 5)
    assert set(found.held.filter(pl.col("area") == "T")["year"]) == {2013, 2014}
    assert set(
        found.criteria.filter((pl.col("area") == "T") & (pl.col("year") < 2013))["reason_unknown"]
    ) == {"no_area"}
    assert set(found.statuses.filter(pl.col("area") == "T")["year"]) == {2013, 2014}
    assert found.of("T", 2013)["entered"] is False


def test_a_corrected_border_is_no_origin() -> None:
    changes = pl.DataFrame(
        {
            "year": [2012, 2012, 2012],
            "area_from": ["big", "small", "new"],
            "area_to": ["new", "new", "new"],
            "weight": [0.9, 0.1, 1.0],
        }
    )
    people = pl.DataFrame({"code": ["big", "small", "new"], "inhabitants": [2000.0, 300.0, None]})
    assert succession(changes, people).rows() == [(2012, "new", "big")]


def test_a_part_whose_people_nobody_counted_stays_an_origin() -> None:
    changes = pl.DataFrame(
        {
            "year": [2012] * 3,
            "area_from": ["big", "dark", "sliver"],
            "area_to": ["new"] * 3,
            "weight": [1.0, 1.0, 0.01],
        }
    )
    people = pl.DataFrame({"code": ["big", "dark"], "inhabitants": [2000.0, None]})
    assert succession(changes, people)["before"].to_list() == ["big", "dark"]


def test_an_area_that_was_there_keeps_its_own_years_when_it_takes_in_another(
    decide: Decide, two_of_three: str
) -> None:
    figures = [*years("X", 2010, "+++"), *years("Y", 2010, "--")]
    found = decide(two_of_three, figures, absent=gone("Y", 2012, 2012), changes=[(2012, "X", "Y")])
    assert found.of("X", 2012)["years_in_a_row"] == 3
    assert found.result("X", 2012, "lasting") == "met"
