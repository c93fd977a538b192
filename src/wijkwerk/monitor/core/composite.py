"""A composite score: normalise indicators, weigh them into dimensions, dimensions into a score.

After the OECD/JRC handbook on composite indicators (2008). 0 is the worst and 100 the best area
of the comparison; contributions of dimensions add up to an arithmetic score. How far ranks move
under other normalisations and weights travels with every score: a rank that moves much says little.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from wijkwerk.monitor.core.definitions import Composite, Direction

Floats = NDArray[np.float64]
NORMALISATIONS = ("minmax", "zscore", "rank", "exponential")
SENSITIVITY_DRAWS = 25  # sets of weights per normalisation
WEIGHT_SWING = 0.25  # each weight moves at most this share up or down
_SEED = 20131


def normalise(values: Floats, method: str, higher_is_better: bool = True) -> Floats:
    """One indicator's values (nan: missing) as scores where more is better.

    minmax: 0-100 between worst and best. zscore: standard deviations from the mean. rank: 0-100 by
    place. exponential: the transform of the English indices of deprivation, E(R) = -23 ln(1 -
    R(1 - e^(-100/23))), with R the scaled rank; it stretches the worst end, so deprivation is
    ranked and the score is 100 minus it. ValueError for another method.
    """
    known = ~np.isnan(values)
    out = np.full(values.shape, np.nan)
    x = values[known] if higher_is_better else -values[known]
    if x.size == 0:
        return out
    span = float(x.max() - x.min())
    if method == "minmax":
        out[known] = (x - x.min()) / span * 100 if span > 0 else 50.0
    elif method == "zscore":
        deviation = float(x.std(ddof=1)) if x.size > 1 else 0.0
        out[known] = (x - x.mean()) / deviation if deviation > 0 else 0.0
    elif method == "rank":
        out[known] = (stats.rankdata(x) - 0.5) / x.size * 100
    elif method == "exponential":
        out[known] = 100 - exponential(stats.rankdata(-x) / x.size)
    else:
        raise ValueError(f"no normalisation {method!r}: {', '.join(NORMALISATIONS)}")
    return out


def exponential(scaled_rank: Floats | float) -> Floats:
    """E(R) of the English indices of deprivation; R in (0, 1], 1 the most deprived, gives 100."""
    rank = np.asarray(scaled_rank, float)
    return np.asarray(-23 * np.log(1 - rank * (1 - np.exp(-100 / 23))))


def aggregate(scores: Floats, weights: Floats, method: str = "arithmetic") -> Floats:
    """Weighted mean over the last axis; missing parts leave their weight to the others.

    geometric takes scores that are at least 0 and lifts them to at least 1, so that one zero
    doesn't wipe out the rest.
    """
    known = ~np.isnan(scores)
    weight = np.where(known, weights, 0.0)
    total = weight.sum(axis=-1)
    filled = np.where(known, scores, 1.0 if method == "geometric" else 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        if method == "geometric":
            mean = np.exp((weight * np.log(np.maximum(filled, 1.0))).sum(axis=-1) / total)
        else:
            mean = (weight * filled).sum(axis=-1) / total
    return np.where(total > 0, mean, np.nan)


def composite_scores(
    values: pl.DataFrame, composite: Composite, directions: Mapping[str, Direction]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Scores (area, period, indicator, value) and their parts (as tables.LIVEABILITY).

    ``values`` has area, level, period, indicator, value in units. Areas of one level are compared
    with each other over all periods together, so that a score may rise over time. An area needs
    at least one indicator in every dimension.
    """
    used = [name for part in composite.dimensions for name, _ in part.indicators]
    table = (
        values.filter(pl.col("indicator").is_in(used) & pl.col("value").is_not_null())
        .sort("level", "period", "area", "indicator")
        .pivot("indicator", index=["level", "area", "period"], values="value")
    )
    for name in used:
        if name not in table.columns:
            table = table.with_columns(pl.lit(None, pl.Float64).alias(name))
    pieces = [
        _one_level(part, composite, directions)
        for _, part in table.group_by("level", maintain_order=True)
    ]
    scores = pl.DataFrame(
        schema={"area": pl.String, "period": pl.String, "indicator": pl.String, "value": pl.Float64}
    )
    parts = pl.DataFrame(schema=_PARTS)
    return (
        pl.concat([scores, *(one for one, _ in pieces)]),
        pl.concat([parts, *(two for _, two in pieces)]),
    )


_PARTS = {
    "area": pl.String,
    "period": pl.String,
    "composite": pl.String,
    "dimension": pl.String,
    "score": pl.Float64,
    "weight": pl.Float64,
    "contribution": pl.Float64,
    "rank": pl.Int64,
    "rank_lowest": pl.Int64,
    "rank_highest": pl.Int64,
}


def _dimension_scores(
    table: pl.DataFrame, composite: Composite, directions: Mapping[str, Direction], method: str
) -> Floats:
    """Array (rows, dimensions) of dimension scores under a normalisation."""
    columns = []
    for part in composite.dimensions:
        scores = np.column_stack(
            [
                normalise(
                    table[name].to_numpy().astype(float),
                    method,
                    directions[name] is Direction.HIGHER_IS_BETTER,
                )
                for name, _ in part.indicators
            ]
        )
        weights = np.array([weight for _, weight in part.indicators])
        # z-scores lie around zero; a geometric mean needs positive scores.
        columns.append(aggregate(scores, weights, "arithmetic"))
    return np.column_stack(columns)


def _one_level(
    table: pl.DataFrame, composite: Composite, directions: Mapping[str, Direction]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    weights = np.array([part.weight for part in composite.dimensions])
    weights = weights / weights.sum()
    dimensions = _dimension_scores(table, composite, directions, composite.normalise)
    complete = ~np.isnan(dimensions).any(axis=1)
    table, dimensions = table.filter(pl.Series(complete)), dimensions[complete]
    score = aggregate(dimensions, weights, composite.aggregate)
    periods = table["period"].to_numpy()
    rank = _ranks(score, periods)
    lowest, highest = _rank_range(table, composite, directions, weights, periods, rank)
    scores = table.select("area", "period").with_columns(
        indicator=pl.lit(composite.id), value=pl.Series(score, dtype=pl.Float64)
    )
    parts = [
        table.select("area", "period").with_columns(
            composite=pl.lit(composite.id),
            dimension=pl.lit(part.id),
            score=pl.Series(dimensions[:, place], dtype=pl.Float64),
            weight=pl.lit(float(weights[place])),
            contribution=pl.Series(
                dimensions[:, place] * weights[place]
                if composite.aggregate == "arithmetic"
                else np.full(len(score), np.nan),
                dtype=pl.Float64,
            ).fill_nan(None),
            rank=pl.Series(rank, dtype=pl.Int64),
            rank_lowest=pl.Series(lowest, dtype=pl.Int64),
            rank_highest=pl.Series(highest, dtype=pl.Int64),
        )
        for place, part in enumerate(composite.dimensions)
    ]
    return scores, pl.concat(parts).select(*_PARTS)


def _ranks(score: Floats, periods: NDArray[np.object_]) -> NDArray[np.int64]:
    """1 is the highest score among areas of the same period; ties share the best rank."""
    rank = np.zeros(len(score), dtype=np.int64)
    for period in np.unique(periods):
        here = periods == period
        rank[here] = stats.rankdata(-np.round(score[here], 9), method="min")
    return rank


def _rank_range(
    table: pl.DataFrame,
    composite: Composite,
    directions: Mapping[str, Direction],
    weights: Floats,
    periods: NDArray[np.object_],
    rank: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The best and worst rank of each row over all normalisations and drawn weights."""
    draws = np.random.default_rng(_SEED).uniform(
        1 - WEIGHT_SWING, 1 + WEIGHT_SWING, (SENSITIVITY_DRAWS, len(weights))
    )
    lowest, highest = rank.copy(), rank.copy()
    for method in NORMALISATIONS:
        dimensions = _dimension_scores(table, composite, directions, method)
        for draw in (np.ones(len(weights)), *draws):
            other = _ranks(aggregate(dimensions, weights * draw), periods)
            lowest, highest = np.minimum(lowest, other), np.maximum(highest, other)
    return lowest, highest
