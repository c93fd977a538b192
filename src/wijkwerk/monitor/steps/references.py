"""Figures held against their references, with ranks; what is withheld taken out."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core import distances as distance_rules
from wijkwerk.monitor.core import meta as meta_rules
from wijkwerk.monitor.core import ranks as rank_rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.disclosure import blank
from wijkwerk.monitor.steps.job import Job

_ANCHOR = (
    "area", "period", "indicator", "numerator", "denominator", "value", "lower", "upper",
)  # fmt: skip


def references(job: Job) -> tuple[ir.Table, ir.Table]:
    """``meta.reference_links`` and ``meta.indicator_rules``, as numbers."""
    source = job.source
    rule = source.settings.reference
    links = meta_rules.reference_links(
        source.areas, source.groups, rule, source.indicators, source.composites
    )
    rules = meta_rules.indicator_rules(source.indicators, source.composites, rule)
    return job.small(links, "links"), job.small(rules, "rules")


def figures(
    job: Job, computed: ir.Table, shown: ir.Table, pooled: ir.Table, withheld: ir.Table
) -> ir.Table:
    """FIGURES and ``main``, with texts, one row per area, period, indicator and reference.

    ``computed`` (all), ``shown`` (without ``withheld``) and ``pooled`` (of groups) have numbers.
    """
    links, rules = references(job)
    anchors = _anchors(job, computed, pooled, links)
    held = distance_rules.with_distances(computed, anchors, links, rules, job.meta)
    ranks = job.materialise(rank_rules.with_ranks(shown, job.meta), "ranks")
    joined = held.join(ranks, ["area", "period", "indicator"], how="left")
    given = joined.obs_status == "N"
    marked = joined.mutate(
        conf_status=ibis.ifelse(given, "N", "F"),
        obs_status=ibis.ifelse(given, "A", joined.obs_status),
    ).select(*tables.FIGURES, "main")
    return job.materialise(job.keys.texts(blank.blanked(marked, withheld)), "figures")


def _anchors(job: Job, computed: ir.Table, pooled: ir.Table, links: ir.Table) -> ir.Table:
    """Areas and groups that others are held against."""
    used = links.select(area="reference").distinct()
    areas = computed.semi_join(used, "area").select(*_ANCHOR)
    groups = pooled.semi_join(used, "area").anti_join(job.areas, "area").select(*_ANCHOR)
    return job.materialise(areas.union(groups), "anchors")
