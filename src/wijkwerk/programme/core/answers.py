"""The answer about a target on a day: what it is, what it rests on, and the figures with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wijkwerk.programme.core.measurement import Direction, Measurement, Milestone


class Answer(StrEnum):
    """The four answers."""

    ON_COURSE = "on_course"
    AT_RISK = "at_risk"
    OFF_COURSE = "off_course"
    CANT_TELL_YET = "cant_tell_yet"


class Why(StrEnum):
    """What the answer rests on."""

    LIKELY = "likely"  # the chance is high enough
    IN_BETWEEN = "in_between"  # neither likely nor unlikely
    UNLIKELY = "unlikely"  # the chance is too low
    REACHED_ALREADY = "reached_already"  # the last measurement is at the target
    TOO_FEW_POINTS = "too_few_points"
    TOO_SHORT_SPAN = "too_short_span"
    TOO_WIDE = "too_wide"  # the margin says nothing
    NO_MARGIN = "no_margin"  # nobody knows a margin, and there is no scatter to find one in
    TOO_OLD = "too_old"  # the last measurement is too long ago
    BASELINE_UNKNOWN = "baseline_unknown"  # the edition has no figure where the path begins
    NO_DIRECTION = "no_direction"  # target equals baseline, and nobody said which way is worse
    ENDED_NO_DIRECTION = "ended_no_direction"
    ENDED_REACHED = "ended_reached"
    ENDED_MISSED = "ended_missed"
    ENDED_IN_DOUBT = "ended_in_doubt"  # the last measurement is too uncertain
    ENDED_NOT_MEASURED = "ended_not_measured"  # nothing was measured around the day


ENDED = frozenset({
    Why.ENDED_REACHED, Why.ENDED_MISSED, Why.ENDED_IN_DOUBT, Why.ENDED_NOT_MEASURED,
    Why.ENDED_NO_DIRECTION,
})  # fmt: skip


@dataclass(frozen=True)
class Projection:
    """What will be measured on ``day``, and the intervals that hold it with 80% and 95% chance,
    cut off where a share or count can't go."""

    day: str
    value: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True)
class PathPoint:
    """What is required on ``day``, and what is projected; None up to the last measurement."""

    day: str
    required: float
    projected: Projection | None


@dataclass(frozen=True)
class Ahead:
    """The next milestone: the chance of reaching it on its day; None when nobody can tell."""

    milestone: Milestone
    probability: float | None


@dataclass(frozen=True)
class Course:
    """The answer about a target on a day; values in the unit of the measurements.

    With a moving target (``distance``) every value is a distance: own value minus reference.
    ``used`` measurements were judged, over ``years``; ``latest`` is the last of them.
    ``required_today`` and ``path`` are None and empty without a baseline. ``probability`` is that
    of the figure of the target's day being at the target or beyond, None beside 'can't tell yet',
    after the day, and where nobody knows a margin; ``first_year`` the first year in which the
    projection itself reaches it.
    """

    key: str
    answer: Answer
    why: Why
    distance: bool
    direction: Direction | None
    used: int
    years: float
    latest: Measurement | None
    required_today: float | None
    path: tuple[PathPoint, ...]
    projection: Projection | None
    probability: float | None
    next_milestone: Ahead | None
    first_year: int | None
