"""Ranks that say how sure they are: 1 is best among areas of one level, period and indicator.

The rank interval counts the areas that are certainly better and those that are certainly worse:
whose 95% intervals don't overlap the area's own. Since two intervals may just overlap while the
difference is firm, this is the cautious choice.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

KEY = ("level", "period", "indicator")


def with_ranks(figures: ir.Table, meta: ir.Table) -> ir.Table:
    """``area``, ``period``, ``indicator``, ``rank``, ``rank_lower``, ``rank_upper`` per figure.

    ``figures`` has one row per area, level, period, indicator with value, lower, upper. Equal
    values share the best rank. Without an interval there is a rank but no rank interval.
    """
    t = figures.filter(figures.value.notnull())
    t = t.join(meta.select("indicator", "sign"), "indicator")
    # Turn everything so that low is good; then bounds swap with the sign.
    good = t.sign > 0
    t = t.select(
        "area",
        *KEY,
        score=t.value * t.sign,
        low=ibis.ifelse(good, t.lower, -t.upper),
        high=ibis.ifelse(good, t.upper, -t.lower),
    )
    per = ibis.window(group_by=list(KEY))
    t = t.mutate(
        place=ibis.rank().over(ibis.window(group_by=list(KEY), order_by="score")) + 1,
        size=t.count().over(per),
    )
    known = t.filter(t.low.notnull() & t.high.notnull())
    # Merge both kinds of bounds into one sequence; a running count then answers for each area how
    # many others end before it starts (certainly better) and start after it ends (certainly worse).
    ends = known.select(*KEY, "area", at="high", kind=ibis.literal(1), ends=ibis.literal(1))
    starts = known.select(*KEY, "area", at="low", kind=ibis.literal(0), ends=ibis.literal(0))
    line = ends.union(starts)
    # At one point starts come first: touching intervals overlap.
    order = ibis.rows_window(
        group_by=list(KEY), order_by=["at", "kind", "area"], preceding=None, following=0
    )
    line = line.mutate(ended=line.ends.sum().over(order), seen=ibis.row_number().over(order) + 1)
    better = line.filter(line.kind == 0).select(*KEY, "area", better="ended")
    at_end = line.filter(line.kind == 1)
    # Rows seen up to an area's end, less the ends among them, are the starts up to there.
    started = at_end.select(*KEY, "area", started=at_end.seen - at_end.ended)
    total = known.group_by(*KEY).aggregate(known_areas=known.count())
    bounds = better.join(started, [*KEY, "area"]).join(total, list(KEY))
    t = t.join(bounds, [*KEY, "area"], how="left")
    return t.select(
        area=t.area,
        period=t.period,
        indicator=t.indicator,
        rank=t.place.cast("int64"),
        rank_lower=(t.better + 1).cast("int64"),
        # Areas that aren't certainly worse may all be ahead of this one.
        rank_upper=(t["size"] - (t.known_areas - t.started)).cast("int64"),
    )
