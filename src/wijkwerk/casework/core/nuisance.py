"""The ladder of measures against nuisance, each with a clock, and which households come first.

From neighbours who agree between them up to the household that causes it moving, and never its victim. A measure that
interferes with rights has a legal ground and an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """What is done about nuisance, the lightest first."""

    AGREEMENT = "agreement"
    MEDIATION = "mediation"
    WARNING = "warning"
    ORDER = "order"
    CITY_TEAM = "city_team"
    MOVE = "move"


# These interfere with private life: they need a ground in law and a last day.
INTERFERING = frozenset({Step.ORDER, Step.MOVE})


class Effect(StrEnum):
    """What a measure did."""

    STOPPED = "stopped"
    LESS = "less"
    NONE = "none"


@dataclass(frozen=True)
class Tried:
    """A measure: until when it has, and what it did; None while nobody said."""

    step: Step
    review_by: date
    effect: Effect | None = None


def next_step(tried: Sequence[Tried], today: date) -> Step | None:
    """Which step is due now; None while the last one may still work, or when the nuisance stopped. The last step comes
    again when it had no effect.

    A measure was tried when it did too little, or when its clock passed and nobody said that it did anything.
    """
    if not tried:
        return Step.AGREEMENT
    last = tried[-1]
    if last.effect is Effect.STOPPED or (last.effect is None and last.review_by >= today):
        return None
    steps = list(Step)
    return steps[min(steps.index(last.step) + 1, len(steps) - 1)]


def is_skipping(tried: Sequence[Tried], step: Step, today: date) -> bool:
    """Whether a step passes over one that wasn't tried: that asks reasons."""
    due = next_step(tried, today)
    steps = list(Step)
    return due is not None and steps.index(step) > steps.index(due)


@dataclass(frozen=True)
class Case:
    """What the order asks of a nuisance: ``key`` is whatever names it."""

    key: int
    violent: bool
    victims: int
    highest: Step | None
    began_on: date


def in_order(cases: Iterable[Case]) -> list[Case]:
    """The worst first: with threats or violence, then the highest step that was needed, the most victims, the longest.
    No weights: who stands where can be told in a sentence."""
    steps = list(Step)

    def place(case: Case) -> tuple[bool, int, int, date, int]:
        height = -1 if case.highest is None else steps.index(case.highest)
        return (not case.violent, -height, -case.victims, case.began_on, case.key)

    return sorted(cases, key=place)
