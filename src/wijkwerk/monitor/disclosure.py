"""Which cells of an edition are withheld: one plan over everything that it publishes.

``plan`` decides from all counts, before anything else is made of them: the pipeline takes what it
names out of the figures, and makes ranks, ranges, composites, changes and signals of what is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import ibis
import ibis.expr.types as ir
import numpy as np
import polars as pl

from wijkwerk.monitor.core.definitions import Direction, DisclosureLimits, Indicator, Kind
from wijkwerk.monitor.core.disclosure.cells import Bools, Cells, Floats, Ints, Limits, Tree, primary
from wijkwerk.monitor.core.disclosure.divided import Place, totals_that_hold, withheld_beside
from wijkwerk.monitor.core.disclosure.linked import Moment, closed_groups
from wijkwerk.monitor.core.disclosure.linked_indicators import linked
from wijkwerk.monitor.core.disclosure.linked_periods import together as linked_periods
from wijkwerk.monitor.core.disclosure.tied import Tie, Ties, moves_of, ties_of, withheld_together
from wijkwerk.monitor.core.disclosure.tree import secondary
from wijkwerk.monitor.core.groups import (
    countable,
    members_at,
    over_time,
    same_members_code,
)
from wijkwerk.monitor.core.vintage_chains import Boundaries
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.pipeline import Computed, Progress, compute
from wijkwerk.monitor.sources.complete import all_observations
from wijkwerk.monitor.sources.source import Source
from wijkwerk.monitor.steps.divided import DividedAreas
from wijkwerk.monitor.steps.moments import moments_between
from wijkwerk.monitor.steps.same_members import same_members
from wijkwerk.monitor.steps.surveyed import respondents
from wijkwerk.monitor.steps.values import boundaries_of

_SCHEMA = dict.fromkeys(("area", "period", "indicator", "conf_status"), pl.String)
_COUNTED = (Kind.RATE, Kind.SURVEY, Kind.STANDARDISED, Kind.INDIRECT)
_NEEDED = ("area", "period", "indicator", "numerator", "value", "base", "obs_status")
_BATCH_ROWS = 4_000_000
_SAMPLE = 400  # areas in which sums of indicators are looked for
_OWN = 40  # of an indicator with fewer of these, so many of its own areas
Members = Mapping[str, Mapping[str, Ints]]  # per period and group the places of its areas
Few = Mapping[str, pl.DataFrame]  # per indicator ``old`` and ``period`` of divided areas


@dataclass(frozen=True)
class GroupTotals:
    """Of which areas a group's total is published: of the members of each period, and, by indicator,
    of the same members all the time (``core.groups.same_members``). ``too_few`` names, by indicator,
    the totals and periods that hold respondents of a divided area with too few of them: that area has
    no figure itself, and what is left of the total without it is published."""

    then: Members
    same: Mapping[str, Members]
    too_few: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def of(self, indicator: str, period: str) -> Mapping[str, Ints]:
        """Every total of a moment by its name."""
        same = self.same.get(indicator, {}).get(period, {})
        return {**self.then[period], **same}


def protected(source: Source, engine: Engine, progress: Progress | None = None) -> Computed:
    """The tables of the edition of ``source``, without anything that is withheld."""
    return compute(source, engine, progress, lambda cells: plan(cells, source, engine))


def plan(cells: ir.Table, source: Source, engine: Engine) -> ir.Table:
    """The cells to withhold (tables.WITHHELD): N by themselves, D to protect others.

    ``cells`` are all counts and values (tables.COMPUTED). A few indicators at a time,
    so that memory stays bounded; those that are parts of one whole go together. Indexes follow the
    indicator they are made of. Within the plan N and D are told apart; an edition doesn't
    (core.disclosure.blank).
    """
    if not source.settings.disclosure.enabled:
        return engine.frame(_given(cells, engine), "withheld")
    moments = engine.collect(cells.select("period").distinct())["period"].sort().to_list()
    frame = _Frame(Tree.of(source.areas), tuple(moments))
    # Where an area isn't the sum of its parts (additive = false), its total tells nothing of them.
    tree = frame.tree
    loose = _Frame(Tree(tree.codes, np.full_like(tree.parent, -1)), frame.periods)
    observations = all_observations(source, engine)
    ways = boundaries_of(source, engine, observations)
    answers = respondents(source, observations, engine) if ways is not None else pl.DataFrame()
    divided = DividedAreas.of(source, answers, ways)
    few = {} if divided is None else _few_answers(source, divided)
    groups = _group_totals(source, engine, cells, frame, divided, few)
    totals_by_indicator = {
        name: totals_that_hold(divided.parts.join(small, on=["old", "period"]), tree, moments)
        for name, small in few.items()
        if divided is not None
    }
    ties = _ties(observations, ways, engine, frame)
    pieces = [pl.DataFrame(schema=_SCHEMA)]
    for batch in _batches(_linked_indicators(cells, source, engine, frame), cells, engine):
        wanted = [indicator.id for together in batch for indicator in together]
        rows = engine.collect(cells.filter(cells.indicator.isin(wanted)).select(*_NEEDED))
        parts = rows.partition_by("indicator", as_dict=True, include_key=False)
        nothing = rows.drop("indicator").clear()
        for together in batch:
            layers = [
                Layer.of(
                    parts.get((indicator.id,), nothing),
                    indicator,
                    source.settings.disclosure,
                    frame,
                    ties.get(indicator.id),
                    totals_by_indicator.get(indicator.id, ()),
                )
                for indicator in together
            ]
            nested = all(indicator.additive for indicator in together)
            pieces += plan_together(layers, frame if nested else loose, groups)
    withheld = pl.concat(pieces)
    withheld = pl.concat([withheld, _of_indexes(withheld, source, frame.periods)])
    # A cell that is too small by itself stays N, whatever else it protects.
    cells_withheld = withheld.sort(*_SCHEMA).unique(
        ["area", "period", "indicator"], keep="last", maintain_order=True
    )
    return engine.frame(cells_withheld, "withheld")


def _ties(
    observations: ir.Table, ways: Boundaries | None, engine: Engine, frame: _Frame
) -> dict[str, Ties]:
    """Per indicator the areas that are multiples of the same old counts, by place of the period."""
    if ways is None:
        return {}
    place = {code: number for number, code in enumerate(frame.tree.codes)}
    moments = {name: number for number, name in enumerate(frame.periods)}
    moves = {number: part for (number,), part in ways.moves.group_by("origin", maintain_order=True)}

    @cache
    def ties(origin: int, counted: frozenset[str]) -> list[Tie]:
        return ties_of(moves_of(moves[origin], counted), place) if origin in moves else []

    ties_by_indicator: dict[str, dict[int, list[Tie]]] = {}
    for (indicator, period, origin), counted in _counted_if_any(observations, ways, engine).items():
        tied = ties(origin, counted)
        if tied and period in moments:
            ties_by_indicator.setdefault(indicator, {}).setdefault(moments[period], []).extend(tied)
    return {name: dict(by_period) for name, by_period in ties_by_indicator.items()}


def _counted_if_any(
    observations: ir.Table, ways: Boundaries, engine: Engine
) -> dict[tuple[str, str, int], frozenset[str]]:
    """Per indicator, period and origin which of the areas that ``ways`` don't require have a figure."""
    key = ["indicator", "vintage", "period"]
    origins = engine.collect(observations.select(*key).distinct())
    optional = ways.moves.filter(~pl.col("required")).select(area="area_from").unique().sort("area")
    named = engine.frame(optional, "optional_areas")
    inside = observations.semi_join(named, "area").select(*key, "area").distinct()
    rows = (
        pl.concat([origins.with_columns(area=pl.lit(None, pl.String)), engine.collect(inside)])
        .with_columns(pl.col("vintage").fill_null(""))
        .join(ways.origins, on=["vintage", "period"])
        .group_by("indicator", "period", "origin")
        .agg(pl.col("area").drop_nulls())
        .sort("indicator", "period", "origin")
    )
    return {
        (indicator, period, origin): frozenset(areas)
        for indicator, period, origin, areas in rows.iter_rows()
    }


def _batches(
    sets: list[list[Indicator]], cells: ir.Table, engine: Engine
) -> Iterator[list[list[Indicator]]]:
    """``sets`` in runs of so many rows as memory holds with ease: going through all cells once for
    each indicator would take longer than the plan itself."""
    counted = engine.collect(cells.group_by("indicator").aggregate(rows=cells.count()))
    rows = dict(counted.select("indicator", "rows").iter_rows())
    batch: list[list[Indicator]] = []
    size = 0
    for together in sets:
        own = sum(int(rows.get(indicator.id, 0)) for indicator in together)
        if batch and size + own > _BATCH_ROWS:
            yield batch
            batch, size = [], 0
        batch.append(together)
        size += own
    if batch:
        yield batch


def _given(cells: ir.Table, engine: Engine) -> pl.DataFrame:
    """What the publisher withheld stays withheld, also without limits of our own."""
    hidden = cells.filter(cells.obs_status == "N")
    return engine.collect(
        hidden.select("area", "period", "indicator", conf_status=ibis.literal("N"))
    ).sort("area", "period", "indicator")


@dataclass(frozen=True)
class _Frame:
    """What the arrays of every indicator have in common: rows are areas, columns periods."""

    tree: Tree
    periods: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.tree.codes), len(self.periods)

    def listed(self, marked: Bools, indicator: str, status: Bools) -> pl.DataFrame:
        """The marked cells as rows; N where ``status`` holds, else D."""
        area, period = np.nonzero(marked)
        return pl.DataFrame(
            {
                "area": np.array(self.tree.codes, dtype=object)[area].tolist(),
                "period": np.array(self.periods, dtype=object)[period].tolist(),
                "indicator": [indicator] * area.size,
                "conf_status": np.where(status[area, period], "N", "D").tolist(),
            },
            schema=_SCHEMA,
        )


def _group_totals(
    source: Source,
    engine: Engine,
    cells: ir.Table,
    frame: _Frame,
    divided: DividedAreas | None,
    few: Few,
) -> GroupTotals:
    if source.groups.is_empty():
        return GroupTotals({period: {} for period in frame.periods}, {})
    periods = cells.select("period").distinct()
    members = engine.materialise(
        members_at(engine.frame(source.groups, "groups_plan"), periods), "plan_members"
    )
    rows = engine.collect(members).sort("group", "area")
    inside = cells.semi_join(members, "area")
    with_value = cells.filter(cells.value.notnull()).select("indicator", "period").distinct()
    moments = engine.frame(moments_between(source, engine, with_value), "plan_moments")
    counting = same_members(
        engine,
        countable(inside).select("area", "period", "indicator"),
        members,
        moments,
        divided,
        "plan",
    )
    of_same = engine.collect(over_time(counting.same, periods)).sort("indicator", "group", "area")
    of_same = of_same.with_columns(pl.col("group") + same_members_code(""))
    too_few = {} if divided is None else _too_few(divided, few, rows, of_same)
    by_indicator = of_same.partition_by("indicator", as_dict=True, include_key=False)
    return GroupTotals(
        _places(rows, frame),
        {str(name): _places(part, frame) for (name,), part in by_indicator.items()},
        too_few,
    )


def _few_answers(source: Source, divided: DividedAreas) -> Few:
    """Those of ``divided`` of which the respondents are too few to be published by themselves."""
    few_by_indicator = {}
    for indicator in source.indicators:
        answers = divided.answers.filter(pl.col("indicator") == indicator.id)
        base, value = (answers[name].to_numpy()[:, None] for name in ("base", "value"))
        shares = indicator.kind is Kind.SURVEY and indicator.unit == "%"
        count = value * base if shares else base
        rest = base - count if shares else np.full(base.shape, np.nan)
        cells = Cells(count, rest, base, np.isfinite(value))
        small = primary(cells, limits_of(indicator, source.settings.disclosure))[:, 0]
        if small.any():
            few_by_indicator[indicator.id] = answers.filter(small).select("old", "period")
    return few_by_indicator


def _too_few(
    divided: DividedAreas, few: Few, then: pl.DataFrame, same: pl.DataFrame
) -> dict[str, frozenset[tuple[str, str]]]:
    """``GroupTotals.too_few``, of members of each moment and of the same members."""
    inside = pl.concat([divided.inside(then), divided.inside(same)])
    return {
        name: frozenset(inside.join(small, on="old").select("group", "period").iter_rows())
        for name, small in few.items()
    }


def _places(members: pl.DataFrame, frame: _Frame) -> Members:
    """Per period and group the places of its areas; ``members`` has group, area, period."""
    place = {code: number for number, code in enumerate(frame.tree.codes)}
    places_by_group: dict[str, dict[str, list[int]]] = {period: {} for period in frame.periods}
    for group, area, period in members.select("group", "area", "period").iter_rows():
        if area in place:
            places_by_group[period].setdefault(group, []).append(place[area])
    return {
        period: {group: np.array(areas, dtype=np.int64) for group, areas in sorted(of.items())}
        for period, of in places_by_group.items()
    }


def _linked_indicators(
    cells: ir.Table, source: Source, engine: Engine, frame: _Frame
) -> list[list[Indicator]]:
    """All indicators but indexes, those that add up to one another in one list."""
    every = {
        indicator.id: indicator
        for indicator in source.indicators
        if indicator.kind is not Kind.INDEX
    }
    # Counts add up whatever they are told per: a hundred or a thousand of the same base.
    rates = sorted(indicator.id for indicator in every.values() if indicator.kind is Kind.RATE)
    together = {name: {name} for name in every}
    inner = set(frame.tree.parent.tolist())
    ends = [code for number, code in enumerate(frame.tree.codes) if number not in inner]
    sample = {*ends[:: max(1, len(ends) // _SAMPLE)]}
    if len(rates) > 1:
        # What is measured in a few areas alone (one city, districts only) is looked for there.
        where = engine.collect(
            cells.filter(cells.indicator.isin(rates)).select("indicator", "area").distinct()
        ).sort("indicator", "area")
        inside = pl.col("area").is_in(sorted(sample)).sum().over("indicator")
        own = where.filter(inside < _OWN).group_by("indicator", maintain_order=True).head(_OWN)
        sample |= {*own["area"].to_list()}
        rows = engine.collect(
            cells.filter(cells.indicator.isin(rates) & cells.area.isin(sorted(sample))).select(
                "area", "period", "indicator", "numerator", "base"
            )
        ).filter(pl.col("numerator").is_not_null())
        for _, now in rows.sort("period").group_by("period", maintain_order=True):
            indicators = sorted(now["indicator"].unique().to_list())
            if len(indicators) < 2:
                continue
            wide = now.sort("area").pivot("indicator", index="area", values=["numerator", "base"])
            counts, bases = (
                wide.select(
                    pl.col(f"{part}_{indicator}").cast(pl.Float64) for indicator in indicators
                ).to_numpy()
                for part in ("numerator", "base")
            )
            for columns in linked(counts, bases):
                joined = set().union(*(together[indicators[column]] for column in columns))
                for name in joined:
                    together[name] = joined
    sets = {min(names): sorted(names) for names in together.values()}
    return [[every[name] for name in names] for _, names in sorted(sets.items())]


@dataclass(frozen=True)
class Layer:
    """One indicator's cells and limits; ``given`` is what the publisher withheld, ``totals`` those that
    hold too few respondents of a divided area."""

    indicator: str
    cells: Cells
    given: Bools
    limits: Limits
    ties: Ties = field(default_factory=dict)
    totals: tuple[Place, ...] = ()

    @classmethod
    def of(
        cls,
        rows: pl.DataFrame,
        indicator: Indicator,
        defaults: DisclosureLimits,
        frame: _Frame,
        ties: Ties | None = None,
        totals: tuple[Place, ...] = (),
    ) -> Layer:
        """From rows with area, period, numerator, value, base, obs_status. Of ``ties`` those of cells
        that were estimated: a figure that the publisher gave on the new boundaries is its own."""
        cells, withheld_before = _dense(rows, indicator, frame)
        estimated = (
            withheld_before if cells.estimated is None else cells.estimated | withheld_before
        ) & cells.exists
        own = {
            period: [
                part for tie in several if (part := tie.among(estimated[:, period])) is not None
            ]
            for period, several in (ties or {}).items()
        }
        return cls(
            indicator.id, cells, withheld_before, limits_of(indicator, defaults), own, totals
        )

    def unsafe(self) -> Bools:
        """What can't be published by itself."""
        return primary(self.cells, self.limits) | self.given


def plan_together(
    layers: Sequence[Layer], frame: _Frame, groups: GroupTotals
) -> list[pl.DataFrame]:
    """The plan for indicators that are parts of one whole (or for a single one): what one of them
    withholds, all withhold, so that no part can be had from the others. The same for a year
    and its quarters or months. ``layers`` have arrays of the shape of ``frame``; gives rows of
    tables.WITHHELD."""
    unsafe = [layer.unsafe() for layer in layers]
    withheld = np.logical_or.reduce(unsafe)
    while True:
        grown = withheld.copy()
        for layer in layers:
            grown |= withheld_together(grown, layer.cells.exists, layer.ties)
            grown |= secondary(
                frame.tree, layer.cells, grown & layer.cells.exists, layer.limits, ties=layer.ties
            )
            grown |= linked_periods(grown & layer.cells.exists, layer.cells.count, frame.periods)
            grown = withheld_beside(grown, layer.cells, frame.tree, layer.totals)
        if (grown == withheld).all():
            break
        withheld = grown
    hidden = [withheld & layer.cells.exists for layer in layers]
    closed = [
        _closed(layer, own, lost, frame, groups)
        for layer, own, lost in zip(layers, unsafe, hidden, strict=True)
    ]
    every = pl.concat(closed)
    return [
        *(
            frame.listed(lost, layer.indicator, own)
            for layer, own, lost in zip(layers, unsafe, hidden, strict=True)
        ),
        *(every.with_columns(indicator=pl.lit(layer.indicator)).unique() for layer in layers),
    ]


def limits_of(indicator: Indicator, defaults: DisclosureLimits) -> Limits:
    """The limits that hold for an indicator: its own, or else the source's."""
    base = defaults.minimum_base if indicator.minimum_base is None else indicator.minimum_base
    count = defaults.minimum_count if indicator.minimum_count is None else indicator.minimum_count
    # In a sample 'all' are all that were asked; without a limit for counts nobody asks for it.
    alike = indicator.kind is Kind.RATE and indicator.unit == "%" and count > 0
    # Without a better side nobody knows which of the two is held against people: protect both.
    return Limits(
        base=base,
        count=count,
        all_in=alike and indicator.direction is not Direction.HIGHER_IS_BETTER,
        none_in=alike and indicator.direction is not Direction.LOWER_IS_BETTER,
    )


def _dense(rows: pl.DataFrame, indicator: Indicator, frame: _Frame) -> tuple[Cells, Bools]:
    """The indicator's cells as arrays, and where the publisher withheld."""
    # An Enum's physical number is the place in the list: faster than looking texts up.
    area = rows["area"].cast(pl.Enum(list(frame.tree.codes))).to_physical()
    period = rows["period"].cast(pl.Enum(list(frame.periods))).to_physical()
    at = (area.to_numpy(), period.to_numpy())

    def array(column: str) -> Floats:
        filled = np.full(frame.shape, np.nan)
        filled[at] = rows[column].cast(pl.Float64).to_numpy()
        return filled

    value, base, count = array("value"), array("base"), array("numerator")
    counts_people = indicator.kind in (Kind.RATE, Kind.SURVEY) and indicator.unit == "%"
    # A survey share has respondents, no numerator: the respondents behind it count.
    count = np.where(np.isnan(count) & counts_people, value / indicator.scale * base, count)
    if indicator.kind not in _COUNTED:
        # A mean has no people with and without; only its base tells how many it is of.
        count = base.copy()
    rest = base - count if counts_people else np.full(frame.shape, np.nan)
    withheld_before, estimated = (
        np.zeros(frame.shape, dtype=bool),
        np.zeros(frame.shape, dtype=bool),
    )
    withheld_before[at] = (rows["obs_status"] == "N").to_numpy()
    estimated[at] = rows["obs_status"].is_in(["E", "B"]).to_numpy()
    exists = ~np.isnan(value) & ~np.isnan(base) | withheld_before
    return Cells(count, rest, base, exists, estimated), withheld_before


def _closed(
    layer: Layer, unsafe: Bools, withheld: Bools, frame: _Frame, groups: GroupTotals
) -> pl.DataFrame:
    """The groups that can't show their total."""
    cells, withheld_before = layer.cells, layer.given
    closed_rows = [
        (name, period, layer.indicator, "D")
        for name, period in sorted(groups.too_few.get(layer.indicator, ()))
    ]
    for number, period in enumerate(frame.periods):
        exists, hidden = cells.exists[:, number], withheld[:, number]
        totals = groups.of(layer.indicator, period)
        names = list(totals)
        members = [areas[exists[areas]] for areas in totals.values()]
        if not any(hidden[areas].any() for areas in members):
            continue
        above = frame.tree.parent
        now = Moment(
            parent=np.where((above >= 0) & exists[above], above, -1),
            count=cells.count[:, number],
            rest=cells.rest[:, number],
            base=cells.base[:, number],
            withheld=hidden,
            unsafe=unsafe[:, number],
            unknown=withheld_before[:, number] & np.isnan(cells.base[:, number]),
            ties=layer.ties.get(number, ()),
        )
        closed = closed_groups(now, members, layer.limits)
        closed_rows += [
            (name, period, layer.indicator, "D")
            for name, is_closed in zip(names, closed, strict=True)
            if is_closed
        ]
    return pl.DataFrame(closed_rows, schema=_SCHEMA, orient="row")


def _of_indexes(withheld: pl.DataFrame, source: Source, periods: tuple[str, ...]) -> pl.DataFrame:
    """An index gives its original away: withheld where the original is, now or at the base."""
    pieces = [pl.DataFrame(schema=_SCHEMA)]
    for indicator in source.indicators:
        if indicator.kind is not Kind.INDEX:
            continue
        original = withheld.filter(pl.col("indicator") == indicator.of)
        base = indicator.base_period or source.settings.base_period
        # Without a base period given it is the first with figures: every withheld moment counts.
        at_base = original if base is None else original.filter(pl.col("period") == base)
        everywhere = (
            at_base.select("area").unique().join(pl.DataFrame({"period": periods}), how="cross")
        )
        pieces += [
            original.with_columns(indicator=pl.lit(indicator.id)),
            everywhere.with_columns(indicator=pl.lit(indicator.id), conf_status=pl.lit("D")).select(
                *_SCHEMA
            ),
        ]
    return pl.concat(pieces)
