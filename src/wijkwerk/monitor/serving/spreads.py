"""The range of all areas of a level, per indicator and moment, as the serving file has it."""

from __future__ import annotations

from wijkwerk.monitor.core.spread import Spread, Values
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.reference import reference_values

Spreads = dict[tuple[str, str], Spread]  # by indicator and period

# What ``prepare`` asks of the published figures. Quarters are of the seventh kind of Hyndman & Fan.
QUESTION = """
SELECT indicator, level, period, count(*) AS areas,
  avg(value) AS mean, var_pop(value) AS variance, min(value) AS lowest,
  quantile_cont(value, 0.25) AS lower_quarter, quantile_cont(value, 0.75) AS upper_quarter,
  max(value) AS highest, count(distance) AS d_areas, sqrt(avg(distance * distance)) AS d_scale,
  min(distance) AS d_lowest, quantile_cont(distance, 0.25) AS d_lower_quarter,
  quantile_cont(distance, 0.75) AS d_upper_quarter, max(distance) AS d_highest
FROM figures_by_indicator WHERE main AND value IS NOT NULL AND level <> 'group'
GROUP BY indicator, level, period ORDER BY level, indicator, period
"""


def spreads(serving: Serving, level: str, against: str | None) -> Spreads:
    """Of each indicator and moment the spread of the distances of all areas of ``level`` to their
    reference (``against``: the one that the reader chose); what tells nothing is left out."""
    if against is None:
        rows = serving.store.tuples(
            "SELECT indicator, period, d_areas, d_scale, d_lowest, d_lower_quarter, d_upper_quarter, "
            "d_highest FROM spreads WHERE level = ? AND d_areas > 0",
            [level],
        )
        by_moment = {(row[0], row[1]): Spread(*row[2:]) for row in rows}
    else:
        rows = serving.store.tuples(
            "SELECT indicator, period, areas, mean, variance, lowest, lower_quarter, upper_quarter, "
            "highest FROM spreads WHERE level = ?",
            [level],
        )
        chosen = reference_values(serving, against)
        measures = serving.catalogue.measures
        by_moment = {
            (row[0], row[1]): Values(*row[2:]).against(
                chosen[row[0], row[1]][0], -1 if measures[row[0]].higher_is_better else 1
            )
            for row in rows
            if (row[0], row[1]) in chosen
        }
    return {key: spread for key, spread in by_moment.items() if spread.tells}


def ranked(serving: Serving, level: str) -> dict[tuple[str, str], int]:
    """Of each indicator and moment the number of areas of ``level`` that have a figure: among so many
    stands a rank."""
    rows = serving.store.tuples(
        "SELECT indicator, period, areas FROM spreads WHERE level = ?", [level]
    )
    return {(indicator, period): areas for indicator, period, areas in rows}
