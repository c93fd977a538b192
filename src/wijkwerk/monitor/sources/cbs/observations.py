"""Topics into observations: numerator and denominator where the base is in the table, else the
value with its base, else the value alone; a row for every area, also where a sign stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from wijkwerk.monitor.sources.cbs.cells import WITHHELD
from wijkwerk.monitor.sources.cbs.dictionary import Definition, definitions
from wijkwerk.monitor.sources.cbs.years import Year

COLUMNS = {
    "area": pl.String,
    "period": pl.String,
    "indicator": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "base": pl.Float64,
    "status": pl.String,
    "vintage": pl.String,  # CBS publishes a year on the boundaries of that year
}
BROKEN = ("2", "3")  # code for changed boundaries: 2 another code, 3 other boundaries


@dataclass(frozen=True)
class Taken:
    """How an indicator is made in a year: 'counts', 'value and base' or 'value'."""

    indicator: str
    year: str
    way: str
    estimated: bool
    impossible: int  # cells whose parts, as rounded by CBS, are more than the whole


def wanted(population: bool) -> tuple[Definition, ...]:
    """The definitions that a source may hold."""
    return tuple(
        definition for definition in definitions()[1] if definition.needs is None or population
    )


def observations_of(
    years: Sequence[Year], population: bool
) -> tuple[pl.DataFrame, list[Taken], dict[str, set[str]]]:
    """All observations (COLUMNS, sorted), how each was made, and per topic without use, the topics
    that would make it an indicator."""
    pieces: list[pl.DataFrame] = []
    taken: list[Taken] = []
    for year in years:
        for definition in wanted(population):
            rows_and_way = _rows(year, definition)
            if rows_and_way is not None:
                pieces.append(rows_and_way[0])
                taken.append(rows_and_way[1])
    used = {
        topic
        for definition in wanted(population)
        if definition.id in {taken_figure.indicator for taken_figure in taken}
        for topic in definition.topics
    }
    lacking: dict[str, set[str]] = {}
    have = {topic for year in years for topic in year.topics}
    for definition in wanted(True):
        for topic in definition.topics:
            if topic in have and topic not in used and topic not in ("a_inw", "a_woning"):
                lacking.setdefault(topic, set()).update(set(definition.topics) - have)
    if not pieces:
        return pl.DataFrame(schema=COLUMNS), [], lacking
    table = pl.concat(pieces).sort("indicator", "period", "area")
    return table, taken, lacking


def _rows(year: Year, definition: Definition) -> tuple[pl.DataFrame, Taken] | None:
    frame, have = year.frame, set(year.frame.columns)
    counts = (*definition.numerator, *definition.denominator)
    if counts and have.issuperset(counts):
        way, topics = "counts", counts
        numerator, denominator = _sum(definition.numerator), _sum(definition.denominator)
        value = base = pl.lit(None, pl.Float64)
    elif definition.value in have and definition.value is not None:
        based = definition.base is not None and definition.base in have
        way = "value and base" if based else "value"
        topics = (definition.value,)
        numerator = denominator = pl.lit(None, pl.Float64)
        value = pl.col(definition.value) * definition.factor
        base = pl.col(definition.base or "") if based else pl.lit(None, pl.Float64)
    else:
        return None
    estimated = any(f"{topic}:estimated" in have for topic in topics)
    # A figure that CBS rounded to fives can be more than the whole that it also rounded.
    impossible = (
        pl.lit(False)
        if definition.unit != "%"
        else (numerator > denominator).fill_null(False) | (value > 100).fill_null(False)
    )
    hidden = pl.any_horizontal(pl.col(f"{topic}:sign").is_in(list(WITHHELD)) for topic in topics)
    is_usable = pl.coalesce(numerator, value).is_not_null() & ~impossible
    if way == "counts":
        is_usable &= denominator.is_not_null()
    nothing = pl.lit(None, pl.Float64)
    change = pl.col("change").is_in(list(BROKEN))
    rows = frame.select(
        pl.col("code").alias("area"),
        pl.lit(year.year).alias("period"),
        pl.lit(definition.id).alias("indicator"),
        pl.when(is_usable).then(numerator).otherwise(nothing).alias("numerator"),
        pl.when(is_usable).then(denominator).otherwise(nothing).alias("denominator"),
        pl.when(is_usable).then(value).otherwise(nothing).alias("value"),
        pl.when(is_usable).then(base).otherwise(nothing).alias("base"),
        pl.when(~is_usable & hidden.fill_null(False))
        .then(pl.lit("N"))
        .when(~is_usable)
        .then(pl.lit("M"))
        .when(change.fill_null(False))
        .then(pl.lit("B"))
        .when(pl.any_horizontal(_filled(topics, have)))
        .then(pl.lit("I"))
        .when(pl.lit(estimated))
        .then(pl.lit("E"))
        .otherwise(pl.lit("A"))
        .alias("status"),
        pl.lit(year.year).alias("vintage"),
    )
    cells = int(frame.select(impossible.sum()).item())
    return rows, Taken(definition.id, year.year, way, estimated, cells)


def _sum(topics: Sequence[str]) -> pl.Expr:
    total = pl.col(topics[0])
    for topic in topics[1:]:
        total = total + pl.col(topic)
    return total


def _filled(topics: Iterable[str], have: set[str]) -> list[pl.Expr]:
    """Whether a figure was filled in by someone else than the publisher (``imputed``)."""
    marks = [pl.col(f"{topic}:filled") for topic in topics if f"{topic}:filled" in have]
    return marks or [pl.lit(False)]
