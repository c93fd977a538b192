"""One indicator's cells as dense arrays: a row per area, a column per period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Tree:
    """The hierarchy: ``codes`` sorted; ``parent`` holds each area's parent as index, or -1."""

    codes: tuple[str, ...]
    parent: Ints

    @classmethod
    def of(cls, areas: pl.DataFrame) -> Tree:
        """The tree of a table of areas (code, parent)."""
        frame = areas.unique("code", keep="last", maintain_order=True).sort("code")
        codes = tuple(frame["code"].to_list())
        place = {code: number for number, code in enumerate(codes)}
        parent = [place.get(above, -1) if above else -1 for above in frame["parent"].to_list()]
        return cls(codes, np.array(parent, dtype=np.int64))

    def depth(self) -> Ints:
        """How many areas lie above each area."""
        depths = np.zeros(self.parent.size, dtype=np.int64)
        above = self.parent
        while (above >= 0).any():
            depths += above >= 0
            above = np.where(above >= 0, self.parent[above], -1)
        return depths


@dataclass(frozen=True)
class Cells:
    """Arrays (areas, periods): ``count`` with the property, ``rest`` without it (nan where a rate
    counts events, which have no rest), ``base``; ``exists`` says where there is a cell at all.
    ``estimated`` (None: nowhere) is true where a total may have been made without
    all of its parts."""

    count: Floats
    rest: Floats
    base: Floats
    exists: Bools
    estimated: Bools | None = None


@dataclass(frozen=True)
class Limits:
    """Limits of one indicator: least base, least count (of both sides) of a published cell.

    ``all_in`` and ``none_in`` say whether a cell in which everybody, or nobody, has the property
    tells something bad of everybody in it, and so is withheld while they are a small group.
    """

    base: float
    count: float
    all_in: bool = False
    none_in: bool = False


# From this many times the least base on, what holds for everybody says more of the place than of
# persons.
SMALL_GROUP = 10


def primary(cells: Cells, limits: Limits) -> Bools:
    """Cells that are too small to publish by themselves.

    A base below the limit, or a count that isn't zero and lies below it, on either side: that
    nearly everybody has the property says as much about persons as that hardly anybody has.
    A count of zero on a sufficient base is published, unless it tells of everybody that they are
    badly off (group disclosure); so is a count of all.
    """
    small_base = cells.base < limits.base
    few = (cells.count > 0) & (cells.count < limits.count)
    nearly_all = (cells.rest > 0) & (cells.rest < limits.count)
    everybody = limits.all_in & (cells.rest <= 0) & (cells.count > 0)
    nobody = limits.none_in & (cells.count <= 0) & (cells.rest > 0)
    alike = (everybody | nobody) & (cells.base < SMALL_GROUP * limits.base)
    return np.asarray(cells.exists & (small_base | few | nearly_all | alike))
