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
from wijkwerk.monitor.core.vintage_chains import Boundaries, boundaries, chains
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.sources.source import Source
from wijkwerk.monitor.steps.job import Job
from wijkwerk.monitor.steps.surveyed import surveyed
from wijkwerk.shared.problems import InputError


class Values(NamedTuple):
    """Figures before protection (tables.COMPUTED); the ``strata`` (``figures.CELL``, age, sex,
    numerator, denominator, obs_status) that standardised ones are made of, None without; both have
    numbers for texts. ``ways`` is how figures came to the source's boundaries, None when these never
    changed."""

    cells: ir.Table
    strata: ir.Table | None
    ways: Boundaries | None


def values(job: Job) -> Values:
    """The figures of every area on every level; composites come later."""
    kinds = {indicator.kind for indicator in job.source.indicators}
    ways = boundaries_of(job.source, job.engine, job.observations)
    observations = job.observations
    if ways is not None:
        origins = job.engine.frame(ways.origins, "origins")
        observations = vintage_rules.with_origin(observations, origins)
    cells = figure_rules.counts(job.keys.number(observations), job.meta)
    by_age = job.meta.filter(job.meta.kind.isin(["standardised", "indirect"])).select("indicator")
    counted = cells
    if kinds & {Kind.STANDARDISED, Kind.INDIRECT}:
        counted = cells.anti_join(by_age, "indicator")
    if job.stratified:
        counted = job.materialise(figure_rules.without_strata(counted), "totals")
    else:
        counted = counted.drop(*figure_rules.STRATA)
    counted = _rolled_up(job, _on_one_vintage(job, ways, counted, "vintage"), "sums")
    parts = [figure_rules.with_values(counted, job.meta)]
    strata = None
    if kinds & {Kind.STANDARDISED, Kind.INDIRECT}:
        strata = _strata(job, ways, cells.semi_join(by_age, "indicator"))
        if Kind.STANDARDISED in kinds:
            parts += standardised_rates(job, strata, "areas")
        if Kind.INDIRECT in kinds:
            parts.append(_indirect(job, strata))
    if kinds & {*RESPONDENTS}:
        parts.append(job.small(surveyed(job, ways), "surveyed"))
    all_figures = parts[0] if len(parts) == 1 else ibis.union(*parts)
    if Kind.INDEX in kinds:
        all_figures = job.materialise(all_figures, "before_index")
        all_figures = all_figures.union(
            figure_rules.as_index(all_figures, index_pairs(job, all_figures))
        )
    cells = job.materialise(
        all_figures.join(job.areas, "area").select(*tables.COMPUTED), "computed"
    )
    return Values(cells, strata, ways)


def boundaries_of(source: Source, engine: Engine, observations: ir.Table) -> Boundaries | None:
    """The way of every figure to the source's boundaries; None when these never changed.

    InputError when the tables of correspondence don't tell it; ``check_source`` says more.
    """
    if source.correspondence.is_empty():
        return None
    of = chains(source.correspondence, source.settings.vintage)
    pairs = observations.select("vintage", "period").distinct()
    vintage_pairs = sorted(
        engine.collect(pairs).iter_rows(), key=lambda pair: (pair[0] or "", pair[1])
    )
    try:
        if of.target in of.vintages:
            return boundaries(of, vintage_pairs, source.settings.vintages)
    except KeyError as fault:
        raise InputError.of(
            "correspondence",
            "no way to the source's boundaries",
            f"a table from {fault.args[0]} to {of.target}",
            value=fault.args[0],
        ) from None
    raise InputError.of(
        "source.toml",
        "unknown vintage",
        "a vintage_to of a table in correspondence/",
        value=of.target,
        suggestion="Say which one in source.vintage.",
    )


def _on_one_vintage(job: Job, ways: Boundaries | None, cells: ir.Table, name: str) -> ir.Table:
    if ways is None:
        return cells
    moves = job.small(ways.moves, f"{name}_moves")
    return job.materialise(vintage_rules.to_vintage(cells, moves), name)


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


def _strata(job: Job, ways: Boundaries | None, cells: ir.Table) -> ir.Table:
    """Events and inhabitants per age and sex, of areas and of the areas above them."""
    strata = cells.mutate(**{name: cells[name].fill_null("") for name in figure_rules.STRATA})
    strata = _rolled_up(job, _on_one_vintage(job, ways, strata, "strata_vintage"), "strata")
    strata = strata.mutate(**{name: strata[name].nullif("") for name in figure_rules.STRATA})
    return job.materialise(strata, "strata_known")


def _of_kind(job: Job, strata: ir.Table, kind: str) -> ir.Table:
    return strata.semi_join(job.meta.filter(job.meta.kind == kind), "indicator")


def standardised_rates(job: Job, strata: ir.Table, name: str) -> list[ir.Table]:
    """Directly standardised rates of ``strata`` (columns of ``figures.with_values``): those with
    Dobson's limits and those with gamma limits. ``name`` tells what they are of, for the engine."""
    own = [indicator for indicator in job.source.indicators if indicator.kind is Kind.STANDARDISED]
    standard = job.small(
        standard_rules.standard_table({indicator.id: indicator.standard for indicator in own}),
        "standard",
    )
    rates = standard_rules.standardised(_of_kind(job, strata, "standardised"), standard, job.meta)
    gamma = sorted(indicator.id for indicator in own if indicator.interval_method == "gamma")
    if not gamma:
        return [rates.drop("heaviest")]
    rates = job.materialise(rates, f"standardised_{name}")
    wanted = job.small(pl.DataFrame({"indicator": gamma}), "gamma_indicators")
    # The quantiles of a gamma distribution are scipy's: few rows, so they are made outside.
    rows = job.engine.collect(rates.semi_join(wanted, "indicator")).sort(*figure_rules.CELL)
    with_gamma = job.engine.frame(standard_rules.gamma_limits(rows), f"gamma_rates_{name}")
    return [
        rates.anti_join(wanted, "indicator").drop("heaviest"),
        with_gamma.select(rates.columns).drop("heaviest"),
    ]


def _indirect(job: Job, strata: ir.Table) -> ir.Table:
    """Observed events as a percentage of those expected by the rates of a reference."""
    areas = job.source.areas
    country = areas.filter(pl.col("level") == "country")["code"].sort().to_list()
    rows = [
        (indicator.id, indicator.rates_of or (country[0] if country else None))
        for indicator in job.source.indicators
        if indicator.kind is Kind.INDIRECT
    ]
    schema = {"indicator": pl.String, "reference": pl.String}
    references = job.small(pl.DataFrame(rows, schema=schema, orient="row"), "rates_of")
    cells = standard_rules.expected_events(_of_kind(job, strata, "indirect"), references)
    cells = job.materialise(cells, "expected")
    rates = figure_rules.with_values(cells.drop("base"), job.meta).drop("base")
    people = cells.select(*figure_rules.CELL, "base")
    columns = [*rates.columns[:-1], "base", "obs_status"]
    return rates.join(people, list(figure_rules.CELL), how="left").select(columns)


def index_pairs(job: Job, table: ir.Table) -> ir.Table:
    """``indicator`` (the index), ``of`` and ``base_period``."""
    first = dict(
        job.engine.collect(
            job.keys.texts(
                table.filter(table.value.notnull())
                .group_by(INDICATOR)
                .aggregate(period=table.period.min())
            )
        )
        .select("indicator", "period")
        .iter_rows()
    )
    base = job.source.settings.base_period
    rows = [
        (indicator.id, indicator.of, indicator.base_period or base or first.get(indicator.of or ""))
        for indicator in job.source.indicators
        if indicator.kind is Kind.INDEX
    ]
    schema = {"indicator": pl.String, "of": pl.String, "base_period": pl.String}
    return job.small(pl.DataFrame(rows, schema=schema, orient="row"), "index_pairs")
