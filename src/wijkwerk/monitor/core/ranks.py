"""Ranks that say how sure they are: 1 is best among areas of one level, period and indicator.

The rank interval counts the areas that are certainly better and those that are certainly worse:
whose 95% intervals don't overlap the area's own. Since two intervals may just overlap while the
difference is firm, this is the cautious choice.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from wijkwerk.shared.comparing import comparable

KEY = ("level", "period", "indicator")
_START, _END = 0, 1


def with_ranks(figures: ir.Table, meta: ir.Table) -> ir.Table:
    """``area``, ``period``, ``indicator``, ``rank``, ``rank_lower``, ``rank_upper`` per figure.

    ``figures`` has one row per area, level, period, indicator with value, lower, upper. Equal
    values (``shared.comparing``) share the best rank. Without an interval there is a rank but no rank
    interval. Of a neutral indicator there are no rows: nobody is best.
    """
    t = figures.filter(figures.value.notnull())
    t = t.join(meta.filter(meta.judged).select("indicator", "sign"), "indicator")
    # Turn everything so that low is good; then bounds swap with the sign.
    good = t.sign > 0
    t = t.select(
        "area",
        *KEY,
        score=comparable(t.value * t.sign),
        low=comparable(ibis.ifelse(good, t.lower, -t.upper)),
        high=comparable(ibis.ifelse(good, t.upper, -t.lower)),
    )
    t = t.mutate(place=_ahead("score"), known=t.low.notnull() & t.high.notnull())
    with_range, unknown = t.filter(t.known), t.filter(~t.known)
    # How many others end before an area starts (certainly better), and how many start before it
    # ends (not certainly worse)? Put all ends of intervals in one line: what stands ahead of an
    # end there, less what stands ahead of it among ends of its own kind, is the other kind.
    starts = with_range.select(
        *KEY, "area", "place", at="low", kind=ibis.literal(_START), alike=_ahead("low")
    )
    ends = with_range.select(
        *KEY, "area", "place", at="high", kind=ibis.literal(_END), alike=_ahead("high")
    )
    line = starts.union(ends)
    # At one point starts come first: touching intervals overlap.
    line = line.mutate(others=_ahead("at", "kind") - line.alike)
    nothing = ibis.null("int64")
    bounds = line.group_by(*KEY, "area").aggregate(
        place=line.place.max(),
        better=ibis.ifelse(line.kind == _START, line.others, nothing).max(),
        started=ibis.ifelse(line.kind == _END, line.others, nothing).max(),
    )
    # Areas without an interval aren't certainly worse, so they may all be ahead.
    uncertain = unknown.group_by(*KEY).aggregate(uncertain=unknown.count())
    bounds = bounds.join(uncertain, list(KEY), how="left", rname="u_{name}")
    cell = ("area", "period", "indicator")
    return bounds.select(
        *cell,
        rank=(bounds.place + 1).cast("int64"),
        rank_lower=(bounds.better + 1).cast("int64"),
        rank_upper=(bounds.started + bounds.uncertain.fill_null(0)).cast("int64"),
    ).union(
        unknown.select(
            *cell,
            rank=(unknown.place + 1).cast("int64"),
            rank_lower=nothing,
            rank_upper=nothing,
        )
    )


def _ahead(*order_by: str) -> Any:
    """How many rows of the same level, period and indicator come strictly before each row."""
    return ibis.rank().over(ibis.window(group_by=list(KEY), order_by=list(order_by)))
