"""Values of every area on every level: counts added up, rates, means, surveys and indexes."""

from __future__ import annotations

from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import figures as figure_rules
from wijkwerk.monitor.core import meta as meta_rules
from wijkwerk.monitor.core import standardise as standard_rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core import vintages as vintage_rules
from wijkwerk.monitor.core.definitions import RESPONDENTS, Kind
from wijkwerk.monitor.core.keys import INDICATOR
from wijkwerk.monitor.steps.job import Job
from wijkwerk.monitor.steps.surveyed import surveyed


class Values(NamedTuple):
    """Figures before protection (tables.COMPUTED), and the ``strata`` (``figures.CELL``, age, sex,
    numerator, denominator, obs_status) that standardised ones are made of; None without. Both have
    numbers for texts."""

    cells: ir.Table
    strata: ir.Table | None


def values(job: Job) -> Values:
    """The figures of every area on every level; composites come later."""
    kinds = {one.kind for one in job.source.indicators}
    cells = figure_rules.counts(job.keys.number(job.observations), job.meta)
    standardised = job.meta.filter(job.meta.kind == "standardised").select("indicator")
    counted = cells
    if Kind.STANDARDISED in kinds:
        counted = cells.anti_join(standardised, "indicator")
    if job.stratified:
        counted = job.materialise(figure_rules.without_strata(counted), "totals")
    else:
        counted = counted.drop(*figure_rules.STRATA)
    counted = _rolled_up(job, _on_one_vintage(job, counted, "vintage"), "sums")
    parts = [figure_rules.with_values(counted, job.meta)]
    strata = None
    if Kind.STANDARDISED in kinds:
        strata = _strata(job, cells.semi_join(standardised, "indicator"))
        parts.append(standard_rules.standardised(strata, standard_of(job), job.meta))
    if kinds & {*RESPONDENTS}:
        parts.append(job.small(surveyed(job), "surveyed"))
    found = parts[0] if len(parts) == 1 else ibis.union(*parts)
    if Kind.INDEX in kinds:
        found = job.materialise(found, "before_index")
        found = found.union(figure_rules.as_index(found, index_pairs(job, found)))
    cells = job.materialise(found.join(job.areas, "area").select(*tables.COMPUTED), "computed")
    return Values(cells, strata)


def _on_one_vintage(job: Job, cells: ir.Table, name: str) -> ir.Table:
    table = job.source.correspondence
    if table.is_empty():
        return cells
    if job.source.settings.vintage is not None:
        table = table.filter(pl.col("vintage_to") == job.source.settings.vintage)
    correspondence = job.small(table, "correspondence")
    gone = correspondence.select(area="area_from").anti_join(
        correspondence.select(area="area_to"), "area"
    )
    current = job.areas.anti_join(gone, "area").select("area")
    return job.materialise(vintage_rules.to_vintage(cells, correspondence, current), name)


def _rolled_up(job: Job, cells: ir.Table, name: str) -> ir.Table:
    """``cells`` with the sums for areas above, deepest parents first."""
    areas = job.source.areas
    parts = [cells]
    for depth, parents in enumerate(meta_rules.depth_order(areas)):
        pairs = areas.filter(pl.col("parent").is_in(parents)).select("parent", area="code")
        pairs = pairs.unique().sort("parent", "area")
        children = job.small(pairs, f"children_{depth}")
        counted = job.small(
            pairs.group_by("parent").len("parts").sort("parent"), f"counted_{depth}"
        )
        below = parts[0] if len(parts) == 1 else ibis.union(*parts)
        sums = figure_rules.rolled_up(below, children, counted)
        parts.append(job.materialise(sums, f"{name}_{depth}"))
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


def _strata(job: Job, cells: ir.Table) -> ir.Table:
    """The strata of areas and of the areas above them."""
    strata = cells.mutate(**{name: cells[name].fill_null("") for name in figure_rules.STRATA})
    strata = _rolled_up(job, _on_one_vintage(job, strata, "strata_vintage"), "strata")
    strata = strata.mutate(**{name: strata[name].nullif("") for name in figure_rules.STRATA})
    return job.materialise(strata, "strata_known")


def standard_of(job: Job) -> ir.Table:
    """The standard population of each standardised indicator."""
    standards = {
        one.id: one.standard for one in job.source.indicators if one.kind is Kind.STANDARDISED
    }
    return job.small(standard_rules.standard_table(standards), "standard")


def index_pairs(job: Job, found: ir.Table) -> ir.Table:
    """``indicator`` (the index), ``of`` and ``base_period``."""
    first = dict(
        job.engine.collect(
            job.keys.texts(
                found.filter(found.value.notnull())
                .group_by(INDICATOR)
                .aggregate(period=found.period.min())
            )
        )
        .select("indicator", "period")
        .iter_rows()
    )
    base = job.source.settings.base_period
    rows = [
        (one.id, one.of, one.base_period or base or first.get(one.of or ""))
        for one in job.source.indicators
        if one.kind is Kind.INDEX
    ]
    schema = {"indicator": pl.String, "of": pl.String, "base_period": pl.String}
    return job.small(pl.DataFrame(rows, schema=schema, orient="row"), "index_pairs")
