"""Who belongs to a group, and whether an area is there, at a moment: for small tables in memory
(``groups`` has it for big ones)."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl


class Days(NamedTuple):
    """What makes a day of a period: after a year, after the hyphen of each quarter, after a month."""

    year: str
    quarters: tuple[str, str, str, str]
    month: str


FIRST_DAYS = Days("-01-01", ("01-01", "04-01", "07-01", "10-01"), "-01")
# The 31st of any month comes after all its days, as text.
LAST_DAYS = Days("-12-31", ("03-31", "06-31", "09-31", "12-31"), "-31")


def day_of(period: pl.Expr, days: Days) -> pl.Expr:
    """The first or last day of periods ('2012', '2012-Q3', '2012-10', or a day), as texts that sort."""
    quarters = {f"Q{number}": tail for number, tail in enumerate(days.quarters, 1)}
    ends = period.str.slice(5, 2)
    return (
        pl.when(period.str.len_chars() == 4)
        .then(period + days.year)
        .when(ends.is_in(list(quarters)))
        .then(period.str.slice(0, 5) + ends.replace(quarters))
        .when(period.str.len_chars() == 7)
        .then(period + days.month)
        .otherwise(period)
    )


def belongs_at(period: str | pl.Expr) -> pl.Expr:
    """Whether a membership or validity (valid_from, valid_to; null is open) holds when ``period``
    begins. Both ends are inclusive: until 2011 holds in 2011-Q2, from 2011-01-01 in 2011."""
    moment = pl.lit(period) if isinstance(period, str) else period
    start, end, begun = pl.col("valid_from"), pl.col("valid_to"), day_of(moment, FIRST_DAYS)
    started = start.is_null() | (day_of(start, FIRST_DAYS) <= begun)
    return started & (end.is_null() | (begun <= day_of(end, LAST_DAYS)))


def belonging(members: pl.DataFrame, period: str) -> pl.DataFrame:
    """``group``, ``area`` of who belongs to each group at ``period``, each pair once, in order."""
    inside = members.filter(belongs_at(period)).select("group", "area")
    return inside.unique(maintain_order=True)
