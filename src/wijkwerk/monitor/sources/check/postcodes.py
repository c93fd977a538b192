"""Checks of the table of postcodes: each is one, lies in a known area, and no row stands twice."""

from __future__ import annotations

import polars as pl

from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem

_MOST = 20
_POSTCODE = r"^[1-9]\d{3}[A-Z]{2}$"


def check_postcodes(reading: Reading) -> list[Problem]:
    """Problems of ``postcodes``; none without that table."""
    table, areas = reading.tables.get("postcodes"), reading.tables.get("areas")
    if table is None:
        return []
    name = reading.table_name("postcodes")
    filled = pl.col("postcode").fill_null("")
    wrong = table.filter(~filled.str.contains(_POSTCODE))
    problems = [
        Problem(
            name,
            line,
            "postcode",
            "not a postcode",
            value,
            "four digits and two letters, as 2512AB",
        )
        for line, value in wrong.select("line", "postcode").head(_MOST).iter_rows()
    ]
    if areas is not None:
        codes = areas["code"].drop_nulls().unique().to_list()
        lost = table.filter(~pl.col("area").fill_null("").is_in(codes))
        problems += [
            Problem(name, line, "area", "unknown area", value, "a code in the table of areas")
            for line, value in lost.select("line", "area").head(_MOST).iter_rows()
        ]
    double = table.filter(~pl.struct("postcode", "area").is_first_distinct())
    problems += [
        Problem(name, line, "postcode", "stands twice", value, "one row per postcode and area")
        for line, value in double.select("line", "postcode").head(_MOST).iter_rows()
    ]
    negative = table.filter(pl.col("addresses") < 0)
    problems += [
        Problem(name, line, "addresses", "below zero", str(value), "a number of addresses")
        for line, value in negative.select("line", "addresses").head(_MOST).iter_rows()
    ]
    return problems
