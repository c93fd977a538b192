"""Which members of a group its trend is told over, with what is known of areas that were divided."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import groups as group_rules
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.steps.divided import DividedAreas


@dataclass(frozen=True)
class SameMembers:
    """``same`` is ``core.groups.same_members``. ``measured`` and ``measured_same`` list group, area,
    period, indicator of what counts: among the members of each moment, and among ``same``."""

    same: ir.Table
    measured: ir.Table
    measured_same: ir.Table


def same_members(
    engine: Engine,
    figures: ir.Table,
    members: ir.Table,
    moments: ir.Table,
    divided: DividedAreas | None,
    name: str,
) -> SameMembers:
    """From ``figures`` (area, period, indicator that count), ``members`` (group, area, period) and
    ``moments`` (``steps.moments``). What is materialised is called after ``name``."""
    pairs = members.select("group", "area").distinct()
    of_groups = engine.materialise(
        figures.join(pairs, "area").select("group", "area", "period", "indicator"),
        f"{name}_measured",
    )
    if divided is None:
        same = engine.materialise(
            group_rules.same_members(of_groups, members, moments), f"{name}_same"
        )
        return SameMembers(same, of_groups, of_groups)
    at_moments = engine.collect(members)
    measured = _with(engine, of_groups, divided.measured(at_moments), f"{name}_then")
    periods = at_moments.select("period").unique()
    now, part = measured, 0
    while True:
        same = engine.materialise(
            group_rules.same_members(now, members, moments), f"{name}_same_{part}"
        )
        rows = engine.collect(same).sort(pl.all())
        following = divided.measured(
            rows.join(periods, how="cross")
            .filter(pl.col("period").is_between("period_from", "period_to"))
            .select("group", "indicator", "area", "period")
        )
        part += 1
        now = _with(engine, of_groups, following, f"{name}_among_{part}")
        # Without one part of a divided area its respondents are lost, and with them the other parts.
        remaining = engine.collect(group_rules.same_members(now, members, moments)).sort(pl.all())
        if remaining.equals(rows):
            return SameMembers(same, measured, now)


def _with(engine: Engine, measured: ir.Table, more: pl.DataFrame, name: str) -> ir.Table:
    together = measured.union(engine.frame(more, f"{name}_divided").select(measured.columns))
    return engine.materialise(together.distinct(), name)
