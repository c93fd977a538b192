"""A composite score: normalise indicators, weigh them into dimensions, dimensions into a score.

After the OECD/JRC handbook on composite indicators (2008). Every level and period is measured along
one scale, set by the areas of the level that has most of them, so that a score may rise over time
and an area can be held against its city. Contributions of the dimensions add up to the score. How
far ranks move under other choices travels along (``sensitivity``).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from wijkwerk.monitor.core.definitions import Composite, Direction
from wijkwerk.monitor.core.normalise import NORMALISATIONS, Floats, exponential, normalise
from wijkwerk.monitor.core.sensitivity import rank_range, ranks
from wijkwerk.shared.comparing import comparable

__all__ = [
    "AGGREGATIONS",
    "CLASSES",
    "NORMALISATIONS",
    "PARTS",
    "aggregate",
    "class_of",
    "composite_scores",
    "contributions",
    "exponential",
    "normalise",
]

AGGREGATIONS = ("arithmetic", "geometric")
# An area needs indicators with this share of a dimension's weight, in every dimension.
LEAST_WEIGHT = 0.5
# Labels of scores, each up to but not including its bound.
CLASSES = (("very_low", 20.0), ("low", 40.0), ("middle", 60.0), ("high", 80.0), ("very_high", 1e9))
PARTS = {
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
_SCORES = {
    "area": pl.String,
    "period": pl.String,
    "indicator": pl.String,
    "value": pl.Float64,
}
_PERIODS = ["level", "period"]


def aggregate(scores: Floats, weights: Floats, method: str = "arithmetic") -> Floats:
    """The weighted mean of ``scores`` (…, parts); a missing part leaves its weight to the others.

    geometric lifts scores to at least 1, so that one zero doesn't wipe out the rest. ValueError for
    another method or a negative weight.
    """
    if method not in AGGREGATIONS:
        raise ValueError(f"no aggregation {method!r}: {', '.join(AGGREGATIONS)}")
    if (np.asarray(weights) < 0).any():
        raise ValueError("a weight is zero or more")
    has_score = ~np.isnan(scores)
    weight = np.where(has_score, weights, 0.0)
    total = weight.sum(axis=-1)
    filled = np.where(has_score, scores, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        if method == "geometric":
            mean = np.exp((weight * np.log(np.maximum(filled, 1.0))).sum(axis=-1) / total)
        else:
            mean = (weight * filled).sum(axis=-1) / total
    return np.where(total > 0, mean, np.nan)


def contributions(dimensions: Floats, weights: Floats, method: str = "arithmetic") -> Floats:
    """What each dimension (rows, dimensions) adds to the score; rows add up to the score.

    arithmetic: weight times score. geometric: the score shared out by weight times logarithm.
    """
    share = weights / weights.sum()
    if method == "arithmetic":
        return np.asarray(dimensions * share)
    logs = share * np.log(np.maximum(dimensions, 1.0))
    total = logs.sum(axis=1, keepdims=True)
    # All dimensions at the very bottom: nothing to tell them apart by but their weights.
    parts = np.where(total > 0, logs / np.where(total > 0, total, 1.0), share)
    return np.asarray(parts * aggregate(dimensions, weights, method)[:, None])


def class_of(score: float) -> str:
    """The label of a score of 0-100, see ``CLASSES``."""
    return next(name for name, bound in CLASSES if comparable(score) < bound)


def composite_scores(
    values: pl.DataFrame, composite: Composite, directions: Mapping[str, Direction]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Scores (area, period, indicator, value) and their parts (as tables.LIVEABILITY), sorted.

    ``values`` has area, level, period, indicator, value in units; ``directions`` says which way is
    better for every indicator used (KeyError when one is missing). Scores run 0 to 100, more is
    better. Ranks are among the areas of a level at a period; 1 is the best.
    """
    table = _wide(values, composite)
    weights = np.array([part.weight for part in composite.dimensions], dtype=np.float64)
    by_method = {
        method: _dimension_scores(table, composite, directions, method) for method in NORMALISATIONS
    }
    dimensions = by_method[composite.normalise]
    complete = ~np.isnan(dimensions).any(axis=1)
    table = table.filter(pl.Series(complete))
    if table.is_empty():
        return pl.DataFrame(schema=_SCORES), pl.DataFrame(schema=PARTS)
    by_method = {method: scores[complete] for method, scores in by_method.items()}
    dimensions = dimensions[complete]
    # The exponential of a logarithm may end a last digit above 100.
    score = np.clip(aggregate(dimensions, weights, composite.aggregate), 0.0, 100.0)
    group = table.select(pl.struct(_PERIODS).rle_id())["level"].to_numpy().astype(np.int64)
    rank = ranks(score, group)
    lowest, highest = rank_range(by_method, weights, group, aggregate, AGGREGATIONS)
    parts = contributions(dimensions, weights, composite.aggregate)
    keys = table.select("area", "period")
    scores = keys.with_columns(indicator=pl.lit(composite.id), value=pl.Series(score))
    rows = [
        keys.with_columns(
            composite=pl.lit(composite.id),
            dimension=pl.lit(part.id),
            score=pl.Series(dimensions[:, place]),
            weight=pl.lit(float(weights[place] / weights.sum())),
            contribution=pl.Series(parts[:, place]),
            rank=pl.Series(rank),
            rank_lowest=pl.Series(np.minimum(lowest, rank)),
            rank_highest=pl.Series(np.maximum(highest, rank)),
        ).select(*PARTS)
        for place, part in enumerate(composite.dimensions)
    ]
    return (
        scores.sort("area", "period"),
        pl.concat(rows).sort("area", "period", maintain_order=True),
    )


def _wide(values: pl.DataFrame, composite: Composite) -> pl.DataFrame:
    """level, period, area and a column per indicator; sorted by the first three."""
    used = sorted({name for part in composite.dimensions for name, _ in part.indicators})
    rows_used = values.filter(pl.col("indicator").is_in(used) & pl.col("value").is_not_null())
    table = (
        rows_used.sort(*_PERIODS, "area", "indicator")
        .pivot("indicator", index=[*_PERIODS, "area"], values="value")
        .sort(*_PERIODS, "area")
    )
    lacking = [
        pl.lit(None, pl.Float64).alias(indicator)
        for indicator in used
        if indicator not in table.columns
    ]
    return table.with_columns(lacking)


def _dimension_scores(
    table: pl.DataFrame, composite: Composite, directions: Mapping[str, Direction], method: str
) -> Floats:
    """Array (rows, dimensions) of dimension scores under a normalisation; nan: too little known."""
    scale = _scale_rows(table)
    columns = []
    for part in composite.dimensions:
        scores = []
        for name, _ in part.indicators:
            values = table[name].to_numpy().astype(np.float64)
            better = directions[name] is Direction.HIGHER_IS_BETTER
            scores.append(normalise(values, method, better, values[scale]))
        stacked = np.column_stack(scores)
        weights = np.array([weight for _, weight in part.indicators], dtype=np.float64)
        weight_known = (~np.isnan(stacked) * weights).sum(axis=1)
        enough = comparable(weight_known) >= comparable(LEAST_WEIGHT * weights.sum())
        columns.append(np.where(enough, aggregate(stacked, weights), np.nan))
    return np.column_stack(columns)


def _scale_rows(table: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The rows that set the scale: those of the level with most areas (a tie: the last name)."""
    if table.is_empty():
        return np.zeros(0, dtype=np.bool_)
    sizes = table.group_by("level").agg(pl.col("area").n_unique().alias("areas"))
    level = sizes.sort("areas", "level")["level"][-1]
    return np.asarray((table["level"] == level).to_numpy(), dtype=np.bool_)
