"""How far the ranks of a composite move under other choices that would be as defensible.

Every normalisation, both aggregations, equal weights and drawn weights are run (Saisana, Saltelli &
Tarantola 2005). The draws are fixed, so the same figures give the same range.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from wijkwerk.shared.comparing import comparable

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Aggregate = Callable[[Floats, Floats, str], Floats]
DRAWS = 12  # sets of weights, besides equal weights and those of the definition
SWING = 0.25  # each weight moves at most this share up or down
_SEED = 20131


def ranks(score: Floats, group: Whole) -> Whole:
    """1 is the highest score within a group; equals share the best rank. ``group`` is sorted."""
    rank = np.zeros(score.size, dtype=np.int64)
    edges = np.flatnonzero(np.diff(group)) + 1
    for part in np.split(np.arange(score.size), edges):
        group_scores = comparable(score[part])
        rank[part] = (
            part.size - np.searchsorted(np.sort(group_scores), group_scores, side="right") + 1
        )
    return rank


def rank_range(
    by_method: Mapping[str, Floats],
    weights: Floats,
    group: Whole,
    aggregate: Aggregate,
    aggregations: Sequence[str],
) -> tuple[Whole, Whole]:
    """The best and worst rank of each row over all runs.

    ``by_method`` has the dimension scores (rows, dimensions) under each normalisation, ``weights``
    one number a dimension, ``group`` which rows are ranked together.
    """
    swings = np.random.default_rng(_SEED).uniform(1 - SWING, 1 + SWING, (DRAWS, weights.size))
    draws = [weights, np.where(weights > 0, weights.mean(), 0.0), *(weights * swings)]
    size = group.size
    lowest, highest = np.full(size, size, dtype=np.int64), np.ones(size, dtype=np.int64)
    for method in sorted(by_method):
        for how in aggregations:
            for draw in draws:
                rank = ranks(aggregate(by_method[method], draw, how), group)
                np.minimum(lowest, rank, out=lowest)
                np.maximum(highest, rank, out=highest)
    return lowest, highest
