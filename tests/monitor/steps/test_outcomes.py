"""Counts per class: who belongs to a group now is counted, who has left isn't."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

TablesOf = Callable[..., dict[str, pl.DataFrame]]
AREAS = ("NL,Land,country,", "A,A,district,NL", "B,B,district,NL", "C,C,district,NL")
ROWS = [
    f"{area},{period},i,{count},1000"
    for area, counts in (("A", (300, 200)), ("B", (200, 300)), ("C", (250, 250)))
    for period, count in zip(("2006", "2013"), counts, strict=True)
]


@pytest.mark.parametrize(
    ("until", "counted"), [("", 2), ("2010", 1), ("2013", 2), ("2030", 2)], ids=str
)
def test_who_left_is_not_counted_any_more(tables_of: TablesOf, until: str, counted: int) -> None:
    """Until 2030 is until after the last figures: it belongs to the group now."""
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", f"G,B,,{until}"],
        rows=ROWS,
        settings='report_groups = ["G"]\n[reference]\nrule = "country"\n',
    )
    classes = tables["classes"].filter((pl.col("group") == "G") & (pl.col("reference") == ""))
    assert classes["count"].sum() == counted
    everyone = tables["classes"].filter((pl.col("group") == "") & (pl.col("reference") == ""))
    assert everyone["count"].sum() == 3


def test_who_is_still_to_join_is_not_counted_yet(tables_of: TablesOf) -> None:
    tables = tables_of(
        areas=AREAS,
        groups=["G,A,,", "G,B,2020,"],
        rows=ROWS,
        settings='report_groups = ["G"]\n[reference]\nrule = "country"\n',
    )
    classes = tables["classes"].filter((pl.col("group") == "G") & (pl.col("reference") == ""))
    assert classes["count"].sum() == 1
