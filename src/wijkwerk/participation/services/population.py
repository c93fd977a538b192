"""How many people live somewhere by group, out of an edition of the monitor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wijkwerk.monitor.display import FigureQuery, figures, library
from wijkwerk.shared.numbers import rounded

_COLUMNS = ("area", "indicator", "period", "value", "base", "conf_status")
_PER = {"%": 100, "per 100": 100, "per 1000": 1_000}


class PopulationError(Exception):
    """``why``: edition, area, indicator, not_a_share or no_figure, about ``what``."""

    def __init__(self, why: str, what: str) -> None:
        self.why, self.what = why, what
        super().__init__(f"{why}: {what}")


@dataclass(frozen=True)
class Population:
    """Numbers of residents by indicator, and where they come from."""

    residents: dict[str, int]
    source: str


def population(area: str, indicators: Iterable[str]) -> Population:
    """Residents of ``area`` by indicators that are shares of inhabitants (dwellings, households), of the
    newest period that has all of them, in the edition that the site shows first. Raises PopulationError; what the
    edition withholds has no figure here either."""
    asked_indicators = list(indicators)
    edition = library().default()
    if edition is None:
        raise PopulationError("edition", "")
    if area not in edition.catalogue.areas:
        raise PopulationError("area", area)
    for indicator in asked_indicators:
        measure = edition.catalogue.measures.get(indicator)
        if measure is None:
            raise PopulationError("indicator", indicator)
        if measure.unit not in _PER:
            raise PopulationError("not_a_share", indicator)
    rows = figures(
        edition, FigureQuery(areas=[area], indicators=asked_indicators, columns=_COLUMNS)
    )
    by_period: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["value"] is not None and row["base"]:
            per = _PER[edition.catalogue.measures[row["indicator"]].unit]
            number = int(rounded(row["value"] / per * row["base"], 0))
            by_period.setdefault(row["period"], {})[row["indicator"]] = number
    for period in sorted(by_period, reverse=True):
        if len(by_period[period]) == len(asked_indicators):
            place = edition.catalogue.areas[area].name
            return Population(
                by_period[period], f"{edition.catalogue.source['id']}, {place}, {period}"
            )
    raise PopulationError("no_figure", ", ".join(asked_indicators))
