"""Two lists: who enters, who leaves, and by which criterion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from wijkwerk.designation.core.comparing import compared
from wijkwerk.designation.core.scheme import Relative

Decide = Callable[..., Any]


def of(found: Any, year: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    return (
        found.statuses.filter(pl.col("year") == year),
        found.criteria.filter(pl.col("year") == year),
    )


def told(
    first: Any,
    second: Any,
    status: str = "s",
    rests_on: tuple[str, ...] = (),
    around: tuple[str, ...] = (),
) -> dict[str, tuple[str, str, str]]:
    rows = compared(
        (first[0], second[0]),
        (first[1], second[1]),
        (status, status),
        rests_on or ("a", "b", "c"),
        around,
    )
    return {
        row["area"]: (row["change"], row["cause"], row["criteria"])
        for row in rows.iter_rows(named=True)
    }


def figures(area: str, year: int, a: float | None, b: float, c: float) -> list[tuple[Any, ...]]:
    return [(area, str(year), code, value) for code, value in (("a", a), ("b", b), ("c", c))]


def test_two_years_say_who_enters_who_leaves_and_which_figure_did_it(
    decide: Decide, two_of_three: str
) -> None:
    found = decide(
        two_of_three,
        [
            *figures("in", 2010, 50, 10, 20),
            *figures("in", 2011, 50, 65, 20),
            *figures("out", 2010, 50, 65, 20),
            *figures("out", 2011, 30, 10, 20),
            *figures("same", 2010, 50, 65, 20),
            *figures("same", 2011, 60, 75, 20),
            *figures("dark", 2010, 50, 65, 20),
            *figures("dark", 2011, None, 65, 20),
        ],
    )
    assert told(of(found, 2010), of(found, 2011)) == {
        "in": ("entered", "figures", "b"),
        "out": ("left", "figures", "a;b"),
        "dark": ("unclear", "known", "a"),
    }


def test_two_schemes_say_which_threshold_or_rule_did_it(decide: Decide, two_of_three: str) -> None:
    rows = [*figures("X", 2010, 35, 65, 20), *figures("Y", 2010, 50, 10, 20)]
    first = decide(two_of_three, rows)
    second = decide(two_of_three.replace("threshold = 40", "threshold = 30"), rows)
    assert told(of(first, 2010), of(second, 2010)) == {"X": ("entered", "threshold", "a")}
    third = decide(two_of_three.replace("at_least = 2", "at_least = 1"), rows)
    assert told(of(first, 2010), of(third, 2010)) == {
        "X": ("entered", "rule", ""),
        "Y": ("entered", "rule", ""),
    }


def test_years_in_a_row_alone_may_be_the_reason(decide: Decide, two_of_three: str) -> None:
    rows = [*figures("X", 2009, 1, 1, 20)]
    rows += [row for year in range(2010, 2013) for row in figures("X", year, 50, 65, 20)]
    found = decide(two_of_three, rows)
    assert told(of(found, 2011), of(found, 2012), "lasting") == {"X": ("entered", "years", "")}


def test_the_years_of_the_status_around_it_may_be_the_reason(
    decide: Decide, two_of_three: str
) -> None:
    inner = """
[[status]]
code = "inner"
label = { nl = "I", en = "I" }
rank = 3
within = "lasting"
at_least = 1
of = ["a"]
"""
    rows = [*figures("X", 2009, 50, 1, 20)]
    rows += [row for year in range(2010, 2013) for row in figures("X", year, 50, 65, 20)]
    found = decide(two_of_three + inner, rows)
    rules = found.scheme.at(2012)
    assert rules.around("inner") == {"s", "lasting"}
    assert rules.around("s") == frozenset()
    sides = (of(found, 2011), of(found, 2012))
    assert told(*sides, "inner", ("a",), ("s", "lasting")) == {"X": ("entered", "years", "")}


def test_a_criterion_that_the_status_does_not_rest_on_is_no_cause(
    decide: Decide, two_of_three: str
) -> None:
    other = (
        two_of_three
        + """
[[status]]
code = "only_c"
label = { nl = "C", en = "C" }
rank = 3
at_least = 1
of = ["c"]
"""
    )
    found = decide(other, [*figures("X", 2010, 50, 10, 20), *figures("X", 2011, 50, 65, 5)])
    rules = found.scheme.at(2011)
    assert rules.rests_on("lasting") == {"a", "b", "c"}
    assert rules.rests_on("only_c") == {"c"}
    assert told(of(found, 2010), of(found, 2011), "only_c", ("c",)) == {
        "X": ("entered", "figures", "c")
    }


def test_an_area_that_is_gone_and_never_had_the_status_is_no_change(
    decide: Decide, two_of_three: str
) -> None:
    rows = [*figures("out", 2010, 1, 1, 20), *figures("in", 2010, 50, 65, 20)]
    rows += [
        *figures("dark", 2010, None, 65, 20),
        *figures("stays", 2010, 1, 1, 20),
        *figures("stays", 2011, 1, 1, 20),
    ]
    gone = [(code, 2011) for code in ("out", "in", "dark")]
    found = decide(two_of_three, rows, absent=gone)
    forward, backward = (of(found, 2010), of(found, 2011)), (of(found, 2011), of(found, 2010))
    assert {area: change for area, (change, _, _) in told(*forward).items()} == {
        "in": "left",
        "dark": "unclear",
    }
    assert {area: change for area, (change, _, _) in told(*backward).items()} == {
        "in": "entered",
        "dark": "unclear",
    }


def test_what_areas_are_held_against_may_be_the_reason(decide: Decide, two_of_three: str) -> None:
    held = two_of_three.replace("threshold = 60", 'threshold = 3\nrelative_to = "country"')
    rows = [
        *figures("X", 2010, 50, 65, 20),
        ("NL", "2010", "b", 30.0),
        *figures("X", 2011, 50, 65, 20),
        ("NL", "2011", "b", 20.0),
    ]
    found = decide(held, rows, references=[("X", Relative.COUNTRY, "NL")])
    assert told(of(found, 2010), of(found, 2011)) == {"X": ("entered", "reference", "b")}
