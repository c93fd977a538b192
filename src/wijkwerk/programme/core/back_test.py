"""How often the answers about targets were right, looking back: counts, calibration, Brier score.

See docs/method/programme-on-course.md. A judgement is an answer with its chance, and whether the
target was reached on its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wijkwerk.programme.core.answers import Answer

BINS = 10


@dataclass(frozen=True)
class Judgement:
    """An answer, the chance with it (None: it can't be told) and what happened.

    ``reached`` by the figure of the target's day, ``truly`` by the true value behind it (None:
    nobody knows); ``in_80`` and ``in_95``: the figure lay within the interval.
    """

    answer: Answer
    probability: float | None
    reached: bool
    truly: bool | None = None
    in_80: bool | None = None
    in_95: bool | None = None


@dataclass(frozen=True)
class OfAnswer:
    """One of the answers: how many, as a share of all (0-1), and how many reached the target.

    ``right``: reached after 'on course', not reached after 'off course' (0-1), and ``truly_right``
    the same by the true value; None for the other answers, which claim nothing, and when there
    were none.
    """

    answer: Answer
    number: int
    share: float
    reached: float | None
    right: float | None
    truly_right: float | None


@dataclass(frozen=True)
class Bin:
    """Judgements with a chance from ``low`` to ``high``: the mean chance, and how many reached."""

    low: float
    high: float
    number: int
    probability: float | None
    reached: float | None


@dataclass(frozen=True)
class Score:
    """What came out. Shares and chances are 0-1.

    ``brier`` is the mean square of chance minus outcome: 0 is perfect; ``brier_without`` what
    always saying the mean gives. ``off_by`` is how far chance and outcome lie apart in a bin, on
    average over judgements. ``in_80``, ``in_95``: how often the intervals held the figure.
    """

    number: int
    reached: float
    answers: tuple[OfAnswer, ...]
    bins: tuple[Bin, ...]
    brier: float | None
    brier_without: float | None
    off_by: float | None
    in_80: float | None
    in_95: float | None


def score(judgements: Sequence[Judgement]) -> Score:
    """Scores of ``judgements``; ValueError when there are none.

    Source: Brier (1950); Murphy (1973) for the reliability in bins.
    """
    if not judgements:
        raise ValueError("nothing was judged")
    with_probability = [judgement for judgement in judgements if judgement.probability is not None]
    chance = np.array([judgement.probability for judgement in with_probability], dtype=np.float64)
    reached = np.array([judgement.reached for judgement in with_probability], dtype=np.float64)
    place = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    bins = []
    for number in range(BINS):
        inside = place == number
        some = bool(inside.any())
        bins.append(
            Bin(
                number / BINS,
                (number + 1) / BINS,
                int(inside.sum()),
                float(chance[inside].mean()) if some else None,
                float(reached[inside].mean()) if some else None,
            )
        )
    apart = [
        calibration_bin.number * abs(calibration_bin.probability - calibration_bin.reached)
        for calibration_bin in bins
        if calibration_bin.probability is not None and calibration_bin.reached is not None
    ]
    return Score(
        len(judgements),
        sum(judgement.reached for judgement in judgements) / len(judgements),
        tuple(_of_answer(answer, judgements) for answer in Answer),
        tuple(bins),
        float(((chance - reached) ** 2).mean()) if with_probability else None,
        float(reached.mean() * (1 - reached.mean())) if with_probability else None,
        sum(apart) / len(with_probability) if with_probability else None,
        _share([judgement.in_80 for judgement in judgements]),
        _share([judgement.in_95 for judgement in judgements]),
    )


def _of_answer(answer: Answer, judgements: Sequence[Judgement]) -> OfAnswer:
    those = [judgement for judgement in judgements if judgement.answer is answer]
    reached = _share([judgement.reached for judgement in those])
    truly = _share([judgement.truly for judgement in those])
    if answer is Answer.ON_COURSE:
        right, truly_right = reached, truly
    elif answer is Answer.OFF_COURSE:
        right, truly_right = _other(reached), _other(truly)
    else:
        right, truly_right = None, None
    share = len(those) / len(judgements)
    return OfAnswer(answer, len(those), share, reached, right, truly_right)


def _other(share: float | None) -> float | None:
    return None if share is None else 1 - share


def _share(outcomes: Sequence[bool | None]) -> float | None:
    known_outcomes = [outcome for outcome in outcomes if outcome is not None]
    return sum(known_outcomes) / len(known_outcomes) if known_outcomes else None
