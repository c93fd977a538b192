"""Between which moments changes are counted."""

from __future__ import annotations

import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.sources.source import Source


def moments_between(source: Source, engine: Engine, with_value: ir.Table) -> pl.DataFrame:
    """``indicator``, ``period_from``, ``period_to``: each indicator's base and latest moment; both
    come from what is ``with_value`` (indicator, period of figures; texts) when not given."""
    span = engine.collect(
        with_value.group_by("indicator").aggregate(
            first=with_value.period.min(), last=with_value.period.max()
        )
    )
    indicator_by_id = {indicator.id: indicator for indicator in source.indicators}
    rows = []
    for row in span.sort("indicator").iter_rows(named=True):
        indicator = indicator_by_id.get(row["indicator"])
        base = (
            (indicator.base_period if indicator else None)
            or source.settings.base_period
            or row["first"]
        )
        last = (indicator.latest_period if indicator else None) or row["last"]
        # An indicator that starts after the common base period is followed from its own start.
        rows.append((row["indicator"], max(base, row["first"]), last))
    schema = {"indicator": pl.String, "period_from": pl.String, "period_to": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
