"""Counts that were published: what isn't said of the other areas stays not reported."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.published import (
    classes_of,
    contradicts,
    direction_of,
    directions_of,
    names_of,
    not_reported,
    pace,
    sums,
)
from wijkwerk.monitor.core.tables import CLASSES, TOLD_CLASSES

SCHEMA = {
    "group": pl.String, "indicator": pl.String, "reference": pl.String,
    "period_from": pl.String, "period_to": pl.String,
    "class": pl.String, "count": pl.Float64, "scope": pl.String, "total": pl.Float64,
}  # fmt: skip
MEMBERS = {
    "group": pl.String, "area": pl.String, "valid_from": pl.String, "valid_to": pl.String,
}  # fmt: skip
NOBODY = pl.DataFrame(schema=MEMBERS)


def published(*rows: tuple[str, str, float], **same: Any) -> pl.DataFrame:
    """Rows of indicator, class and count of group G, from 2007 to 2012."""
    plain = {"group": "G", "reference": None, "period_from": "2007", "period_to": "2012"}
    plain |= {"scope": None, "total": None}
    return pl.DataFrame(
        [
            plain | {"indicator": one, "class": kind, "count": count} | same
            for one, kind, count in rows
        ],
        schema=SCHEMA,
    )


def rest(table: pl.DataFrame, members: pl.DataFrame = NOBODY) -> dict[str, int]:
    return dict(not_reported(table, members).select("indicator", "count").iter_rows())


COMPLETE = published(("a", "smaller", 30), ("a", "larger", 10), ("b", "equal", 40), total=40.0)


def test_eighteen_of_forty_leaves_twenty_two_not_reported() -> None:
    table = pl.concat([COMPLETE, published(("income", "smaller", 18), total=40.0)])
    assert rest(table) == {"income": 22}
    assert not_reported(table, NOBODY)["class"].to_list() == ["not_reported"]


def test_a_total_that_is_given_goes_before_members() -> None:
    short = published(("income", "smaller", 18))
    members = pl.DataFrame(
        [("G", f"W{n}", None, None) for n in range(39)], schema=MEMBERS, orient="row"
    )
    assert rest(pl.concat([COMPLETE, short]), members)["income"] == 21
    assert rest(short.with_columns(total=pl.lit(38.0)), members) == {"income": 20}


def test_only_members_at_the_latest_moment_count() -> None:
    members = pl.DataFrame(
        [
            ("G", "W1", None, "2011"),
            ("G", "W2", "2013", None),
            ("G", "W3", "2012", None),
            ("G", "W4", None, "2012"),
        ],
        schema=MEMBERS,
        orient="row",
    )
    assert rest(published(("a", "smaller", 1)), members) == {"a": 1}


def test_a_member_until_a_year_counts_in_a_month_of_it() -> None:
    members = pl.DataFrame(
        [("G", "a", None, "2012"), ("G", "b", None, None), ("G", "c", None, "2011")],
        schema=MEMBERS,
        orient="row",
    )
    assert rest(published(("x", "smaller", 1), period_to="2012-06"), members) == {"x": 1}


def test_more_than_the_total_shows() -> None:
    found = sums(published(("price", "larger", 45), total=40.0), NOBODY)
    assert found.select("named", "size", "stated").row(0) == (45, 40, True)


@pytest.mark.parametrize(
    "rows",
    [
        [("income", "smaller", 18)],
        # That two partial counts agree, or that others are complete, says nothing of the size.
        [("income", "smaller", 18), ("rent", "smaller", 18)],
        [("a", "smaller", 24), ("b", "larger", 33)],
    ],
)
def test_eighteen_never_becomes_eighteen_of_eighteen(rows: list[tuple[str, str, float]]) -> None:
    found = sums(published(*rows), NOBODY)
    assert found["size"].to_list() == [None] * len(rows)
    assert not any(found["stated"])
    beside = sums(pl.concat([COMPLETE, published(*rows)]), NOBODY).filter(~pl.col("stated"))
    assert beside["indicator"].to_list() == [row[0] for row in rows if row[0] not in ("a", "b")]


def test_the_class_of_the_group_as_a_whole_counts_no_areas() -> None:
    table = pl.concat([COMPLETE, published(("a", "smaller", 1), scope="total")])
    assert rest(table) == {}


def test_a_count_without_a_first_year_is_a_count_of_its_own() -> None:
    table = pl.concat([COMPLETE, published(("rent", "smaller", 24), period_from=None, total=40.0)])
    assert rest(table) == {"rent": 16}


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6),
    st.integers(80, 100),
)
def test_classes_and_what_is_not_reported_always_add_up_to_the_total(
    pairs: list[tuple[int, int]], total: int
) -> None:
    rows = [
        row
        for place, (small, large) in enumerate(pairs)
        for row in ((f"i{place}", "smaller", small), (f"i{place}", "larger", large))
    ]
    table = published(*rows, total=float(total))
    left = rest(table)
    for place, (small, large) in enumerate(pairs):
        assert small + large + left.get(f"i{place}", 0) == total


@pytest.mark.parametrize(
    ("kind", "own", "reference", "wrong"),
    [
        ("larger", "improved", "improved", False),  # the reference was faster
        ("smaller", "worsened", "worsened", False),
        ("larger", "improved", "worsened", True),
        ("larger", "improved", "unchanged", True),
        ("smaller", "worsened", "improved", True),
        ("smaller", "unchanged", "worsened", False),
        ("smaller", "unchanged", "unchanged", True),
        ("larger", None, "improved", False),
    ],
)
def test_a_class_that_the_directions_rule_out_contradicts_them(
    kind: str, own: str | None, reference: str | None, wrong: bool
) -> None:
    assert contradicts(kind, own, reference) is wrong


def test_names_of_areas_are_separated_by_semicolons() -> None:
    assert names_of(" Overschie ;Vreewijk;") == ["Overschie", "Vreewijk"]
    assert names_of(None) == []


def test_counts_against_two_references_are_two_counts() -> None:
    city = published(("income", "smaller", 18), total=40.0)
    country = published(("income", "smaller", 25), total=40.0, reference="NL00")
    left = not_reported(pl.concat([city, country]), NOBODY)
    assert left.select("reference", "count").rows() == [(None, 22), ("NL00", 15)]


def test_what_has_no_better_side_has_classes_and_directions_that_judge_nothing() -> None:
    assert not {*classes_of(judged=False)} & {*TOLD_CLASSES}
    assert {*classes_of(judged=True)} & {*classes_of(judged=False)} == {
        "too_few", "no_reference", "not_reported",
    }  # fmt: skip
    assert {*classes_of(judged=True), *classes_of(judged=False)} < {*CLASSES}
    assert directions_of(judged=True) == ("improved", "worsened", "unchanged")
    assert [direction_of(gain, judged=False) for gain in (1, -1, 0)] == [
        "rose",
        "fell",
        "unchanged",
    ]
    assert pace("difference_smaller", "fell", "fell") is None


@pytest.mark.parametrize(
    ("kind", "own", "reference", "denied"),
    [
        ("difference_smaller", "unchanged", "unchanged", True),
        ("difference_larger", "unchanged", "unchanged", True),
        ("difference_equal", "unchanged", "unchanged", False),
        # Which side it is on isn't known, so a rise may bring it nearer or farther.
        ("difference_smaller", "rose", "unchanged", False),
        ("difference_larger", "rose", "fell", False),
        ("below", "rose", "fell", False),
    ],
)
def test_what_directions_deny_without_a_better_side(
    kind: str, own: str, reference: str, denied: bool
) -> None:
    assert contradicts(kind, own, reference) is denied
