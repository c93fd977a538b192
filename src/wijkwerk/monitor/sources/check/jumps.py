"""Sudden jumps: changes from one figure to the next far beyond what the indicator usually does.

A change counts when it is eight times the usual one (the median of the changes that aren't nil), both
as it stands and measured in what chance alone would make of it given the base: large areas hardly
move by chance, and small ones jump all the time.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from wijkwerk.monitor.sources.check.problem_reporting import MOST
from wijkwerk.shared.problems import Problem, Severity

TIMES = 8.0
FEWEST = 8  # steps of an indicator before one of them can be called unusual
SMALLEST_BASE = 30  # figures on fewer are left alone
_SLIPS = {10: "ten", 100: "a hundred", 1000: "a thousand"}

SAMPLE = 1_000_000  # rows that the usual change is taken from, of whole areas

_FIGURES = f"""
SELECT file, line, area, indicator, period, unit, scale, n, figure FROM (
  SELECT file, line, area, indicator, period, unit, scale, coalesce(denominator, base) AS n,
    CASE WHEN numerator IS NOT NULL AND denominator > 0
      THEN numerator / denominator * CASE kind WHEN 'rate' THEN scale ELSE 1 END
      ELSE value END AS figure
  FROM rows JOIN indicators ON rows.indicator = indicators.id
  WHERE kind IN ('rate', 'mean', 'score') AND age IS NULL AND sex IS NULL)
WHERE figure IS NOT NULL AND coalesce(n, {SMALLEST_BASE}) >= {SMALLEST_BASE}
  AND (unit <> '%' OR figure BETWEEN 0 AND 100)
"""


def _steps(figures: str) -> str:
    """SQL of the changes between the figures of each series, with what chance makes of them."""
    return f"""
SELECT file, line, area, indicator, figure, before, step, CASE
    WHEN n IS NULL OR n_before IS NULL THEN step
    WHEN scale = 1 THEN step / sqrt(1 / n + 1 / n_before)
    ELSE step / sqrt(greatest(share * CASE unit WHEN '%' THEN 1 - share ELSE 1 END, 1e-6)
      * (1 / n + 1 / n_before)) END AS chance
FROM (SELECT *, abs(figure - before) AS step, (figure + before) / 2 / scale AS share
  FROM (SELECT *, lag(figure) OVER w AS before, lag(n) OVER w AS n_before FROM ({figures})
    WINDOW w AS (PARTITION BY area, indicator ORDER BY period, file, line)))
WHERE step > 0
"""


def check_jumps(con: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """Warnings for sudden jumps in view ``rows`` (with ``file``).

    Only series that span more than eight usual changes are put in order and looked at step by
    step; what is usual comes from all areas, or from a fixed part of them when there are many.
    """
    total = con.execute("SELECT count(*) FROM rows").fetchall()[0][0]
    parts = max(1, total // SAMPLE)
    sample = f"{_FIGURES} AND hash(area) % {parts} = 0"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE usual AS SELECT indicator, median(step) AS middle, "
        f"median(chance) AS spread FROM ({_steps(sample)}) GROUP BY indicator "
        f"HAVING count(*) >= {FEWEST}"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE suspects AS SELECT area, indicator "
        f"FROM ({_FIGURES}) JOIN usual USING (indicator) GROUP BY area, indicator "
        f"HAVING max(figure) - min(figure) > {TIMES} * any_value(middle)"
    )
    suspected = f"SELECT * FROM ({_FIGURES}) SEMI JOIN suspects USING (area, indicator)"
    jumps = con.execute(
        "SELECT file, line, area, indicator, before, figure, count(*) OVER () "
        f"FROM ({_steps(suspected)}) JOIN usual USING (indicator) WHERE step > {TIMES} * middle "
        f"AND chance > {TIMES} * spread ORDER BY step / middle DESC, file, line LIMIT {MOST}"
    ).fetchall()
    for file, line, area, indicator, before, figure, _ in jumps:
        yield Problem(
            file,
            line,
            "value",
            "sudden jump",
            f"{indicator}, {area}: {before:.6g} to {figure:.6g}",
            "a change such as the indicator usually has",
            _advice(before, figure),
            Severity.WARNING,
        )
    if jumps and jumps[0][6] > MOST:
        yield Problem(
            "observations",
            None,
            "value",
            "sudden jump",
            f"{jumps[0][6]:,} changes",
            "none",
            f"The {MOST} largest of them are listed.",
            Severity.WARNING,
        )


def _advice(before: float, figure: float) -> str:
    """What may lie behind a jump: a slipped decimal sign, or something real."""
    low, high = sorted((abs(before), abs(figure)))
    for factor, word in _SLIPS.items():
        if low > 0 and 0.8 * factor <= high / low <= 1.25 * factor:
            return f"About {word} times: did a decimal sign slip?"
    return "Look at the figure; when it is right, nothing needs to be done."
