"""When figures are equal: one rule for ranks, the highest so many, thresholds, ties and classes.

A figure is computed along different ways: 3% of 586 dwellings as a count, and as a share again, ends
a last bit above 3. What a reader sees as equal must be equal, so figures are compared as whole
millionths of their unit. A given figure is kept as it was given; only the comparison is rounded.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

DECIMALS = 6  # coarser than what sums of parts leave over, far finer than any figure means
_MILLION = 10.0**DECIMALS

Figure = TypeVar("Figure")


def comparable(figure: Figure) -> Figure:
    """``figure`` in whole millionths, halves away from zero: for comparing, never for showing.

    ``figure`` is a number, an array of numpy (NaN stays NaN) or a column of Ibis (null stays null),
    in any unit. Up to a thousand million units; of larger figures a float has no millionths.
    """
    operand: Any = figure
    if isinstance(operand, int | float | np.ndarray):
        size = np.floor(np.abs(operand) * _MILLION + 0.5) / _MILLION
        # A zero has no sign, or it would be a figure of its own to who sorts.
        rounded = np.copysign(size, operand) + 0.0
        return rounded if isinstance(operand, np.ndarray) else type(operand)(rounded)  # type: ignore[return-value]
    return operand.round(DECIMALS)  # type: ignore[no-any-return]


def equal(figure: Figure, other: Figure) -> Any:
    """Whether two figures (numbers, arrays or columns) are the same to a reader."""
    return comparable(figure) == comparable(other)
