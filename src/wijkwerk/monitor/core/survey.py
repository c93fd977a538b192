"""Survey shares and balances of opinion from respondents, by Taylor linearisation.

The estimate and its standard error come from ``svy`` (areas are domains of the whole sample, so
that strata and clusters keep their degrees of freedom). The limits of a share are Wilson's on the
effective sample size p(1-p)/SE²: within 0 and 1, and sensible where everybody says the same. A
balance is a mean of -1, 0 and 1 and gets normal limits within -1 and 1.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import svy

from wijkwerk.monitor.core import intervals

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


def survey_estimates(rows: pl.DataFrame) -> pl.DataFrame:
    """Weighted shares (0-1) with limits per area, period and indicator.

    ``rows`` has a respondent a row: area, period, indicator, value (0 or 1), weight (null: 1),
    stratum, psu (null: none). Gives the columns of ``RESULT``; base is the number of respondents.
    """
    found = _means(rows)
    share = found["value"].to_numpy()
    error = found["error"].to_numpy()
    answers = found["base"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(error > 0, share * (1 - share) / error**2, answers)
    lower, upper = intervals.wilson(share * effective, effective)
    return _finish(found, lower, upper)


def balance_estimates(rows: pl.DataFrame) -> pl.DataFrame:
    """Weighted balances (share better minus share worse, -1 to 1) per area, period, indicator.

    ``rows`` as for ``survey_estimates`` with value 1 (better), 0 (same) or -1 (worse).
    """
    found = _means(rows)
    lower, upper = intervals.normal(found["value"].to_numpy(), found["error"].to_numpy() ** 2)
    return _finish(found, np.clip(lower, -1, 1), np.clip(upper, -1, 1))


def _means(rows: pl.DataFrame) -> pl.DataFrame:
    """area, period, indicator, value, error, base; sorted, so the order of rows doesn't matter."""
    pieces = [
        _one_sample(part).with_columns(period=pl.lit(str(period)), indicator=pl.lit(str(indicator)))
        for (indicator, period), part in rows.filter(pl.col("value").is_not_null())
        .sort("indicator", "period", "area", "stratum", "psu", "weight", "value")
        .group_by("indicator", "period", maintain_order=True)
    ]
    schema = {name: RESULT[name] for name in ("area", "period", "indicator", "value", "base")}
    empty = pl.DataFrame(schema=schema | {"error": pl.Float64})
    columns = ["area", "period", "indicator", "value", "error", "base"]
    return pl.concat([empty.select(columns), *(piece.select(columns) for piece in pieces)])


def _one_sample(part: pl.DataFrame) -> pl.DataFrame:
    """area, value, error, base of one indicator at one moment."""
    frame = part.select(
        pl.col("area"),
        pl.col("value").cast(pl.Float64).alias("y"),
        pl.col("weight").fill_null(1.0),
        pl.col("stratum").fill_null("all"),
        pl.col("psu"),
    )
    clustered = frame["psu"].null_count() == 0
    frame = frame if clustered else frame.drop("psu")
    design = svy.Design(
        stratum="stratum" if frame["stratum"].n_unique() > 1 else None,
        wgt="weight",
        psu="psu" if clustered else None,
        singleton="center",
    )
    counts = frame.group_by("area").len("base").sort("area")
    found = svy.Sample(frame, design).estimation.mean("y", by="area").to_polars()
    return (
        found.select("area", pl.col("est").alias("value"), pl.col("se").alias("error"))
        .join(counts.with_columns(pl.col("base").cast(pl.Float64)), on="area")
        .sort("area")
    )


def _finish(found: pl.DataFrame, lower: intervals.Floats, upper: intervals.Floats) -> pl.DataFrame:
    spread = (upper - lower) / (2 * intervals.z_of(0.95))
    return found.with_columns(
        variance=pl.Series(spread**2),
        lower=pl.Series(lower),
        upper=pl.Series(upper),
        interval_method=pl.lit("taylor"),
    ).select(*RESULT)
