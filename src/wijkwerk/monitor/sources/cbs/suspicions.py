"""Figures that CBS can't have published so: filled in from the district, or copied from a year.

Users complete files before they send them on. An imputed figure that passes for a measured one
makes a change out of nothing, so it is named and gets status I.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import polars as pl

from wijkwerk.monitor.sources.cbs.years import Year

# Figures with a decimal: that three of them are all those of the district is no coincidence.
_TELLING = ("g_ink_po", "g_ink_pi", "g_hh_sti")
_FEWEST = 10


def with_filled_marks(years: Sequence[Year]) -> tuple[list[Year], dict[str, int]]:
    """``years`` with ``<topic>:filled`` for figures that neighbourhoods took over from their
    district, and how many rows those are, per year."""
    filled_by_year: dict[str, int] = {}
    marked = []
    for year in years:
        topics = [topic for topic in _TELLING if topic in year.topics]
        if len(topics) < 2:
            marked.append(year)
            continue
        above = year.frame.select(
            pl.col("code").str.slice(2, 6).alias("place"),
            *(pl.col(topic).alias(f"{topic}|up") for topic in topics),
        ).filter(year.frame["code"].str.starts_with("WK"))
        with_district = year.frame.with_columns(pl.col("code").str.slice(2, 6).alias("place")).join(
            above, on="place", how="left", maintain_order="left"
        )
        # A district with a single neighbourhood has its figures by right.
        alone = pl.len().over("place") <= 2
        same = pl.all_horizontal(pl.col(topic) == pl.col(f"{topic}|up") for topic in topics)
        mark = with_district.select(
            (same.fill_null(False) & pl.col("code").str.starts_with("BU") & ~alone).alias("mark")
        )["mark"]
        if int(mark.sum()) < _FEWEST:
            marked.append(year)
            continue
        filled_by_year[year.year] = int(mark.sum())
        columns = [mark.alias(f"{topic}:filled") for topic in topics]
        marked.append(replace(year, frame=year.frame.with_columns(columns)))
    return marked, filled_by_year


def copied_years(years: Sequence[Year]) -> list[tuple[str, str, str]]:
    """(topic, year, earlier year) where nearly every area has exactly the figure of the year before.

    Only figures that move every year are looked at; whole percentages may well stand still.
    """
    result = []
    for before, after in pairwise(years):
        for topic in (*_TELLING, "p_hh_li", "p_hh_hi", "p_hh_lkk", "p_ink_li", "p_ink_hi"):
            if topic not in before.topics or topic not in after.topics:
                continue
            both = before.frame.select("code", topic).join(
                after.frame.select("code", pl.col(topic).alias("now")), on="code"
            )
            both = both.drop_nulls()
            same = both.filter(pl.col(topic) == pl.col("now")).height
            if both.height >= 2 * _FEWEST and same >= 0.9 * both.height:
                result.append((topic, after.year, before.year))
    return result
