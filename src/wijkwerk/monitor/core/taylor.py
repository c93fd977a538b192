"""Means over respondents of a stratified, clustered, weighted survey, by Taylor linearisation.

mean = Σ w·y / Σ w. Its variance is that of U, the linearised totals per cluster of
u = w (y - mean) / Σ w: the sum over strata of (1 - f) n/(n - 1) Σ (U - Ū)², with n the clusters of
the stratum in the whole sample (Binder 1983; Särndal, Swensson & Wretman 1992). An area is a
domain: clusters without respondents there count with a total of zero. A stratum with one cluster is
centred on the mean of all clusters (the cautious choice). All areas go in one pass, in time that
grows with the number of respondents alone.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
RESULT = {
    "area": pl.String,
    "period": pl.String,
    "indicator": pl.String,
    "mean": pl.Float64,
    "variance": pl.Float64,
    "base": pl.Float64,  # respondents
    "effective": pl.Float64,  # respondents that weigh as much: (Σ w)² / Σ w², at most the clusters
    "freedom": pl.Float64,  # clusters less strata with respondents in the area
}
_KEYS = ["indicator", "period", "area"]
_COLUMNS = (*_KEYS, "stratum", "psu", "weight", "value")


def taylor_means(rows: pl.DataFrame) -> pl.DataFrame:
    """``RESULT`` per area, period and indicator, sorted; a sample is one indicator at one period.

    ``rows`` has a respondent a row: area, period, indicator, value and, each optional, weight
    (missing: 1), stratum (missing: one stratum), psu (missing: the respondent) and population (the
    number of clusters in the respondent's stratum of the population; missing: no finite-population
    correction). Rows without a value or with weight zero are left out. Raises ValueError for a
    negative weight.
    """
    frame = _complete(rows)
    if frame.is_empty():
        return pl.DataFrame(schema=RESULT)
    weight, value = frame["weight"].to_numpy(), frame["value"].to_numpy()
    cell = frame.select(pl.struct(_KEYS).rle_id())["indicator"].to_numpy().astype(np.int64)
    stratum, psu = _design(frame)
    total = np.bincount(cell, weight)
    mean = np.bincount(cell, weight * value) / total
    linear = weight * (value - mean[cell]) / total[cell]
    # One row per area and cluster, then per area and stratum.
    pair_cell, pair_psu, where = _pairs(cell, psu)
    cluster_total = np.bincount(where, linear)
    stratum_of = np.zeros(int(psu.max()) + 1, dtype=np.int64)
    stratum_of[psu] = stratum
    clusters = np.bincount(stratum_of[np.unique(psu)], minlength=int(stratum.max()) + 1)
    block_cell, block_stratum, block = _pairs(pair_cell, stratum_of[pair_psu])
    squares = np.bincount(block, cluster_total**2)
    sums = np.bincount(block, cluster_total)
    number = clusters[block_stratum].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        several = number / (number - 1) * (squares - sums**2 / number)
    # Linearised totals add up to zero, so the mean of all clusters is zero.
    part = np.where(number > 1, several, squares)
    part = part * _outside(frame, stratum, number, block_stratum)
    size = total.size
    in_area = np.bincount(pair_cell, minlength=size).astype(float)
    strata = np.bincount(block_cell, minlength=size).astype(float)
    keys = frame.select(_KEYS).unique(maintain_order=True)
    return keys.with_columns(
        mean=pl.Series(mean),
        variance=pl.Series(np.maximum(np.bincount(block_cell, part, minlength=size), 0.0)),
        base=pl.Series(np.bincount(cell).astype(float)),
        effective=pl.Series(np.minimum(total**2 / np.bincount(cell, weight**2), in_area)),
        freedom=pl.Series(in_area - strata),
    ).select(*RESULT)


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    """Every column there, sorted by all of them: the order of rows then changes no last digit."""
    for name, kind in (
        ("weight", pl.Float64),
        ("stratum", pl.String),
        ("psu", pl.String),
        ("population", pl.Float64),
    ):
        if name not in rows.columns:
            rows = rows.with_columns(pl.lit(None, kind).alias(name))
    frame = rows.select(*_COLUMNS, "population").with_columns(
        pl.col("weight").cast(pl.Float64).fill_null(1.0),
        pl.col("value").cast(pl.Float64),
        pl.col("stratum").fill_null(""),
    )
    if (frame["weight"] < 0).any():
        raise ValueError("a weight is zero or more")
    usable = pl.col("value").is_not_null() & pl.col("value").is_not_nan() & (pl.col("weight") > 0)
    return frame.filter(usable).sort(_COLUMNS)


def _design(frame: pl.DataFrame) -> tuple[Whole, Whole]:
    """Stratum and cluster of each row, numbered from 0 within the whole table."""
    codes = frame.select(
        sample=pl.struct("indicator", "period").rle_id(),
        stratum=pl.col("stratum").rank("dense"),
        psu=pl.col("psu").rank("dense").fill_null(0),
    )
    sample, within, psu = (codes[name].to_numpy().astype(np.int64) for name in codes.columns)
    stratum = _pairs(sample, within)[2]
    alone = psu == 0
    psu = np.where(alone, psu.max() + 1 + np.arange(psu.size), psu)
    return stratum, _pairs(stratum, psu)[2]


def _pairs(first: Whole, second: Whole) -> tuple[Whole, Whole, Whole]:
    """The different pairs, in order, and for each row which pair it has."""
    width = int(second.max()) + 1
    both, place = np.unique(first * width + second, return_inverse=True)
    return both // width, both % width, place


def _outside(frame: pl.DataFrame, stratum: Whole, number: Floats, wanted: Whole) -> Floats:
    """1 - f: the share of each wanted stratum's clusters that weren't drawn."""
    drawn_from = frame["population"].fill_null(np.inf).to_numpy()
    population = np.zeros(int(stratum.max()) + 1)
    np.maximum.at(population, stratum, drawn_from)
    return np.clip(1 - number / population[wanted], 0.0, 1.0)
