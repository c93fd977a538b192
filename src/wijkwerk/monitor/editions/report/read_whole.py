"""The parts of a report that are about the whole edition: composites, signals, scale, coverage."""

from __future__ import annotations

from typing import Any

import polars as pl

from wijkwerk.monitor.core.composite import CLASSES as LABELS
from wijkwerk.monitor.core.composite import class_of
from wijkwerk.monitor.core.disclosure.coverage import COUNTS
from wijkwerk.monitor.editions.report.edition_files import EditionFiles
from wijkwerk.monitor.editions.report.facts import (
    CompositeFacts,
    CompositeRow,
    CoverageRow,
    DimensionPart,
    Large,
    ScaleFacts,
    Signal,
    WarningFacts,
)

FEW = 10  # rows of a short list
_LOWEST = 5


def read_composites(files: EditionFiles) -> tuple[CompositeFacts, ...]:
    """Each composite at its latest moment, among the areas that the report is about."""
    parts = pl.read_parquet(files.folder / "liveability.parquet")
    parts = parts.filter(pl.col("contribution").is_not_null())
    level = [code for code, level in files.levels.items() if level == files.level]
    wanted = level if files.focus is None else files.focus
    composites = []
    for composite in files.definitions["composites"]:
        own = parts.filter((pl.col("composite") == composite["id"]) & pl.col("area").is_in(level))
        latest = own.filter(pl.col("period") == own["period"].max())
        shown_rows = latest.filter(pl.col("area").is_in(wanted))
        if shown_rows.height:
            composites.append(_composite(files, composite, shown_rows))
    return tuple(composites)


def _composite(
    files: EditionFiles, composite: dict[str, Any], parts: pl.DataFrame
) -> CompositeFacts:
    order = [dimension["id"] for dimension in composite["dimensions"]]
    wide = (
        parts.with_columns(
            place=pl.col("dimension").replace_strict(
                {name: place for place, name in enumerate(order)}, return_dtype=pl.Int64
            )
        )
        .sort("area", "place")
        .group_by("area", maintain_order=True)
        .agg(
            pl.col("score"),
            pl.col("contribution"),
            pl.col("rank", "rank_lowest", "rank_highest").first(),
            total=pl.col("contribution").sum(),
        )
        .sort("total", "area")
    )
    rows = [
        CompositeRow(
            name=files.name(row["area"]),
            score=row["total"],
            label=class_of(row["total"]),
            scores=tuple(row["score"]),
            contributions=tuple(row["contribution"]),
            rank=row["rank"],
            best=row["rank_lowest"],
            worst=row["rank_highest"],
        )
        for row in wide.iter_rows(named=True)
    ]
    shifts = sorted(row.worst - row.best for row in rows)
    labels = dict.fromkeys((name for name, _ in LABELS), 0)
    for row in rows:
        labels[row.label] += 1
    return CompositeFacts(
        composite=composite,
        period=parts["period"][0],
        level=files.level,
        areas=len(rows),
        lowest=rows[0].score,
        highest=rows[-1].score,
        dimensions=_dimensions(files, composite, rows),
        rows=tuple(rows[:FEW]),
        middle_shift=(shifts[(len(shifts) - 1) // 2] + shifts[len(shifts) // 2]) / 2,
        widest=max(rows, key=lambda row: (row.worst - row.best, row.name)),
        labels=tuple(labels.items()),
    )


def _dimensions(
    files: EditionFiles, composite: dict[str, Any], rows: list[CompositeRow]
) -> tuple[DimensionPart, ...]:
    names = {indicator["id"]: indicator["name"] for indicator in files.indicators}
    total = sum(dimension["weight"] for dimension in composite["dimensions"])
    lowest = rows[:_LOWEST]
    parts = []
    for place, dimension in enumerate(composite["dimensions"]):
        inside = sum(weight for _, weight in dimension["indicators"])
        mean = sum(row.contributions[place] for row in rows) / len(rows)
        of_lowest = sum(row.contributions[place] for row in lowest) / len(lowest)
        parts.append(
            DimensionPart(
                id=dimension["id"],
                name=dimension["name"],
                weight=dimension["weight"] / total,
                indicators=tuple(
                    (names[name], weight / inside) for name, weight in dimension["indicators"]
                ),
                mean=mean,
                lowest_mean=of_lowest - mean,
            )
        )
    return tuple(parts)


def read_warnings(files: EditionFiles) -> WarningFacts:
    """All signals, the strongest first."""
    rows = files.warnings.filter(pl.col("signal")).sort(
        "score", "area", "indicator", descending=[True, False, False]
    )
    return WarningFacts(
        series=files.warnings.height,
        rate=files.source["warning_false_alarm_rate"],
        signals=tuple(
            Signal(
                files.name(row["area"]),
                row["indicator"],
                row["period"],
                row["score"],
                row["threshold"],
            )
            for row in rows.iter_rows(named=True)
        ),
    )


def read_scale(files: EditionFiles) -> ScaleFacts:
    """The scale check on the focus areas, or else on all areas of the report's level."""
    if files.focus is not None:
        areas = files.areas.filter(pl.col("code").is_in(files.focus))
    else:
        areas = files.areas.filter(pl.col("level") == files.level)
    large = areas.filter(pl.col("scale_flag")).sort(
        "inhabitants", "code", descending=[True, False], nulls_last=True
    )
    return ScaleFacts(
        level=files.level,
        judged=areas["scale_flag"].count(),
        unknown=areas["scale_flag"].null_count(),
        flagged=large.height,
        largest=tuple(
            Large(files.name(row["code"]), row["inhabitants"], row["dwellings"])
            for row in large.head(FEW).iter_rows(named=True)
        ),
    )


def read_coverage(files: EditionFiles) -> tuple[CoverageRow, ...]:
    """Per indicator what is published, in the order of the definitions."""
    total = (
        pl.read_parquet(files.folder / "coverage.parquet")
        .group_by("indicator")
        .agg(pl.col(*COUNTS).sum())
    )
    by_id = {row["indicator"]: row for row in total.iter_rows(named=True)}
    return tuple(
        CoverageRow(indicator["id"], *(by_id[indicator["id"]][name] for name in COUNTS))
        for indicator in files.indicators
        if indicator["id"] in by_id
    )
