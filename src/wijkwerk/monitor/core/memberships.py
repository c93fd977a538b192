"""Who belongs to a group at a moment: for small tables in memory (``groups`` has it for big ones)."""

from __future__ import annotations

import polars as pl


def belongs_at(period: str | pl.Expr) -> pl.Expr:
    """Whether a membership (valid_from, valid_to; null is open) holds when ``period`` begins.

    Both ends are inclusive. A membership until 2011 holds in 2011-Q2 as well: as much of the period
    is compared as is given.
    """
    moment = pl.lit(period) if isinstance(period, str) else period
    start, end = pl.col("valid_from"), pl.col("valid_to")
    ended = moment.str.slice(0, end.str.len_chars()) > end
    return (start.is_null() | (start <= moment)) & (end.is_null() | ~ended)


def belonging(members: pl.DataFrame, period: str) -> pl.DataFrame:
    """``group``, ``area`` of who belongs to each group at ``period``, each pair once, in order."""
    inside = members.filter(belongs_at(period)).select("group", "area")
    return inside.unique(maintain_order=True)
