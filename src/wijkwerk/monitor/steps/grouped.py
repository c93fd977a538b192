"""Groups of areas: pooled and unweighted values, and their distance."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import figures as figure_rules
from wijkwerk.monitor.core import groups as group_rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.disclosure import blank
from wijkwerk.monitor.core.keys import PERIOD
from wijkwerk.monitor.steps.job import Job


def pooled_values(job: Job, computed: ir.Table) -> ir.Table:
    """Pooled values of every group, from all counts; the group stands in ``area`` as a number."""
    standardised = job.meta.filter(job.meta.kind == "standardised").select("indicator")
    cells = group_rules.pooled_cells(
        computed.anti_join(standardised, "indicator"), _members(job, numbers=True)
    )
    return job.materialise(figure_rules.with_values(cells.rename(area="group"), job.meta), "pooled")


def groups(
    job: Job, computed: ir.Table, shown: ir.Table, pooled: ir.Table, withheld: ir.Table
) -> ir.Table:
    """GROUP_FIGURES: pooled values, and the others from ``shown`` figures alone."""
    here = _members(job, numbers=True).select("area").distinct()
    inside = job.keys.texts(
        shown.semi_join(here, "area").select("area", "period", "indicator", "value", "variance")
    )
    spreads = job.materialise(group_rules.spread(inside, _members(job), job.definitions), "spreads")
    named = job.keys.texts(pooled).rename(group="area")
    found = group_rules.group_figures(named, spreads, _members(job))
    return _with_distances(job, found, computed, pooled, withheld)


def _members(job: Job, numbers: bool = False) -> ir.Table:
    """``group``, ``area``, ``period`` for every moment there are observations of."""
    members = group_rules.members_at(
        job.engine.frame(job.source.groups, "groups_source"),
        job.keys.tables[PERIOD].select(period="text"),
    )
    if not numbers:
        return job.materialise(members, "members")
    return job.materialise(job.keys.number(members), "members_numbered")


def _with_distances(
    job: Job, found: ir.Table, computed: ir.Table, pooled: ir.Table, withheld: ir.Table
) -> ir.Table:
    """Groups held against the reference that all their members share, if there is one."""
    source = job.source
    rule = source.settings.reference
    common = rule.code if rule.rule in ("area", "group") else None
    country = source.areas.filter(pl.col("level") == "country")["code"].sort().to_list()
    if common is None and country:
        common = country[0]
    own = {one.id: one.reference or common for one in source.indicators}
    own |= {one.id: common for one in source.composites}
    rows = [(name, code) for name, code in sorted(own.items()) if code is not None]
    schema = {"indicator": pl.String, "reference": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    used = job.small(frame.select(area="reference").unique().sort("area"), "group_anchors")
    anchors = ibis.union(
        *(
            table.semi_join(used, "area").select("period", "indicator", "area", "value")
            for table in (computed, pooled)
        ),
        distinct=True,
    )
    anchors = job.keys.texts(anchors).rename(reference="area", reference_value="value")
    t = found.join(job.engine.frame(frame, "group_references"), "indicator", how="left")
    t = t.drop([name for name in t.columns if name.endswith("_right")])
    t = t.join(anchors, ["reference", "period", "indicator"], how="left")
    t = t.drop([name for name in t.columns if name.endswith("_right")])
    t = t.join(job.definitions.select("indicator", "sign"), "indicator")
    itself = t.group == t.reference
    distance = ibis.ifelse(itself, ibis.null("float64"), (t.value - t.reference_value) * t.sign)
    final = t.mutate(conf_status=ibis.literal("F"), distance=distance)
    return job.materialise(
        blank.blanked_groups(final.select(*tables.GROUP_FIGURES), withheld), "groups"
    )
