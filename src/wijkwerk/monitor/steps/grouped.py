"""Groups of areas: their values, their distance, and their change over the same members."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import distances as distance_rules
from wijkwerk.monitor.core import figures as figure_rules
from wijkwerk.monitor.core import groups as group_rules
from wijkwerk.monitor.core import interval_expressions as limits
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.definitions import RESPONDENTS, Kind
from wijkwerk.monitor.core.disclosure import suppression
from wijkwerk.monitor.core.keys import PERIOD
from wijkwerk.monitor.core.vintage_chains import Boundaries
from wijkwerk.monitor.steps.divided import DividedAreas
from wijkwerk.monitor.steps.job import Job, common_references
from wijkwerk.monitor.steps.moments import moments_between
from wijkwerk.monitor.steps.same_members import same_members
from wijkwerk.monitor.steps.surveyed import respondents, surveyed_groups
from wijkwerk.monitor.steps.values import index_pairs, standardised_rates

_ADDED_UP = (Kind.RATE, Kind.INDIRECT, Kind.MEAN, Kind.SCORE)
_ORIGINS = ("indicator", "of")


@dataclass(frozen=True)
class GroupValues:
    """Values of every group before protection; a group stands in ``area`` where there are numbers.

    ``pooled`` and ``pooled_same`` (columns of ``figures.with_values``) and ``means`` (the unweighted
    mean as such columns) have numbers; ``members``, ``spreads`` (``core.groups.spread``) and all
    that is about the same members have texts.
    """

    members: ir.Table
    pooled: ir.Table
    means: ir.Table
    spreads: ir.Table
    measured: ir.Table  # group, area, period, indicator of all that can be added up
    shown: ir.Table  # the same, of all that is published
    same: ir.Table  # of pooled values: core.groups.same_members
    pooled_same: ir.Table
    spreads_same: ir.Table  # of the pooled same members: how many have a published figure
    same_shown: ir.Table  # of unweighted means: same members by published figures
    means_same: ir.Table


def group_values(
    job: Job, computed: ir.Table, shown: ir.Table, strata: ir.Table | None, ways: Boundaries | None
) -> GroupValues:
    """Pooled values from all counts; means and spreads from ``shown`` figures alone."""
    members = _members(job)
    periods = job.engine.frame(job.keys.frames[PERIOD].select(period="text"), "group_periods")
    with_value = computed.filter(computed.value.notnull()).select("indicator", "period").distinct()
    moments = moments_between(job.source, job.engine, job.keys.texts(with_value))
    moments = job.engine.frame(moments, "group_moments")
    inside = job.keys.number(members.select("area").distinct())
    counted = group_rules.countable(computed.semi_join(inside, "area"))
    counting = same_members(
        job.engine,
        job.keys.texts(counted.select("area", "period", "indicator")),
        members,
        moments,
        divided_areas(job, ways),
        "group",
    )
    same = job.materialise(_of_indexes(job, counting.same), "same_members")
    over_time = job.materialise(group_rules.over_time(same, periods), "same_over_time")
    figures = job.keys.texts(
        shown.semi_join(inside, "area").select("area", "period", "indicator", "value", "variance")
    )
    figures = job.materialise(figures.filter(figures.value.notnull()), "group_shown")
    showing = same_members(
        job.engine,
        figures.select("area", "period", "indicator"),
        members,
        moments,
        None,
        "group_shown",
    )
    spreads = job.materialise(group_rules.spread(figures, members, job.definitions), "spreads")
    means_same = group_rules.spread(
        figures, group_rules.over_time(showing.same, periods), job.definitions
    )
    pooled_same = _pooled(job, computed, (strata, ways), over_time, "same")
    return GroupValues(
        members=members,
        pooled=_pooled(job, computed, (strata, ways), members, "then"),
        means=_as_values(job, spreads),
        spreads=spreads,
        measured=counting.measured,
        shown=showing.measured,
        same=same,
        pooled_same=job.materialise(
            group_rules.complete(
                pooled_same,
                job.keys.number(counting.measured_same),
                job.keys.number(over_time),
            ),
            "pooled_same_complete",
        ),
        spreads_same=job.materialise(
            group_rules.spread(figures, over_time, job.definitions), "spreads_same"
        ),
        same_shown=showing.same,
        means_same=job.materialise(
            means_same.filter(means_same.measured == means_same.areas), "means_same"
        ),
    )


def divided_areas(job: Job, ways: Boundaries | None) -> DividedAreas | None:
    """Areas with respondents that were divided since; None without groups or such areas."""
    if ways is None or job.source.groups.is_empty():
        return None
    answers = respondents(job.source, job.observations, job.engine)
    return DividedAreas.of(job.source, answers, ways)


def _members(job: Job) -> ir.Table:
    """``group``, ``area``, ``period`` for every moment there are observations of."""
    members = group_rules.members_at(
        job.engine.frame(job.source.groups, "groups_source"),
        job.keys.tables[PERIOD].select(period="text"),
    )
    return job.materialise(members, "members")


def _of_indexes(job: Job, same: ir.Table) -> ir.Table:
    """``same`` with the members of an index being those of the indicator that it is an index of."""
    pairs = [
        (indicator.id, indicator.of)
        for indicator in job.source.indicators
        if indicator.kind is Kind.INDEX
    ]
    if not pairs:
        return same
    schema = dict.fromkeys(_ORIGINS, pl.String)
    origins = job.engine.frame(pl.DataFrame(pairs, schema=schema, orient="row"), "index_origins")
    original = same.rename(of="indicator").join(origins, "of").select(*same.columns)
    return same.anti_join(origins, "indicator").union(original)


def _pooled(
    job: Job,
    computed: ir.Table,
    origin: tuple[ir.Table | None, Boundaries | None],
    members: ir.Table,
    name: str,
) -> ir.Table:
    """Pooled values (columns of ``figures.with_values``) of every kind that can be pooled.

    Counts, sums behind means and scores, strata of standardised rates and respondents of surveys
    are put together before anything is computed of them; an index is that of the pooled values.
    ``origin`` is the strata and the ways to the source's boundaries, as ``values.Values`` has them.
    """
    strata, ways = origin
    kinds = {indicator.kind for indicator in job.source.indicators}
    numbered = job.materialise(job.keys.number(members), f"members_{name}")
    added = job.meta.filter(job.meta.kind.isin([*_ADDED_UP])).select("indicator")
    cells = group_rules.pooled_cells(computed.semi_join(added, "indicator"), numbered)
    parts = [figure_rules.with_values(cells.rename(area="group"), job.meta)]
    if strata is not None and Kind.STANDARDISED in kinds:
        parts += standardised_rates(job, group_rules.pooled_strata(strata, numbered), name)
    if kinds & {*RESPONDENTS} and not job.source.groups.is_empty():
        listed = job.engine.collect(members).sort(members.columns)
        parts.append(job.small(surveyed_groups(job, ways, listed), f"surveyed_{name}"))
    table = parts[0] if len(parts) == 1 else ibis.union(*parts)
    table = job.materialise(table, f"pooled_{name}")
    if Kind.INDEX in kinds:
        pairs = index_pairs(job, computed)
        indexes = figure_rules.as_index(table, pairs)
        if "indicator" not in members.columns:  # else they are the same at all times
            indexes = group_rules.of_the_same_members(indexes, numbered, pairs)
        table = job.materialise(table.union(indexes), f"pooled_{name}_indexed")
    return table


def _as_values(job: Job, spreads: ir.Table) -> ir.Table:
    """Unweighted means as values that others can be held against, with numbers."""
    low, high = limits.normal(spreads["mean"], spreads.mean_variance)
    empty = ibis.null("float64")
    return job.keys.number(
        spreads.select(
            "period",
            "indicator",
            area=spreads.group,
            numerator=empty,
            denominator=empty,
            value=spreads["mean"],
            lower=low,
            upper=high,
        )
    )


def groups(job: Job, values: GroupValues, anchors: ir.Table, withheld: ir.Table) -> ir.Table:
    """GROUP_FIGURES and ``base``: what ``withheld`` (texts) doesn't close, with its distance."""
    then = group_rules.group_figures(_named(job, values.pooled), values.spreads, values.members)
    periods = values.members.select("period").distinct()
    of_pooled = group_rules.group_figures(
        _named(job, values.pooled_same),
        values.spreads_same,
        group_rules.over_time(values.same, periods),
    )
    of_shown = group_rules.group_figures(
        _named(job, values.pooled_same).filter(ibis.literal(False)),
        values.means_same,
        group_rules.over_time(values.same_shown, periods),
    )
    same = of_pooled.filter(of_pooled.method == "pooled").union(of_shown)
    # How far areas lie apart is told of the members of the moment.
    same = same.mutate(
        method=same.method + "_same",
        **{name: ibis.null("float64") for name in ("minimum", "maximum", "worst_five")},
        worst_areas=ibis.null("string"),
    )
    group_rows = job.materialise(then.union(same.select(*then.columns)), "groups_found")
    return _with_distances(job, group_rows, anchors, withheld)


def _named(job: Job, pooled: ir.Table) -> ir.Table:
    return job.keys.texts(pooled).rename(group="area")


def _with_distances(job: Job, table: ir.Table, anchors: ir.Table, withheld: ir.Table) -> ir.Table:
    """Groups held against the reference that all their members share, if there is one.

    Group and reference are taken as independent: for a group that is part of its reference that
    makes the interval too wide rather than too narrow.
    """
    common = common_references(job.source)
    rows = [(name, code) for name, code in sorted(common.items()) if code is not None]
    schema = {"indicator": pl.String, "reference": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    against = job.keys.texts(
        anchors.select("period", "indicator", "area", "value", "lower", "upper")
    ).rename(reference="area", reference_value="value", r_lower="lower", r_upper="upper")
    t = table.join(job.engine.frame(frame, "group_references"), "indicator", how="left")
    t = t.drop([name for name in t.columns if name.endswith("_right")])
    t = t.join(against, ["reference", "period", "indicator"], how="left")
    t = t.drop([name for name in t.columns if name.endswith("_right")])
    t = t.join(job.definitions.select("indicator", "sign"), "indicator")
    distance, lower, upper = distance_rules.lag(
        (t.value, t.lower, t.upper), (t.reference_value, t.r_lower, t.r_upper), t.sign
    )
    itself, empty = t.group == t.reference, ibis.null("float64")
    final = t.mutate(
        conf_status=ibis.literal("F"),
        distance=ibis.ifelse(itself, empty, distance),
        distance_lower=ibis.ifelse(itself, empty, lower),
        distance_upper=ibis.ifelse(itself, empty, upper),
    )
    return job.materialise(
        suppression.apply_suppression_to_groups(
            final.select(*tables.GROUP_FIGURES, "base"), withheld
        ),
        "groups",
    )


def group_changes(job: Job, computed: ir.Table, values: GroupValues, table: ir.Table) -> ir.Table:
    """GROUP_CHANGES out of the group figures of ``table``."""
    spans = ibis.union(
        *(
            group_rules.sizes_at_ends(measured, values.members, same).mutate(
                method=ibis.literal(method)
            )
            for method, measured, same in (
                ("pooled", values.measured, values.same),
                ("unweighted", values.shown, values.same_shown),
            )
        )
    )
    changed = group_rules.group_changes(
        table,
        job.materialise(spans, "group_spans"),
        job.definitions,
        _breaks(job, computed, values),
    )
    return job.materialise(changed.select(*tables.GROUP_CHANGES), "group_changes")


def _breaks(job: Job, computed: ir.Table, values: GroupValues) -> ir.Table:
    """``group``, ``indicator``, ``period`` at which the series of a group or of a member breaks."""
    rows = [
        (indicator.id, cut.period)
        for indicator in job.source.indicators
        for cut in indicator.breaks
    ]
    schema = {"indicator": pl.String, "period": pl.String}
    defined = job.engine.frame(pl.DataFrame(rows, schema=schema, orient="row"), "group_breaks")
    groups = values.members.select("group").distinct()
    broken = job.keys.texts(
        computed.filter(computed.obs_status == "B").select("area", "period", "indicator")
    ).join(values.members, ["area", "period"])
    columns = ("group", "indicator", "period")
    every = broken.select(*columns).union(defined.cross_join(groups).select(*columns))
    return job.materialise(every.distinct(), "broken_groups")
