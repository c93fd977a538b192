"""Who took part held against who lives there: proportional similarity, beside what a random sample of the
same size would give. Method, sources and limits: docs/method/representativeness.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import ceil, exp, floor, lgamma, sqrt

import numpy as np

LEAST = 5  # of fewer participants a group is never told by itself
DRAWS = 20_000
_SEED = 20_150_629  # the same question always has the same answer
_BELOW, _OUTSIDE = 0.05, 0.05
_TAIL = 20
MOST = 20_000_000  # residents, more than a country has; also what numpy can draw from
_CELLS = 3  # of a line: group, participants, residents
_WHOLE = re.compile(r"\d{1,9}|\d{1,3}(?:\.\d{3}){1,2}")


class LineError(ValueError):
    """A line of groups can't be read: ``line`` counts from 1 (0: all of them), ``why`` is a key."""

    def __init__(self, line: int, why: str) -> None:
        self.line, self.why = line, why
        super().__init__(f"line {line}: {why}")


@dataclass(frozen=True)
class GroupLine:
    """A group as somebody typed it. ``residents`` is None when the ``indicator`` of an edition gives it."""

    label: str
    participants: int
    residents: int | None
    indicator: str = ""


@dataclass(frozen=True)
class Group:
    """A group of residents: how many live there, and how many took part."""

    label: str
    residents: int
    participants: int


class Verdict(StrEnum):
    """What can be said of those who took part."""

    DIFFERS = "differs"  # a random sample would hardly ever look like this
    UNCLEAR = "unclear"  # can't be told
    LIKE_SAMPLE = "like_sample"  # as near as a random sample usually is


@dataclass(frozen=True)
class Standing:
    """A group against a random sample: it has ``low`` to ``high`` members in nearly every one. ``side``
    is −1 when fewer took part than that, 1 when more did, else 0."""

    group: Group
    low: int
    high: int
    side: int


@dataclass(frozen=True)
class Comparison:
    """Those who took part and a random sample of as many. ``similarity`` (0 to 1) is of those whose group
    is known; with the unknown ones it lies between ``worst`` and ``best``. ``expected`` is its mean in random
    samples, ``low`` and ``middle`` what 5% and half of those stay below."""

    similarity: Fraction
    worst: Fraction
    best: Fraction
    expected: float
    low: float
    middle: float
    verdict: Verdict
    standings: tuple[Standing, ...]


def read_lines(text: str) -> list[GroupLine]:
    """Lines of ``group; participants; residents or indicator``. Raises LineError: cells, number, large,
    twice, few."""
    lines = [(place, line) for place, line in enumerate(text.splitlines(), 1) if line.strip()]
    group_lines: list[GroupLine] = []
    for place, line in lines:
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) != _CELLS or not all(cells):
            raise LineError(place, "cells")
        label, participants, residents = cells
        if not _WHOLE.fullmatch(participants):
            raise LineError(place, "number")
        counted = bool(_WHOLE.fullmatch(residents))
        if _whole(participants) > MOST or (counted and _whole(residents) > MOST):
            raise LineError(place, "large")
        if label.casefold() in (line.label.casefold() for line in group_lines):
            raise LineError(place, "twice")
        if not counted and not re.fullmatch(r"[a-z][a-z0-9_]*", residents):
            raise LineError(place, "number")
        group_lines.append(
            GroupLine(
                label,
                _whole(participants),
                _whole(residents) if counted else None,
                "" if counted else residents,
            )
        )
    if len(group_lines) < 2:
        raise LineError(0, "few")
    if sum(line.residents or 0 for line in group_lines) > MOST:
        raise LineError(0, "large")
    return group_lines


def _whole(text: str) -> int:
    return int(text.replace(".", ""))


def merged(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups as they may be kept and told: those with few participants only together, so that no
    number stands there for fewer than ``LEAST``, and none can be found by taking away the others from a
    total. One group: too few took part to tell anything. Raises ValueError when more took part than live there.
    """
    if any(group.participants > group.residents for group in groups):
        raise ValueError("more_than_live_there")
    apart = sorted(groups, key=lambda group: (group.participants, group.label))
    small = [group for group in apart if group.participants < LEAST]
    rest = apart[len(small) :]
    while small and rest and not _hides_each(small, rest):
        small.append(rest.pop(0))
    if not small:
        return tuple(groups)
    groups_kept = [group for group in groups if group in rest]
    names = [group.label for group in groups if group in small]
    together = Group(
        " + ".join(names), sum(group.residents for group in small), _participants(small)
    )
    return (*groups_kept, together)


def _hides_each(together: Sequence[Group], others: Sequence[Group]) -> bool:
    """Whether the sum of ``together`` leaves open how many each of them has: at least ``LEAST`` - 1 numbers
    are possible, for all that can be told from the sum, their number and the ``others``, none of which is
    smaller than any of them."""
    total = _participants(together)
    all_small = all(group.participants < LEAST for group in together)
    most = LEAST - 1 if all_small else min(group.participants for group in others)
    lowest, highest = max(0, total - most * (len(together) - 1)), min(most, total)
    return total >= LEAST and highest - lowest + 1 >= LEAST - 1


def _participants(groups: Sequence[Group]) -> int:
    return sum(group.participants for group in groups)


def similarity(groups: Sequence[Group]) -> Fraction:
    """Proportional similarity, Σ min(share of residents, share of participants): 1 when they are alike, 0
    when nobody of who lives there took part. Raises ValueError without residents or participants."""
    residents, participants = sum(group.residents for group in groups), _participants(groups)
    if not residents or not participants:
        raise ValueError("nobody")
    return sum(
        (
            min(Fraction(group.residents, residents), Fraction(group.participants, participants))
            for group in groups
        ),
        Fraction(0),
    )


def compare(groups: Sequence[Group], unknown: int = 0) -> Comparison:
    """``groups`` against random samples of as many residents; ``unknown`` took part and didn't say to which
    group they belong. Raises ValueError when more took part than live there, or nobody did."""
    residents = tuple(group.residents for group in groups)
    known_participants = _participants(groups)
    number = known_participants + unknown
    if number > sum(residents) or any(group.participants > group.residents for group in groups):
        raise ValueError("more_than_live_there")
    own = similarity(groups)
    sure = sum(
        (
            min(Fraction(group.residents, sum(residents)), Fraction(group.participants, number))
            for group in groups
        ),
        Fraction(0),
    )
    best = min(Fraction(1), sure + Fraction(unknown, number))
    low, middle = _null(residents, number)
    verdict = Verdict.UNCLEAR
    if float(best) < low:
        verdict = Verdict.DIFFERS
    elif float(sure) >= middle:
        verdict = Verdict.LIKE_SAMPLE
    outside = _OUTSIDE / len(groups)  # so that in most random samples no group at all is marked
    standings = []
    for group in groups:
        first, last = sample_range(sum(residents), group.residents, number, outside)
        side = -1 if group.participants + unknown < first else 1 if group.participants > last else 0
        standings.append(Standing(group, first, last, side))
    expected = expected_similarity(residents, number)
    return Comparison(own, sure, best, expected, low, middle, verdict, tuple(standings))


def expected_similarity(residents: Sequence[int], number: int) -> float:
    """The mean similarity of random samples of ``number`` residents, exact: of every group its number has
    a hypergeometric distribution."""
    total = sum(residents)
    return sum(
        chance * min(size / total, count / number)
        for size in residents
        for count, chance in _hypergeometric(total, size, number)
    )


def sample_range(total: int, size: int, number: int, outside: float) -> tuple[int, int]:
    """The fewest and the most members of a group of ``size`` in random samples of ``number`` out of
    ``total``, but for at most ``outside`` of them: half below, half above."""
    chances = _hypergeometric(total, size, number)
    below = list(accumulate(chance for _count, chance in chances))
    # A hair of room: sums of chances end a little below or above 1.
    low = next(
        count for (count, _c), sum_ in zip(chances, below, strict=True) if sum_ > outside / 2
    )
    high = next(
        count
        for (count, chance), sum_ in zip(reversed(chances), reversed(below), strict=True)
        if 1 - sum_ + chance > outside / 2
    )
    return low, high


@lru_cache(maxsize=256)
def _hypergeometric(total: int, size: int, number: int) -> tuple[tuple[int, float], ...]:
    # Further than √(20 n) from the mean lie fewer than e⁻⁴⁰ of all samples, less than a sum of these numbers
    # can tell (Hoeffding 1963): only what lies nearer is worked out.
    mean, width = number * size / total, sqrt(_TAIL * number)
    first = max(0, number - (total - size), floor(mean - width))
    last = min(size, number, ceil(mean + width))
    all_ways = _ways(total, number)
    return tuple(
        (count, exp(_ways(size, count) + _ways(total - size, number - count) - all_ways))
        for count in range(first, last + 1)
    )


def _ways(total: int, chosen: int) -> float:
    return lgamma(total + 1) - lgamma(chosen + 1) - lgamma(total - chosen + 1)


@lru_cache(maxsize=256)
def _null(residents: tuple[int, ...], number: int) -> tuple[float, float]:
    """What 5% and half of ``DRAWS`` random samples stay below."""
    draw = np.random.default_rng(_SEED)
    samples = draw.multivariate_hypergeometric(residents, number, size=DRAWS, method="marginals")
    shares = np.asarray(residents) / sum(residents)
    similarities = np.minimum(samples / number, shares).sum(axis=1)
    low, middle = np.quantile(similarities, [_BELOW, 0.5])
    return float(low), float(middle)
