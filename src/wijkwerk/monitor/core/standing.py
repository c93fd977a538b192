"""How an area stands over all of its indicators, and which area of several is furthest behind.

Method: docs/method/catching-up.md. Only indicators with a better side count, and no composites, since
those are made of other indicators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import NamedTuple

from wijkwerk.monitor.core.tables import TOLD_CLASSES


class Course(StrEnum):
    """Which way an area goes, by the changes that are sure."""

    CATCHING_UP = "catching_up"
    FALLING_BEHIND = "falling_behind"
    UNDECIDED = "undecided"


class Reading(NamedTuple):
    """One judged indicator of an area: the latest distance to the reference (positive: behind), the
    lower limit of its 95% interval (None: no margin), and what the distance did. None: no figure."""

    distance: float | None
    lower: float | None = None
    change: str | None = None  # one of CLASSES
    firm: bool = False
    since: str | None = None  # first moment of the change


@dataclass(frozen=True)
class Standing:
    """Numbers of indicators of an area.

    ``compared`` those with a distance; ``behind`` of these with a lag, ``sure`` those whose whole margin
    is behind; ``margins`` whether any lag has a margin. ``told`` those of which it is known what the lag
    did; ``closing`` and ``growing`` of these, with how many are firm. ``since``: first moments of the
    changes, in order.
    """

    compared: int = 0
    behind: int = 0
    sure: int = 0
    margins: bool = False
    told: int = 0
    closing: int = 0
    closing_firm: int = 0
    growing: int = 0
    growing_firm: int = 0
    since: tuple[str, ...] = ()

    @property
    def course(self) -> Course:
        """More lags surely became smaller than surely larger, or the other way round."""
        if self.closing_firm > self.growing_firm:
            return Course.CATCHING_UP
        if self.growing_firm > self.closing_firm:
            return Course.FALLING_BEHIND
        return Course.UNDECIDED


def standing(readings: Iterable[Reading]) -> Standing:
    """Counts of the judged indicators of one area."""
    readings = list(readings)
    compared = [reading for reading in readings if reading.distance is not None]
    behind = [reading for reading in compared if (reading.distance or 0) > 0]
    readings_told = [reading for reading in readings if reading.change in TOLD_CLASSES]
    closing = [reading for reading in readings_told if reading.change == "smaller"]
    growing = [reading for reading in readings_told if reading.change == "larger"]
    return Standing(
        compared=len(compared),
        behind=len(behind),
        sure=sum((reading.lower or 0) > 0 for reading in behind),
        margins=any(reading.lower is not None for reading in behind),
        told=len(readings_told),
        closing=len(closing),
        closing_firm=sum(reading.firm for reading in closing),
        growing=len(growing),
        growing_firm=sum(reading.firm for reading in growing),
        since=tuple(sorted({reading.since for reading in readings_told if reading.since})),
    )


def mean_lags(distances: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Per area the mean over its indicators of distance / spread, where the spread is the root of the
    mean square of that indicator's distances over all areas.

    ``distances``: area → indicator → distance. 0 for an area without any, and for an indicator on which
    all areas are at the reference.
    """
    squares: dict[str, list[float]] = {}
    for own in distances.values():
        for indicator, distance in own.items():
            squares.setdefault(indicator, []).append(distance * distance)
    spread = {indicator: sqrt(sum(them) / len(them)) for indicator, them in squares.items()}
    return {
        area: sum(
            distance / spread[indicator] if spread[indicator] else 0.0
            for indicator, distance in own.items()
        )
        / len(own)
        if own
        else 0.0
        for area, own in distances.items()
    }


def furthest_first(
    standings: Mapping[str, Standing],
    scores: Mapping[str, float],
    lags: Mapping[str, float],
) -> list[str]:
    """Areas in order: most sure lags first; then the lowest composite score (``scores``, empty where
    there is none; without a score last), most lags, largest mean lag (``lags``), and code."""
    return sorted(
        standings,
        key=lambda area: (
            -standings[area].sure,
            scores.get(area, float("inf")),
            -standings[area].behind,
            -lags.get(area, 0.0),
            area,
        ),
    )


def courses(standings: Iterable[Standing]) -> dict[Course, int]:
    """How many areas go which way; of every course a number."""
    counts = dict.fromkeys(Course, 0)
    for area_standing in standings:
        counts[area_standing.course] += 1
    return counts


def since_of(standings: Sequence[Standing]) -> tuple[str, ...]:
    """The first moments of the changes of several areas, each once, in order."""
    return tuple(sorted({moment for area_standing in standings for moment in area_standing.since}))
