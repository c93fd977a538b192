"""Is the whole the sum of its parts? Publishers' totals often aren't; that is told, not mended."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from wijkwerk.monitor.core.meta import closure
from wijkwerk.monitor.sources.recipes.rows import Workshop
from wijkwerk.shared.problems import Severity
from wijkwerk.tables.api import quoted

_WORDS = {"numerator": "count", "base": "base"}


def remark_on_totals(shop: Workshop, observations: Path, areas: pl.DataFrame) -> None:
    """A remark per indicator whose counts of a whole differ from those of its parts together.

    Looked at are areas that have a figure of their own and whose parts all have one, none
    withheld. The largest difference is told; the edition uses the publisher's own total.
    """
    levels = areas.select(area="code", level="level")
    # An area that is left out whole is no part: its people are counted elsewhere.
    gone = [
        exclusion.area
        for exclusion in shop.recipe.leave_out
        if exclusion.indicator is exclusion.period is None
    ]
    levels = levels.filter(~pl.col("area").is_in(gone))
    pairs = closure(areas).filter(pl.col("ancestor") != pl.col("area")).join(levels, on="area")
    shop.con.register("pairs_frame", pairs.to_arrow())
    shop.con.execute("CREATE OR REPLACE TABLE pairs AS FROM pairs_frame")
    shop.con.unregister("pairs_frame")
    differing = shop.con.execute(
        "WITH amounts AS (SELECT area, period, indicator, what, amount FROM (SELECT area, period, "
        "indicator, numerator, coalesce(denominator, base) AS base "
        f"FROM read_parquet({quoted(str(observations))}) WHERE age IS NULL AND sex IS NULL) "
        "UNPIVOT INCLUDE NULLS (amount FOR what IN (numerator, base))), "
        "counted AS (SELECT ancestor, level, count(*) AS parts FROM pairs GROUP BY ALL), "
        "sums AS (SELECT ancestor, level, period, indicator, what, round(sum(amount), 3) AS total "
        "FROM amounts JOIN pairs USING (area) JOIN counted USING (ancestor, level) "
        "GROUP BY ALL HAVING count(amount) = count(*) "
        "AND count(*) = any_value(parts)), "
        "off AS (SELECT s.indicator, s.what, s.ancestor, s.level, s.period, w.amount, s.total "
        "FROM sums AS s JOIN amounts AS w ON w.area = s.ancestor AND w.period = s.period "
        "AND w.indicator = s.indicator AND w.what = s.what WHERE abs(w.amount - s.total) > 0.5) "
        "SELECT indicator, what, count(*), "
        "first({'area': ancestor, 'period': period, 'own': amount, 'sum': total} "
        "ORDER BY abs(amount - total) DESC, ancestor, period, level) FROM off GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    for indicator, what, times, worst in differing:
        shop.remark(
            "observations",
            indicator,
            "whole is not the sum of its parts",
            f"{_WORDS[what]} of {worst['area']} in {worst['period']}: {worst['own']:,.0f}, "
            f"its parts together {worst['sum']:,.0f}",
            f"the same number; {times} totals differ, this one the most",
            "The publisher's own total is used. Rounding, people without an address or people "
            "counted in two places explain most of it.",
            Severity.NOTE,
        )
