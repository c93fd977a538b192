"""What-if and sensitivity: the same rules as the list's, and lenient rules never drop anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from score_scheme import THREE_HIGHEST_BEHIND_A_GATE

from wijkwerk.designation.core.whatif import Changes, Figures, changed, sensitivity, what_if

Decide = Callable[..., Any]
NAMES = {1: "met", 0: "not_met", -1: "unknown"}


@pytest.fixture(scope="module")
def rows() -> list[tuple[Any, ...]]:
    draw = np.random.default_rng(3)
    return [
        (
            f"A{number:02d}",
            str(year),
            code,
            None if draw.random() < 0.1 else float(draw.integers(0, 80)),
        )
        for number in range(40)
        for year in range(2010, 2015)
        for code in "abc"
    ]


def as_listed(found: Any, results: dict[str, Any]) -> bool:
    figures = found.figures
    for row in found.statuses.iter_rows(named=True):
        at = figures.codes.index(row["area"]), figures.years.index(row["year"])
        if NAMES[int(results[row["status"]][at])] != row["result"]:
            return False
    return True


def test_no_change_gives_the_list(
    decide: Decide, two_of_three: str, rows: list[tuple[Any, ...]]
) -> None:
    found = decide(two_of_three, rows)
    assert as_listed(found, what_if(found.figures, Changes()))


def test_a_change_gives_what_a_list_of_the_changed_scheme_gives(
    decide: Decide, two_of_three: str, rows: list[tuple[Any, ...]]
) -> None:
    changes = Changes(
        thresholds={"a": 30.0, "b": 45.5}, at_least={"s": 1}, dropped=frozenset({"c"})
    )
    found = decide(two_of_three, rows)
    other = decide(changed(found.scheme, changes), rows)
    assert as_listed(other, what_if(found.figures, changes))
    # Settings that stand on figures exactly.
    for threshold in (10.0, 40.0):
        one = Changes(thresholds={"c": threshold})
        assert as_listed(decide(changed(found.scheme, one), rows), what_if(found.figures, one))


def test_another_number_of_highest_gives_what_a_list_of_it_gives(
    decide: Decide, two_of_three: str, rows: list[tuple[Any, ...]]
) -> None:
    text = two_of_three.replace('op = ">"\nthreshold = 40', "top = 7")
    found = decide(text, rows)
    for top in (5, 60):
        changes = Changes(tops={"a": top})
        assert as_listed(
            decide(changed(found.scheme, changes), rows), what_if(found.figures, changes)
        )
    assert set(sensitivity(found.figures)["change"]) == {"top", "threshold", "dropped"}


def test_another_gate_lets_other_areas_count_among_the_highest(decide: Decide) -> None:
    given_ = [(f"A{at}", "2010", "a", float(at)) for at in range(9)]
    given_ += [(f"A{at}", "2010", "residents", 100.0 * at) for at in range(9)]
    found = decide(THREE_HIGHEST_BEHIND_A_GATE.replace(">=", "<="), given_)
    assert [at for at in range(9) if found.result(f"A{at}", 2010) == "met"] == [3, 4, 5]
    for changes in (
        Changes(thresholds={"residents": 700.0}),
        Changes(dropped=frozenset({"residents"})),
        Changes(tops={"top": 2}, thresholds={"residents": 300.0}),
        Changes(),
    ):
        other = decide(changed(found.scheme, changes), given_)
        assert as_listed(other, what_if(found.figures, changes))


@pytest.fixture(scope="module")
def figures(rows: list[tuple[Any, ...]], two_of_three: str, scheme: Callable[..., Any]) -> Figures:
    """The same figures without an engine."""
    values = {code: np.full((40, 5), np.nan) for code in "abc"}
    for area, period, code, value in rows:
        if value is not None:
            values[code][int(area[1:]), int(period) - 2010] = value
    from wijkwerk.designation.core.succession import SUCCESSION
    from wijkwerk.designation.core.whatif import decided

    found = Figures(
        scheme(two_of_three),
        [f"A{number:02d}" for number in range(40)],
        list(range(2010, 2015)),
        np.zeros(40, np.int64),
        ["neighbourhood"],
        np.ones((40, 5), bool),
        values,
        {},
        pl.DataFrame(schema=SUCCESSION),
    )
    found.results.update({code: decided(found, found.scheme, code) for code in "abc"})
    return found


number = st.floats(-10, 90, allow_nan=False).map(lambda one: round(one, 3))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(number, number, st.sampled_from(["a", "b", "c"]), st.integers(1, 3))
def test_a_more_lenient_threshold_never_removes_an_area(
    figures: Figures, one: float, other: float, code: str, k: int
) -> None:
    low, high = sorted((one, other))
    strict, lenient = (high, low) if code != "c" else (low, high)
    before = what_if(figures, Changes(thresholds={code: strict}, at_least={"s": k}))
    after = what_if(figures, Changes(thresholds={code: lenient}, at_least={"s": k}))
    for status in ("s", "lasting"):
        assert not ((before[status] == 1) & (after[status] != 1)).any()
        assert not ((before[status] == -1) & (after[status] == 0)).any()
    fewer = what_if(figures, Changes(thresholds={code: strict}, at_least={"s": max(1, k - 1)}))
    assert not ((before["s"] == 1) & (fewer["s"] != 1)).any()


def test_a_status_of_which_nothing_is_left_goes_with_what_is_nested_in_it(figures: Figures) -> None:
    assert what_if(figures, Changes(dropped=frozenset("abc"))) == {}
    assert set(what_if(figures, Changes(dropped=frozenset("ab")))) == {"s", "lasting"}


def test_sensitivity_says_for_each_step_who_comes_and_who_goes(figures: Figures) -> None:
    table = sensitivity(figures)
    assert table.height == 5 * 2 * 3 * 7  # years, statuses, criteria, six steps and left out
    base = what_if(figures, Changes())["s"]
    for row in table.filter(pl.col("status") == "s").iter_rows(named=True):
        at = figures.years.index(row["year"])
        coming = [part for part in row["entering"].split(";") if part]
        going = [part for part in row["leaving"].split(";") if part]
        assert (len(coming), len(going)) == (row["enter"], row["leave"])
        assert row["have_it"] == (base[:, at] == 1).sum() + row["enter"] - row["leave"]
        assert all(base[figures.codes.index(one), at] != 1 for one in coming)
        assert all(base[figures.codes.index(one), at] == 1 for one in going)
        lenient = row["step"] is not None and (row["step"] > 0) == (row["criterion"] == "c")
        if row["change"] == "threshold":
            assert (row["leave"] if lenient else row["enter"]) == 0
    assert table.filter(pl.col("enter") > 0).height
    assert table.filter(pl.col("leave") > 0).height


def test_a_dropped_criterion_leaves_no_more_to_meet_than_there_is(
    decide: Decide, two_of_three: str
) -> None:
    rows = [("X", "2010", "a", 50.0), ("X", "2010", "b", 70.0), ("X", "2010", "c", 20.0)]
    figures = decide(two_of_three.replace("at_least = 2", "at_least = 3"), rows).figures
    assert what_if(figures, Changes())["s"].tolist() == [[0]]
    assert what_if(figures, Changes(dropped=frozenset({"c"})))["s"].tolist() == [[1]]


def test_when_no_criterion_has_to_be_met_every_area_that_was_there_has_the_status(
    decide: Decide, two_of_three: str
) -> None:
    values = [("A", "a", 0.0), ("B", "a", 90.0), ("C", "a", None), ("D", "a", 0.0)]
    rows = [(area, "2010", code, value) for area, code, value in values]
    figures = decide(two_of_three, rows, absent=[("D", 2010)]).figures
    found = what_if(figures, Changes(at_least={"s": 0}))["s"]
    told = dict(zip(figures.codes, found[:, 0].tolist(), strict=True))
    assert {code: told[code] for code in "ABC"} == {"A": 1, "B": 1, "C": 1}


def test_a_gate_counts_also_when_no_criterion_has_to_be_met(
    decide: Decide, two_of_three: str
) -> None:
    gated = two_of_three.replace(
        'of = ["a", "b", "c"]', 'of = ["a", "b"]\ngates = ["c"]', 1
    )  # c: below 10
    rows = [(area, "2010", "c", value) for area, value in (("A", 5.0), ("B", 50.0), ("C", None))]
    figures = decide(gated, rows).figures
    found = what_if(figures, Changes(at_least={"s": 0}))["s"]
    assert dict(zip(figures.codes, found[:, 0].tolist(), strict=True)) == {"A": 1, "B": 0, "C": -1}
