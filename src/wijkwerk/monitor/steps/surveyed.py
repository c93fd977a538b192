"""Survey shares, mean scores and balances: of areas, of the areas above them, and of groups."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import meta as meta_rules
from wijkwerk.monitor.core import survey as survey_rules
from wijkwerk.monitor.core import vintages as vintage_rules
from wijkwerk.monitor.core.definitions import RESPONDENTS, Kind
from wijkwerk.monitor.core.vintage_chains import Boundaries
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.sources.source import Source
from wijkwerk.monitor.steps.job import Job

_ESTIMATES: dict[Kind, Callable[[pl.DataFrame], pl.DataFrame]] = {
    Kind.SURVEY: survey_rules.survey_estimates,
    Kind.SURVEY_MEAN: survey_rules.score_estimates,
    Kind.BALANCE: survey_rules.balance_estimates,
}
_ELSEWHERE = ""  # no area or group is called so


def respondents(source: Source, observations: ir.Table, engine: Engine) -> pl.DataFrame:
    """Every answer of a survey among ``observations``: area, vintage, period, indicator, value and what
    the sample's design says of it."""
    wanted = [indicator.id for indicator in source.indicators if indicator.kind in RESPONDENTS]
    rows = observations.filter(observations.indicator.isin(wanted)).select(
        "area", "period", "indicator", "value", "weight", "stratum", "psu", "population", "vintage"
    )
    return engine.collect(rows)


def _respondents(job: Job) -> pl.DataFrame:
    return respondents(job.source, job.observations, job.engine)


def surveyed(job: Job, ways: Boundaries | None) -> pl.DataFrame:
    """Figures (columns of ``figures.with_values``) of every area and of all areas above it."""
    areas = job.source.areas
    above = meta_rules.closure(areas)
    rows = _respondents(job)
    short = None if ways is None else vintage_rules.short_of(rows, above, ways)
    if ways is None:
        rows = rows.join(above, on="area").drop("area", "vintage").rename({"ancestor": "area"})
    else:
        rows = vintage_rules.respondents(rows, above, ways.origins, ways.moves)
    level = dict(areas.select("code", "level").iter_rows())
    # An area and the areas above it share respondents: a level is a sample of its own.
    estimates = _finished(
        job,
        [
            rows.filter(pl.col("area").replace_strict(level, default=None) == name)
            for name in sorted(set(level.values()))
        ],
    )
    if short is None:
        return estimates
    # Of those who live there some can't be counted: what the others say is an estimate.
    lacking = short.with_columns(short=pl.lit(True))
    marked = estimates.join(
        lacking, on=["area", "period", "indicator"], how="left", maintain_order="left"
    )
    status = pl.when("short").then(pl.lit("E")).otherwise("obs_status")
    return marked.with_columns(obs_status=status).drop("short")


def surveyed_groups(job: Job, ways: Boundaries | None, members: pl.DataFrame) -> pl.DataFrame:
    """As ``surveyed`` for groups, which stand in ``area``: all answers of their members together.

    ``members`` says group, area, and period or indicator or both where they differ by those.
    """
    rows, level = (
        _respondents(job).with_row_index("respondent"),
        meta_rules.closure(job.source.areas),
    )
    places = vintage_rules.places_of(rows, ways)
    keys = [name for name in ("period", "indicator") if name in members.columns]
    pieces = []
    for (_group,), inside in members.group_by("group", maintain_order=True):
        # A member stands for all that lies in it, once, whatever else of it is a member.
        within = inside.join(level, left_on="area", right_on="ancestor")
        within = within.select("group", *keys, area="area_right").unique(maintain_order=True)
        # Of a divided area nobody can tell where a respondent lives: all its parts must be inside.
        counted = (
            places.join(within, on=["area", *keys])
            .group_by("respondent", "group", "parts")
            .agg(pl.len().alias("inside"))
            .filter(pl.col("inside") == pl.col("parts"))
            .select("respondent", "group")
        )
        part = rows.join(counted, on="respondent", how="left", maintain_order="left")
        # A group is a domain of the sample: who is outside it counts in the design.
        pieces.append(
            part.drop("respondent", "area", "vintage")
            .rename({"group": "area"})
            .with_columns(pl.col("area").fill_null(_ELSEWHERE))
        )
    return _finished(job, pieces).filter(pl.col("area") != _ELSEWHERE)


def _finished(job: Job, samples: list[pl.DataFrame]) -> pl.DataFrame:
    """The estimates of each of ``samples`` in the unit of their indicator."""
    kinds = {
        indicator.id: indicator
        for indicator in job.source.indicators
        if indicator.kind in RESPONDENTS
    }
    estimates = [pl.DataFrame(schema=survey_rules.RESULT)]
    for rows in samples:
        for kind, estimate in _ESTIMATES.items():
            ids = [name for name, indicator in kinds.items() if indicator.kind is kind]
            part = rows.filter(pl.col("indicator").is_in(ids))
            if part.height:
                estimates.append(estimate(part))
    scale = pl.col("indicator").replace_strict(
        {name: kind.scale for name, kind in kinds.items()}, return_dtype=pl.Float64
    )
    empty = pl.lit(None, pl.Float64)
    return (
        pl.concat(estimates)
        .with_columns(
            *(pl.col(name) * scale for name in ("value", "lower", "upper")),
            variance=pl.col("variance") * scale * scale,
            numerator=empty,
            denominator=empty,
            obs_status=pl.lit("A"),
        )
        .select(
            "area",
            "period",
            "indicator",
            "numerator",
            "denominator",
            "value",
            "variance",
            "lower",
            "upper",
            "interval_method",
            "base",
            "obs_status",
        )
    )
