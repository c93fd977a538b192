"""What changed between two editions, figure by figure, and why."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from wijkwerk.monitor.editions.edition import Edition

KEY = ("indicator", "period", "level", "area", "reference")
_COMPARED = ("value", "lower", "upper", "base", "reference_value", "distance", "rank")
_TOLERANCE = 1e-9


def diff_editions(old: Path, new: Path) -> pl.DataFrame:
    """A row per figure that differs: ``KEY``, value_old, value_new, cause.

    Causes, the first that applies: appeared, disappeared (the row is in one edition only);
    disclosure (withheld in one and published in the other); definition (the indicator's definition
    changed); method (another method of computing); disclosure (the value is the same and the
    limits changed, so the rounded base did); input (what is left: other figures went in).
    """
    first, second = Edition.open(old), Edition.open(new)
    left, right = first.table("figures"), second.table("figures")
    joined = left.join(
        right, on=list(KEY), how="full", suffix="_new", nulls_equal=True, coalesce=True
    )
    appeared, disappeared = pl.col("conf_status").is_null(), pl.col("conf_status_new").is_null()
    differs = pl.any_horizontal(
        *(
            pl.col(name).ne_missing(pl.col(f"{name}_new"))
            & ~((pl.col(name) - pl.col(f"{name}_new")).abs() <= _TOLERANCE).fill_null(False)
            for name in _COMPARED
        ),
        pl.col("conf_status").ne_missing(pl.col("conf_status_new")),
    )
    redefined = sorted(
        name
        for name, digest in second.manifest["definitions"].items()
        if first.manifest["definitions"].get(name) not in (None, digest)
    )
    same_value = (pl.col("value") - pl.col("value_new")).abs() <= _TOLERANCE
    other_limits = first.manifest["limits"] != second.manifest["limits"]
    other_method = first.manifest["method"] != second.manifest["method"]
    hidden = (pl.col("conf_status") == "F") != (pl.col("conf_status_new") == "F")
    cause = (
        pl.when(appeared)
        .then(pl.lit("appeared"))
        .when(disappeared)
        .then(pl.lit("disappeared"))
        .when(hidden)
        .then(pl.lit("disclosure"))
        .when(pl.col("indicator").is_in(redefined))
        .then(pl.lit("definition"))
        .when(pl.lit(other_method))
        .then(pl.lit("method"))
        .when(pl.lit(other_limits) & same_value)
        .then(pl.lit("disclosure"))
        .otherwise(pl.lit("input"))
    )
    return (
        joined.filter(appeared | disappeared | differs)
        .select(*KEY, value_old="value", value_new="value_new", cause=cause)
        .sort(*KEY, nulls_last=True)
        .collect()
    )
