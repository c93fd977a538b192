"""Who belongs to a group when."""

from __future__ import annotations

import itertools

import ibis
import polars as pl
import pytest

from wijkwerk.monitor.core.groups import members_at
from wijkwerk.monitor.core.memberships import belonging

MEMBERS = pl.DataFrame(
    [("G", "always", None, None), ("G", "left", None, "2011"), ("G", "joined", "2012", None),
     ("G", "back", None, "2008"), ("G", "back", "2012", None)],
    schema=["group", "area", "valid_from", "valid_to"], orient="row",
)  # fmt: skip


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2008", ["always", "left", "back"]),
        ("2011", ["always", "left"]),
        ("2011-Q4", ["always", "left"]),
        ("2012", ["always", "joined", "back"]),
    ],
)
def test_both_ends_count_and_an_area_may_come_back(period: str, expected: list[str]) -> None:
    assert belonging(MEMBERS, period)["area"].to_list() == expected


def test_each_member_is_told_once() -> None:
    twice = pl.concat([MEMBERS.head(1), MEMBERS.head(1)])
    assert belonging(twice, "2012").height == 1


@pytest.mark.parametrize(
    ("start", "end", "period", "belongs"),
    [
        # A year begins on its first day, a quarter on that of its first month.
        ("2011-01-01", None, "2011", True), ("2011-01-02", None, "2011", False),
        ("2011-Q1", None, "2011", True), ("2011-06", None, "2011", False),
        ("2011-07-01", None, "2011-Q3", True), ("2011-08", None, "2011-Q3", False),
        (None, "2011-Q2", "2011-06", True), (None, "2011-Q2", "2011-07", False),
        (None, "2011-06-30", "2011-Q3", False), (None, "2011-02", "2011-02-28", True),
    ],
)  # fmt: skip
def test_years_quarters_months_and_days_are_compared_by_their_days(
    start: str | None, end: str | None, period: str, belongs: bool
) -> None:
    member = pl.DataFrame([("G", "a", start, end)], schema=MEMBERS.schema, orient="row")
    assert belonging(member, period).height == belongs


MOMENTS = ("2011", "2011-03", "2011-Q2", "2011-12-31", "2012", "2012-01-01")
SPANS = list(itertools.product((None, *MOMENTS), repeat=2))


def test_big_tables_have_the_same_members_as_small_ones() -> None:
    members = pl.DataFrame(
        [("G", f"{start} {end}", start, end) for start, end in SPANS],
        schema=MEMBERS.schema,
        orient="row",
    )
    big = members_at(
        ibis.memtable(members), ibis.memtable(pl.DataFrame({"period": list(MOMENTS)}))
    ).to_polars()
    for period in MOMENTS:
        small = belonging(members, period)["area"].to_list()
        assert sorted(big.filter(pl.col("period") == period)["area"]) == sorted(small), period
        assert "None None" in small
