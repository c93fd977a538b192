"""The figures that a scheme rests on, as an edition publishes them.

A figure that the edition withholds is unknown here as well, so that no list can give it away.
"""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.config.api import hint
from wijkwerk.designation.core.logic import LARGEST
from wijkwerk.designation.core.scheme import Rules, Scheme
from wijkwerk.monitor.api import Edition, Engine
from wijkwerk.shared.problems import InputError, Problem

SIGNALS = "@signals"  # the number of early warnings by the edition
INHABITANTS = "@inhabitants"  # a measure's indicator: the number in the table of areas
ABSENT = "-"  # in a mapping: this edition has no such figure; what rests on it is unknown
NOMINATIONS = "nominations."
CELLS = {
    "area": pl.String, "indicator": pl.String, "period": pl.String, "value": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "method": pl.String, "reason": pl.String,
}  # fmt: skip


def needed_indicators(rules: Rules) -> dict[str, str]:
    """Measures that an evaluated status rests on, with the indicator of each."""
    scores = {score.code: score for score in rules.scores}
    wanted: set[str] = set()

    def take(code: str) -> None:
        if code in scores:
            for part, _ in scores[code].parts:
                take(part)
        else:
            wanted.add(code)

    needed = rules.needed()
    for criterion in rules.criteria:
        if criterion.code in needed:
            take(criterion.measure)
    return {measure.code: measure.indicator for measure in rules.measures if measure.code in wanted}


def indicators_of(edition: Edition) -> list[dict[str, object]]:
    """Definitions of indicators and composites."""
    return [*edition.definitions["indicators"], *edition.definitions.get("composites", ())]


def figures_of(
    scheme: Scheme,
    edition: Edition,
    engine: Engine,
    areas: pl.DataFrame,
    nominations: pl.DataFrame | None,
    regions: list[str],
) -> ir.Table:
    """CELLS of every indicator that the scheme rests on: of areas, and of the groups ``regions``.
    InputError when an indicator isn't there, or its figures are too large to compare."""
    wanted = sorted(
        {
            indicator
            for version in scheme.versions
            for indicator in needed_indicators(version).values()
        }
    )
    _must_be_there(scheme, edition, nominations)
    figures = engine.read([edition.path / "figures.parquet"])
    own = (
        figures.filter(figures.indicator.isin(wanted))
        .select(
            "area",
            "indicator",
            "period",
            "value",
            "lower",
            "upper",
            method="interval_method",
            reason=ibis.cases(
                (figures.value.notnull(), ""),
                (figures.conf_status == "N", "withheld"),
                else_="missing",
            ),
        )
        .distinct()
    )
    groups = engine.read([edition.path / "groups.parquet"])
    pooled = groups.filter(
        (groups.method == "pooled")
        & groups.indicator.isin(wanted)
        & groups.group.isin(regions or [""])
    )
    pooled = pooled.select(
        "indicator",
        "period",
        "value",
        "lower",
        "upper",
        area="group",
        method="interval_method",
        reason=ibis.cases(
            (pooled.value.notnull(), ""), (pooled.conf_status == "N", "withheld"), else_="missing"
        ),
    ).select(*CELLS)
    parts = [own.select(*CELLS), pooled]
    if nominations is not None:
        parts.append(engine.frame(nominations.select(*CELLS), "nominations"))
    if INHABITANTS in wanted:
        periods = engine.collect(own.select("period").distinct())["period"]
        years = sorted({period[:4] for period in periods})
        if nominations is not None:
            years = sorted({*years, *nominations["period"].to_list()})
        parts.append(engine.frame(_inhabitants(areas, years), "inhabitants"))
    if SIGNALS in wanted:
        parts.append(engine.frame(_signals(edition, areas), "signals"))
    cells = engine.materialise(ibis.union(*parts), "cells")
    large = engine.collect(
        cells.filter(cells.value.abs() > LARGEST).select("indicator").distinct().limit(1)
    )
    if large.height:
        raise InputError.of(
            edition.id,
            "figures too large to compare exactly",
            f"figures below {LARGEST:g}",
            value=str(large.item()),
            suggestion="Give the indicator in thousands or millions.",
        )
    return cells


def _must_be_there(scheme: Scheme, edition: Edition, nominations: pl.DataFrame | None) -> None:
    indicators = [str(indicator["id"]) for indicator in indicators_of(edition)]
    nominated = set() if nominations is None else set(nominations["indicator"].unique())
    problems: dict[str, Problem] = {}
    for version in scheme.versions:
        for measure, indicator in needed_indicators(version).items():
            if (
                indicator in (INHABITANTS, SIGNALS, ABSENT)
                or indicator in indicators
                or indicator in nominated
            ):
                continue
            if indicator.startswith(NOMINATIONS):
                problems[measure] = Problem(
                    "--nominations",
                    None,
                    measure,
                    "no such column",
                    indicator,
                    "a file with nominations and that column",
                    "docs/howto/make-a-list.md shows such a file.",
                )
                continue
            near = hint(indicator, indicators)
            problems[measure] = Problem(
                edition.id,
                None,
                measure,
                "the edition has no such indicator",
                indicator,
                "an indicator of the edition",
                (f"{near} " if near else "")
                + f"Name one with --map {measure}=INDICATOR, or leave it unknown with --map "
                f"{measure}=-.",
            )
    if problems:
        raise InputError([*problems.values()])


def _inhabitants(areas: pl.DataFrame, years: Iterable[str]) -> pl.DataFrame:
    """The number of inhabitants in the table of areas, for every year that it is said to hold."""
    by_area = areas.unique("code", keep="last", maintain_order=True)
    return (
        by_area.select(area="code", value=pl.col("inhabitants").cast(pl.Float64))
        .join(pl.DataFrame({"period": list(years)}), how="cross")
        .pipe(_given, INHABITANTS)
        .select(*CELLS)
    )


def _signals(edition: Edition, areas: pl.DataFrame) -> pl.DataFrame:
    """How many early warnings each area has by the edition, at the newest period that was judged; missing
    for an area that none could be said of. InputError when nothing was judged."""
    judged = edition.table("warnings").collect()
    if judged.is_empty():
        raise InputError.of(
            edition.id,
            "no early warnings",
            "an edition with at least three periods of an indicator",
            suggestion="docs/method/early-warning.md says when there are none.",
        )
    period = judged["period"].str.slice(0, 4).max()
    number = judged.group_by("area").agg(value=pl.col("signal").cast(pl.Float64).sum())
    every = areas.select(area="code").unique("area").join(number, on="area", how="left")
    return _given(every, SIGNALS).with_columns(period=pl.lit(period)).select(*CELLS)


def _given(values: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """CELLS but for the period of numbers without an interval: area, value (null: missing)."""
    empty = pl.lit(None, pl.Float64)
    return values.with_columns(
        indicator=pl.lit(indicator),
        lower=empty,
        upper=empty,
        method=pl.lit("none"),
        reason=pl.when(pl.col("value").is_null()).then(pl.lit("missing")).otherwise(pl.lit("")),
    )
