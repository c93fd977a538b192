"""Groups of areas: pooled and unweighted values, range and the five worst, and who is in them.

A group's value at a moment is that of its members then. Its trend is another matter: when members
join or leave, the value moves though nothing happened in any area. So beside the values of the
members of each moment (``tables.GROUP_METHODS``) there are those of the **same members** all the time
(``SAME_METHODS``): the areas that belong to the group, and have a figure, at both moments between
which changes are counted.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core.changes import classified, untold
from wijkwerk.monitor.core.figures import exact_sum, wide_sum
from wijkwerk.monitor.core.interval_expressions import difference, normal
from wijkwerk.monitor.core.memberships import FIRST_DAYS, LAST_DAYS, Days
from wijkwerk.shared.comparing import comparable

WORST = 5
SAME_METHODS = ("pooled_same", "unweighted_same")
_CELL = ("group", "period", "indicator")
_SAME = "\x1fsame"
_AT_ENDS = (
    "value", "base", "reference", "reference_value", "distance", "distance_lower", "distance_upper",
    "conf_status",
)  # fmt: skip


def same_members_code(group: str) -> str:
    """What ``tables.WITHHELD`` calls the pooled value of a group's same members."""
    return group + _SAME


def members_at(groups: ir.Table, moments: ir.Table) -> ir.Table:
    """``group``, ``area``, ``period`` for the members of each group at each of ``moments``."""
    t = groups.cross_join(moments.select("period"))
    began = _day(t.period, FIRST_DAYS)
    started = t.valid_from.isnull() | (_day(t.valid_from, FIRST_DAYS) <= began)
    ended = t.valid_to.notnull() & (began > _day(t.valid_to, LAST_DAYS))
    return t.filter(started & ~ended).select("group", "area", "period").distinct()


def _day(period: ir.StringValue, days: Days) -> ir.StringValue:
    """``memberships.day_of`` for big tables."""
    quarters = [
        (period.substr(5, 2) == f"Q{number}", period.substr(0, 5) + tail)
        for number, tail in enumerate(days.quarters, 1)
    ]
    return ibis.cases(
        (period.length() == 4, period + days.year),
        *quarters,
        (period.length() == 7, period + days.month),
        else_=period,
    )


def countable(figures: ir.Table) -> ir.Table:
    """The rows of ``figures`` that can be added up: those with a base that the publisher didn't withhold.
    It has numerator, value, base and obs_status."""
    has_count = figures.base.notnull() & (figures.numerator.notnull() | figures.value.notnull())
    return figures.filter(has_count & (figures.obs_status != "N"))


def same_members(measured: ir.Table, members: ir.Table, moments: ir.Table) -> ir.Table:
    """The areas over which a group's trend is told: group, indicator, area, period_from, period_to.

    ``measured`` lists group, area, period, indicator of the figures that count; ``members`` group, area,
    period (``members_at``); ``moments`` indicator, period_from, period_to: between which moments
    changes are counted. A group that has no figures at these takes its own first and last moment in
    between. No rows for a group of which no member is there at both.
    """
    t = measured.semi_join(members, ["group", "area", "period"]).join(moments, "indicator")
    t = t.filter((t.period >= t.period_from) & (t.period <= t.period_to))
    t = t.select("group", "indicator", "area", "period")
    spans = t.group_by("group", "indicator").aggregate(
        period_from=t.period.min(), period_to=t.period.max()
    )
    keys = ["group", "indicator"]
    measured_in_span = t.join(spans, keys)
    at_first = measured_in_span.filter(
        measured_in_span.period == measured_in_span.period_from
    ).select(*keys, "area")
    at_last = measured_in_span.filter(measured_in_span.period == measured_in_span.period_to)
    both = at_last.semi_join(at_first, [*keys, "area"])
    return both.select(*keys, "area", "period_from", "period_to").distinct()


def over_time(same: ir.Table, periods: ir.Table) -> ir.Table:
    """``group``, ``indicator``, ``area``, ``period``: the same members at each moment between."""
    t = same.cross_join(periods.select("period"))
    t = t.filter((t.period >= t.period_from) & (t.period <= t.period_to))
    return t.select("group", "indicator", "area", "period")


def _with_members(figures: ir.Table, members: ir.Table) -> ir.Table:
    """Figures of each group's members; ``members`` may differ by indicator."""
    return figures.join(members, [key for key in ("area", "period", "indicator") if key in members])


def _sizes(members: ir.Table) -> ir.Table:
    """``areas``: how many members a group has, by period (and indicator, where they differ)."""
    keys = [key for key in _CELL if key in members.columns]
    return members.group_by(*keys).aggregate(areas=members.count())


def pooled_cells(figures: ir.Table, members: ir.Table) -> ir.Table:
    """Per group, period and indicator: sums of numerator and denominator over measured members.

    Only indicators with counts give a pooled value; ``figures`` has numerator, denominator,
    variance. ``members`` has group, area, period, and indicator where members differ by it. Gives
    group, period, indicator, numerator, denominator, value (null), variance, obs_status (E when a
    member is missing).
    """
    t = _with_members(figures, members)
    counted = t.numerator.notnull() & t.denominator.notnull()
    squared = t.variance * t.denominator * t.denominator
    sums = t.group_by(*_CELL).aggregate(
        numerator=exact_sum(ibis.ifelse(counted, t.numerator, ibis.null("float64"))),
        denominator=exact_sum(ibis.ifelse(counted, t.denominator, ibis.null("float64"))),
        squared=wide_sum(ibis.ifelse(counted, squared, ibis.null("float64"))),
        with_variance=(counted & t.variance.notnull()).sum(),
        with_counts=counted.sum(),
    )
    size = _sizes(members)
    sums = sums.join(size, [column for column in size.columns if column != "areas"])
    empty = ibis.null("float64")
    return sums.select(
        *_CELL,
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


def complete(cells: ir.Table, measured: ir.Table, members: ir.Table) -> ir.Table:
    """The rows of ``cells`` (group in ``area``) at moments at which every member is ``measured`` (group,
    area, period, indicator)."""
    size = _sizes(members)
    members_measured = measured.semi_join(
        members, [key for key in ("area", *_CELL) if key in members]
    )
    counted = members_measured.group_by(*_CELL).aggregate(there=members_measured.count())
    complete_cells = counted.join(size, list(_CELL)).filter(lambda t: t.there == t.areas)
    return cells.semi_join(
        complete_cells.select("period", "indicator", area="group"), ["area", "period", "indicator"]
    )


def pooled_strata(strata: ir.Table, members: ir.Table) -> ir.Table:
    """Strata of groups (group in ``area``): counts added up per age and sex over the members of
    which every stratum is known. ``strata`` as for ``standardise.standardised``."""
    cell = ["area", "period", "indicator"]
    unknown = strata.filter(
        strata.numerator.isnull() | strata.denominator.isnull() | (strata.obs_status == "N")
    )
    known_strata = strata.anti_join(unknown.select(*cell).distinct(), cell)
    t = _with_members(known_strata, members)
    split = ("age", "sex")
    summed = t.group_by(*_CELL, *split).aggregate(
        numerator=exact_sum(t.numerator),
        denominator=exact_sum(t.denominator),
        estimated=(t.obs_status == "E").any(),
        broken=(t.obs_status == "B").any(),
    )
    return summed.select(
        "period",
        "indicator",
        *split,
        "numerator",
        "denominator",
        area=summed.group,
        obs_status=ibis.cases((summed.broken, "B"), (summed.estimated, "E"), else_="A"),
    )


def of_the_same_members(indexes: ir.Table, members: ir.Table, pairs: ir.Table) -> ir.Table:
    """The rows of ``indexes`` (group in ``area``) of moments at which the group has the members that it
    had at the base period: with others the index would tell who came and went, not what happened.

    ``members`` says group, area, period; ``pairs`` as for ``figures.as_index``.
    """
    size = members.group_by("group", "period").aggregate(size=members.count())
    before = members.rename(base_group="group", base_area="area", base_moment="period")
    shared = members.join(
        before, [members.group == before.base_group, members.area == before.base_area]
    )
    shared = shared.group_by("group", "period", "base_moment").aggregate(both=shared.count())
    start = size.rename(start_group="group", base="period", start_size="size")
    same = shared.join(size, ["group", "period"]).join(
        start, [shared.group == start.start_group, shared.base_moment == start.base]
    )
    same = same.filter((same.both == same["size"]) & (same.both == same.start_size))
    same = same.join(pairs, same.base_moment == pairs.base_period)
    same = same.select(area="group", period="period", indicator="indicator").distinct()
    return indexes.semi_join(same, ["area", "period", "indicator"])


def spread(figures: ir.Table, members: ir.Table, meta: ir.Table) -> ir.Table:
    """Per group, period and indicator: unweighted mean with its variance, range, five worst (none of a
    neutral indicator).

    ``figures`` has area, period, indicator, value, variance. The mean's variance treats members
    as independent; it is null when a measured member has none.
    """
    t = _with_members(figures.filter(figures.value.notnull()), members)
    t = t.join(meta.select("indicator", "sign", "judged"), "indicator")
    worse_first = ibis.window(
        group_by=["group", "period", "indicator"],
        order_by=[comparable(t.value * t.sign).desc(), t.area],
    )
    t = t.mutate(place=ibis.row_number().over(worse_first))
    worst = (t.place < WORST) & t.judged
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
            f"worst_{place}": ibis.ifelse(
                (t.place == place) & t.judged, t.area, ibis.null("string")
            ).max()
            for place in range(WORST)
        },
    )
    size = _sizes(members)
    summary = summary.join(size, [column for column in size.columns if column != "areas"])
    many = summary.measured.cast("float64")
    return summary.select(
        "group",
        "period",
        "indicator",
        "areas",
        "measured",
        "minimum",
        "maximum",
        worst_areas=ibis.literal(";")
        .join([summary[f"worst_{place}"] for place in range(WORST)])
        .nullif(""),
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
    """The two named values of a group as rows; ``pooled`` has value, lower, upper, interval_method,
    base.

    A group without counts (scores without a base) has only the unweighted row; one of which every
    member is withheld may still have its pooled value, with none measured.
    """
    shared = list(_CELL)
    extra = ["areas", "measured", "minimum", "maximum", "worst_five", "worst_areas"]
    size = _sizes(members).rename(size="areas")
    first = pooled.filter(pooled.value.notnull())
    first = first.join(size, [column for column in size.columns if column != "size"])
    first = first.left_join(spreads, shared)
    rows_pooled = first.select(
        *shared,
        method=ibis.literal("pooled"),
        value=first.value,
        lower=first.lower,
        upper=first.upper,
        interval_method=first.interval_method,
        base=first.base,
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
        base=ibis.null("float64"),
        **{name: spreads[name] for name in extra},
    )
    return rows_pooled.union(rows_mean)


def sizes_at_ends(measured: ir.Table, members: ir.Table, same: ir.Table) -> ir.Table:
    """``group``, ``indicator``, ``period_from``, ``period_to``, and the numbers of areas: ``same``,
    ``joined`` (members with a figure at the later moment alone) and ``left`` (the earlier alone).

    ``joined_unknown`` and ``left_unknown`` say that a member of that moment has no figure then, and
    not at the other moment for want of one as well: what its coming or going did isn't known.
    ``measured`` lists group, area, period, indicator."""
    keys = ["group", "indicator"]
    spans = same.group_by(*keys, "period_from", "period_to").aggregate(same=same.count())
    members_measured = measured.semi_join(members, ["group", "area", "period"]).join(spans, keys)
    ends = members_measured.group_by(*keys).aggregate(
        first=(members_measured.period == members_measured.period_from).sum(),
        last=(members_measured.period == members_measured.period_to).sum(),
    )
    lacking = [
        spans.select(*keys, period=moment)
        .join(members, ["group", "period"])
        .anti_join(measured, ["group", "area", "period", "indicator"])
        .select(*keys, "area")
        .distinct()
        for moment in ("period_from", "period_to")
    ]
    t = spans.join(ends, keys)
    for name, end, other in (("left", 0, 1), ("joined", 1, 0)):
        unknown = lacking[end].anti_join(lacking[other], [*keys, "area"]).select(*keys).distinct()
        unknown = unknown.mutate(**{f"{name}_unknown": ibis.literal(True)})
        t = t.join(unknown, keys, how="left", rname="r_{name}").drop(f"r_{key}" for key in keys)
    # With one moment nobody joined or left.
    return t.select(
        *keys,
        "period_from",
        "period_to",
        "same",
        joined=t["last"] - t.same,
        left=t["first"] - t.same,
        joined_unknown=t.joined_unknown.fill_null(False),
        left_unknown=t.left_unknown.fill_null(False),
    )


def group_changes(rows: ir.Table, spans: ir.Table, meta: ir.Table, breaks: ir.Table) -> ir.Table:
    """A row (tables.GROUP_CHANGES) per group, indicator and method.

    ``rows`` are group figures as they are published (GROUP_FIGURES, and base); ``spans`` is
    ``sizes_at_ends`` with method; ``breaks`` lists group, indicator, period. All that is told is
    the difference of two published values, so it is unknown where one of them is, and what joining or
    leaving did also where a member that came or went has no figure. The change of the group as it was
    at each moment is own_change + joined_effect + left_effect, exactly.
    """
    t = spans
    for end, moment in enumerate(("period_from", "period_to")):
        same = rows.filter(rows.method.isin(SAME_METHODS))
        same = same.select(
            "group",
            "indicator",
            method=same.method.replace("_same", ""),
            at=same.period,
            **{f"{name}_{end}": same[name] for name in _AT_ENDS},
        )
        then = rows.select("group", "indicator", "method", at="period", **{f"then_{end}": "value"})
        for part in (same, then):
            match = [t[name] == part[name] for name in ("group", "indicator", "method")]
            t = t.join(part, [*match, t[moment] == part["at"]], how="left", rname="r_{name}")
            t = t.drop(*(name for name in t.columns if name.startswith("r_") or name == "at"))
    t = t.join(meta.select("indicator", "judged", "tolerance", "minimum_base"), "indicator")
    cut = breaks.join(spans, ["group", "indicator"])
    cut = cut.filter((cut.period > cut.period_from) & (cut.period <= cut.period_to))
    cut = cut.select("group", "indicator", "method", broken=ibis.literal(True)).distinct()
    t = t.left_join(cut, ["group", "indicator", "method"], rname="r_{name}")
    low, high = difference(
        (t.distance_1, t.distance_lower_1, t.distance_upper_1),
        (t.distance_0, t.distance_lower_0, t.distance_upper_0),
    )
    one_moment = t.period_from == t.period_to
    least = comparable(t.minimum_base)
    small = (comparable(t.base_0) < least) | (comparable(t.base_1) < least)
    t = t.mutate(
        one_moment=one_moment,
        change=t.distance_1 - t.distance_0,
        low=low,
        high=high,
        own_missing=t.value_0.isnull() | t.value_1.isnull() | small.fill_null(False),
        no_reference=t.reference_value_0.isnull() | t.reference_value_1.isnull(),
    )
    t = classified(t.mutate(untold=untold(t)))
    reference = ibis.coalesce(t.reference_1, t.reference_0)
    compared = reference.notnull() & (reference != t.group)
    hidden = (t.conf_status_0 == "N").fill_null(False) | (t.conf_status_1 == "N").fill_null(False)
    empty, silent = ibis.null("float64"), ibis.null("string")

    def moved(column: ir.Value) -> ir.Value:
        return ibis.ifelse(t.one_moment, empty, column)

    return t.select(
        "group",
        "indicator",
        "method",
        "period_from",
        "period_to",
        "same",
        "joined",
        "left",
        value_from=t.value_0,
        value_to=t.value_1,
        own_change=moved(t.value_1 - t.value_0),
        reference=reference,
        reference_change=moved(t.reference_value_1 - t.reference_value_0),
        distance_change=moved(t.change),
        lower=moved(t.low),
        upper=moved(t.high),
        **{"class": ibis.ifelse(compared, t["class"], silent)},
        evidence=ibis.ifelse(compared, t.evidence, silent),
        broken=t.broken.fill_null(False),
        joined_effect=moved(ibis.ifelse(t.joined_unknown, empty, t.then_1 - t.value_1)),
        left_effect=moved(ibis.ifelse(t.left_unknown, empty, t.value_0 - t.then_0)),
        conf_status=ibis.ifelse(hidden, "N", "F"),
    )
