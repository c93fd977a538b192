"""Survey shares, mean scores and balances of opinion per area, with limits by the sample's design.

Means and their variance come from ``taylor``. The limits of a share are Wilson's on the effective
sample size p(1 - p) / variance, with Student's t for designs of few clusters (Korn & Graubard 1998;
Dean & Pagano 2015): within 0 and 1, and with a width where everybody says the same.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import stats

from wijkwerk.monitor.core import intervals
from wijkwerk.monitor.core.balance import balance_limits
from wijkwerk.monitor.core.intervals import Floats
from wijkwerk.monitor.core.taylor import taylor_means

RESULT = {
    "area": pl.String,
    "period": pl.String,
    "indicator": pl.String,
    "value": pl.Float64,
    "variance": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "base": pl.Float64,
    "interval_method": pl.String,
}
_CONFIDENCE = 0.95


def survey_estimates(rows: pl.DataFrame) -> pl.DataFrame:
    """Weighted shares (0 to 1) with limits per area, period and indicator.

    ``rows`` as for ``taylor.taylor_means`` with value 0 or 1. Gives the columns of ``RESULT``,
    sorted; base is the number of respondents. Raises ValueError for a value outside 0-1.
    """
    _within(rows, 0.0)
    means = taylor_means(rows)
    share = _numbers(means, "mean")
    effective = _effective(means, share * (1 - share))
    lower, upper = intervals.wilson_at(share * effective, effective, _quantile(means))
    return _finished(means, lower, upper)


def score_estimates(rows: pl.DataFrame) -> pl.DataFrame:
    """Weighted means of scores with limits per area, period and indicator.

    ``rows`` as for ``survey_estimates`` with any number as value. The limits are the mean give or
    take Student's t, of the design's degrees of freedom, times the standard error by linearisation.
    Where scores don't differ, or where there is no freedom (a lone respondent), nothing is known of
    their spread: then there is a mean, without variance and limits.
    """
    means = taylor_means(rows)
    mean, variance = _numbers(means, "mean"), _numbers(means, "variance")
    has_margin = (variance > 1e-15) & (_numbers(means, "freedom") >= 1)
    half = np.where(
        has_margin, _quantile(means) * np.sqrt(np.where(has_margin, variance, 0.0)), np.nan
    )
    return means.with_columns(
        value=pl.col("mean"),
        variance=pl.Series(np.where(has_margin, variance, np.nan)).fill_nan(None),
        lower=pl.Series(mean - half).fill_nan(None),
        upper=pl.Series(mean + half).fill_nan(None),
        interval_method=pl.Series(np.where(has_margin, "taylor", "none").tolist(), dtype=pl.String),
    ).select(*RESULT)


def balance_estimates(rows: pl.DataFrame) -> pl.DataFrame:
    """Weighted balances (share better minus share worse, -1 to 1) per area, period, indicator.

    ``rows`` as for ``survey_estimates`` with value 1 (better), 0 (the same) or -1 (worse). Raises
    ValueError for a value outside -1 to 1.
    """
    _within(rows, -1.0)
    means = taylor_means(rows)
    better = _numbers(taylor_means(rows.with_columns(pl.col("value").clip(0.0, 1.0))), "mean")
    worse = np.clip(better - _numbers(means, "mean"), 0.0, 1.0)
    spread = better + worse - (better - worse) ** 2
    lower, upper = balance_limits(better, worse, _effective(means, spread), _quantile(means))
    return _finished(means, lower, upper)


def _within(rows: pl.DataFrame, least: float) -> None:
    outside = rows.filter((pl.col("value") < least) | (pl.col("value") > 1))
    if outside.height:
        raise ValueError(f"an answer is {least:g} to 1, not {outside['value'][0]:g}")


def _numbers(frame: pl.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy().astype(np.float64)


def _effective(frame: pl.DataFrame, spread: Floats) -> Floats:
    """The simple random sample that would have this variance, given one answer's ``spread``.

    Where all say the same there is no variance to judge by; then the weights and clusters say how
    many answers there are at most.
    """
    variance, base = _numbers(frame, "variance"), _numbers(frame, "base")
    has_variance = (variance > 1e-15) & (spread > 1e-15)
    size = spread / np.where(has_variance, variance, 1.0)
    # More than the answers given would be luck of a small sample, not of the design.
    return np.where(has_variance, np.minimum(size, base), _numbers(frame, "effective"))


def _quantile(frame: pl.DataFrame) -> Floats:
    # One respondent leaves no freedom at all; one degree is the widest there is.
    freedom = np.maximum(_numbers(frame, "freedom"), 1.0)
    return np.asarray(stats.t.ppf(0.5 + _CONFIDENCE / 2, freedom))


def _finished(frame: pl.DataFrame, lower: Floats, upper: Floats) -> pl.DataFrame:
    variance = _numbers(frame, "variance")
    # A variance of zero would claim certainty; the width of the interval says what is known.
    spread = ((upper - lower) / (2 * intervals.z_of(_CONFIDENCE))) ** 2
    return frame.with_columns(
        value=pl.col("mean"),
        variance=pl.Series(np.where(variance > 1e-15, variance, spread)),
        lower=pl.Series(lower),
        upper=pl.Series(upper),
        interval_method=pl.lit("taylor"),
    ).select(*RESULT)
