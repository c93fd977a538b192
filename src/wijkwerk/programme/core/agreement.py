"""Do several people score alike? Krippendorff's alpha, and what is worth a talk.

Alpha is 1 - observed / expected disagreement: 1 is full agreement, 0 what chance gives, below 0 is
worse than chance. See docs/method/programme-agreement.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Level(StrEnum):
    """What a difference between two scores means."""

    NOMINAL = "nominal"  # other or not
    ORDINAL = "ordinal"  # higher or lower
    INTERVAL = "interval"  # how much


class WhyNot(StrEnum):
    """Why there is no alpha."""

    NO_PAIRS = "no_pairs"  # no criterion was scored by two people
    NO_VARIATION = "no_variation"  # everything has the same score: nothing to agree about


@dataclass(frozen=True)
class Scored:
    """A score that ``rater`` gave to ``criterion``; None when left open."""

    criterion: str
    rater: str
    value: float | None


@dataclass(frozen=True)
class Spread:
    """The scores of a criterion: how many, from which to which, their median.

    ``disagreement`` is the mean difference between two raters as a share of what chance would
    give (1: no better than chance); None with fewer than two scores.
    """

    criterion: str
    scores: int
    lowest: float | None
    highest: float | None
    median: float | None
    disagreement: float | None


@dataclass(frozen=True)
class Agreement:
    """Alpha with its bootstrap interval (None: see ``why_not``; no interval below two criteria).

    ``discuss`` are the criteria with at least as much disagreement as chance gives, and in any
    case the one with the most, when there is any; the most first.
    """

    level: Level
    alpha: float | None
    low: float | None
    high: float | None
    why_not: WhyNot | None
    spreads: tuple[Spread, ...]
    discuss: tuple[str, ...]


def agreement(
    scores: Sequence[Scored],
    level: Level = Level.ORDINAL,
    *,
    draws: int = 2000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Agreement:
    """Agreement of the raters over the criteria; open scores are left out, nobody is filled in.

    The interval is the percentile interval of ``draws`` samples of the criteria with replacement
    (Zapf and others 2016), from a generator with ``seed``; the order of ``scores`` makes no
    difference. Raises ValueError when a rater scored a criterion twice or a score isn't finite.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
    """
    given_scores = [(score.criterion, score.value) for score in scores if score.value is not None]
    if not all(np.isfinite(value) for _, value in given_scores):
        raise ValueError("a score is a finite number")
    twice = [
        key
        for key, n in Counter((score.criterion, score.rater) for score in scores).items()
        if n > 1
    ]
    if twice:
        raise ValueError("{1} scored {0} twice".format(*min(twice)))
    criteria = sorted({score.criterion for score in scores})
    values = np.array(sorted({value for _, value in given_scores}), dtype=np.float64)
    counts = np.zeros((len(criteria), len(values)))
    place = {criterion: number for number, criterion in enumerate(criteria)}
    for criterion, value in given_scores:
        counts[place[criterion], np.searchsorted(values, value)] += 1
    units = _coincidences(counts)
    observed = units.sum(axis=0)
    gaps = _gaps(observed.sum(axis=1)[None], values, level)[0]
    expected = _expected(observed[None], gaps[None])[0]
    alpha, why = None, None
    if observed.sum() == 0:
        why = WhyNot.NO_PAIRS
    elif expected == 0:
        why = WhyNot.NO_VARIATION
    else:
        alpha = 1 - float((observed * gaps).sum() / observed.sum() / expected)
    low, high = None, None
    if alpha is not None and (units.sum(axis=(1, 2)) > 0).sum() >= 2:
        low, high = _interval(units, values, level, draws, seed, confidence)
    spreads = tuple(
        _spread(name, counts[number], units[number], values, gaps, float(expected))
        for number, name in enumerate(criteria)
    )
    return Agreement(level, alpha, low, high, why, spreads, _discuss(spreads))


def _coincidences(counts: Floats) -> Floats:
    """Per criterion the pairs of values of two raters, (criteria, values, values); each criterion
    weighs as many as its scores, nothing when it has one."""
    number = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(counts.shape[1])
    pairs[:, diagonal, diagonal] -= counts
    return np.asarray(pairs / np.maximum(number - 1, 1)[:, None, None])


def _gaps(totals: Floats, values: Floats, level: Level) -> Floats:
    """Squared differences between values (samples, values, values), given how often each occurs."""
    if level is Level.NOMINAL:
        return np.broadcast_to(1 - np.eye(len(values)), (len(totals), len(values), len(values)))
    if level is Level.INTERVAL:
        squares = (values[:, None] - values[None, :]) ** 2
        return np.broadcast_to(squares, (len(totals), *squares.shape))
    # Ordinal: how many scores lie between the two, with half of each of them.
    middle = np.cumsum(totals, axis=1) - totals / 2
    return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2)


def _expected(pairs: Floats, gaps: Floats) -> Floats:
    """Disagreement if scores were dealt out by chance, (samples,); 0 where nothing can differ."""
    totals = pairs.sum(axis=2)
    number = totals.sum(axis=1)
    weighed = (totals[:, :, None] * totals[:, None, :] * gaps).sum(axis=(1, 2))
    return np.asarray(weighed / np.maximum(number * (number - 1), 1))


def _interval(
    units: Floats, values: Floats, level: Level, draws: int, seed: int, confidence: float
) -> tuple[float | None, float | None]:
    rng = np.random.default_rng(seed)
    chosen = rng.multinomial(len(units), np.full(len(units), 1 / len(units)), size=draws)
    pairs = np.tensordot(chosen.astype(np.float64), units, axes=1)
    gaps = _gaps(pairs.sum(axis=2), values, level)
    expected = _expected(pairs, gaps)
    able = expected > 0  # a sample in which all scores are equal has no alpha
    if able.sum() < draws / 2:
        return None, None
    total = pairs[able].sum(axis=(1, 2))
    alphas = 1 - (pairs[able] * gaps[able]).sum(axis=(1, 2)) / total / expected[able]
    low, high = np.quantile(alphas, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _spread(
    name: str, counts: Floats, pairs: Floats, values: Floats, gaps: Floats, expected: float
) -> Spread:
    scores = np.repeat(values, counts.astype(np.int64))
    if not scores.size:
        return Spread(name, 0, None, None, None, None)
    differs = None
    if scores.size > 1:
        differs = float((pairs * gaps).sum() / scores.size / expected) if expected > 0 else 0.0
    return Spread(
        name,
        int(scores.size),
        float(scores[0]),
        float(scores[-1]),
        float(np.median(scores)),
        differs,
    )


def _discuss(spreads: Sequence[Spread]) -> tuple[str, ...]:
    apart = sorted(
        (-spread.disagreement, spread.criterion)
        for spread in spreads
        if spread.disagreement is not None
    )
    return tuple(
        name for at, (worse, name) in enumerate(apart) if worse <= -1 or (at == 0 and worse < 0)
    )
