"""Areas that have the very same figures as another: mostly one figure given to two areas."""

from __future__ import annotations

from pathlib import Path

from wijkwerk.monitor.sources.recipes.keys import MOST
from wijkwerk.monitor.sources.recipes.rows import Workshop
from wijkwerk.tables.api import quoted

# So many equal figures, all that both have, are no chance.
_LEAST = 12


def remark_on_twins(shop: Workshop, observations: Path) -> None:
    """A remark for each set of areas of which all figures are equal, with their bases.

    Figures without a base don't count: neighbourhoods share modelled or rounded ones.
    """
    twins = shop.con.execute(
        "WITH known AS (SELECT area, period, indicator, coalesce(numerator, value) AS figure, "
        f"coalesce(denominator, base) AS base FROM read_parquet({quoted(str(observations))}) "
        "WHERE coalesce(denominator, base) > 0 AND coalesce(numerator, value) IS NOT NULL "
        "AND age IS NULL AND sex IS NULL), "
        "marks AS (SELECT area, count(*) AS figures, "
        "bit_xor(hash(period, indicator, figure, base)) AS mark FROM known GROUP BY area) "
        f"SELECT list(area ORDER BY area), any_value(figures) FROM marks WHERE figures >= {_LEAST} "
        f"GROUP BY mark, figures HAVING count(*) > 1 ORDER BY 1 LIMIT {MOST}"
    ).fetchall()
    for areas, figures in twins:
        shop.remark(
            "observations",
            "area",
            "areas with the same figures",
            ", ".join(areas),
            f"figures of their own; {figures} are equal",
            "Perhaps the publisher took these areas together: leave one out ([[leave_out]]), or its "
            "people count double.",
        )
