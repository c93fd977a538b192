"""Figures held against their references, with ranks; what is withheld taken out."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import distances as distance_rules
from wijkwerk.monitor.core import meta as meta_rules
from wijkwerk.monitor.core import ranks as rank_rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.disclosure import suppression
from wijkwerk.monitor.steps.grouped import GroupValues
from wijkwerk.monitor.steps.job import Job, common_references

_ANCHOR = (
    "area", "period", "indicator", "numerator", "denominator", "value", "lower", "upper",
)  # fmt: skip


def references(job: Job) -> tuple[ir.Table, ir.Table]:
    """``meta.reference_links`` and ``meta.indicator_rules``, as numbers."""
    source = job.source
    rule = source.settings.reference
    links = meta_rules.reference_links(source.areas, rule, source.indicators, source.composites)
    rules = meta_rules.indicator_rules(source.indicators, source.composites, rule)
    return job.small(links, "links"), job.small(rules, "rules")


def figures(
    job: Job,
    computed: ir.Table,
    shown: ir.Table,
    anchors: ir.Table,
    members: ir.Table,
    withheld: ir.Table,
) -> ir.Table:
    """FIGURES and ``main``, with texts, one row per area, period, indicator and reference.

    ``computed`` (all), ``shown`` (without ``withheld``) and ``anchors`` (``reference_values``) have
    numbers; ``members`` (of groups at each moment) has texts.
    """
    links, rules = references(job)
    used = links.select(group="reference").distinct()
    belongs = job.keys.number(members).semi_join(used, "group").rename(reference="group")
    with_distance = distance_rules.with_distances(
        computed, anchors, links, rules, job.meta, belongs
    )
    ranks = job.materialise(rank_rules.with_ranks(shown, job.meta), "ranks")
    joined = with_distance.join(ranks, ["area", "period", "indicator"], how="left")
    was_withheld = joined.obs_status == "N"
    marked = joined.mutate(
        conf_status=ibis.ifelse(was_withheld, "N", "F"),
        obs_status=ibis.ifelse(was_withheld, "A", joined.obs_status),
    ).select(*tables.FIGURES, "main")
    return job.materialise(
        job.keys.texts(suppression.apply_suppression(marked, withheld)), "figures"
    )


def reference_values(job: Job, computed: ir.Table, grouped: GroupValues) -> ir.Table:
    """What areas and groups are held against, with numbers: ``_ANCHOR`` of every area and group
    that is a reference.

    A group with figures of its own (published for the group as a whole) goes by those; else by its
    pooled value; where its members can't be pooled, by their unweighted mean. One of the three per
    indicator: a value of one kind at one moment and of another at the next is no series.
    """
    links, _rules = references(job)
    common = [code for code in common_references(job.source).values() if code is not None]
    used = links.select(area="reference").union(
        job.small(pl.DataFrame({"area": sorted({*common})}, schema={"area": pl.String}), "common")
    )
    areas = computed.semi_join(used, "area").select(*_ANCHOR)
    own = ["area", "indicator"]
    pooled = grouped.pooled.filter(grouped.pooled.value.notnull())
    pooled = pooled.semi_join(used, "area").anti_join(areas, own).select(*_ANCHOR)
    means = grouped.means.semi_join(used, "area").anti_join(areas, own).anti_join(pooled, own)
    return job.materialise(areas.union(pooled, means.select(*_ANCHOR)).distinct(), "anchors")
