"""Composite scores, made of published figures alone."""

from __future__ import annotations

import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import composite as composite_rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.keys import INDICATOR
from wijkwerk.monitor.steps.job import Job


def composites(job: Job, shown: ir.Table) -> tuple[ir.Table | None, pl.DataFrame]:
    """Scores like ``values.values`` (None without composites) and their parts (LIVEABILITY)."""
    directions = {indicator.id: indicator.direction for indicator in job.source.indicators}
    liveability = [pl.DataFrame(schema=composite_rules.PARTS)]
    score_frames = []
    for composite in job.source.composites:
        used = [name for part in composite.dimensions for name, _ in part.indicators]
        cells = shown.filter(shown.indicator.isin(job.keys.numbers(INDICATOR, used)))
        values = job.engine.collect(
            job.keys.texts(cells.select("area", "level", "period", "indicator", "value"))
        )
        scores, parts = composite_rules.composite_scores(values, composite, directions)
        score_frames.append(scores)
        liveability.append(parts)
    if not score_frames:
        return None, pl.concat(liveability)
    empty = pl.lit(None, pl.Float64)
    rows = pl.concat(score_frames).with_columns(
        numerator=empty,
        denominator=empty,
        variance=empty,
        lower=empty,
        upper=empty,
        interval_method=pl.lit("none"),
        base=empty,
        obs_status=pl.lit("A"),
    )
    table = job.small(rows, "composites").join(job.areas, "area").select(*tables.COMPUTED)
    return table, pl.concat(liveability)
