"""Groups of areas: pooled and unweighted values, range and the five worst."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core.figures import exact_sum, wide_sum
from wijkwerk.shared.comparing import comparable

WORST = 5


def members_at(groups: ir.Table, moments: ir.Table) -> ir.Table:
    """``group``, ``area``, ``period`` for the members of each group at each of ``moments``."""
    t = groups.cross_join(moments.select("period"))
    started = t.valid_from.isnull() | (t.valid_from <= t.period)
    # A membership until 2011 holds in 2011-Q2 as well: compare as much of the period as is given.
    ended = t.valid_to.notnull() & (t.period.substr(0, t.valid_to.length()) > t.valid_to)
    return t.filter(started & ~ended).select("group", "area", "period").distinct()


def pooled_cells(figures: ir.Table, members: ir.Table) -> ir.Table:
    """Per group, period and indicator: sums of numerator and denominator over measured members.

    Only indicators with counts give a pooled value; ``figures`` has numerator, denominator,
    variance. Gives group, period, indicator, numerator, denominator, value (null), variance,
    obs_status (E when a member is missing).
    """
    t = figures.join(members, ["area", "period"])
    counted = t.numerator.notnull() & t.denominator.notnull()
    squared = t.variance * t.denominator * t.denominator
    sums = t.group_by("group", "period", "indicator").aggregate(
        numerator=exact_sum(ibis.ifelse(counted, t.numerator, ibis.null("float64"))),
        denominator=exact_sum(ibis.ifelse(counted, t.denominator, ibis.null("float64"))),
        squared=wide_sum(squared),
        with_variance=t.variance.count(),
        with_counts=counted.sum(),
    )
    size = members.group_by("group", "period").aggregate(areas=members.count())
    sums = sums.join(size, ["group", "period"])
    empty = ibis.null("float64")
    return sums.select(
        "group",
        "period",
        "indicator",
        numerator=sums.numerator,
        denominator=sums.denominator,
        value=empty,
        variance=ibis.ifelse(
            (sums.with_variance == sums.with_counts) & (sums.denominator > 0),
            sums.squared / sums.denominator / sums.denominator,
            empty,
        ),
        obs_status=ibis.ifelse(sums.with_counts < sums.areas, "E", "A"),
    )


def spread(figures: ir.Table, members: ir.Table, meta: ir.Table) -> ir.Table:
    """Per group, period and indicator: unweighted mean with its variance, range, five worst.

    ``figures`` has area, period, indicator, value, variance. The mean's variance treats members
    as independent; it is null when a measured member has none.
    """
    t = figures.filter(figures.value.notnull()).join(members, ["area", "period"])
    t = t.join(meta.select("indicator", "sign"), "indicator")
    worse_first = ibis.window(
        group_by=["group", "period", "indicator"],
        order_by=[comparable(t.value * t.sign).desc(), t.area],
    )
    t = t.mutate(place=ibis.row_number().over(worse_first))
    worst = t.place < WORST
    summary = t.group_by("group", "period", "indicator").aggregate(
        total=exact_sum(t.value),
        variance_total=exact_sum(t.variance),
        with_variance=t.variance.count(),
        measured=t.count(),
        minimum=t.value.min(),
        maximum=t.value.max(),
        worst_total=exact_sum(ibis.ifelse(worst, t.value, ibis.null("float64"))),
        # One column a place: not every engine can put texts together in a given order.
        **{
            f"worst_{place}": ibis.ifelse(t.place == place, t.area, ibis.null("string")).max()
            for place in range(WORST)
        },
    )
    size = members.group_by("group", "period").aggregate(areas=members.count())
    summary = summary.join(size, ["group", "period"])
    many = summary.measured.cast("float64")
    return summary.select(
        "group",
        "period",
        "indicator",
        "areas",
        "measured",
        "minimum",
        "maximum",
        worst_areas=ibis.literal(";").join([summary[f"worst_{place}"] for place in range(WORST)]),
        mean=summary.total / many,
        mean_variance=ibis.ifelse(
            summary.with_variance == summary.measured,
            summary.variance_total / many / many,
            ibis.null("float64"),
        ),
        # With five members or fewer the worst five are simply all of them: no figure apart.
        worst_five=ibis.ifelse(
            summary.measured > WORST, summary.worst_total / WORST, ibis.null("float64")
        ),
    )


def group_figures(pooled: ir.Table, spreads: ir.Table, members: ir.Table) -> ir.Table:
    """The two named values of a group as rows; ``pooled`` has value, lower, upper, interval_method.

    A group without counts (scores without a base) has only the unweighted row; one of which every
    member is withheld may still have its pooled value, with none measured.
    """
    from wijkwerk.monitor.core.interval_expressions import normal

    shared = ["group", "period", "indicator"]
    extra = ["areas", "measured", "minimum", "maximum", "worst_five", "worst_areas"]
    size = members.group_by("group", "period").aggregate(size=members.count())
    first = pooled.filter(pooled.value.notnull()).join(size, ["group", "period"])
    first = first.left_join(spreads, shared)
    rows_pooled = first.select(
        *shared,
        method=ibis.literal("pooled"),
        value=first.value,
        lower=first.lower,
        upper=first.upper,
        interval_method=first.interval_method,
        areas=first.size,
        measured=first.measured.fill_null(0),
        **{name: first[name] for name in extra[2:]},
    )
    low, high = normal(spreads["mean"], spreads.mean_variance)
    rows_mean = spreads.select(
        *shared,
        method=ibis.literal("unweighted"),
        value=spreads["mean"],
        lower=low,
        upper=high,
        interval_method=ibis.ifelse(spreads.mean_variance.notnull(), "normal", "none"),
        **{name: spreads[name] for name in extra},
    )
    return rows_pooled.union(rows_mean)
