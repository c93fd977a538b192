"""How exactly published totals are the sums of their parts: what the intruder can tell from the
figures themselves.

A publisher who rounds does so figure by figure, so that a total is off from the sum of its parts by
up to half a unit of each. An intruder who believes such a sum to the unit gets wrong answers. He sees
the units in the figures (all percentages whole, all counts fives), and whether totals add up where
nothing is withheld: there they are off where each was rounded, and right where they were added up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkwerk.monitor.core.disclosure.intruder import Bools, Floats, Ints

_UNITS = (1000.0, 500.0, 100.0, 50.0, 10.0, 5.0, 1.0, 0.5, 0.1, 0.05, 0.01, 0.001)
# So many numbers aren't all multiples of a unit by chance.
_ENOUGH = 12
_DIFFERENT = 4
_NEARLY_ALL = 0.98  # a count taken back from a share can be wrong
_FAMILIES = 3
# A total is the sum of its parts when it is off by no more than published decimals explain.
_EXACT = 1e-6
_SURE = 0.95  # an intruder whose sums miss more often than this has nothing to go by


@dataclass(frozen=True)
class Numbers:
    """Published cells, (areas, periods), nan where there is none: value, base and amount (value times
    base: the count, or the sum behind a mean); ``half_base`` is by how much bases may be off because
    the edition rounds them; ``scale`` of the value, 100 for percentages."""

    value: Floats
    base: Floats
    amount: Floats
    half_base: float
    scale: float
    counts: bool


@dataclass(frozen=True)
class Slack:
    """By how much the base and the amount of each area may differ from the sum of its parts, (areas,
    periods); ``rounded`` where the publisher's own rounding is to be seen in the area's figure."""

    base: Floats
    amount: Floats
    rounded: Bools


def slack_of(numbers: Numbers, parent: Ints, level: Ints, hidden: Bools) -> Slack:
    """The slack of every area's sum; ``level`` numbers the levels, ``hidden`` is what is withheld."""
    half_base, half_amount, rounded = _halves(numbers, level)
    child = np.flatnonzero(parent >= 0)
    above = parent[child]

    def summed(values: Floats) -> Floats:
        total = np.zeros(values.shape)
        np.add.at(total, above, np.nan_to_num(values[child]))
        return total

    has_amount = np.isfinite(numbers.amount)
    parts = summed(has_amount.astype(float))
    complete = has_amount & (parts > 0) & (summed(hidden.astype(float)) == 0)
    slacks = []
    for values, half in ((numbers.base, half_base), (numbers.amount, half_amount)):
        reach = np.nan_to_num(half) + summed(half)
        size = np.abs(np.nan_to_num(values))
        off = np.abs(np.nan_to_num(values) - summed(values))
        slacks.append(_believed(reach, size, off, complete, level))
    return Slack(slacks[0], slacks[1], rounded)


def _believed(reach: Floats, size: Floats, off: Floats, complete: Bools, level: Ints) -> Floats:
    """None where totals of the same level and moment (else the same level, else any) are exactly the
    sums of their parts; else what rounding explains, or what sums are off by where all is shown."""
    slack = reach.copy()
    exact = off <= _EXACT * np.maximum(size, 1.0)
    relative = off / np.maximum(size, 1.0)
    for level_number in np.unique(level):
        rows = level == level_number
        for period in range(off.shape[1]):
            at = np.zeros(off.shape, dtype=bool)
            at[rows, period] = True
            of_level = np.zeros(off.shape, dtype=bool)
            of_level[rows] = True
            for families in (complete & at, complete & of_level, complete):
                if families.sum() >= _FAMILIES:
                    if exact[families].all():
                        slack[at] = 0.0
                    else:
                        typical = float(np.quantile(relative[families], _SURE))
                        slack[at] = np.maximum(reach[at], typical * size[at])
                    break
    return slack


def _halves(numbers: Numbers, level: Ints) -> tuple[Floats, Floats, Bools]:
    """Half a unit of each cell's base and amount, and where the publisher rounded the cell."""
    has_amount = np.isfinite(numbers.amount)
    half_base = np.full(numbers.base.shape, float(numbers.half_base))
    half_amount = np.zeros(numbers.base.shape)
    rounded = np.zeros(numbers.base.shape, dtype=bool)
    for period in range(has_amount.shape[1]):
        rows = has_amount[:, period]
        if not rows.any():
            continue
        value, base = numbers.value[:, period], numbers.base[:, period]
        amount = numbers.amount[:, period]
        if numbers.counts:
            unit = _unit(base, rows, level)
            half_base[:, period] = np.where(unit > 1, unit / 2, half_base[:, period])
        of_value = _unit(value, rows, level)
        by_value = of_value > 0
        each = of_value / 2 / numbers.scale
        half = each * base + (np.abs(value) / numbers.scale + each) * half_base[:, period]
        if numbers.counts:
            unit = _unit(amount, rows & ~by_value, level)
            half = np.where(by_value, half, np.where(unit > 1, unit / 2, 0.0))
            by_value |= unit > 1
        half_amount[:, period] = np.where(rows, half, 0.0)
        rounded[:, period] = by_value
    return np.where(has_amount, half_base, 0.0), half_amount, rounded


def _unit(values: Floats, rows: Bools, level: Ints) -> Floats:
    """The unit that each number is a multiple of, 0 where none is to be seen: that of its level, or,
    where a level has few numbers, the smallest that another level has."""
    units = {
        level_number: _common_unit(values[rows & (level == level_number)])
        for level_number in np.unique(level[rows])
    }
    others = min((unit for unit in units.values() if unit), default=0.0)
    unit = np.full(values.shape, others)
    for level_number, own in units.items():
        if own is not None:
            unit[level == level_number] = own
    fits = rows & (unit > 0) & _multiple(values, np.where(unit > 0, unit, 1.0))
    return np.where(fits, unit, 0.0)


def _common_unit(values: Floats) -> float | None:
    """The largest unit that nearly all are multiples of, 0 when none; None with too few to tell."""
    filled = values[np.isfinite(values) & (values != 0)]
    if filled.size < _ENOUGH or np.unique(filled).size < _DIFFERENT:
        return None
    return next((unit for unit in _UNITS if _multiple(filled, unit).mean() >= _NEARLY_ALL), 0.0)


def _multiple(values: Floats, unit: Floats | float) -> Bools:
    times = np.nan_to_num(values) / unit
    near = np.abs(times - np.round(times)) <= 1e-6 + 1e-12 * np.abs(times)
    return np.asarray(near & np.isfinite(values))
