"""Series across changed boundaries: counts are redistributed, rates are never averaged."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core.figures import ORIGIN, exact_sum, keys_of
from wijkwerk.monitor.core.vintage_chains import Boundaries


def with_origin(observations: ir.Table, origins: ir.Table) -> ir.Table:
    """``observations`` with ``origin`` for ``vintage`` (``vintage_chains.Boundaries.origins``)."""
    t = observations.mutate(vintage=observations.vintage.fill_null(""))
    return t.join(origins, ["vintage", "period"]).drop("vintage")


def to_vintage(cells: ir.Table, moves: ir.Table) -> ir.Table:
    """``cells`` (with ``origin``) moved to the boundaries of the target; gives them without it.

    ``moves`` is that of ``vintage_chains.Boundaries``. Numerators and denominators are multiplied
    by the weight and added up; a value without a base can't be redistributed and is carried only
    where an area went over whole, with a break. What was redistributed has status E, or B when a
    part has a break. An area that lacks a required part, or its counts, has no figure; a part that
    the publisher withheld makes the whole unknown.
    """
    keys = keys_of(cells)
    cell = [name for name in keys if name != ORIGIN]
    stays = cells.anti_join(
        moves, [cells.origin == moves.origin, cells.area == moves.area_from]
    ).drop(ORIGIN)
    away = moves.rename(from_origin=ORIGIN)
    moved = cells.join(away, [cells.origin == away.from_origin, cells.area == away.area_from])
    expected = away.group_by("from_origin", "area_to").aggregate(
        expected=away.required.cast("int64").sum()
    )
    moved = moved.join(expected, ["from_origin", "area_to"])
    empty = ibis.null("float64")
    counted = moved.numerator.notnull() & moved.denominator.notnull()
    pieces = moved.mutate(
        numerator=moved.numerator * moved.weight,
        denominator=moved.denominator * moved.weight,
        value=ibis.ifelse(moved.alone, moved.value, empty),
        variance=ibis.ifelse(moved.alone, moved.variance, empty),
        withheld=moved.obs_status == "N",
        broken=moved.obs_status == "B",
        counted=counted,
        area=moved.area_to,
    )
    summed = pieces.group_by(*keys).aggregate(
        numerator=exact_sum(pieces.numerator, _FINE),
        denominator=exact_sum(pieces.denominator, _FINE),
        value=pieces.value.max(),
        variance=pieces.variance.max(),
        parts=pieces.count(),
        required=pieces.required.cast("int64").sum(),
        with_counts=pieces.counted.cast("int64").sum(),
        # Each generation of earlier codes that is there whole adds up to one.
        settled=(1.0 / pieces["size"].cast("float64")).sum().fill_null(0.0),
        generations=pieces.generation.nunique(),
        expected=pieces.expected.max(),
        withheld=pieces.withheld.any(),
        broken=pieces.broken.any(),
    )
    # An area that got only some of its old parts has no sum to speak of.
    complete = (
        (summed.with_counts == summed.parts)
        & (summed.required == summed.expected)
        & ((summed.settled - summed.generations).abs() < _A_BIT)
        & ~summed.withheld
    )
    moved_cells = summed.mutate(complete=complete)
    moved_cells = moved_cells.select(
        *keys,
        "complete",
        numerator=ibis.ifelse(moved_cells.complete, moved_cells.numerator, empty),
        denominator=ibis.ifelse(moved_cells.complete, moved_cells.denominator, empty),
        value=moved_cells.value,
        variance=moved_cells.variance,
        obs_status=ibis.cases(
            (moved_cells.withheld, "N"),
            (moved_cells.complete & ~moved_cells.broken, "E"),
            (moved_cells.complete | moved_cells.value.notnull(), "B"),
            else_="M",
        ),
    )
    # Two vintages in one period: the latest one that has a figure.
    latest = ibis.window(
        group_by=cell,
        order_by=[moved_cells.complete.cast("int8").desc(), moved_cells.origin.desc()],
    )
    moved_cells = moved_cells.mutate(place=ibis.row_number().over(latest))
    moved_cells = moved_cells.filter(moved_cells.place == 0)
    # The publisher's own figure on the new boundaries goes before what was redistributed.
    fresh = moved_cells.anti_join(stays.select(*cell), cell)
    return stays.union(fresh.select(stays.columns))


# Parts are shares of counts: what is rounded off must not show in their ratio.
_FINE = 1_000_000_000
_A_BIT = 1e-6  # what adding up thirds leaves over


def respondents(
    rows: pl.DataFrame, above: pl.DataFrame, origins: pl.DataFrame, moves: pl.DataFrame
) -> pl.DataFrame:
    """``rows`` of respondents (area, vintage, period and more) once for every area they count for.

    ``above`` is ``meta.closure``. Nobody can tell in which part of a divided area a respondent
    lives: those count only for the areas above that all its parts have in common.
    """
    numbered = rows.with_columns(pl.col("vintage").fill_null("")).join(
        origins, on=["vintage", "period"]
    )
    parts = moves.group_by("origin", "area_from").agg(pl.len().alias("parts"))
    common = (
        moves.join(above, left_on="area_to", right_on="area")
        .group_by("origin", "area_from", "ancestor")
        .len()
        .join(parts, on=["origin", "area_from"])
        .filter(pl.col("len") == pl.col("parts"))
        .select("origin", "ancestor", area="area_from")
    )
    stays = numbered.join(
        moves, left_on=["origin", "area"], right_on=["origin", "area_from"], how="anti"
    )
    away = numbered.join(common, on=["origin", "area"])
    return pl.concat([stays.join(above, on="area").select(away.columns), away]).select(
        pl.col("ancestor").alias("area"),
        *(name for name in rows.columns if name not in ("area", "vintage")),
    )


def places_of(rows: pl.DataFrame, ways: Boundaries | None) -> pl.DataFrame:
    """Where each of ``rows`` (respondent, area, vintage, period, indicator) may live, on the source's
    boundaries: respondent, period, indicator, area, and in how many ``parts`` their own area was
    divided. ``ways`` is None when boundaries never changed."""
    keys = ("respondent", "period", "indicator")
    if ways is None:
        return rows.select(*keys, "area", parts=pl.lit(1, pl.UInt32))
    numbered = rows.with_columns(pl.col("vintage").fill_null("")).join(
        ways.origins, on=["vintage", "period"]
    )
    own, other = ["origin", "area"], ["origin", "area_from"]
    stays = numbered.join(ways.moves, left_on=own, right_on=other, how="anti")
    away = numbered.join(ways.moves, left_on=own, right_on=other)
    return pl.concat(
        [
            stays.select(*keys, "area", parts=pl.lit(1, pl.UInt32)),
            away.select(*keys, area="area_to", parts=pl.len().over("respondent")),
        ]
    )


def short_of(rows: pl.DataFrame, above: pl.DataFrame, ways: Boundaries) -> pl.DataFrame:
    """area, period, indicator of the figures that lack respondents: the area holds some parts of an area
    that was divided, not all, so that those who lived in them can't be told from the others.

    ``rows`` are respondents (area, vintage, period, indicator, value), ``above`` is ``meta.closure``.
    """
    moment = ("period", "indicator")
    divided = (
        rows.filter(pl.col("value").is_not_null())
        .select("area", pl.col("vintage").fill_null(""), *moment)
        .unique(maintain_order=True)
        .with_row_index("respondent")
    )
    return (
        places_of(divided, ways)
        .filter(pl.col("parts") > 1)
        .join(above, on="area")
        .group_by("respondent", *moment, "parts", pl.col("ancestor").alias("area"))
        .agg(inside=pl.len())
        .filter(pl.col("inside") < pl.col("parts"))
        .select("area", *moment)
        .unique()
        .sort(pl.all())
    )
