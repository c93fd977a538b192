"""Three-valued logic (Kleene): met, not met, unknown. Unknown is not false.

Arrays of int8 with 1 met, 0 not met, -1 unknown, of any shape; the same rules as columns are in
``core.evaluate``. docs/method/designation.md has the truth tables.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MET, NOT_MET, UNKNOWN = 1, 0, -1
NAMES = {MET: "met", NOT_MET: "not_met", UNKNOWN: "unknown"}
# Figures are kept as whole billionths: what a reader sees as equal is equal, whatever the last
# bit of a division was. Of larger figures than this a sum of billionths outgrows 64 bits.
BILLION = 1e9
LARGEST = 1e8

Truth = NDArray[np.int8]
Floats = NDArray[np.float64]


def exact(values: Floats) -> Floats:
    """``values`` in whole billionths, halves up: the float nearest to the decimal."""
    return np.asarray(np.floor(np.asarray(values) * BILLION + 0.5) / BILLION)


def truth(met: NDArray[np.bool_], is_known: NDArray[np.bool_]) -> Truth:
    """1 or 0 where ``is_known``, else -1."""
    return np.where(is_known, met, UNKNOWN).astype(np.int8)


def not_(condition: Truth) -> Truth:
    """Unknown stays unknown."""
    return np.where(condition == UNKNOWN, UNKNOWN, 1 - condition).astype(np.int8)


def all_(parts: Sequence[Truth]) -> Truth:
    """Not met as soon as one part isn't; unknown when none is not met and one is unknown."""
    return k_of_n(parts, len(parts))


def k_of_n(parts: Sequence[Truth], k: int) -> Truth:
    """Met when ``k`` parts are; not met when they can't be any more; else unknown.

    ``parts`` must not be empty. With k = 0 everything is met.
    """
    met = np.zeros(parts[0].shape, np.int8)
    possible = np.zeros(parts[0].shape, np.int8)
    for part in parts:
        met += (part == MET).view(np.int8)
        possible += (part != NOT_MET).view(np.int8)
    # What is certain is possible as well: 2 - 1, 0 - 1 or 0 - 0.
    certain, still = (met >= k).view(np.int8), (possible >= k).view(np.int8)
    return np.asarray(2 * certain - still, np.int8)


def in_a_row(conditions: Truth, years: int) -> Truth:
    """Whether a condition holds for ``years`` years up to each year; years are axis 1.

    The years before the first are unknown: with less history than asked for it is unknown, unless a
    year within the stretch is not met.
    """
    throughout = conditions.copy()
    for back in range(1, years):
        before = np.full(conditions.shape, UNKNOWN, np.int8)
        if back < conditions.shape[1]:
            before[:, back:] = conditions[:, :-back]
        throughout = all_([throughout, before])
    return throughout
