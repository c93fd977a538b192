"""Cells that give each other away because they were made of the same old counts.

When an area is divided, its counts of before go to its parts by fixed shares. The figures of the
parts are then multiples of one number: who has one has all. Areas made of several old areas are
weighted sums; a set of them is tied when one is a weighted sum of the others whatever the old counts
were. Such cells count as one: withheld together, and nothing that hides another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import polars as pl

from wijkwerk.monitor.core.disclosure.cells import Bools, Floats, Ints

_NOTHING = 1e-9  # what computing leaves of a weight


@dataclass(frozen=True)
class Tie:
    """Areas (places) that are tied: ``rules`` (rules, areas) are the weighted sums that are nought
    whatever the old counts were; ``share`` of each area is the largest share of an old area in it."""

    areas: Ints
    rules: Floats
    share: Floats

    def among(self, made_of_old: Bools) -> Tie | None:
        """The tie of the areas that were ``made_of_old`` of old counts (a mask of all areas); None with fewer
        than two of them."""
        in_tie = made_of_old[self.areas]
        if in_tie.all():
            return self
        complete_rules = ~(self.rules[:, ~in_tie] != 0).any(axis=1)
        if in_tie.sum() < 2:
            return None
        return Tie(self.areas[in_tie], self.rules[complete_rules][:, in_tie], self.share[in_tie])


# Per period (a column) the ties of one indicator.
Ties = Mapping[int, Sequence[Tie]]


def moves_of(moves: pl.DataFrame, counted: Set[str]) -> pl.DataFrame:
    """Those of ``moves`` (also required) along which something goes: the required ones, and those of
    the ``counted`` areas. An area of boundaries on the way that has no figure of its own gives nothing."""
    return moves.filter(pl.col("required") | pl.col("area_from").is_in(list(counted)))


def ties_of(moves: pl.DataFrame, place: Mapping[str, int]) -> list[Tie]:
    """The ties among the areas that ``moves`` (area_from, area_to, weight; one origin) lead to.

    ``place`` numbers the areas of the target. An area that got nothing but whole areas of its own is
    tied to none. The sets are the connected components of the matroid of the rows of weights: two
    cells are in one when some smallest set of dependent rows holds both (Oxley, Matroid Theory, 2011,
    ch. 4), found from the fundamental circuits of one basis.
    """
    rows = moves.filter(pl.col("area_to").is_in(list(place)))
    while True:
        # Who has something of an old area that nobody else has anything of depends on nobody.
        alone = pl.len().over("area_from") == 1
        free = rows.filter(alone)["area_to"].unique().to_list()
        if not free:
            break
        rows = rows.filter(~pl.col("area_to").is_in(free))
    ties = []
    for part in _hanging_together(rows):
        targets = sorted({area for area, _, _ in part})
        sources = sorted({source for _, source, _ in part})
        weights = np.zeros((len(targets), len(sources)))
        for area, source, weight in part:
            weights[targets.index(area), sources.index(source)] += weight
        for members, rules in _dependent(weights):
            areas = np.array([place[targets[member]] for member in members], dtype=np.int64)
            order = np.argsort(areas)
            ties.append(Tie(areas[order], rules[:, order], weights[members].max(axis=1)[order]))
    return ties


def _hanging_together(rows: pl.DataFrame) -> list[list[tuple[str, str, float]]]:
    """(area_to, area_from, weight) in parts that have no area in common."""
    above: dict[str, str] = {}

    def root(name: str) -> str:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    listed = sorted(rows.select("area_to", "area_from", "weight").iter_rows())
    for area, source, _ in listed:
        above[root(f"to {area}")] = root(f"from {source}")
    parts: dict[str, list[tuple[str, str, float]]] = {}
    for row in listed:
        parts.setdefault(root(f"to {row[0]}"), []).append(row)
    return [parts[name] for name in sorted(parts)]


def _dependent(weights: Floats) -> list[tuple[list[int], Floats]]:
    """Sets of rows of ``weights`` that depend on each other, each with its rules."""
    basis: list[int] = []
    circuits: list[Floats] = []
    for row in range(weights.shape[0]):
        if basis:
            solved, *_ = np.linalg.lstsq(weights[basis].T, weights[row], rcond=None)
            left = weights[row] - weights[basis].T @ solved
            if np.abs(left).max() <= _NOTHING:
                rule = np.zeros(weights.shape[0])
                rule[row], rule[basis] = 1.0, np.where(np.abs(solved) > _NOTHING, -solved, 0.0)
                circuits.append(rule)
                continue
        basis.append(row)
    sets: list[tuple[set[int], list[Floats]]] = []
    for rule in circuits:
        members, rules = set(np.flatnonzero(rule).tolist()), [rule]
        apart = []
        for dependent_set in sets:
            if dependent_set[0] & members:
                members |= dependent_set[0]
                rules += dependent_set[1]
            else:
                apart.append(dependent_set)
        sets = [*apart, (members, rules)]
    return [(sorted(members), np.array(rules)[:, sorted(members)]) for members, rules in sets]


def withheld_together(withheld: Bools, exists: Bools, ties: Ties) -> Bools:
    """``withheld`` (areas, periods), and all that is tied to a cell of it."""
    together = withheld.copy()
    for period, several in ties.items():
        for tie in several:
            if (withheld[tie.areas, period] & exists[tie.areas, period]).any():
                together[tie.areas, period] |= exists[tie.areas, period]
    return together
