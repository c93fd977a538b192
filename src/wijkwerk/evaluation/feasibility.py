"""Is 'reach the level of another area' a target that can be reached? What areas as far behind ever did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkwerk.config.api import hint
from wijkwerk.evaluation.core.more_questions import ever_reached
from wijkwerk.shared.numbers import count, gap, percent
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.sentences import by_count, moment
from wijkwerk.shared.text import Language, Text

if TYPE_CHECKING:
    from wijkwerk.monitor.api import Edition

_WIDTH = 0.25  # of the distance: what counts as about as far behind
_FEWEST = 5  # areas, to say anything
Cells = Iterable[tuple[str, str, float]]  # area, period, value
_WORDS = {
    "ahead": Text("{area} ligt niet achter op {reference}.", "{area} isn’t behind {reference}."),
    "behind": Text(
        "{area} ligt {gap} achter op {reference} ({period}).",
        "{area} is {gap} behind {reference} ({period}).",
    ),
    "few": Text(
        "Minder dan vijf gebieden lagen ooit zo ver achter: of dit doel haalbaar is, is niet te bepalen.",
        "Fewer than five areas were ever as far behind: whether this target is feasible can’t be known.",
    ),
    "none": Text(
        "Geen van de {areas} gebieden die ooit ongeveer zo ver achter lagen, haalde dat daarna in.",
        "None of the {areas} areas that were once about as far behind caught up later.",
    ),
    "one": Text(
        "Van de {areas} gebieden die ooit ongeveer zo ver achter lagen, haalde er één dat daarna in ({share}).",
        "Of the {areas} areas that were once about as far behind, one caught up later ({share}).",
    ),
    "some": Text(
        "Van de {areas} gebieden die ooit ongeveer zo ver achter lagen, haalden er {reached} dat daarna in ({share}).",
        "Of the {areas} areas that were once about as far behind, {reached} caught up later ({share}).",
    ),
    "every": Text(
        "Alle {areas} gebieden die ooit ongeveer zo ver achter lagen, haalden dat daarna in.",
        "All {areas} areas that were once about as far behind caught up later.",
    ),
    "compared": Text(
        "Vergeleken is met {all} andere gebieden van hetzelfde niveau in de editie, van {first} tot en met {last}; "
        "ongeveer zo ver is {low} tot {high}.",
        "It was compared with {all} other areas of the same level in the edition, from {first} to {last}; about as "
        "far is {low} to {high}.",
    ),
}  # fmt: skip
_SHORT = {
    "ahead": Text("ligt niet achter", "isn’t behind"),
    "few": Text("niet te bepalen of dit haalbaar is", "can’t be known whether this is feasible"),
    "none": Text("geen van {areas} gebieden haalde dit ooit in", "none of {areas} areas ever caught up"),
    "one": Text("één van {areas} gebieden haalde dit ooit in", "one of {areas} areas ever caught up"),
    "some": Text("{reached} van {areas} gebieden haalden dit ooit in", "{reached} of {areas} areas ever caught up"),
    "every": Text("alle {areas} gebieden haalden dit ooit in", "all {areas} areas ever caught up"),
}  # fmt: skip


@dataclass(frozen=True)
class Feasibility:
    """``gap`` in the last ``period`` in which both are known (positive: behind); of ``areas`` that were once
    about as far behind, ``reached`` got to the reference later. ``others`` were looked at, from ``first``
    to ``last``."""

    area: str
    reference: str
    period: str
    gap: float
    unit: str
    decimals: int
    areas: int
    reached: int
    others: int = 0
    first: str = ""
    last: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the area is behind, and enough areas ever were."""
        return self.gap > 0 and self.areas >= _FEWEST


def reached_by_others(
    cells: Cells, line: Mapping[str, float], area: str, at_least: bool
) -> dict[str, Any] | None:
    """The numbers of a ``Feasibility``: ``cells`` are those of the level of ``area``, ``line`` the values of
    the reference by period. None when no period has figures of both."""
    values: dict[str, dict[str, float]] = {}
    for code, period, value in cells:
        if period in line:
            values.setdefault(code, {})[period] = value
    own = values.pop(area, {})
    if not own:
        return None
    sign = -1.0 if at_least else 1.0
    period = max(own)
    behind = sign * (own[period] - line[period])
    periods = sorted({period_there for series in values.values() for period_there in series})
    numbers: dict[str, Any] = {"period": period, "gap": float(behind), "areas": 0, "reached": 0}
    numbers |= {
        "others": len(values),
        "first": min(periods, default=""),
        "last": max(periods, default=""),
    }
    if behind > 0 and periods:
        table = np.array(
            [
                [series.get(period_there, np.nan) for period_there in periods]
                for series in values.values()
            ]
        )
        level = np.array([line[period_there] for period_there in periods])
        numbers["reached"], numbers["areas"] = ever_reached(
            table, level, behind, _WIDTH * behind, sign
        )
    return numbers


def feasibility(edition: Edition, indicator: str, area: str, reference: str) -> Feasibility:
    """What areas as far behind ``reference`` as ``area`` ever did. Raises InputError when the edition has no
    such figures, or the indicator has no better side."""
    import polars as pl

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
    figures = edition.table("figures").filter(
        (pl.col("indicator") == indicator) & pl.col("value").is_not_null()
    )
    cells = figures.select("area", "level", "period", "value").unique().collect()
    line = dict(cells.filter(pl.col("area") == reference).select("period", "value").iter_rows())
    levels = cells.filter(pl.col("area") == area)["level"]
    of_level = cells.filter(pl.col("level").is_in(levels)).select("area", "period", "value")
    numbers = reached_by_others(of_level.iter_rows(), line, area, direction != "lower_is_better")
    if numbers is None:
        raise InputError.of(
            edition.id,
            "no figures of both in one period",
            "areas of the edition",
            value=f"{area}, {reference}",
        )
    names = dict(edition.table("areas").select("code", "name").collect().iter_rows())
    return Feasibility(
        area=names.get(area) or area,
        reference=names.get(reference) or reference,
        unit=definitions[indicator].get("unit", "score"),
        decimals=definitions[indicator]["decimals"],
        **numbers,
    )


def feasibility_sentence(result: Feasibility, language: Language) -> str:
    """What was found, in sentences, with what was compared."""
    keys = [_key(result)] if result.gap <= 0 else ["behind", _key(result)]
    if result.gap > 0 and result.others:
        keys.append("compared")
    return " ".join(_said(_WORDS[key], result, language) for key in keys)


def feasibility_note(result: Feasibility, language: Language) -> str:
    """The same in some words, for a cell of a table."""
    return _said(_SHORT[_key(result)], result, language)


def _key(result: Feasibility) -> str:
    if not result.is_told:
        return "ahead" if result.gap <= 0 else "few"
    return by_count(
        result.reached, result.areas, none="none", one="one", some="some", every="every"
    )


def _said(words: Text, result: Feasibility, language: Language) -> str:
    def size(value: float) -> str:
        return gap(value, result.unit, result.decimals, language)

    low, high = (1 - _WIDTH) * result.gap, (1 + _WIDTH) * result.gap
    return words.in_(language).format(
        area=result.area,
        reference=result.reference,
        period=moment(result.period, language) if result.period else "",
        gap=size(result.gap),
        areas=count(result.areas, language),
        reached=count(result.reached, language),
        share=percent(result.reached / result.areas if result.areas else 0.0, language),
        all=count(result.others, language),
        first=moment(result.first, language) if result.first else "",
        last=moment(result.last, language) if result.last else "",
        low=size(low),
        high=size(high),
    )
