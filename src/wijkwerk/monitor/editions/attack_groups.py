"""What became of groups, worked out again from what is published of them: what differs was made of
withheld figures."""

from __future__ import annotations

import polars as pl

from wijkwerk.monitor.core.tables import TOLD_CLASSES

# Differences of published values come out the same but for the last digits of a computer.
_OFF = 1e-6
_ENDS = ("value", "reference_value", "distance", "distance_lower", "distance_upper")
_KEYS = ("group", "method", "period_from", "period_to")


def odd_changes(changes: pl.DataFrame, groups: pl.DataFrame, tolerance: float) -> pl.DataFrame:
    """The rows of ``changes`` (tables.GROUP_CHANGES, one indicator) that ``groups`` don't give.

    ``groups`` are the group figures of the indicator as published. A number must be the difference
    of two of those, and be absent where one of them is; class and evidence must be those of the
    distance (``tolerance`` in the unit of the indicator).
    """
    t = changes
    for end, moment in enumerate(("period_from", "period_to")):
        same = groups.filter(pl.col("method").str.ends_with("_same")).select(
            "group",
            pl.col("method").str.strip_suffix("_same"),
            pl.col("period").alias(moment),
            **{f"{name}_{end}": pl.col(name) for name in _ENDS},
        )
        then = groups.select(
            "group", "method", pl.col("period").alias(moment), **{f"then_{end}": pl.col("value")}
        )
        t = t.join(same, on=["group", "method", moment], how="left")
        t = t.join(then, on=["group", "method", moment], how="left")
    first, last = (
        [pl.col(f"{name}_{end}") for name in ("distance", "distance_lower", "distance_upper")]
        for end in (0, 1)
    )
    change = last[0] - first[0]
    low = change - ((last[0] - last[1]).pow(2) + (first[2] - first[0]).pow(2)).sqrt()
    high = change + ((last[2] - last[0]).pow(2) + (first[0] - first[1]).pow(2)).sqrt()
    again = {
        "value_from": pl.col("value_0"),
        "value_to": pl.col("value_1"),
        "own_change": pl.col("value_1") - pl.col("value_0"),
        "reference_change": pl.col("reference_value_1") - pl.col("reference_value_0"),
        "distance_change": change,
        "lower": low,
        "upper": high,
        "joined_effect": pl.col("then_1") - pl.col("value_1"),
        "left_effect": pl.col("value_0") - pl.col("then_0"),
    }
    numbers = [
        pl.col(name).is_not_null()
        & ((pl.col(name) - own).abs() <= _OFF * (1 + own.abs())).fill_null(False).not_()
        for name, own in again.items()
    ]
    names = pl.col("class")
    fits = _by_class(
        names, [last[0] <= _OFF, change.abs() <= tolerance + _OFF, change > -_OFF, change < _OFF]
    )
    sure = _by_class(
        names,
        [
            last[2] <= _OFF,
            (low >= -tolerance - _OFF) & (high <= tolerance + _OFF),
            low > -_OFF,
            high < _OFF,
        ],
    )
    return t.filter(
        pl.any_horizontal(
            *numbers,
            names.is_in(TOLD_CLASSES) & fits.not_(),
            (pl.col("evidence") == "firm") & sure.not_(),
        )
    ).select("indicator", "reference", *_KEYS)


def _by_class(kind: pl.Expr, holds: list[pl.Expr]) -> pl.Expr:
    """Whether what a told class says ``holds``: at or better, equal, larger, smaller, in this order."""
    order = ("at_or_better", "equal", "larger", "smaller")
    each = [(kind == name) & rule for name, rule in zip(order, holds, strict=True)]
    return pl.any_horizontal(*each).fill_null(False)


def odd_means(
    changes: pl.DataFrame, groups: pl.DataFrame, figures: pl.DataFrame, members: pl.DataFrame
) -> pl.DataFrame:
    """The rows of ``changes`` of the unweighted mean whose numbers of areas, or whose means in
    ``groups``, aren't those of the published ``figures`` of the ``members`` (group, area, period)."""
    spans = changes.filter(pl.col("method") == "unweighted")
    shown = figures.filter(pl.col("value").is_not_null()).unique(["area", "period"])
    ends = [
        spans.select(*_KEYS, pl.col(moment).alias("period"))
        .join(members, on=["group", "period"])
        .join(shown.select("area", "period", "value"), on=["area", "period"])
        .select(*_KEYS, "area", "value")
        for moment in ("period_from", "period_to")
    ]
    both = ends[0].join(ends[1], on=[*_KEYS, "area"], suffix="_last")
    counted = spans.join(
        both.group_by(_KEYS).agg(
            many=pl.len(),
            mean_0=pl.col("value").sort().mean(),
            mean_1=pl.col("value_last").sort().mean(),
        ),
        on=_KEYS,
        how="left",
    )
    for end, rows in enumerate(ends):
        size = rows.group_by(_KEYS).agg(pl.len().alias(f"size_{end}"))
        counted = counted.join(size, on=_KEYS, how="left")
    counted = counted.with_columns(pl.col("many", "size_0", "size_1").fill_null(0).cast(pl.Int64))
    means = groups.filter(pl.col("method") == "unweighted_same")
    for end, moment in enumerate(("period_from", "period_to")):
        stated_means = means.select(
            "group", pl.col("period").alias(moment), pl.col("value").alias(f"told_{end}")
        )
        counted = counted.join(stated_means, on=["group", moment], how="left")
    wrong = [
        pl.col(f"told_{end}").is_not_null()
        & (
            (pl.col(f"told_{end}") - pl.col(f"mean_{end}")).abs()
            <= _OFF * (1 + pl.col(f"mean_{end}").abs())
        )
        .fill_null(False)
        .not_()
        for end in (0, 1)
    ]
    return counted.filter(
        pl.any_horizontal(
            *wrong,
            pl.col("same") != pl.col("many"),
            pl.col("joined") != pl.col("size_1") - pl.col("many"),
            pl.col("left") != pl.col("size_0") - pl.col("many"),
        )
    ).select("indicator", "reference", *_KEYS)
