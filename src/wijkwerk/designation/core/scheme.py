"""A scheme as it was read: measures, criteria, gates, statuses, consequences; by date.

Plain frozen data. ``wijkwerk.designation.reading`` makes it of TOML; ``core.scheme_faults`` says
what is wrong with it that a schema can't say. docs/scheme-format.md is the page for its readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar


@dataclass(frozen=True)
class Label:
    """The same words in Dutch and English, and in Danish when somebody gave them."""

    nl: str = ""
    en: str = ""
    da: str = ""

    @classmethod
    def of(cls, text: str | Mapping[str, str]) -> Label:
        """A text that may stand in a document once for both languages."""
        return cls(nl=text, en=text) if isinstance(text, str) else cls(**text)

    def in_(self, language: str) -> str:
        """The words in ``language`` (nl, en, da); English stands in where there are none."""
        text: str = {"nl": self.nl, "en": self.en, "da": self.da}.get(language, "")
        return text or self.en or self.nl


class Op(StrEnum):
    """How a figure is held against a threshold."""

    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="

    @property
    def upward(self) -> bool:
        """Whether higher figures meet it."""
        return self in (Op.MORE, Op.AT_LEAST)

    @property
    def strict(self) -> bool:
        """Whether the threshold itself does not meet it."""
        return self in (Op.MORE, Op.LESS)


class Relative(StrEnum):
    """What a figure is divided by before it is compared."""

    NONE = "none"
    COUNTRY = "country"
    REGION = "region"
    MUNICIPALITY = "municipality"


class Scale(StrEnum):
    """How the parts of a score are made comparable."""

    Z = "z"  # (value - mean) / standard deviation over the areas of the year
    RANK = "rank"  # percentile among the areas of the year, 0-100
    NONE = "none"  # as they are


@dataclass(frozen=True)
class Period:
    """Which figures of an indicator stand for year Y.

    ``mean`` 1: the last moment within Y, or, with ``back`` > 1, within the last ``back`` years.
    ``mean`` n: the mean of the last moments of Y and the n - 1 years before; at least ``known`` of
    them must be known (all, unless the rule says otherwise).
    """

    mean: int = 1
    known: int = 1
    back: int = 1


@dataclass(frozen=True)
class Measure:
    """A figure per area and year: an indicator of the edition, or a column of the nominations."""

    code: str
    name: Label
    indicator: str
    period: Period = Period()
    unit: str = ""
    age: str = ""
    description: Label = Label()


@dataclass(frozen=True)
class Score:
    """A figure made of measures (or other scores): the weighted mean of its scaled parts.

    Higher is worse. Parts in ``lower_is_worse`` are turned round first. ``least`` parts must be
    known, else the score is unknown.
    """

    code: str
    name: Label
    parts: tuple[tuple[str, float], ...]
    scale: Scale = Scale.Z
    lower_is_worse: tuple[str, ...] = ()
    least: int = 1
    description: Label = Label()


@dataclass(frozen=True)
class Criterion:
    """A condition on a measure or score: against a threshold, or among the ``top`` highest.

    ``ground`` names a protected ground (such as origin). Then it is off, unless ``switched_on``
    gives the reason, which is shown wherever the list is. ``gate``: must be met whatever else is.
    """

    code: str
    name: Label
    measure: str
    op: Op = Op.AT_LEAST
    threshold: float | None = None
    top: int | None = None
    relative_to: Relative = Relative.NONE
    ground: str = ""
    switched_on: str = ""
    gate: bool = False
    description: Label = Label()

    @property
    def off(self) -> bool:
        """Whether it isn't evaluated: it rests on a protected ground and nobody switched it on."""
        return bool(self.ground) and not self.switched_on


@dataclass(frozen=True)
class Status:
    """What an area gets: all ``gates``, ``at_least`` of ``of``, the status it is nested in, and
    that for ``years_in_a_row`` years (rounds, where the scheme counts those). A higher ``rank`` is
    the graver status."""

    code: str
    label: Label
    rank: int
    within: str = ""
    at_least: int = 0
    of: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    years_in_a_row: int = 1
    description: Label = Label()


@dataclass(frozen=True)
class Consequence:
    """What follows from a status. ``deadline`` is a date, ``within_years`` counts from the first
    list that has the area; ``limit`` is a number that must be reached, in ``unit``."""

    code: str
    status: str
    kind: str  # plan, obligation, allowed, money, sanction, duty
    text: Label
    deadline: str = ""
    within_years: int = 0
    limit: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Rules:
    """One version of a scheme: what holds from the date ``since`` (ISO) on."""

    since: str
    title: Label
    measures: tuple[Measure, ...]
    criteria: tuple[Criterion, ...]  # gates included
    statuses: tuple[Status, ...]
    scores: tuple[Score, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    source: Label = Label()
    notes: Label = Label()
    watch: tuple[tuple[str, str], ...] = ()  # role of ``core.effects`` and indicator

    def measured_by(self) -> dict[str, str]:
        """Which indicator plays which role in watching for side effects.

        What the scheme declares; for any other role its own measure of that code. Never guessed
        from an indicator's name.
        """
        own = {measure.code: measure.indicator for measure in self.measures}
        return own | dict(self.watch)

    def looked_at(self) -> tuple[Measure, ...]:
        """The measures but those that only conditions which are off look at."""
        off = {criterion.measure for criterion in self.criteria if criterion.off}
        on = {criterion.measure for criterion in self.criteria if not criterion.off}
        return tuple(measure for measure in self.measures if measure.code not in off - on)

    def criterion(self, code: str) -> Criterion:
        """The criterion or gate ``code``; KeyError when there is none."""
        return _by_code(self.criteria)[code]

    def status(self, code: str) -> Status:
        """The status ``code``; KeyError when there is none."""
        return _by_code(self.statuses)[code]

    def off(self) -> frozenset[str]:
        """Criteria and gates that are not evaluated."""
        return frozenset(criterion.code for criterion in self.criteria if criterion.off)

    def statuses_off(self) -> frozenset[str]:
        """Statuses that can't be given: something that they rest on is off.

        Leaving the condition out instead would give the status to more areas than the law does.
        """
        off, codes_off = self.off(), set()
        for status in self.nested():
            if off & {*status.of, *status.gates} or status.within in codes_off:
                codes_off.add(status.code)
        return frozenset(codes_off)

    def nested(self) -> Iterator[Status]:
        """The statuses, each after the one that it is nested in."""
        for depth in range(len(self.statuses)):
            yield from (status for status in self.statuses if self.depth(status) == depth)

    def depth(self, status: Status) -> int:
        """In how many statuses ``status`` is nested."""
        return 1 + self.depth(self.status(status.within)) if status.within else 0

    def active(self) -> tuple[Status, ...]:
        """The statuses that are evaluated, each after the one that it is nested in."""
        off = self.statuses_off()
        return tuple(status for status in self.nested() if status.code not in off)

    def lowest(self) -> str:
        """The evaluated status that asks least, '' when there is none."""
        active = self.active()
        return min(active, key=lambda status: status.rank).code if active else ""

    def rests_on(self, code: str) -> frozenset[str]:
        """Codes of the criteria and gates of status ``code`` and of all that it is nested in."""
        own_status = self.status(code)
        around = self.rests_on(own_status.within) if own_status.within else frozenset()
        return frozenset((*own_status.of, *own_status.gates)) | around

    def around(self, code: str) -> frozenset[str]:
        """Codes of the statuses that status ``code`` is nested in."""
        outer = self.status(code).within
        return self.around(outer) | {outer} if outer else frozenset()

    def needed(self) -> frozenset[str]:
        """Codes of the criteria and gates that some active status rests on."""
        return frozenset(code for status in self.active() for code in (*status.of, *status.gates))

    def gates_before(self, code: str) -> tuple[str, ...]:
        """The gates that an area passes before it counts for the ``top`` of the criterion ``code``.

        Those of every active status that asks it, and of what that is nested in: the fortieth of
        forty is one of the areas that can be on the list at all.
        """
        active = {status.code: status for status in self.active()}
        places = {criterion.code for criterion in self.criteria if criterion.top is not None}
        common: set[str] | None = None
        for status in active.values():
            if code not in status.of:
                continue
            gates: set[str] = set()
            around: Status | None = status
            while around is not None:
                gates |= set(around.gates)
                around = active.get(around.within)
            common = gates if common is None else common & gates
        return tuple(sorted((common or set()) - places))


@dataclass(frozen=True)
class Scheme:
    """A scheme through time: its versions, the earliest first.

    ``list_date`` (month and day) is when a year's list is made: the version in force on that day
    of the year counts. ``rounds``: only years in which a criterion was measured are years of the
    list, so that rounds are counted in a row and not calendar years.
    """

    id: str
    title: Label
    versions: tuple[Rules, ...]
    authority: Label = Label()
    list_date: str = "12-31"
    level: str = ""  # of the areas that are listed; '': the edition's own
    rounds: bool = False
    municipalities: tuple[str, ...] = ()  # whose areas can be listed; (): every one
    labels: Mapping[str, Label] = field(default_factory=dict)  # own words, over the neutral ones

    def at(self, year: int) -> Rules:
        """The version that a list of ``year`` is made with: the one in force on the list's date.

        A year before the first version gets the first one, so that years in a row can be counted;
        ``in_force`` tells them apart.
        """
        date = f"{year:04d}-{self.list_date}"
        passed = [version for version in self.versions if version.since <= date]
        return passed[-1] if passed else self.versions[0]

    def in_force(self, year: int) -> bool:
        """Whether any version was in force when the list of ``year`` was made."""
        return self.versions[0].since <= f"{year:04d}-{self.list_date}"

    def only(self, since: str) -> Scheme:
        """The scheme with the version from ``since`` alone, for every year; KeyError if none."""
        chosen = tuple(version for version in self.versions if version.since == since)
        if not chosen:
            raise KeyError(since)
        return replace(self, versions=chosen)

    def label(self, status: str, year: int, language: str) -> str:
        """What ``status`` is called in the list of ``year``."""
        own = self.labels.get(status)
        return (own or self.at(year).status(status).label).in_(language)

    def switched_on(self) -> dict[str, str]:
        """Criteria on a protected ground that were switched on, with the reason."""
        return {
            criterion.code: criterion.switched_on
            for version in self.versions
            for criterion in version.criteria
            if criterion.ground and criterion.switched_on
        }


_Coded = TypeVar("_Coded", Criterion, Status)


def _by_code(rows: tuple[_Coded, ...]) -> dict[str, _Coded]:
    return {coded.code: coded for coded in rows}
