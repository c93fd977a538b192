"""Two lists, of two schemes or two years: who enters, who leaves, and by which criterion."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

_KEY = ["area", "criterion"]
COLUMNS = {
    "area": pl.String, "status": pl.String, "change": pl.String, "before": pl.String,
    "after": pl.String, "cause": pl.String, "criteria": pl.String,
}  # fmt: skip
# What of a criterion changed, the plainest first. What was decided is no part of a computation:
# ``serving.comparison`` adds it.
CAUSES = ("figures", "reference", "threshold", "rule", "years", "known", "areas")


def compared(
    statuses: tuple[pl.DataFrame, pl.DataFrame],
    criteria: tuple[pl.DataFrame, pl.DataFrame],
    status: tuple[str, str],
    rests_on: Collection[str],
    around: Collection[str] = (),
) -> pl.DataFrame:
    """What became of each area between two lists of one year each (COLUMNS), areas that didn't
    change left out.

    ``statuses``: area, status, result, condition; ``criteria``: area, criterion, value,
    reference_value, threshold, result. ``status``: the code of the status in either list;
    ``rests_on``: the criteria and gates that it rests on, ``around`` the statuses that it is nested
    in, in the one or the other.
    ``change`` is entered, left, or unclear (unknown in one of the two). ``cause``: figures (the
    area's own), reference, threshold, rule (a criterion is new or gone, or others count), years
    (only the years in a row changed, of it or of one it is nested in), known (it became known or
    unknown), areas (the area is in one of the two only). ``criteria`` names those whose result changed.
    """
    first, second = (
        part.filter(pl.col("status") == code).select("area", "result", "condition")
        for part, code in zip(statuses, status, strict=True)
    )
    both = first.join(second, on="area", how="full", coalesce=True, suffix="_after").filter(
        pl.col("result").ne_missing(pl.col("result_after"))
    )
    wanted = pl.col("criterion").is_in(sorted(rests_on))
    turned = _turned(criteria[0].filter(wanted), criteria[1].filter(wanted))
    absent = pl.col("result").is_null() | pl.col("result_after").is_null()
    lasted = _lasted(*statuses, around)
    return (
        both.join(turned, on="area", how="left")
        .with_columns(
            change=pl.when(pl.col("result_after") == "met")
            .then(
                pl.when(pl.col("result") == "unknown")
                .then(pl.lit("unclear"))
                .otherwise(pl.lit("entered"))
            )
            .when(pl.col("result") == "met")
            .then(
                pl.when(pl.col("result_after") == "unknown")
                .then(pl.lit("unclear"))
                .otherwise(pl.lit("left"))
            )
            .otherwise(pl.lit("unclear")),
            cause=pl.when(absent)
            .then(pl.lit("areas"))
            .when(pl.col("condition") == pl.col("condition_after"))
            .then(pl.lit("years"))
            .when(pl.col("causes").is_not_null())
            .then(pl.col("causes"))
            .when(pl.col("area").is_in(lasted))
            .then(pl.lit("years"))
            .otherwise(pl.lit("rule")),
        )
        .select(
            "area",
            pl.lit(status[1]).alias("status"),
            "change",
            before="result",
            after="result_after",
            cause="cause",
            criteria=pl.col("turned").fill_null(""),
        )
        # An area of one of the two only, that doesn't have the status there, is no change.
        .filter(
            (pl.col("change") != "unclear")
            | pl.any_horizontal(pl.col("before", "after") == "unknown")
        )
        .sort("change", "area")
    )


def _lasted(first: pl.DataFrame, second: pl.DataFrame, around: Collection[str]) -> list[str]:
    """Areas of which one of the statuses ``around`` changed by its years in a row alone."""
    key = ["area", "status"]
    own = first.filter(pl.col("status").is_in(sorted(around))).select(*key, "result", "condition")
    both = own.join(second.select(*key, "result", "condition"), on=key, suffix="_after")
    years = (pl.col("result") != pl.col("result_after")) & (
        pl.col("condition") == pl.col("condition_after")
    )
    return both.filter(years)["area"].unique().sort().to_list()


def _turned(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Per area the criteria whose result changed, and what of them did."""
    wanted = ["area", "criterion", "value", "reference_value", "threshold", "result"]
    both = first.select(wanted).join(
        second.select(wanted), on=_KEY, how="full", coalesce=True, suffix="_after"
    )
    changed = both.filter(pl.col("result").ne_missing(pl.col("result_after")))
    one_side = pl.col("result").is_null() | pl.col("result_after").is_null()
    unknown = (pl.col("result") == "unknown") | (pl.col("result_after") == "unknown")

    def moved(name: str) -> pl.Expr:
        return pl.col(name).ne_missing(pl.col(f"{name}_after"))

    cause = (
        pl.when(one_side)
        .then(pl.lit("rule"))
        .when(unknown)
        .then(pl.lit("known"))
        .when(moved("value"))
        .then(pl.lit("figures"))
        .when(moved("reference_value"))
        .then(pl.lit("reference"))
        .when(moved("threshold"))
        .then(pl.lit("threshold"))
        .otherwise(pl.lit("rule"))
    )
    return (
        changed.with_columns(cause=cause)
        .sort("area", "criterion")
        .group_by("area", maintain_order=True)
        .agg(
            turned=pl.col("criterion").str.join(";"),
            causes=pl.col("cause").unique().sort().str.join(";"),
        )
    )
