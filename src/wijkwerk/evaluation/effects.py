"""The effect that a shown evaluation measured, for whoever counts on with it."""

from __future__ import annotations

from dataclasses import dataclass

from wijkwerk.evaluation.core.judging import REACH, Answer
from wijkwerk.evaluation.serving import open_evaluation
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.problems import InputError


@dataclass(frozen=True)
class MeasuredEffect:
    """``estimate`` and its standard ``deviation``, in the unit of the outcome."""

    estimate: float
    deviation: float


def measured_effect(evaluation: str, outcome: str) -> MeasuredEffect:
    """What the evaluation with this id says of an indicator. Its interval of 95% is read as that of a normal
    distribution.

    Raises InputError when the site shows no such evaluation, when it has no such outcome, when its answer is
    that the effect can't be known, or when it gives no interval.
    """
    try:
        result = open_evaluation(evaluation).result
    except NotServedError:
        raise InputError.of(
            "evaluation", "not on this site", "the id of an evaluation", value=evaluation
        ) from None
    outcomes = {row["indicator"]: row for row in result["outcomes"]}
    if outcome not in outcomes:
        raise InputError.of(
            "outcome", "not in this evaluation", "one of " + ", ".join(outcomes), value=outcome
        )
    measured_outcome = outcomes[outcome]
    main = measured_outcome["main"]
    if measured_outcome["answer"] == Answer.UNKNOWN or main.get("lower") is None:
        raise InputError.of(
            "evaluation",
            "the effect can't be known",
            "an effect with its margin",
            value=f"{evaluation}, {outcome}",
            suggestion="What isn't known is no saving: leave it out, or state your own assumption.",
        )
    return MeasuredEffect(
        main["estimate"],
        (main["upper"] - main["lower"]) / (2 * REACH),
    )
