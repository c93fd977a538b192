"""Early warning: areas that turn for the worse against their reference, before a threshold does.

Per series the mean of the last one, two or three distances is held against the mean of up to six
before them, in units of their standard error; the smallest of the p-values, times the number of
spans tried, is the series' own. A jump shows in the last distance, a creep in the last three.
Standard errors hold the sampling variance and the year-to-year wobble that areas have besides
(``wobble``). Signals are chosen per indicator by the procedure of Benjamini & Hochberg (1995): the expected share
of false alarms among the signals stays below the chosen rate; with no true change at all, so does
the chance of any signal.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
SPANS = (1, 2, 3)  # numbers of last distances that are held against the rest
FEWEST_BEFORE = 2  # one earlier distance can't tell a turn from a swing
MOST_BEFORE = 6  # distances of long ago say little about a turn now
FEWEST_GAPS = 20  # below this the wobble can't be told from a turn
RESULT = {
    "area": pl.String,
    "indicator": pl.String,
    "period": pl.String,
    "score": pl.Float64,
    "threshold": pl.Float64,
    "signal": pl.Boolean,
}
# A normal variable is as often within this of its mean as outside it.
_QUARTILE = float(stats.norm.ppf(0.75))
# The median of squares is worth about this share of as many observations as the mean of squares.
_EFFICIENCY = 0.37


def early_warning(distances: pl.DataFrame, false_alarm_rate: float) -> pl.DataFrame:
    """Scores and signals (tables.WARNINGS) at each indicator's latest period, sorted.

    ``distances`` has area, indicator, period, distance (a lag: more is worse) and its variance; one
    row per area, indicator and period. Rows without a variance are left out. An area without a
    distance at the latest period or with fewer than ``FEWEST_BEFORE`` before it gets no row, and so
    do all areas when they have fewer than ``FEWEST_GAPS`` gaps over all years together: there is
    nothing to tell a turn from ordinary wobble by. ``score`` is the normal quantile of the p-value
    (3: one in 740 by chance; 0: no sign of a turn for the worse, it goes no lower);
    ``threshold`` is the score from which there is a signal, the same for an indicator. Raises
    ValueError for a rate outside 0-1.
    """
    if not 0 < false_alarm_rate < 1:
        raise ValueError("the false-alarm rate lies between 0 and 1")
    usable = pl.col("distance").is_not_null() & (pl.col("variance") > 0)
    usable_distances = distances.filter(usable.fill_null(False)).sort("indicator", "area", "period")
    pieces = [
        _one_indicator(part, false_alarm_rate)
        for _, part in usable_distances.group_by("indicator", maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=RESULT), *pieces]).sort("indicator", "area")


def _one_indicator(part: pl.DataFrame, rate: float) -> pl.DataFrame:
    """``part`` holds the series of one indicator, sorted by area and period."""
    latest = part["period"].max()
    area = part.select(pl.col("area").rle_id())["area"].to_numpy().astype(np.int64)
    p = _p_values(
        part["distance"].to_numpy().astype(np.float64),
        part["variance"].to_numpy().astype(np.float64),
        np.flatnonzero(np.diff(area, prepend=-1))[area],
        (part["period"] == latest).to_numpy(),
    )
    testable = (
        part.select("area", "indicator", "period")
        .with_columns(p=pl.Series(p))
        .filter(pl.col("p").is_not_nan())
    )
    if testable.is_empty():
        return pl.DataFrame(schema=RESULT)
    p = testable["p"].to_numpy()
    cutoff = benjamini_hochberg(p, rate)
    return testable.with_columns(
        score=pl.Series(stats.norm.isf(np.minimum(p, 0.5))),
        threshold=pl.lit(float(stats.norm.isf(cutoff))),
        signal=pl.Series(p <= cutoff),
    ).select(*RESULT)


def _p_values(
    distance: Floats, variance: Floats, first: Whole, wanted: NDArray[np.bool_]
) -> Floats:
    """One-sided p-value of each wanted row, as the end of its series so far; nan: can't be told.

    ``first`` is the row where a row's series starts. The rows that aren't wanted, and so the years
    before, say how much distances wobble.
    """
    # Sums over a stretch come from running totals, centred first so that they stay exact.
    sums = np.concatenate([[0.0], np.cumsum(distance - np.median(distance))])
    variances = np.concatenate([[0.0], np.cumsum(variance)])
    smallest, tried = np.full(distance.size, np.inf), np.zeros(distance.size)
    for span in SPANS:
        middle = np.arange(1, distance.size + 1) - span
        start = np.maximum(first, middle - MOST_BEFORE)
        able = np.flatnonzero(middle - start >= FEWEST_BEFORE)
        if able.size < FEWEST_GAPS:
            continue
        start, middle = start[able], middle[able]
        end, before = middle + span, (middle - start).astype(np.float64)
        gap = (sums[end] - sums[middle]) / span - (sums[middle] - sums[start]) / before
        sampling = (variances[end] - variances[middle]) / span**2
        sampling = sampling + (variances[middle] - variances[start]) / before**2
        spread = 1 / span + 1 / before
        wanted_able = wanted[able]
        extra = wobble(gap, sampling, spread)
        if wanted_able.sum() >= FEWEST_GAPS:
            # Distances that drift wobble more in the end than they did at first.
            extra = max(extra, wobble(gap[wanted_able], sampling[wanted_able], spread[wanted_able]))
        score = (gap / np.sqrt(sampling + spread * extra))[wanted_able]
        # The wobble is estimated: with few gaps a score must be larger to mean as much. Gaps of
        # longer spans share distances with their neighbours and are worth less.
        tail = stats.t.sf(score, _EFFICIENCY * able.size / span)
        rows = able[wanted_able]
        smallest[rows] = np.minimum(smallest[rows], tail)
        tried[rows] += 1
    p = np.clip(smallest * np.maximum(tried, 1.0), 1e-300, 1.0)
    return np.where(tried > 0, p, np.nan)


def wobble(gap: Floats, sampling: Floats, spread: Floats) -> float:
    """The variance that distances of areas have from year to year besides sampling.

    ``gap`` is a difference of means, ``sampling`` its sampling variance, ``spread`` how often the
    wobble counts in it (1/n + 1/m). The answer is the value for which half of the gaps lie within
    the quartiles of their normal distribution, so that areas that truly turned, being fewer than
    half, don't hide themselves. After the additive overdispersion of Spiegelhalter (2005).
    """
    needed = (gap / _QUARTILE) ** 2 - sampling
    return max(0.0, float(np.median(needed / spread)))


def benjamini_hochberg(p: Floats, rate: float) -> float:
    """The largest p-value that is a signal when false ones may be ``rate`` of all signals.

    With no signals it is the p-value that the first one would need: ``rate`` over the number.
    """
    ordered = np.sort(p)
    allowed = rate * np.arange(1, p.size + 1) / p.size
    below = np.flatnonzero(ordered <= allowed)
    return float(allowed[below[-1]]) if below.size else rate / p.size
