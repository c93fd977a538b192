"""Protecting an edition: one plan over everything it publishes, then its execution.

``plan`` decides which cells (area or group, period, indicator) are withheld; ``apply`` takes them
out of every table, with whatever would give them away: distances, changes, ranks, indexes,
composites, signals.
"""

from __future__ import annotations

from dataclasses import replace

import ibis
import ibis.expr.types as ir
import numpy as np
import polars as pl

from wijkwerk.monitor.core.definitions import Indicator, Kind
from wijkwerk.monitor.core.disclosure.cells import Bools, Cells, Limits, Tree, primary
from wijkwerk.monitor.core.disclosure.linked import closed_groups
from wijkwerk.monitor.core.disclosure.tree import secondary
from wijkwerk.monitor.core.groups import members_at
from wijkwerk.monitor.core.tables import WITHHELD
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.pipeline import Computed
from wijkwerk.monitor.sources.source import Source

_SCHEMA = dict.fromkeys(WITHHELD, pl.String)


def plan(computed: Computed, source: Source, engine: Engine) -> ir.Table:
    """The cells to withhold (tables.WITHHELD): N by themselves, D to protect others.

    One indicator at a time, so that memory holds areas x periods of one. Indexes and composites
    follow the indicators they are made of.
    """
    if not source.settings.disclosure.enabled:
        found = _published_withheld(computed, engine)
        return engine.frame(found, "withheld")
    tree = Tree.of(source.areas)
    periods = sorted(
        engine.collect(computed.computed.select("period").distinct())["period"].to_list()
    )
    groups = _group_members(source, engine, computed, tree, periods)
    pieces = [pl.DataFrame(schema=_SCHEMA)]
    for indicator in source.indicators:
        if indicator.kind is not Kind.INDEX:
            pieces.append(_one(indicator, computed, source, engine, tree, periods, groups))
    withheld = pl.concat(pieces)
    withheld = pl.concat([withheld, _of_indexes(withheld, source, periods)])
    withheld = pl.concat([withheld, _of_composites(withheld, source)])
    # A cell that is too small by itself stays N, whatever else it protects.
    cell = ["area", "period", "indicator"]
    found = withheld.sort(*_SCHEMA).unique(cell, keep="last", maintain_order=True)
    return engine.frame(found, "withheld")


def _published_withheld(computed: Computed, engine: Engine) -> pl.DataFrame:
    """What the publisher withheld stays withheld, also without limits of our own."""
    hidden = computed.computed.filter(computed.computed.obs_status == "N")
    return engine.collect(
        hidden.select("area", "period", "indicator", conf_status=ibis.literal("N"))
    ).sort("area", "period", "indicator")


def _group_members(
    source: Source, engine: Engine, computed: Computed, tree: Tree, periods: list[str]
) -> dict[str, dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]]:
    """Per period and group the indices of its members."""
    if source.groups.is_empty():
        return {period: {} for period in periods}
    table = members_at(
        engine.frame(source.groups, "groups_plan"), computed.computed.select("period").distinct()
    )
    frame = engine.collect(table).sort("group", "area")
    place = {code: number for number, code in enumerate(tree.codes)}
    found: dict[str, dict[str, list[int]]] = {period: {} for period in periods}
    for group, area, period in frame.select("group", "area", "period").iter_rows():
        if area in place:
            found[period].setdefault(group, []).append(place[area])
    return {
        period: {group: np.array(areas, dtype=np.int64) for group, areas in sorted(of.items())}
        for period, of in found.items()
    }


def _one(
    indicator: Indicator,
    computed: Computed,
    source: Source,
    engine: Engine,
    tree: Tree,
    periods: list[str],
    groups: dict[str, dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]],
) -> pl.DataFrame:
    """The plan for one indicator."""
    t = computed.computed
    rows = engine.collect(
        t.filter(t.indicator == indicator.id).select(
            "area", "period", "numerator", "value", "base", "obs_status"
        )
    )
    defaults = source.settings.disclosure
    limits = Limits(
        base=defaults.minimum_base if indicator.minimum_base is None else indicator.minimum_base,
        count=defaults.minimum_count
        if indicator.minimum_count is None
        else indicator.minimum_count,
    )
    cells, given = _dense(rows, indicator, tree, periods)
    unsafe = primary(cells, limits) | given
    withheld = secondary(tree, cells, unsafe, limits)
    found = _listed(withheld, unsafe, tree, periods, indicator.id)
    return pl.concat(
        [found, _groups_of(indicator.id, cells, withheld, tree, periods, groups, limits)]
    )


def _dense(
    rows: pl.DataFrame, indicator: Indicator, tree: Tree, periods: list[str]
) -> tuple[Cells, Bools]:
    """The indicator's cells as arrays, and where the publisher withheld."""
    shape = (len(tree.codes), len(periods))
    area = rows["area"].replace_strict(
        {code: number for number, code in enumerate(tree.codes)}, return_dtype=pl.Int64
    )
    period = rows["period"].replace_strict(
        {name: number for number, name in enumerate(periods)}, return_dtype=pl.Int64
    )
    at = (area.to_numpy(), period.to_numpy())

    def array(column: pl.Series) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        filled = np.full(shape, np.nan)
        filled[at] = column.cast(pl.Float64).to_numpy()
        return filled

    value, base, count = array(rows["value"]), array(rows["base"]), array(rows["numerator"])
    counts_people = indicator.kind in (Kind.RATE, Kind.SURVEY) and indicator.unit == "%"
    # A survey share has respondents, no numerator: the respondents behind it count.
    count = np.where(np.isnan(count) & counts_people, value / indicator.scale * base, count)
    if indicator.kind not in (Kind.RATE, Kind.SURVEY, Kind.STANDARDISED):
        # A mean has no people with and without; only its base tells how many it is of.
        count = base.copy()
    rest = base - count if counts_people else np.full(shape, np.nan)
    given = np.zeros(shape, dtype=bool)
    given[at] = (rows["obs_status"] == "N").to_numpy()
    exists = ~np.isnan(value) & ~np.isnan(base) | given
    return Cells(count=count, rest=rest, base=base, exists=exists), given


def _listed(
    withheld: Bools, unsafe: Bools, tree: Tree, periods: list[str], indicator: str
) -> pl.DataFrame:
    area, period = np.nonzero(withheld)
    return pl.DataFrame(
        {
            "area": np.array(tree.codes, dtype=object)[area].tolist(),
            "period": np.array(periods, dtype=object)[period].tolist(),
            "indicator": [indicator] * area.size,
            "conf_status": np.where(unsafe[area, period], "N", "D").tolist(),
        },
        schema=_SCHEMA,
    )


def _groups_of(
    indicator: str,
    cells: Cells,
    withheld: Bools,
    tree: Tree,
    periods: list[str],
    groups: dict[str, dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]],
    limits: Limits,
) -> pl.DataFrame:
    rows = []
    for number, period in enumerate(periods):
        names, members = list(groups[period]), list(groups[period].values())
        exists, hidden = cells.exists[:, number], withheld[:, number]
        if not names or not hidden.any():
            continue
        for values, width in ((cells.count, limits.count), (cells.base, limits.base)):
            closed = closed_groups(
                tree.parent, exists, hidden, members, values[:, number], max(width, 1.0)
            )
            rows += [
                (name, period, indicator, "D")
                for name, is_closed in zip(names, closed, strict=True)
                if is_closed
            ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").unique(maintain_order=True)


def _of_indexes(withheld: pl.DataFrame, source: Source, periods: list[str]) -> pl.DataFrame:
    """An index gives its original away: withheld where the original is, now or at the base."""
    pieces = [pl.DataFrame(schema=_SCHEMA)]
    for one in source.indicators:
        if one.kind is not Kind.INDEX:
            continue
        original = withheld.filter(pl.col("indicator") == one.of)
        base = one.base_period or source.settings.base_period
        at_base = original if base is None else original.filter(pl.col("period") == base)
        everywhere = (
            at_base.select("area").unique().join(pl.DataFrame({"period": periods}), how="cross")
        )
        pieces += [
            original.with_columns(indicator=pl.lit(one.id)),
            everywhere.with_columns(indicator=pl.lit(one.id), conf_status=pl.lit("D")).select(
                *_SCHEMA
            ),
        ]
    return pl.concat(pieces)


def _of_composites(withheld: pl.DataFrame, source: Source) -> pl.DataFrame:
    """A composite is withheld where one of its parts is."""
    pieces = [pl.DataFrame(schema=_SCHEMA)]
    for one in source.composites:
        used = [name for part in one.dimensions for name, _ in part.indicators]
        pieces.append(
            withheld.filter(pl.col("indicator").is_in(used)).with_columns(
                indicator=pl.lit(one.id), conf_status=pl.lit("D")
            )
        )
    return pl.concat(pieces).unique(maintain_order=True)


def apply(computed: Computed, withheld: ir.Table, source: Source, engine: Engine) -> Computed:
    """``computed`` with every withheld cell and all that gives it away taken out.

    Values become null (never zero), conf_status says N or D, bases are rounded. Class counts stay:
    they were made from all figures.
    """
    rounding = source.settings.disclosure.rounding if source.settings.disclosure.enabled else 1
    return replace(
        computed,
        figures=engine.materialise(_figures(computed.figures, withheld, rounding), "safe_figures"),
        changes=engine.materialise(_changes(computed.changes, withheld), "safe_changes"),
        groups=engine.materialise(_groups(computed, withheld, source, engine), "safe_groups"),
        warnings=engine.materialise(_signals(computed.warnings, withheld), "safe_warnings"),
        liveability=engine.materialise(_parts(computed.liveability, withheld), "safe_parts"),
    )


def _blank(table: ir.Table, columns: tuple[str, ...], hide: ir.BooleanValue) -> dict[str, ir.Value]:
    return {name: ibis.ifelse(hide, ibis.null(table[name].type()), table[name]) for name in columns}


_OWN = (
    "value", "lower", "upper", "base", "distance", "distance_lower", "distance_upper",
    "distance_relative", "distance_excluding", "rank", "rank_lower", "rank_upper",
)  # fmt: skip
_AGAINST = (
    "reference_value", "distance", "distance_lower", "distance_upper", "distance_relative",
    "distance_excluding",
)  # fmt: skip


def _marked(table: ir.Table, withheld: ir.Table, on: dict[str, str], name: str) -> ir.Table:
    """``table`` with column ``name``: the conf_status of the withheld cell that ``on`` points at
    (withheld column → column of the table), or null."""
    cells = withheld.select(**{f"w_{key}": key for key in on}, **{name: "conf_status"})
    joined = table.join(
        cells, [cells[f"w_{key}"] == table[column] for key, column in on.items()], how="left"
    )
    return joined.drop([f"w_{key}" for key in on])


def _figures(figures: ir.Table, withheld: ir.Table, rounding: int) -> ir.Table:
    columns = figures.columns
    t = _marked(
        figures, withheld, {"area": "area", "period": "period", "indicator": "indicator"}, "own_c"
    )
    t = _marked(
        t, withheld, {"area": "reference", "period": "period", "indicator": "indicator"}, "ref_c"
    )
    t = t.mutate(base=(t.base / rounding).round() * float(rounding))
    t = t.mutate(**_blank(t, _AGAINST, t.ref_c.notnull()))
    t = t.mutate(**_blank(t, _OWN, t.own_c.notnull()))
    t = t.mutate(
        conf_status=ibis.coalesce(t.own_c, t.conf_status),
        interval_method=ibis.ifelse(t.own_c.notnull(), "none", t.interval_method),
    )
    return t.select(*columns)


def _changes(changes: ir.Table, withheld: ir.Table) -> ir.Table:
    columns = changes.columns
    t = changes
    for moment in ("period_from", "period_to"):
        for whose in ("area", "reference"):
            on = {"area": whose, "period": moment, "indicator": "indicator"}
            t = _marked(t, withheld, on, f"{whose}_{moment}")
    own = ibis.coalesce(t.area_period_from, t.area_period_to)
    other = ibis.coalesce(t.reference_period_from, t.reference_period_to)
    t = t.mutate(own=own, other=other)
    t = t.mutate(
        **_blank(t, ("own_change", "class"), t.own.notnull()),
        **_blank(t, ("reference_change",), t.other.notnull()),
    )
    closed = t.own.notnull() | t.other.notnull()
    t = t.mutate(**_blank(t, ("distance_change", "lower", "upper"), closed))
    t = t.mutate(
        evidence=ibis.ifelse(t.own.notnull(), "cannot_tell", t.evidence),
        conf_status=ibis.coalesce(t.own, t.conf_status),
    )
    return t.select(*columns)


def _groups(computed: Computed, withheld: ir.Table, source: Source, engine: Engine) -> ir.Table:
    groups = computed.groups
    columns = groups.columns
    members = members_at(
        engine.frame(source.groups, "groups_apply"), computed.computed.select("period").distinct()
    )
    touched = (
        withheld.join(members, ["area", "period"])
        .group_by("group", "period", "indicator")
        .aggregate(hidden=ibis._.count())
    )
    t = _marked(
        groups, withheld, {"area": "group", "period": "period", "indicator": "indicator"}, "own_c"
    )
    t = _marked(
        t, withheld, {"area": "reference", "period": "period", "indicator": "indicator"}, "ref_c"
    )
    touched = touched.rename(g="group", p="period", i="indicator")
    t = t.join(
        touched, [t.group == touched.g, t.period == touched.p, t.indicator == touched.i], how="left"
    )
    # One member's figure is its range; a mean or an extreme of few is nearly one member's figure.
    inexact = t.hidden.notnull()
    closed = ibis.ifelse(t.method == "pooled", t.own_c.notnull(), inexact)
    t = t.mutate(closed=closed)
    t = t.mutate(**_blank(t, ("minimum", "maximum", "worst_five", "worst_areas"), inexact))
    t = t.mutate(**_blank(t, ("value", "lower", "upper", "distance"), t.closed))
    t = t.mutate(**_blank(t, ("reference_value", "distance"), t.ref_c.notnull()))
    t = t.mutate(conf_status=ibis.ifelse(t.closed, "D", t.conf_status))
    return t.select(*columns)


def _signals(warnings: ir.Table, withheld: ir.Table) -> ir.Table:
    """No score or signal where any moment of the series is withheld."""
    hidden = withheld.select("area", "indicator").distinct()
    return warnings.anti_join(hidden, ["area", "indicator"])


def _parts(parts: ir.Table, withheld: ir.Table) -> ir.Table:
    hidden = withheld.select("area", "period", composite="indicator").distinct()
    return parts.anti_join(hidden, ["area", "period", "composite"])
