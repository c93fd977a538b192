"""Scores of 0 to 100, more is better, out of values in any unit.

After the OECD/JRC handbook on composite indicators (2008). The scale is set by one set of values
and may be applied to others, so that a city or an earlier year is measured along the same scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wijkwerk.shared.comparing import comparable, equal

Floats = NDArray[np.float64]
NORMALISATIONS = ("minmax", "zscore", "rank", "exponential")
_SHAPE = 23.0  # of the English transform: the worst tenth fills half of its scale


def normalise(
    values: Floats, method: str, higher_is_better: bool = True, scale: Floats | None = None
) -> Floats:
    """``values`` (nan: missing) as scores along the scale that ``scale`` sets (None: themselves).

    minmax: 0-100 between worst and best of the scale. zscore: 50 plus 10 per standard deviation
    from the mean. rank: 0-100 by place. exponential: 100 less the transform of the English indices
    of deprivation of the scaled rank, which pulls the worst apart, so that a good score elsewhere
    hardly makes up for them. Scores beyond 0-100 are cut off. Where the scale is all one value,
    everything scores 50. ValueError for another method.
    """
    if method not in NORMALISATIONS:
        raise ValueError(f"no normalisation {method!r}: {', '.join(NORMALISATIONS)}")
    sign = 1.0 if higher_is_better else -1.0
    x = sign * np.asarray(values, float)
    base = x if scale is None else sign * np.asarray(scale, float)
    line = np.sort(base[~np.isnan(base)])
    if line.size == 0 or equal(line[0], line[-1]):
        return np.where(np.isnan(x), np.nan, 50.0)
    if method == "minmax":
        score = (x - line[0]) / (line[-1] - line[0]) * 100
    elif method == "zscore":
        score = 50 + 10 * (x - line.mean()) / line.std(ddof=1)
    elif method == "rank":
        score = (_place(x, line) - 1) / (line.size - 1) * 100
    else:
        worse = _place(-x, np.sort(-line)) / line.size
        score = 100 - exponential(np.clip(worse, 0.0, 1.0))
    return np.where(np.isnan(x), np.nan, np.clip(score, 0.0, 100.0))


def exponential(scaled_rank: Floats | float) -> Floats:
    """E(R) = -23 ln(1 - R(1 - e^(-100/23))), of the English indices of deprivation.

    R is the rank over the number of areas, in [0, 1] with 1 the most deprived; E runs 0 to 100.
    """
    rank = np.asarray(scaled_rank, float)
    return np.asarray(-_SHAPE * np.log(1 - rank * (1 - np.exp(-100 / _SHAPE))))


def _place(x: Floats, line: Floats) -> Floats:
    """The place of ``x`` in the sorted ``line``, from 1; equals share the mean of their places."""
    x, line = comparable(x), comparable(line)
    first = np.searchsorted(line, x, side="left")
    last = np.searchsorted(line, x, side="right")
    return np.asarray((first + last + 1) / 2, dtype=np.float64)
