"""Which way figures go from the boundaries that they were counted on to those of the edition.

A vintage is a state of the boundaries, named after the moment from which it holds: '2015' is in
force from 2015 until the next vintage that a table names. A table of correspondence leads from one
vintage to another; tables that follow each other are multiplied into one. A figure goes along the
one chain that begins at its own vintage. See docs/method/vintages.md.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import polars as pl

from wijkwerk.monitor.core.definitions import VintagePeriods

Weights = Mapping[str, Mapping[str, float]]  # area_from → area_to → share of area_from

# What a table without names of vintages leads from and to.
EARLIER, LATEST = "", "\uffff"
WEIGHT_SLACK = 1e-6  # how far the weights of an area may be from 1 together
_MOMENT = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d\d)(?:-(\d\d))?)?(?!\d)")


@dataclass(frozen=True)
class Chains:
    """The tables of a source, and the vintage that they lead to.

    ``target`` is None when nobody says where to and the tables end at several vintages. ``tables``
    has the weights by (vintage_from, vintage_to); rows without weight are left out.
    """

    target: str | None
    tables: Mapping[tuple[str, str], Weights]

    @cached_property
    def vintages(self) -> tuple[str, ...]:
        """All vintages that the tables name, the earliest first."""
        names = {name for pair in self.tables for name in pair}
        return tuple(sorted(names, key=lambda name: (_order(name), name)))

    @cached_property
    def _found(self) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
        routes: dict[str, tuple[str, ...]] = {}
        forks: set[str] = set()
        if self.target is None:
            return routes, frozenset()
        reached: dict[str, tuple[str, ...]] = {self.target: (self.target,)}
        while reached:
            routes |= reached
            following: dict[str, tuple[str, ...]] = {}
            for start, end in sorted(self.tables):
                if end in reached and start not in routes:
                    if start in following or end in forks:
                        forks.add(start)
                    following.setdefault(start, (start, *reached[end]))
            reached = following
        return routes, frozenset(forks)

    @property
    def routes(self) -> Mapping[str, tuple[str, ...]]:
        """Per vintage from which the target can be reached, the vintages on the way, itself and
        the target included. The way of fewest tables goes first: one that leads there directly."""
        return self._found[0]

    @property
    def forks(self) -> frozenset[str]:
        """Vintages from which there are two ways of the same number of tables."""
        return self._found[1]

    def weights(self, vintage: str) -> Weights:
        """The tables from ``vintage`` to the target, multiplied: what each area that they name
        gives to the areas of the target. An area that isn't named is unchanged. KeyError when no
        table leads from there to the target."""
        return self._composed[vintage][0]

    def absent(self, vintage: str) -> frozenset[str]:
        """Areas that the tables let begin after ``vintage``."""
        return self._composed[vintage][1]

    @cached_property
    def _composed(self) -> dict[str, tuple[Weights, frozenset[str]]]:
        return {
            name: _composed([self.tables[step] for step in pairwise(route)])
            for name, route in self.routes.items()
        }

    @cached_property
    def gone(self) -> frozenset[str]:
        """Areas that are none of the target's, as the tables say."""
        old = {code for weights, _ in self._composed.values() for code in weights}
        new = {to for weights, _ in self._composed.values() for of in weights.values() for to in of}
        return frozenset(old - new)

    def parts(self, vintage: str, area: str) -> Mapping[str, float] | None:
        """What ``area`` of ``vintage`` gives to which areas of the target; None when there is no
        such area then, as far as the tables tell."""
        named = self.weights(vintage)
        if area in named:
            return named[area]
        if area in self.gone or area in self.absent(vintage):
            return None
        return {area: 1.0}

    def settled(self, area: str, vintage: str | None) -> Mapping[str, float] | None:
        """As ``parts`` for a figure of which the vintage isn't told: ``vintage`` by its period
        (None: the period can't tell), and where there is no such area then, the only other way
        that the tables leave. None when they leave several, or none."""
        if vintage is not None:
            usual = self.parts(vintage, area)
            if usual is not None:
                return usual
        ways = {
            tuple(sorted(parts.items()))
            for name in self.routes
            if (parts := self.parts(name, area)) is not None
        }
        return dict(ways.pop()) if len(ways) == 1 else None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every area that a table on the way to the target names."""
        named: set[str] = set()
        for route in self.routes.values():
            for step in pairwise(route):
                named |= self.tables[step].keys()
                named |= {to for of in self.tables[step].values() for to in of}
        return tuple(sorted(named))

    def at(self, moment: str) -> str | None:
        """The vintage that is in force at the start of ``moment`` (a period, or the name of a
        vintage), or the earliest; None when the names of the vintages don't tell."""
        if moment in self.vintages:
            return moment
        start = start_of(moment)
        starts = [start_of(name) for name in self.vintages]
        if start is None or None in starts or len(set(starts)) < len(starts):
            return None
        begun = [name for name in self.vintages if str(start_of(name)) <= start]
        return begun[-1] if begun else self.vintages[0]


def start_of(moment: str) -> str | None:
    """The first day of a period, or of the period that the name of a vintage begins with; '' for
    ``EARLIER``, None for a name that says no moment."""
    if moment == EARLIER:
        return ""
    match = _MOMENT.match(moment)
    if match is None:
        return None
    year, quarter, month, day = match.groups()
    if quarter is not None:
        month = f"{3 * int(quarter) - 2:02d}"
    return f"{year}-{month or '01'}-{day or '01'}"


def end_of(moment: str) -> str | None:
    """The last day of a period, None for a name that says no moment."""
    match = _MOMENT.match(moment)
    if match is None:
        return None
    year, quarter, month, day = match.groups()
    if day is not None:
        return f"{year}-{month}-{day}"
    last = 3 * int(quarter) if quarter is not None else int(month or 12)
    return f"{year}-{last:02d}-{monthrange(int(year), last)[1]:02d}"


def _order(vintage: str) -> str:
    start = start_of(vintage)
    return LATEST if start is None else start


def _composed(steps: Sequence[Weights]) -> tuple[Weights, frozenset[str]]:
    """Tables one after another as one, and the areas that begin only on the way."""
    parts_by_area: dict[str, dict[str, float]] = {}
    begun: set[str] = set()
    for step in steps:
        new = {to for of in step.values() for to in of}
        begun |= new - step.keys() - parts_by_area.keys()
        following: dict[str, dict[str, float]] = {}
        for area, parts in parts_by_area.items():
            together: dict[str, float] = defaultdict(float)
            for between, share in parts.items():
                for to, weight in step.get(between, {between: 1.0}).items():
                    together[to] += share * weight
            following[area] = dict(together)
        for area, weights in step.items():
            if area not in parts_by_area and area not in begun:
                following[area] = dict(weights)
        parts_by_area = following
    return parts_by_area, frozenset(begun)


def chains(correspondence: pl.DataFrame, vintage: str | None) -> Chains:
    """The chains of ``correspondence`` (tables.CORRESPONDENCE) to ``vintage``; None: to where the
    tables end, when that is a single vintage."""
    tables: dict[tuple[str, str], dict[str, dict[str, float]]] = {}
    for start, end, area, to, weight in (
        correspondence.select(
            pl.col("vintage_from").fill_null(EARLIER),
            pl.col("vintage_to").fill_null(LATEST),
            "area_from",
            "area_to",
            "weight",
        )
        .sort("area_from", "area_to", "weight")
        .iter_rows()
    ):
        of = tables.setdefault((start, end), {}).setdefault(area, {})
        if weight:
            of[to] = of.get(to, 0.0) + weight
    ends = {end for _, end in tables} - {start for start, _ in tables}
    target = vintage if vintage is not None else ends.pop() if len(ends) == 1 else None
    return Chains(target, tables)


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from: a vintage, and whether the source ``told`` it or its period does.
    ``vintage`` is None when nothing tells."""

    vintage: str | None
    told: bool


def origin(vintage: str | None, period: str, of: Chains, rules: Iterable[VintagePeriods]) -> Origin:
    """The origin of a figure: by its own column, else by the rules of the source, else the vintage
    in force in its period. The vintage is None when what is told is no vintage of the tables."""
    if vintage:
        return Origin(of.at(vintage), told=True)
    for rule in rules:
        if _within(period, rule):
            return Origin(of.at(rule.vintage), told=True)
    return Origin(of.at(period), told=False)


def _within(period: str, rule: VintagePeriods) -> bool:
    """Whether a period begins inside those of a rule, whatever form the three have (a quarter, a
    month ...)."""
    start = start_of(period)
    first = "" if rule.first is None else start_of(rule.first)
    last = LATEST if rule.last is None else end_of(rule.last)
    return start is not None and first is not None and last is not None and first <= start <= last


@dataclass(frozen=True)
class Boundaries:
    """How the figures of a source come to its boundaries.

    ``origins`` has a number for each ``vintage`` ('' where no column tells it) and ``period``, the
    latest vintage highest. ``moves`` has origin, area_from, area_to, weight; ``required``: without
    it area_to has no figure; ``alone``: area_to is area_from whole and nothing else. An area that
    isn't in ``moves`` stays as it is.

    Codes of earlier boundaries in a period that doesn't tell them aren't required: there may be
    none. Where there is one, all of its ``generation`` (the latest vintage that has them) must be
    there: ``size`` of them.
    """

    origins: pl.DataFrame
    moves: pl.DataFrame


MOVES = {
    "origin": pl.Int16,
    "area_from": pl.String,
    "area_to": pl.String,
    "weight": pl.Float64,
    "required": pl.Boolean,
    "generation": pl.Int16,
    "alone": pl.Boolean,
    "size": pl.UInt32,
}
ORIGINS = {"vintage": pl.String, "period": pl.String, "origin": pl.Int16}


def boundaries(
    of: Chains, pairs: Iterable[tuple[str | None, str]], rules: Sequence[VintagePeriods]
) -> Boundaries:
    """The way of the figures of each of ``pairs`` (vintage that a row gives, or None; period).

    Raises KeyError for a vintage from which no table leads to the target.
    """
    origin_by_pair = {
        (vintage or "", period): origin(vintage, period, of, rules) for vintage, period in pairs
    }
    order = {name: place for place, name in enumerate(of.vintages)}
    numbered = sorted(
        set(origin_by_pair.values()),
        key=lambda numbered_origin: (
            order.get(numbered_origin.vintage or "", -1),
            numbered_origin.told,
        ),
    )
    rows = [
        (number, *row)
        for number, numbered_origin in enumerate(numbered)
        for row in _moves(of, numbered_origin)
    ]
    moves = pl.DataFrame(
        rows, schema={key: MOVES[key] for key in [*MOVES][:6]}, orient="row"
    ).with_columns(
        alone=(pl.len().over("origin", "area_to") == 1) & (pl.col("weight") > 1 - WEIGHT_SLACK),
        size=pl.when(pl.col("generation").is_not_null()).then(
            pl.len().over("origin", "area_to", "generation")
        ),
    )
    # An area that is only itself hasn't moved: it keeps its figure and status.
    stays = pl.col("alone") & (pl.col("area_from") == pl.col("area_to"))
    numbers = {numbered_origin: number for number, numbered_origin in enumerate(numbered)}
    origins = [
        (vintage, period, numbers[pair_origin])
        for (vintage, period), pair_origin in sorted(origin_by_pair.items())
    ]
    return Boundaries(pl.DataFrame(origins, schema=ORIGINS, orient="row"), moves.filter(~stays))


def _moves(of: Chains, origin_moved: Origin) -> Iterable[tuple[str, str, float, bool, int | None]]:
    if origin_moved.vintage is not None:
        for area, parts in of.weights(origin_moved.vintage).items():
            for to, weight in parts.items():
                yield area, to, weight, True, None
    if origin_moved.told:
        return
    generations = [name for name in of.vintages if name != of.target and name in of.routes]
    for area in of.codes:
        if origin_moved.vintage is None or of.parts(origin_moved.vintage, area) is None:
            for to, weight in (of.settled(area, origin_moved.vintage) or {area: 1.0}).items():
                if (to, weight) != (area, 1.0):
                    latest = max(
                        (
                            place
                            for place, name in enumerate(generations)
                            if of.parts(name, area) is not None
                        ),
                        default=0,
                    )
                    yield area, to, weight, False, latest
