"""Early warning: areas that turn for the worse against their reference, before a threshold does.

Per indicator the latest distance is compared with the mean of up to three earlier ones, in units
of its own uncertainty. What all areas share besides chance (overdispersion) is estimated robustly
from the middle of the distribution and taken out. Signals are chosen by Benjamini and Hochberg's
procedure (1995), so the expected share of false alarms among the signals stays below the chosen
rate.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

EARLIER = 3  # moments that the latest is compared with
FEWEST_AREAS = 20  # below this the spread between areas can't be told
_RESULT = {
    "area": pl.String,
    "indicator": pl.String,
    "period": pl.String,
    "score": pl.Float64,
    "threshold": pl.Float64,
    "signal": pl.Boolean,
}


def early_warning(distances: pl.DataFrame, false_alarm_rate: float) -> pl.DataFrame:
    """Scores and signals (tables.WARNINGS) at each indicator's latest period.

    ``distances`` has area, indicator, period, distance (a lag) and its variance. Areas without a
    variance or without an earlier moment get no score. ``threshold`` is the smallest score that
    gave a signal, or the score that a single area would need when none did.
    """
    known = distances.filter(
        pl.col("distance").is_not_null() & (pl.col("variance").fill_null(0.0) > 0)
    ).sort("indicator", "area", "period")
    pieces = [
        _one_indicator(part, false_alarm_rate)
        for _, part in known.group_by("indicator", maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=_RESULT), *pieces]).sort("indicator", "area")


def _one_indicator(part: pl.DataFrame, rate: float) -> pl.DataFrame:
    latest = part["period"].max()
    now = part.filter(pl.col("period") == latest)
    before = (
        part.filter(pl.col("period") != latest)
        .group_by("area", maintain_order=True)
        .tail(EARLIER)
        .group_by("area", maintain_order=True)
        .agg(
            pl.col("distance").mean().alias("usual"),
            (pl.col("variance").sum() / pl.len() ** 2).alias("usual_variance"),
        )
    )
    both = now.join(before, on="area").sort("area")
    if both.is_empty():
        return pl.DataFrame(schema=_RESULT)
    gap = (both["distance"] - both["usual"]).to_numpy()
    raw = gap / np.sqrt((both["variance"] + both["usual_variance"]).to_numpy())
    score = _without_shared(raw)
    signal, threshold = _benjamini_hochberg(score, rate)
    return both.select("area", "indicator", "period").with_columns(
        score=pl.Series(score),
        threshold=pl.lit(threshold),
        signal=pl.Series(signal),
    )


def _without_shared(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores less their median, over a spread of at least 1 (median absolute deviation)."""
    if raw.size < FEWEST_AREAS:
        return raw
    middle = np.median(raw)
    spread = float(np.median(np.abs(raw - middle))) * 1.4826
    return np.asarray((raw - middle) / max(spread, 1.0))


def _benjamini_hochberg(score: NDArray[np.float64], rate: float) -> tuple[NDArray[np.bool_], float]:
    p = stats.norm.sf(score)
    order = np.argsort(p, kind="stable")
    allowed = rate * np.arange(1, p.size + 1) / p.size
    below = np.nonzero(p[order] <= allowed)[0]
    cutoff = float(p[order][below[-1]]) if below.size else rate / p.size
    return p <= cutoff if below.size else np.zeros(p.size, dtype=bool), float(
        stats.norm.isf(cutoff)
    )
