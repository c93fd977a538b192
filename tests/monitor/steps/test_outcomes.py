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


def test_early_warning_looks_at_areas_of_the_level_against_their_main_reference(
    tables_of: TablesOf,
) -> None:
    cities = {"M": "ABCD", "O": "EFGH"}
    districts = "".join(cities.values())
    swing = (0, 9, -6, 4, -8, 5)
    rows = [
        f"{area},{2010 + year},i,{300 + 10 * place + swing[(place + year) % 6]},1000"
        for place, area in enumerate(districts)
        for year in range(6)
    ]
    # One district gets far worse in the last year, which its city and the country hardly show.
    rows[districts.index("B") * 6 + 5] = "B,2015,i,450,1000"
    warnings = tables_of(
        areas=[
            "NL,Land,country,",
            *(f"{city},{city},municipality,NL" for city in cities),
            *(
                f"{area},{area},district,{city}"
                for city, inside in cities.items()
                for area in inside
            ),
        ],
        groups=["G,A,,"],
        rows=rows,
        settings='[reference]\nrule = "municipality"\nalso = ["NL"]\n',
    )["warnings"]
    assert warnings.select("area", "period").rows() == [(area, "2015") for area in districts]
    assert warnings.filter("signal")["area"].to_list() == ["B"]
