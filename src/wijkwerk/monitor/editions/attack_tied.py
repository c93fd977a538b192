"""Areas that were estimated from one old area, as the intruder sees them: figures with status E that are
the same to the last digit, again and again. Who has one of them has all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from wijkwerk.monitor.core.disclosure.intruder import Bools, Floats, Ints

# Two areas have as many equal figures, of as many values, by chance seldom enough.
_AGREEMENTS = 3
_VALUES = 2
_MOST_ALIKE = 60  # so many areas of one value aren't parts of one old area
_DIGITS = 10

Cell = tuple[int, int]  # place of the area, place of the period


@dataclass(frozen=True)
class Shown:
    """What is published of an indicator, (areas, periods): values, which are withheld, and which
    have status E."""

    value: Floats
    hidden: Bools
    estimated: Bools


def tied_pairs(layers: Sequence[Shown]) -> dict[int, list[tuple[int, int]]]:
    """Per period the pairs of areas that seem to be parts of one old area.

    Their estimates are equal wherever both are shown at that moment, and often enough over all
    moments of which that is so.
    """
    equal: dict[tuple[int, int], set[tuple[int, float]]] = defaultdict(set)
    times: dict[tuple[int, int], int] = defaultdict(int)
    for layer in layers:
        shown_estimates = layer.estimated & np.isfinite(layer.value)
        for period in np.flatnonzero(shown_estimates.any(axis=0)).tolist():
            alike: dict[float, list[int]] = defaultdict(list)
            for area in np.flatnonzero(shown_estimates[:, period]):
                alike[float(f"{layer.value[area, period]:.{_DIGITS}g}")].append(int(area))
            for value, areas in alike.items():
                if value != 0 and 1 < len(areas) <= _MOST_ALIKE:
                    for pair in combinations(areas, 2):
                        equal[pair].add((int(period), value))
                        times[pair] += 1
    pairs_by_period: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair, occurrences in equal.items():
        good = [
            period
            for period in {period_seen for period_seen, _ in occurrences}
            if not _differ(layers, pair, period)
        ]
        values = {value for period, value in occurrences if period in good}
        if times[pair] >= _AGREEMENTS and len(values) >= _VALUES:
            for period in good:
                pairs_by_period[period].append(pair)
    return {period: sorted(pairs) for period, pairs in sorted(pairs_by_period.items())}


def _differ(layers: Iterable[Shown], pair: tuple[int, int], period: int) -> bool:
    """Whether some indicator shows two estimates that aren't the same."""
    for layer in layers:
        both = [layer.value[area, period] for area in pair if layer.estimated[area, period]]
        both_known = len(both) == 2 and np.isfinite(both).all()
        if both_known and not np.isclose(both[0], both[1], rtol=10.0 ** (1 - _DIGITS), atol=0):
            return True
    return False


def had_by_ties(
    layer: Shown, pairs: dict[int, list[tuple[int, int]]], totals: dict[int, list[Ints]]
) -> list[tuple[Cell, str]]:
    """The withheld cells that a tie gives, each with how: the other one is shown, or all that is
    withheld in a published total is tied (then all have the value that is left of it).

    ``totals`` are per period the parts of areas and groups whose total is shown.
    """
    cells: list[tuple[Cell, str]] = []
    for period, own in pairs.items():
        hidden = layer.hidden[:, period] & layer.estimated[:, period]
        shown = layer.estimated[:, period] & np.isfinite(layer.value[:, period])
        root = {area: area for pair in own for area in pair}

        def top(area: int, root: dict[int, int] = root) -> int:
            while root[area] != area:
                area = root[area]
            return area

        for first, other in own:
            root[top(other)] = top(first)
            for lost, visible in ((first, other), (other, first)):
                if hidden[lost] and shown[visible]:
                    cells.append(((lost, period), "made of the same old area as one that is shown"))
        for parts in totals.get(period, ()):
            lost_parts = [int(area) for area in parts if layer.hidden[area, period]]
            tied = len(lost_parts) > 1 and all(area in root and hidden[area] for area in lost_parts)
            if tied and len({top(area) for area in lost_parts}) == 1:
                cells += [
                    ((area, period), "from a total of areas made of one old area")
                    for area in lost_parts
                ]
    return cells
