"""What evaluations say beside a target of a programme: did areas as far behind ever get there?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

from django.core.cache import cache

from wijkwerk.evaluation.feasibility import (
    Feasibility,
    feasibility_note,
    feasibility_sentence,
    reached_by_others,
)
from wijkwerk.monitor.display import FigureQuery, Serving, figures, library
from wijkwerk.registry import hooks
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.problems import TooSlowError
from wijkwerk.shared.text import Language

_COLUMNS = ("area", "indicator", "period", "value")  # by which they are put in order
_MOST = 2_000_000  # rows: every neighbourhood of the country over a hundred moments


def feasibility_notes(
    targets: Iterable[hooks.LevelTarget], language: Language
) -> dict[hooks.LevelTarget, hooks.Feasibility]:
    """Of each target of which the edition can be read; worked out once, as an edition never changes."""
    notes = {}
    for target in targets:
        result = _kept(target)
        if result is not None:
            notes[target] = hooks.Feasibility(
                result.areas if result.is_told else None,
                result.reached if result.is_told else None,
                feasibility_note(result, language),
                feasibility_sentence(result, language),
            )
    return notes


def _kept(target: hooks.LevelTarget) -> Feasibility | None:
    try:
        serving = library().open(target.edition)
    except NotServedError:
        return None  # nothing of an edition that was withdrawn is told, whatever is kept
    key = "feasibility-" + "-".join(str(part) for part in asdict(target).values())
    cached: tuple[Feasibility | None] | None = cache.get(key)
    if cached is None:
        try:
            cached = (_worked_out(serving, target),)
        except (NotServedError, TooSlowError):
            return None
        cache.set(key, cached)
    return cached[0]


def _worked_out(serving: Serving, target: hooks.LevelTarget) -> Feasibility | None:
    area = serving.catalogue.areas.get(target.area)
    measure = serving.catalogue.measures.get(target.indicator)
    if area is None or measure is None or (target.at_least is None and not measure.judged):
        return None

    def cells(ask: FigureQuery) -> list[tuple[str, str, float]]:
        return [
            (row["area"], row["period"], row["value"])
            for row in figures(serving, ask)
            if row["value"] is not None
        ]

    query = FigureQuery(indicators=[target.indicator], limit=_MOST, columns=_COLUMNS)
    line = cells(replace(query, areas=[target.reference]))
    numbers = reached_by_others(
        cells(replace(query, level=area.level)),
        {period: value for _, period, value in line},
        target.area,
        measure.higher_is_better if target.at_least is None else target.at_least,
    )
    if numbers is None:
        return None
    name = serving.catalogue.name
    return Feasibility(
        area=name(target.area),
        reference=name(target.reference),
        unit=measure.unit,
        decimals=measure.decimals,
        **numbers,
    )
