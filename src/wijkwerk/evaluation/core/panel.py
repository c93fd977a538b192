"""The figures that an evaluation rests on: areas by periods, and when each area began."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
NEVER = np.inf


@dataclass(frozen=True)
class Panel:
    """An outcome of ``n`` areas in ``t`` periods.

    ``values``: n × t, NaN where there is no figure (missing or withheld). ``start``: n, the column of
    the first period in which an area is treated, NEVER for one that never is. ``cluster``: n, the
    unit that was treated as one (None: each area on its own).
    """

    values: Numbers
    start: Numbers
    cluster: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.start.shape != (len(self.values),):
            raise ValueError("values must be areas by periods, start one for each area")

    @property
    def areas(self) -> int:
        """Number of areas."""
        return int(self.values.shape[0])

    @property
    def periods(self) -> int:
        """Number of periods."""
        return int(self.values.shape[1])

    @property
    def treated(self) -> Mask:
        """Areas that are treated in the end."""
        return np.isfinite(self.start)

    @property
    def cohorts(self) -> list[int]:
        """The columns in which areas begin, earliest first; what begins in the first column has no
        'before' and is no cohort."""
        begins = {int(at) for at in self.start[self.treated]}
        return sorted(at for at in begins if 0 < at < self.periods)

    def only(self, mask: Mask) -> Panel:
        """The same of some areas."""
        cluster = None if self.cluster is None else self.cluster[mask]
        return replace(self, values=self.values[mask], start=self.start[mask], cluster=cluster)

    def until(self, end: int) -> Panel:
        """The same without the columns from ``end`` on; what begins later never does."""
        start = np.where(self.start < end, self.start, NEVER)
        return replace(self, values=self.values[:, :end], start=start)

    def complete(self) -> Panel:
        """The areas with a figure in every period."""
        return self.only(np.asarray(~np.isnan(self.values).any(axis=1)))


def clustered_sums(influence: Numbers, cluster: NDArray[np.int64] | None) -> Numbers:
    """Influences added up by cluster: n (or n × k) to clusters (or clusters × k)."""
    if cluster is None:
        return influence
    _, place = np.unique(cluster, return_inverse=True)
    sums = np.zeros((place.max() + 1, *influence.shape[1:]))
    np.add.at(sums, place, influence)
    return sums


def solve_two_way(values: Numbers, used: Mask) -> tuple[Numbers, Numbers]:
    """Least squares of values = area + period over the cells ``used``: effects of areas (n) and of
    periods (t), the first period that has cells being 0. Exact: areas are eliminated first. An area
    or period without cells has NaN."""
    number = used.sum(axis=1)
    some = number > 0
    weight = np.divide(1.0, number, out=np.zeros(len(number)), where=some)
    filled = np.where(used, values, 0.0)
    cells = used.astype(float)
    normal = np.diag(cells.sum(axis=0)) - cells.T @ (cells * weight[:, None])
    right = filled.sum(axis=0) - cells.T @ (filled.sum(axis=1) * weight)
    periods_seen = np.flatnonzero(cells.any(axis=0))
    period = np.full(values.shape[1], np.nan)
    if len(periods_seen):
        free = periods_seen[1:]
        period[periods_seen[0]] = 0.0
        period[free] = np.linalg.lstsq(normal[np.ix_(free, free)], right[free], rcond=None)[0]
    inside = np.where(used, values - np.nan_to_num(period)[None, :], 0.0).sum(axis=1)
    area = np.where(some, inside * weight, np.nan)
    return area, period
