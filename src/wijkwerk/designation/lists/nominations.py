"""Nominations: plans for areas that municipalities sent in, scored by peers.

A CSV with a row per area, year, plan and assessor: ``area,year,plan,assessor,assessor_municipality``
and a column per criterion with a score from 1 to 5. Nobody may score for the own municipality. Who
the assessors are stays in the file: a list has means only.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from wijkwerk.areas.api import suggest
from wijkwerk.designation.core.logic import exact
from wijkwerk.designation.core.nominating import HIGHEST, LEAST_ASSESSORS, LOWEST
from wijkwerk.designation.lists.text_tables import LINE, read_texts
from wijkwerk.shared.problems import InputError, Problem

FIXED = ("area", "year", "plan", "assessor", "assessor_municipality")
_MOST_PROBLEMS = 200
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")


def read_nominations(path: Path, areas: pl.DataFrame) -> pl.DataFrame:
    """Means of scores as figures: the columns of ``inputs.CELLS``, indicators 'nominations.NAME'.

    ``areas`` (code, level, parent) says which codes exist and in which municipality they lie.
    'nominations.nominated' is 1 or 0 for every area in every year with nominations. Fewer than
    ``LEAST_ASSESSORS`` assessors: the score is unknown, reason too_few. Raises InputError with
    file, line and column of every fault.
    """
    rows = read_texts(path, FIXED)
    scores = [name for name in rows.columns if name not in (*FIXED, LINE)]
    if not scores:
        raise InputError.of(path.name, "no scores", "a column per criterion")
    problems = _faults(path.name, rows, scores, areas)
    if problems:
        raise InputError(problems[:_MOST_PROBLEMS])
    return _means(rows, scores, areas)


def _faults(file: str, rows: pl.DataFrame, scores: list[str], areas: pl.DataFrame) -> list[Problem]:
    parent = dict(areas.select("code", "parent").iter_rows())
    level = dict(areas.select("code", "level").iter_rows())
    problems: list[Problem] = []
    line_by_key: dict[tuple[str, ...], int] = {}
    plans: dict[tuple[str, str], str] = {}
    for row in rows.iter_rows(named=True):
        line = int(row[LINE])
        for name in FIXED:
            if not (row[name] or "").strip():
                problems.append(Problem(file, line, name, "is empty", None, f"a value for {name}"))
        area, year = row["area"] or "", row["year"] or ""
        if area and area not in level:
            near = suggest(area, list(level))
            problems.append(
                Problem(
                    file,
                    line,
                    "area",
                    "unknown area",
                    area,
                    "an area of the edition",
                    f"Did you mean {near}?" if near else None,
                )
            )
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            problems.append(Problem(file, line, "year", "malformed value", year, "a year as 2024"))
        from_ = (row["assessor_municipality"] or "").casefold()
        if area in level and from_ == (_city(area, parent, level) or "").casefold() != "":
            problems.append(
                Problem(
                    file,
                    line,
                    "assessor_municipality",
                    "scores for the own municipality",
                    row["assessor_municipality"],
                    "an assessor from another municipality",
                    "Peers judge each other's plans; leave this row out.",
                )
            )
        key = (area, year, row["assessor"] or "")
        if key in line_by_key:
            problems.append(
                Problem(
                    file,
                    line,
                    "assessor",
                    "scores twice",
                    row["assessor"],
                    "a row per area, year and assessor",
                    f"It is also on line {line_by_key[key]}.",
                )
            )
        line_by_key.setdefault(key, line)
        if plans.setdefault((area, year), row["plan"] or "") != (row["plan"] or ""):
            problems.append(
                Problem(
                    file,
                    line,
                    "plan",
                    "another plan",
                    row["plan"],
                    f"one plan per area and year: {plans[area, year]}",
                )
            )
        for name in scores:
            score = _number(row[name])
            if row[name] not in (None, "") and (score is None or not LOWEST <= score <= HIGHEST):
                problems.append(
                    Problem(
                        file,
                        line,
                        name,
                        "malformed value",
                        row[name],
                        f"a score from {LOWEST} to {HIGHEST}, or nothing",
                    )
                )
    return problems


def _number(text: str | None) -> float | None:
    """A plain decimal number; what only Python reads as one (1_0) isn't."""
    return float(text) if _DECIMAL.fullmatch(text or "") and text else None


def _city(code: str, parent: dict[str, str | None], level: dict[str, str]) -> str | None:
    area: str | None = code
    for _ in range(len(parent)):
        if area is None or level.get(area) == "municipality":
            return area
        area = parent.get(area)
    return None


def _means(rows: pl.DataFrame, scores: list[str], areas: pl.DataFrame) -> pl.DataFrame:
    empty = pl.lit(None, pl.Float64)
    numbers = [pl.col(name).cast(pl.Float64, strict=False) for name in scores]
    long = (
        rows.select("area", pl.col("year").alias("period"), *numbers)
        .unpivot(scores, index=["area", "period"], variable_name="name")
        .group_by("area", "period", "name")
        # As whole thousandths: the order of rows has no say in a mean.
        .agg(
            total=(pl.col("value") * 1000).round().cast(pl.Int64).sum(),
            number=pl.col("value").is_not_null().sum(),
        )
        .sort("area", "period", "name")
    )
    enough = pl.col("number") >= LEAST_ASSESSORS
    mean = pl.col("total") / 1000 / pl.col("number")
    scores_given = long.select(
        "area",
        indicator=pl.concat_str(pl.lit("nominations."), "name"),
        period="period",
        value=pl.when(enough).then(
            mean.map_batches(lambda s: pl.Series(exact(s.to_numpy())), return_dtype=pl.Float64)
        ),
        reason=pl.when(enough).then(pl.lit("")).otherwise(pl.lit("too_few")),
    )
    years = rows.select(period="year").unique().sort("period")
    sent = rows.select("area", period="year").unique().with_columns(value=pl.lit(1.0))
    every = areas.select(area="code").unique().join(years, how="cross")
    nominated = every.join(sent, on=["area", "period"], how="left").select(
        "area",
        indicator=pl.lit("nominations.nominated"),
        period="period",
        value=pl.col("value").fill_null(0.0),
        reason=pl.lit(""),
    )
    return (
        pl.concat([scores_given, nominated])
        .with_columns(lower=empty, upper=empty, method=pl.lit("none"))
        .select("area", "indicator", "period", "value", "lower", "upper", "method", "reason")
        .sort("indicator", "period", "area")
    )
