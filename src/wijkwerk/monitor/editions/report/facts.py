"""What a report tells: figures without words, so that every language tells the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wijkwerk.monitor.core.published import only_a_range
from wijkwerk.monitor.core.tables import NEUTRAL_CLASSES, TOLD_CLASSES


@dataclass(frozen=True)
class Place:
    """An area, a group of areas or a reference, as it can be named."""

    code: str
    name: str
    level: str  # one of tables.AREA_LEVELS
    named: bool = True  # False: its source gives no name, and ``name`` is its code


@dataclass(frozen=True)
class Moment:
    """A value and its reference's at a period; ``distance`` is a lag when positive."""

    period: str
    value: float | None
    lower: float | None
    upper: float | None
    reference_value: float | None
    distance: float | None


@dataclass(frozen=True)
class Stated:
    """The class that a publication gives for a group as a whole, without all of its figures."""

    kind: str
    period_from: str | None  # None: the publication doesn't say
    period_to: str | None
    # One of tables.DIRECTIONS or NEUTRAL_DIRECTIONS, without a figure.
    own_direction: str | None = None
    reference_direction: str | None = None
    own_from: float | None = None  # figures whose moments the publication doesn't give
    own_to: float | None = None
    reference_from: float | None = None
    reference_to: float | None = None
    own_lowest: float | None = None  # how far the areas inside it lay apart at the latest moment
    own_highest: float | None = None
    reference_lowest: float | None = None
    reference_highest: float | None = None

    @property
    def is_only_a_range(self) -> bool:
        """Whether nothing was said but how far the areas inside it lie apart."""
        return only_a_range(self.kind, vars(self))


@dataclass(frozen=True)
class Membership:
    """Who a group's change is about, and what joining and leaving did to the group as a whole."""

    period_from: str
    period_to: str
    same: int  # areas that were in it at both moments; 0: of nobody a change can be told
    joined: int
    left: int
    joined_effect: float | None  # None: withheld
    left_effect: float | None


@dataclass(frozen=True)
class Subject:
    """A group or area that sentences are about: all its moments, the first, the last.

    Without moments there is only what a publication ``stated`` about it. The moments of a group are
    those of the areas that were in it all the time; ``membership`` says which when others joined or
    left. ``unweighted``: each area counts the same, because nothing better can be made.
    """

    place: Place
    reference: Place | None
    moments: tuple[Moment, ...]
    evidence: str | None = None  # firm, cannot_tell; None: not computed for groups
    stated: Stated | None = None
    membership: Membership | None = None
    unweighted: bool = False

    @property
    def first(self) -> Moment | None:
        """The moment that changes count from; None when there is one moment only."""
        return self.moments[0] if len(self.moments) > 1 else None

    @property
    def last(self) -> Moment | None:
        """The latest moment. None without moments."""
        return self.moments[-1] if self.moments else None

    @property
    def stated_change(self) -> Stated | None:
        """What a publication says of a change; None when it says nothing, or only a range."""
        return None if self.stated is None or self.stated.is_only_a_range else self.stated


@dataclass(frozen=True)
class Counts:
    """Areas per class; ``firm`` is None for published counts.

    ``reference`` is what all of them are held against; None: not the same for all, or not told.
    ``names`` are the areas of a class that a publication names.
    """

    group: Place | None  # None: all areas of the report's level
    reference: Place | None
    own_municipality: bool
    level: str
    period_from: str | None  # None: the publication doesn't say
    period_to: str | None
    counts: dict[str, int]
    firm: dict[str, int] | None
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many areas there are, whatever is known of them."""
        return sum(self.counts.values())

    @property
    def known(self) -> int:
        """Of how many areas it can be told what the distance did."""
        return sum(self.counts[kind] for kind in (*TOLD_CLASSES, *NEUTRAL_CLASSES))

    @property
    def moved(self) -> int:
        """How many distances changed."""
        return self.counts["smaller"] + self.counts["larger"]

    @property
    def sure(self) -> int:
        """How many of the changed distances changed beyond doubt."""
        return 0 if self.firm is None else self.firm["smaller"] + self.firm["larger"]


@dataclass(frozen=True)
class Spread:
    """A group's own value by one method, with its range and its five worst areas."""

    group: Place
    method: str  # pooled, unweighted
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    areas: int
    measured: int
    minimum: float | None
    maximum: float | None
    worst_five: float | None
    worst: tuple[str, ...]  # names, worst first
    reference: Place | None
    reference_value: float | None
    distance: float | None
    withheld: bool


@dataclass(frozen=True)
class AreaRow:
    """An area at the latest moment, and what changed since the first."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    reference: str | None
    reference_value: float | None
    distance: float | None
    distance_lower: float | None
    distance_upper: float | None
    own_change: float | None
    reference_change: float | None
    kind: str | None
    evidence: str | None
    broken: bool
    rank: int | None
    rank_lower: int | None
    rank_upper: int | None
    withheld: bool


@dataclass(frozen=True)
class Line:
    """A panel of small multiples: a place's series beside its reference's."""

    name: str
    reference: str | None
    points: tuple[tuple[str, float | None, float | None], ...]  # period, own, reference's


@dataclass(frozen=True)
class Signal:
    """An early-warning signal."""

    area: str
    indicator: str
    period: str
    score: float
    threshold: float


@dataclass(frozen=True)
class Facts:
    """One indicator in the report."""

    indicator: dict[str, Any]
    level: str
    subjects: tuple[Subject, ...]
    counts: tuple[Counts, ...]
    spreads: tuple[Spread, ...]
    areas: tuple[AreaRow, ...]  # the largest lags first, never more than the report's limit
    latest: str | None  # the moment that ``areas`` are about
    lines: tuple[Line, ...]
    signals: tuple[Signal, ...]
    number_of_areas: int  # that could have stood in ``areas``
    cells: int
    withheld: int
    one_stratum: int = 0  # areas whose latest figure a single age group decides

    @property
    def main_count(self) -> Counts | None:
        """The focus group's count when there is one; else that of all areas.

        None when nothing was counted.
        """
        return next((count for count in self.counts if count.group), next(iter(self.counts), None))


@dataclass(frozen=True)
class DimensionPart:
    """A dimension of a composite: its weight and what it does to the lowest scores."""

    id: str
    name: dict[str, str]
    weight: float
    indicators: tuple[tuple[dict[str, str], float], ...]  # name, weight within the dimension
    mean: float
    lowest_mean: float  # mean contribution among the lowest five, less that of all areas


@dataclass(frozen=True)
class CompositeRow:
    """An area's composite score."""

    name: str
    score: float
    label: str  # one of core.composite.CLASSES
    scores: tuple[float, ...]
    contributions: tuple[float, ...]
    rank: int
    best: int
    worst: int


@dataclass(frozen=True)
class CompositeFacts:
    """A composite score: what it is made of, the lowest areas, and how firm their ranks are."""

    composite: dict[str, Any]
    period: str
    level: str
    areas: int  # that the report is about; ranks are among all areas of the level
    lowest: float
    highest: float
    dimensions: tuple[DimensionPart, ...]
    rows: tuple[CompositeRow, ...]
    middle_shift: float  # median width of the rank range
    widest: CompositeRow
    labels: tuple[tuple[str, int], ...]  # areas per label, lowest first


@dataclass(frozen=True)
class Large:
    """An area that the scale check flags."""

    name: str
    inhabitants: float | None
    dwellings: float | None


@dataclass(frozen=True)
class ScaleFacts:
    """The scale check on the areas that the report is about."""

    level: str
    judged: int
    unknown: int
    flagged: int
    largest: tuple[Large, ...]


@dataclass(frozen=True)
class WarningFacts:
    """Early warning over all indicators: what was looked at, and what stood out."""

    series: int
    rate: float
    signals: tuple[Signal, ...]


@dataclass(frozen=True)
class CoverageRow:
    """What is published of one indicator, over all levels."""

    indicator: str
    cells: int
    published: int
    withheld: int


@dataclass(frozen=True)
class Report:
    """Everything a report shows: the edition's source and the facts per theme."""

    source: dict[str, Any]
    themes: tuple[tuple[dict[str, Any], tuple[Facts, ...]], ...]
    composites: tuple[CompositeFacts, ...]
    warnings: WarningFacts
    scale: ScaleFacts
    coverage: tuple[CoverageRow, ...]
    level: str
    edition: str

    @property
    def everything(self) -> tuple[Facts, ...]:
        """The facts of all themes."""
        return tuple(fact for _, facts in self.themes for fact in facts)
