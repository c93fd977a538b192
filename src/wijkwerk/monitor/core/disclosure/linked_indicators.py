"""Indicators that are parts of one whole: what one withholds, the others give by subtraction.

Own, social and private rent add up to all dwellings; three kinds of households to all households.
Sources don't say so, so the sums are found in the counts themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wijkwerk.monitor.core.disclosure.cells import Floats

# With fewer areas than parts and this many, numbers add up by chance.
_SPARE = 3
_SAME = 1e-9


def linked(counts: Floats, bases: Floats) -> list[tuple[int, ...]]:
    """Sets of columns of ``counts`` (areas, indicators) that must be withheld together.

    A set holds indicators with the same base in every area of which some weighted sum is always
    zero or the base. Columns with gaps are left out.
    """
    usable = np.flatnonzero(np.isfinite(counts).all(axis=0) & np.isfinite(bases).all(axis=0))
    _, kind = np.unique(bases[:, usable], axis=1, return_inverse=True)
    found: list[set[int]] = []
    for one in range(int(kind.max(initial=-1)) + 1):
        columns = usable[kind.ravel() == one]
        if columns.size < 2 or counts.shape[0] < columns.size + 1 + _SPARE:
            continue
        for parts in _dependent(counts[:, columns], bases[:, columns[0]]):
            together = {int(columns[part]) for part in parts}
            apart = [other for other in found if not other & together]
            for other in found:
                if other & together:
                    together |= other
            found = [*apart, together]
    return sorted(tuple(sorted(one)) for one in found if len(one) > 1)


def _dependent(counts: Floats, base: Floats) -> Sequence[tuple[int, ...]]:
    """Each column that is a weighted sum of the base and columns before it, with those."""
    independent = [-1]  # the base
    basis = base[:, None]
    found = []
    for column in range(counts.shape[1]):
        values = counts[:, column]
        weights, *_ = np.linalg.lstsq(basis, values, rcond=None)
        left = values - basis @ weights
        if np.abs(left).max() <= _SAME * max(1.0, float(np.abs(values).max())):
            used = [part for part, weight in zip(independent, weights, strict=True)
                    if abs(weight) > 1e-6 and part >= 0]  # fmt: skip
            found.append((*used, column))
        else:
            independent.append(column)
            basis = np.column_stack([basis, values])
    return found
