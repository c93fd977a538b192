"""Several areas beside each other on all indicators: what their table, map and sentences are made of.

Two questions to the serving file, however many areas there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from wijkwerk.monitor.core.standing import Reading, Standing, furthest_first, mean_lags, standing
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.web.edition_context import EditionContext

FEWEST_PEOPLE = 500  # an area with fewer moves by chance: it stands apart


class Seen(NamedTuple):
    """The last figure of an area on an indicator; a page has thousands of them."""

    period: str
    value: float | None
    base: float | None
    conf_status: str
    reference: str | None
    distance: float | None
    lower: float | None
    upper: float | None

    @property
    def is_there(self) -> bool:
        """Whether there is a figure, or one that is withheld."""
        return self.value is not None or self.conf_status != "F"

    @property
    def is_sure(self) -> bool:
        """Whether its margin lies on one side of the reference."""
        return (self.lower is not None and self.lower > 0) or (
            self.upper is not None and self.upper < 0
        )


class Moved(NamedTuple):
    """What the distance did: one of CLASSES, whether that is firm, since when, how much."""

    kind: str
    firm: bool
    since: str | None
    size: float | None


_UNMOVED = Moved("", False, None, None)
T = TypeVar("T")
BySpot = dict[str, dict[str, T]]  # by area and indicator


@dataclass(frozen=True)
class Beside:
    """``seen`` and ``moved`` by area and indicator; ``measures`` those that any of the areas has, theme by
    theme; ``order`` the codes, furthest behind first, ``small`` those that stand apart, and
    ``scores`` the latest score of the edition's first composite."""

    areas: dict[str, Area]
    measures: tuple[Measure, ...]
    seen: BySpot[Seen]
    moved: BySpot[Moved]
    standings: dict[str, Standing]
    order: tuple[str, ...]
    small: frozenset[str]
    composite: Measure | None = None
    scores: dict[str, float] = field(default_factory=dict)

    @property
    def large(self) -> list[str]:
        """The areas that don't stand apart, furthest behind first."""
        return [code for code in self.order if code not in self.small]

    @property
    def references(self) -> set[str]:
        """Codes of what the areas are compared with."""
        return {
            cell.reference
            for own in self.seen.values()
            for cell in own.values()
            if cell.reference is not None
        }


def beside(visit: EditionContext, areas: Sequence[Area]) -> Beside:
    """The areas that have any figure, on all indicators of the edition."""
    codes = [area.code for area in areas]
    rows, changes = figures.overview(visit.serving, codes, visit.against)
    cells_by_area: BySpot[Seen] = {}
    for row in rows:
        cells_by_area.setdefault(row[0], {})[row[1]] = Seen._make(row[2:])
    moved: BySpot[Moved] = {}
    for area, indicator, kind, evidence, since, size in changes:
        moved.setdefault(area, {})[indicator] = Moved(kind, evidence == "firm", since, size)
    present = {indicator for own in cells_by_area.values() for indicator in own}
    themes = {theme: place for place, theme in enumerate(visit.catalogue.themes)}
    measures = tuple(
        sorted(
            (measure for measure in visit.catalogue.measures.values() if measure.id in present),
            key=lambda measure: themes.get(measure.theme, len(themes)),
        )
    )
    counted = [measure.id for measure in measures if measure.judged and measure.kind != "composite"]
    standings = {
        code: standing(_readings(counted, cells_by_area[code], moved.get(code, {})))
        for code in codes
        if any(cell.is_there for cell in cells_by_area.get(code, {}).values())
    }
    lags = mean_lags(
        {
            code: {
                indicator: cell.distance
                for indicator in counted
                if (cell := cells_by_area[code].get(indicator)) is not None
                and cell.distance is not None
            }
            for code in standings
        }
    )
    composite = next((measure for measure in measures if measure.kind == "composite"), None)
    scores = {
        code: value
        for code in standings
        if composite is not None
        and composite.id in cells_by_area[code]
        and (value := cells_by_area[code][composite.id].value) is not None
    }
    return Beside(
        areas={area.code: area for area in areas if area.code in standings},
        measures=measures,
        seen=cells_by_area,
        moved=moved,
        standings=standings,
        order=tuple(furthest_first(standings, scores, lags)),
        small=frozenset(_small(visit, standings, measures, cells_by_area)),
        composite=composite,
        scores=scores,
    )


def _readings(
    indicators: Iterable[str], cells: Mapping[str, Seen], moved: Mapping[str, Moved]
) -> Iterable[Reading]:
    for indicator in indicators:
        cell = cells.get(indicator)
        if cell is not None:
            kind, firm, since, _size = moved.get(indicator, _UNMOVED)
            yield Reading(cell.distance, cell.lower, kind or None, firm, since)


def _small(
    visit: EditionContext,
    codes: Iterable[str],
    measures: Sequence[Measure],
    cells_by_area: BySpot[Seen],
) -> Iterable[str]:
    """Areas with fewer than FEWEST_PEOPLE inhabitants; where that isn't known, with fewer people than that
    behind each of their figures. Who answered a survey says nothing of how many live there."""
    counting = [measure.id for measure in measures if not measure.kind.startswith("survey")]
    for code in codes:
        people: Any = visit.catalogue.areas[code].inhabitants
        if people is None:
            bases = [
                base
                for indicator in counting
                if (cell := cells_by_area[code].get(indicator)) is not None
                and (base := cell.base) is not None
            ]
            people = max(bases, default=None)
        if people is not None and people < FEWEST_PEOPLE:
            yield code
