"""Is 'reach the average of the city' a target that can be reached? What areas as far behind ever did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from wijkwerk.config.api import hint
from wijkwerk.evaluation.core.more_questions import ever_reached
from wijkwerk.monitor.api import Edition
from wijkwerk.shared.numbers import count, gap, percent
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Language, Text

_WIDTH = 0.25  # of the distance: what counts as about as far behind
_FEWEST = 5  # areas, to say anything
_WORDS = {
    "ahead": Text(
        "{area} ligt niet achter op {reference}.", "{area} isn’t behind {reference}."
    ),
    "few": Text(
        "{area} ligt {gap} achter op {reference}. Minder dan vijf gebieden lagen ooit zo ver achter: of dit doel haalbaar is, is niet te bepalen.",
        "{area} is {gap} behind {reference}. Fewer than five areas were ever as far behind: whether this target is feasible can’t be known.",
    ),
    "told": Text(
        "{area} ligt {gap} achter op {reference}. Van de {areas} gebieden die ooit ongeveer zo ver achter lagen, haalden er {reached} dat daarna in ({share}).",
        "{area} is {gap} behind {reference}. Of the {areas} areas that were once about as far behind, {reached} caught up later ({share}).",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Feasibility:
    """``gap`` in the last period in which both are known (positive: behind); of ``areas`` that were once
    about as far behind, ``reached`` got to the reference later."""

    area: str
    reference: str
    period: str
    gap: float
    unit: str
    decimals: int
    areas: int
    reached: int


def feasibility(edition: Edition, indicator: str, area: str, reference: str) -> Feasibility:
    """What areas as far behind ``reference`` as ``area`` ever did. Raises InputError when the edition has no
    such figures, or the indicator has no better side."""
    definitions = {
        definition["id"]: definition
        for definition in (
            *edition.definitions["indicators"],
            *edition.definitions.get("composites", ()),
        )
    }
    if indicator not in definitions:
        raise InputError.of(
            edition.id, "no such indicator", "an indicator of the edition", value=indicator,
            suggestion=hint(indicator, [*definitions]),
        )  # fmt: skip
    direction = definitions[indicator].get("direction", "higher_is_better")
    if direction == "neutral":
        raise InputError.of(indicator, "neither side is better", "an indicator with a better side")
    sign = 1.0 if direction == "lower_is_better" else -1.0
    table = edition.table("figures").filter(
        (pl.col("indicator") == indicator) & pl.col("value").is_not_null()
    )
    cells = (
        table.select("area", "level", "period", "value").unique().sort("area", "period").collect()
    )
    own = cells.filter(pl.col("area") == area)
    other = dict(cells.filter(pl.col("area") == reference).select("period", "value").iter_rows())
    both = [
        (period, value)
        for period, value in own.select("period", "value").iter_rows()
        if period in other
    ]
    if not both:
        raise InputError.of(
            edition.id,
            "no figures of both in one period",
            "areas of the edition",
            value=f"{area}, {reference}",
        )
    period, value = both[-1]
    behind = sign * (value - other[period])
    level = own["level"][0]
    wide = cells.filter((pl.col("level") == level) & (pl.col("area") != area)).pivot(
        on="period", index="area", values="value"
    )
    periods = sorted(column for column in wide.columns if column in other)
    values = wide.select(periods).to_numpy().astype(float)
    line = np.array([other[period] for period in periods])
    reached, areas = (
        (0, 0) if behind <= 0 else ever_reached(values, line, behind, _WIDTH * behind, sign)
    )
    names = dict(edition.table("areas").select("code", "name").collect().iter_rows())
    return Feasibility(
        names.get(area) or area,
        names.get(reference) or reference,
        period,
        float(behind),
        definitions[indicator].get("unit", "score"),
        definitions[indicator]["decimals"],
        areas,
        reached,
    )


def feasibility_sentence(result: Feasibility, language: Language) -> str:
    """What was found, in a sentence."""
    key = "ahead" if result.gap <= 0 else "few" if result.areas < _FEWEST else "told"
    return (
        _WORDS[key]
        .in_(language)
        .format(
            area=result.area,
            reference=result.reference,
            gap=gap(result.gap, result.unit, result.decimals, language),
            areas=count(result.areas, language),
            reached=count(result.reached, language),
            share=percent(result.reached / result.areas if result.areas else 0.0, language),
        )
    )
