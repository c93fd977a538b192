"""The areas of a source: all that any year has, with parents, names, sizes and validity."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wijkwerk.areas.api import level_of, parent_of
from wijkwerk.monitor.sources.cbs.places import COUNTRY
from wijkwerk.monitor.sources.cbs.years import Year
from wijkwerk.shared.problems import InputError, Problem

G4 = ("GM0344", "GM0363", "GM0518", "GM0599")
_LEVEL_ORDER = {"country": 0, "municipality": 1, "district": 2, "neighbourhood": 3}
_NAMES = {
    "1": "STED1", "2": "STED2", "3": "STED3", "4": "STED4", "5": "STED5",
}  # fmt: skip


def areas_of(years: Sequence[Year]) -> pl.DataFrame:
    """``code, name, level, parent, inhabitants, dwellings, valid_from, valid_to`` of every area.

    Name and size are those of the last year that has them. An area is valid from its first year to
    its last, where its municipality has figures on that level in earlier or later years too; else
    the end is open, because a file that was not given says nothing.
    """
    latest_rows = pl.concat(
        [
            year.frame.select(
                "code",
                pl.lit(year.year).alias("year"),
                pl.coalesce("name", "municipality").alias("name"),
                _or_null(year, "a_inw").alias("inhabitants"),
                _or_null(year, "a_woning").alias("dwellings"),
            )
            for year in years
        ]
    ).sort("code", "year")
    table = latest_rows.group_by("code", maintain_order=True).agg(
        pl.col("name").drop_nulls().last(),
        pl.col("inhabitants").drop_nulls().last(),
        pl.col("dwellings").drop_nulls().last(),
        pl.col("year").first().alias("first"),
        pl.col("year").last().alias("last"),
    )
    table = table.with_columns(
        pl.col("code").map_elements(level_of, return_dtype=pl.String).alias("level"),
        pl.col("code").str.slice(2, 4).alias("city"),
    )
    table = _with_validity(table)
    codes = set(table["code"].to_list())
    parents = [_parent(code, codes) for code in table["code"].to_list()]
    table = table.with_columns(
        pl.Series("parent", parents, dtype=pl.String),
        pl.coalesce("name", "code").alias("name"),
        pl.col("level").replace_strict(_LEVEL_ORDER).alias("order"),
    )
    return table.sort("order", "code").select(
        "code",
        "name",
        "level",
        "parent",
        pl.col("inhabitants").cast(pl.Int64),
        pl.col("dwellings").cast(pl.Int64),
        "valid_from",
        "valid_to",
    )


def _or_null(year: Year, topic: str) -> pl.Expr:
    return pl.col(topic) if topic in year.topics else pl.lit(None, pl.Float64)


def _with_validity(table: pl.DataFrame) -> pl.DataFrame:
    span = ["level", "city"]
    return table.with_columns(
        pl.when(pl.col("first") > pl.col("first").min().over(span))
        .then(pl.col("first"))
        .alias("valid_from"),
        pl.when(pl.col("last") < pl.col("last").max().over(span))
        .then(pl.col("last"))
        .alias("valid_to"),
    )


def _parent(code: str, codes: set[str]) -> str | None:
    """The nearest area above ``code`` that the tables have; municipalities lie in the country."""
    above = parent_of(code)
    while above is not None and above not in codes:
        above = parent_of(above)
    if above is None and code != COUNTRY and COUNTRY in codes:
        return COUNTRY
    return above


def reference_rule(areas: pl.DataFrame) -> str:
    """'municipality', or 'country' when no municipality is there; InputError without both.

    ``areas`` has a row per area, with its ``level``.
    """
    levels = set(areas["level"].to_list())
    if "municipality" in levels and levels - {"municipality", "country"}:
        return "municipality"
    if "country" in levels:
        return "country"
    if "municipality" in levels:
        return "municipality"
    raise InputError(
        [
            Problem(
                "the files together",
                None,
                None,
                "nothing to compare with",
                None,
                "a row for the municipality (GM0363) or the country (NL00)",
                "Take the row of the municipality along in the download.",
            )
        ]
    )


def without_city(areas: pl.DataFrame) -> list[str]:
    """Districts and neighbourhoods whose municipality is not in the tables."""
    cities = set(areas.filter(pl.col("level") == "municipality")["code"].to_list())
    small = areas.filter(pl.col("level").is_in(["district", "neighbourhood"]))["code"].to_list()
    return [code for code in small if f"GM{code[2:6]}" not in cities]


def groups_of(years: Sequence[Year], areas: pl.DataFrame) -> pl.DataFrame:
    """``group, area``: the four large cities when all are there, and municipalities by degree of
    urbanisation (STED1, very strong, to STED5, none) in the last year that tells it."""
    cities = areas.filter((pl.col("level") == "municipality") & pl.col("valid_to").is_null())
    current = set(cities["code"].to_list())
    rows = [("G4", code) for code in G4] if current.issuperset(G4) else []
    urbanised = [year for year in years if "ste_mvs" in year.topics]
    if urbanised and len(current) >= 10:  # a class of one or two cities is no group
        classes = urbanised[-1].frame.select("code", pl.col("ste_mvs").round(0).cast(pl.Int64))
        rows += [
            (_NAMES[str(level)], code)
            for code, level in classes.sort("code").iter_rows()
            if code in current and str(level) in _NAMES
        ]
    schema = {"group": pl.String, "area": pl.String}
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")
