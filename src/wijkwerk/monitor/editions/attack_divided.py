"""Respondents whom a published total holds and no published part of it: as the intruder sees them.

Of an area that was divided nobody knows in which part a respondent lived, so its respondents have no
figure. They count in the areas above and in groups that hold all parts. Such a total less all that is
shown in it is their figure, and they may be few. The intruder sees a total that is more than its
parts, where two or more areas in it show nothing, or an estimate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from wijkwerk.monitor.core.disclosure.intruder import Bools, Floats, Ints
from wijkwerk.monitor.core.intervals import wilson_at
from wijkwerk.monitor.editions.attack_tables import Find, Tables, of
from wijkwerk.monitor.editions.edition import Edition

_ASKED = ("survey", "survey_mean", "balance")
# One number of respondents gives the published limits this well, and its neighbours ten times worse.
# (A level is a sample of its own; a few withheld respondents of it change the limits by less.)
_FITS = 1e-5
_BETTER = 0.1
_WHOLE = 2e-3  # a count of answers is whole up to the published decimals
_CONFIDENCE = 0.95
_PARTS = 2  # what was divided has at least so many
_FEW = "few respondents of a divided area, what is left of"
_NUMBERS = ("value", "lower", "upper")


@dataclass(frozen=True)
class Frame:
    """The areas, the place of the area above each (-1: none), the number of each one's level, and the
    periods of an edition."""

    codes: Sequence[str]
    parent: Ints
    level: Ints
    periods: Sequence[str]


@dataclass(frozen=True)
class Least:
    """Fewer than this may not be published by themselves; ``step`` is what bases are rounded to."""

    base: float
    count: float
    step: float


@dataclass(frozen=True)
class Asked:
    """How many answered behind a published figure, between ``least`` and ``most``; ``yes`` of them said
    yes (None for other kinds than shares, or where answers weigh differently)."""

    least: float
    most: float
    yes: float | None = None


def from_divided(
    edition: Edition, tables: Tables, definition: dict[str, Any], frame: Frame, least: Least
) -> list[Find]:
    """The totals of an indicator, of areas and of groups, that give few respondents away: a list of (area or
    group, period, indicator, how)."""
    name = definition["id"]
    if definition["kind"] not in _ASKED or max(least.base, least.count) <= 0:
        return []
    shown = _Shown.of(of(edition, "figures", name), definition, frame, least)
    finds = [
        (frame.codes[area], frame.periods[period], name, f"{_FEW} a total")
        for area, period in shown.areas_that_tell()
    ]
    if shown.shares:
        groups = of(edition, "groups", name).filter(
            pl.col("method").is_in(["pooled", "pooled_same"]) & pl.col("value").is_not_null()
        )
        members = _members(tables, name, shown)
        for group, period, method, *numbers in groups.select(
            "group", "period", "method", *_NUMBERS
        ).iter_rows():
            own = members.get((method, group, period), [])
            if shown.tells(
                period, own, [np.nan if number is None else float(number) for number in numbers]
            ):
                finds.append((group, period, name, f"{_FEW} a group"))
    return finds


@dataclass(frozen=True)
class _Shown:
    """What is published of a survey, (areas, periods), nan where nothing is; limits of shares alone."""

    frame: Frame
    least: Least
    shares: bool
    scale: float
    value: Floats
    lower: Floats
    upper: Floats
    base: Floats
    hidden: Bools
    estimated: Bools

    @classmethod
    def of(
        cls, figures: pl.DataFrame, definition: dict[str, Any], frame: Frame, least: Least
    ) -> _Shown:
        """From the published rows of one indicator."""
        rows = figures.unique(["area", "period"])
        place = {code: number for number, code in enumerate(frame.codes)}
        moments = {name: number for number, name in enumerate(frame.periods)}
        at = (
            rows["area"].replace_strict(place, return_dtype=pl.Int64).to_numpy(),
            rows["period"].replace_strict(moments, return_dtype=pl.Int64).to_numpy(),
        )
        shape = (len(frame.codes), len(frame.periods))
        scale = float(definition["scale"])

        def numbers(name: str, scale: float) -> Floats:
            filled = np.full(shape, np.nan)
            filled[at] = rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() / scale
            return filled

        def mask(where: pl.Series) -> Bools:
            filled = np.zeros(shape, dtype=bool)
            filled[at] = where.fill_null(False).to_numpy()
            return filled

        value, lower, upper = (numbers(name, scale) for name in _NUMBERS)
        return cls(
            frame,
            least,
            definition["kind"] == "survey" and definition["unit"] == "%",
            scale,
            value,
            lower,
            upper,
            numbers("base", 1.0),
            mask(rows["conf_status"] != "F"),
            mask(rows["obs_status"].is_in(["E", "B"])),
        )

    @cached_property
    def exists(self) -> Bools:
        """Where a figure is shown."""
        return np.asarray(np.isfinite(self.value))

    @cached_property
    def untold(self) -> Ints:
        """In how many areas without parts, of each area, nothing is shown but an estimate."""
        parent = self.frame.parent
        inner = np.zeros(parent.size, dtype=bool)
        inner[parent[parent >= 0]] = True
        nothing = (~(self.exists | self.hidden) | self.estimated) & ~inner[:, None]
        many = nothing.astype(np.int64)
        counted, above = many.copy(), parent
        while (above >= 0).any():
            with_parent = np.flatnonzero(above >= 0)
            np.add.at(counted, above[with_parent], many[with_parent])
            above = np.where(above >= 0, parent[above], -1)
        return counted

    def areas_that_tell(self) -> Iterator[tuple[int, int]]:
        """Area and period (places) of each total that gives few respondents away."""
        has_cell = self.exists | self.hidden
        for area, period in np.argwhere(self.exists & (self.untold >= _PARTS)).tolist():
            inside = np.flatnonzero((self.frame.parent == area) & has_cell[:, period])
            if inside.size and self.exists[inside, period].all():
                parts = [self._asked(int(part), period) for part in inside]
                if few_left(self._asked(area, period), parts, self.least, self.shares):
                    yield area, period

    def tells(self, period: str, members: Sequence[int], numbers: Sequence[float]) -> bool:
        """Whether a group with this value and these limits gives few respondents away; ``members`` are
        the places of those that lie in no other one."""
        now = self.frame.periods.index(period)
        inside = [area for area in members if self.exists[area, now] or self.hidden[area, now]]
        if not self.exists[inside, now].all() or self.untold[list(members), now].sum() < _PARTS:
            return False
        # The sample of a group is everybody.
        sample = self._sample(now, self.frame.parent < 0)
        value, lower, upper = (number / self.scale for number in numbers)
        total = respondents_behind(value, lower, upper, np.arange(1.0, sample + 1), sample)
        parts = [self._asked(area, now) for area in inside]
        return total is not None and few_left(total, parts, self.least, self.shares)

    def _sample(self, period: int, areas: Bools) -> float:
        """All who were asked in ``areas``, as far as is published."""
        return float(self.base[self.exists[:, period] & areas, period].sum())

    def _asked(self, area: int, period: int) -> Asked:
        at = (area, period)
        near, step = float(self.base[at]), self.least.step
        if not np.isfinite(near):
            return Asked(0, np.inf)
        half = step / 2 if step > 1 else 0.0
        exact = None
        if self.shares:
            exact = respondents_behind(
                float(self.value[at]),
                float(self.lower[at]),
                float(self.upper[at]),
                np.arange(max(1.0, np.ceil(near - half)), near + half + 1),
                self._sample(period, self.frame.level == self.frame.level[area]),
            )
        return Asked(near - half, near + half) if exact is None else exact


def respondents_behind(
    value: float, lower: float, upper: float, numbers: Floats, sample: float
) -> Asked | None:
    """Which of ``numbers`` of respondents gives a share (0 to 1) these limits, if all weigh the same and
    each was drawn alone among ``sample``; None where none does, or several do.

    docs/method/survey.md has the limits: Wilson's with Student's t, on the effective number.
    """
    if not np.isfinite([value, lower, upper]).all() or numbers.size == 0:
        return None
    mixed = 0 < value < 1
    effective = numbers * (1 - 1 / max(sample, 2.0)) if mixed else numbers
    quantile = stats.t.ppf(0.5 + _CONFIDENCE / 2, np.maximum(numbers - 1, 1))
    low, high = wilson_at(value * effective, effective, quantile)
    yes = value * numbers
    off = np.abs(low - lower) + np.abs(high - upper)
    off = np.where(np.abs(yes - np.round(yes)) <= _WHOLE + 1e-9 * numbers, off, np.inf)
    order = np.argsort(off)
    best = int(order[0])
    second = off[order[1]] if numbers.size > 1 else np.inf
    if off[best] > _FITS or off[best] > _BETTER * second:
        return None
    return Asked(float(numbers[best]), float(numbers[best]), float(np.round(yes[best])))


def few_left(total: Asked, parts: Iterable[Asked], least: Least, shares: bool) -> bool:
    """Whether ``total`` less ``parts`` are respondents, and surely fewer than may be published alone:
    a base below the least, or for ``shares`` a count below it, on either side."""
    inside = list(parts)
    low = total.least - sum(part.most for part in inside)
    high = total.most - sum(part.least for part in inside)
    if low < 1:
        return False
    if high < least.base or (not shares and high < least.count):
        return True
    counts = [total.yes, *(part.yes for part in inside)]
    known_counts = [count for count in counts if count is not None]
    if low < high or len(known_counts) < len(counts):
        return False
    yes = known_counts[0] - sum(known_counts[1:])
    return 0 < yes < least.count or 0 < low - yes < least.count


def _members(
    tables: Tables, indicator: str, shown: _Shown
) -> dict[tuple[str, str, str], list[int]]:
    """By method, group and period the places of the members that lie in no other one; of those that are
    members all the time, the ones of which nothing is shown at a moment are counted as members, too."""
    frame = shown.frame
    place = {code: number for number, code in enumerate(frame.codes)}
    inside: dict[tuple[str, str, str], set[int]] = {}
    for group, area, period in tables.members_at().iter_rows():
        if area in place:
            inside.setdefault(("pooled", group, period), set()).add(place[area])
    has_cell = shown.exists | shown.hidden
    area, period = np.nonzero(has_cell)
    cells = pl.DataFrame(
        {
            "area": [frame.codes[int(row)] for row in area],
            "period": [frame.periods[int(column)] for column in period],
        },
        schema={"area": pl.String, "period": pl.String},
    )
    same: dict[str, set[int]] = {}
    for group, code in tables.same_members(indicator, cells).iter_rows():
        if code in place:
            same.setdefault(group, set()).add(place[code])
    for (_, group, period_name), members in [*inside.items()]:
        now = frame.periods.index(period_name)
        silent = {member for member in members if not has_cell[member, now]}
        inside["pooled_same", group, period_name] = same.get(group, set()) | silent
    return {key: _topmost(members, frame.parent) for key, members in inside.items()}


def _topmost(members: set[int], parent: Ints) -> list[int]:
    """``members`` without those that lie in another one."""

    def covered(area: int) -> bool:
        above = int(parent[area])
        while above >= 0:
            if above in members:
                return True
            above = int(parent[above])
        return False

    return [area for area in sorted(members) if not covered(area)]
