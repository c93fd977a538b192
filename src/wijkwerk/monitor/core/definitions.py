"""What an indicator is and what a source asks of the monitor: plain frozen data.

Read from ``indicators.toml`` and ``source.toml`` by ``monitor.sources.read``; every rule of
the monitor takes these as parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from wijkwerk.shared.text import Text


class Kind(StrEnum):
    """How an indicator's value follows from its observations."""

    RATE = "rate"  # numerator / denominator
    MEAN = "mean"  # weighted mean: value with base, or numerator (sum) / denominator (count)
    SCORE = "score"  # a score made elsewhere, as the Leefbaarometer; value with base
    INDEX = "index"  # another indicator with its base year set to 100 (``of``)
    STANDARDISED = "standardised"  # directly standardised rate over age x sex strata
    INDIRECT = "indirect"  # events as a percentage of those expected by the reference's rates
    SURVEY = "survey"  # weighted survey share from respondents (value, weight, stratum, psu)
    SURVEY_MEAN = "survey_mean"  # weighted mean of the scores that respondents gave
    BALANCE = "balance"  # share 'got better' minus share 'got worse'
    COMPOSITE = "composite"  # made by the monitor itself out of other indicators


# Kinds of which a row of observations is a respondent.
RESPONDENTS = (Kind.SURVEY, Kind.SURVEY_MEAN, Kind.BALANCE)


class Direction(StrEnum):
    """Which way is better; decides the sign of a lag.

    A neutral indicator (where people come from, how households are made up) has no better side: its
    distance is value minus reference, and nothing is made of it that judges.
    """

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is, 0 where neither is."""
        return {"higher_is_better": 1, "lower_is_better": -1}.get(self.value, 0)


@dataclass(frozen=True)
class Break:
    """From ``period`` on the series can't be compared with what came before."""

    period: str
    reason: Text


@dataclass(frozen=True)
class Version:
    """A version of a definition: when and why it changed."""

    version: str
    date: str
    reason: str


@dataclass(frozen=True)
class Indicator:
    """A definition. ``scale`` turns a share into its unit (100 for percent); ``tolerance`` is the
    change of the distance, in that unit, within which it counts as virtually equal."""

    id: str
    name: Text
    theme: str
    unit: str
    kind: Kind
    direction: Direction
    scale: float = 1.0
    decimals: int = 1
    minimum_base: float | None = None  # None: the source's limit
    minimum_count: float | None = None  # None: the source's limit
    tolerance: float = 0.0
    source: str = ""
    description: Text = field(default_factory=lambda: Text("", ""))
    breaks: tuple[Break, ...] = ()
    base_period: str | None = None  # None: the source's base period, or else its first
    latest_period: str | None = None  # None: the last period that has figures
    reference: str | None = None  # None: the source's reference rule
    of: str | None = None  # kind index: the indicator it is an index of
    standard: str | None = None  # kind standardised: name of the standard population
    interval_method: str = "dobson"  # kind standardised: dobson, or gamma (Fay & Feuer)
    rates_of: str | None = (
        None  # kind indirect: whose rates give the expected events; None: country
    )
    additive: bool = True  # numerator and denominator of an area are the sums of its parts
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Theme:
    """A theme of the report, in the order of the source."""

    id: str
    name: Text


@dataclass(frozen=True)
class CompositePart:
    """A dimension (with its own indicators and weights) of a composite."""

    id: str
    name: Text
    weight: float
    indicators: tuple[tuple[str, float], ...]  # (indicator id, weight within the dimension)


@dataclass(frozen=True)
class Composite:
    """A composite score over dimensions; its score becomes a figure of kind composite."""

    id: str
    name: Text
    theme: str
    dimensions: tuple[CompositePart, ...]
    normalise: str = "minmax"  # minmax | zscore | rank | exponential
    aggregate: str = "arithmetic"  # arithmetic | geometric
    decimals: int = 1


@dataclass(frozen=True)
class ReferenceRule:
    """What an area is held against: ``municipality`` (its own), ``country``, ``area`` or
    ``group`` (then ``code`` says which). ``also`` lists more references: codes or groups."""

    rule: str = "municipality"
    code: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class DisclosureLimits:
    """A cell needs ``minimum_base`` units and, unless zero, ``minimum_count`` of both those with
    and those without the property (core.disclosure.cells has the exceptions). Published bases
    are rounded to ``rounding``."""

    minimum_base: float = 10
    minimum_count: float = 5
    rounding: int = 5
    enabled: bool = True


@dataclass(frozen=True)
class VintagePeriods:
    """Figures of the periods from ``first`` to ``last`` (inclusive; None: open) are on the
    boundaries of ``vintage``."""

    vintage: str
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class Settings:
    """``source.toml``: everything about a source that isn't a figure."""

    id: str
    title: Text
    publisher: str
    licence: str
    base_period: str | None = None
    reference: ReferenceRule = ReferenceRule()
    report_level: str | None = None  # level of the areas that are counted; None: the lowest
    focus_group: str | None = None  # only these areas are counted in the classes; None: all
    report_groups: tuple[str, ...] = ()
    disclosure: DisclosureLimits = DisclosureLimits()
    vintage: str | None = None  # boundaries that series are brought to; None: the tables' last
    vintages: tuple[VintagePeriods, ...] = ()  # for rows that don't tell their own vintage
    simulated: bool = False
    warning_false_alarm_rate: float = 0.05
    notes: Text = field(default_factory=lambda: Text("", ""))
