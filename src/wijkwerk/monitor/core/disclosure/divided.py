"""Respondents of an area that was divided: they have no cell, and are what a total leaves over.

Nobody knows in which part of a divided area they lived, so only the areas above all its parts count them. When
all that is published below such an area is taken from its total, they are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from wijkwerk.monitor.core.disclosure.cells import Bools, Cells, Tree

Place = tuple[int, int]  # of an area and a period


def totals_that_hold(parts: pl.DataFrame, tree: Tree, periods: Sequence[str]) -> tuple[Place, ...]:
    """The lowest area above all ``parts`` of each divided area, and its period, by their places.

    ``parts`` has old (which divided area), period and area (a row per part). Without an area above
    them all nothing counts the respondents.
    """
    place = {code: number for number, code in enumerate(tree.codes)}
    moments = {name: number for number, name in enumerate(periods)}
    holding = set()
    for (_old, period), part in parts.sort("old", "area").group_by("old", "period"):
        chains = [_chain(place[code], tree) for code in part["area"] if code in place]
        common = set.intersection(*map(set, chains)) if chains else set()
        lowest = next((area for area in chains[0] if area in common), None) if common else None
        if lowest is not None and period in moments:
            holding.add((lowest, moments[str(period)]))
    return tuple(sorted(holding))


def _chain(area: int, tree: Tree) -> list[int]:
    """An area and those above it, upwards."""
    result = []
    while area >= 0:
        result.append(area)
        area = int(tree.parent[area])
    return result


def withheld_beside(withheld: Bools, cells: Cells, tree: Tree, totals: Iterable[Place]) -> Bools:
    """``withheld`` (areas, periods) and, in each of ``totals`` of which no part is withheld, the part
    with the smallest base: without it what is left over isn't known."""
    grown = withheld.copy()
    for above, period in totals:
        parts = np.flatnonzero((tree.parent == above) & cells.exists[:, period])
        if parts.size and not grown[parts, period].any():
            grown[parts[np.argmin(np.nan_to_num(cells.base[parts, period]))], period] = True
    return grown
