"""Plans for areas that municipalities send in and peers score: who may score, and what counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable

LEAST_ASSESSORS = 2
LOWEST, HIGHEST = 1, 5
MACHINES = ("round", "nomination", "score")
CONDITIONS = (
    "plans_open",  # the last day to send plans in isn't over
    "plans_over",
    "scoring",  # the round is being scored, and the last day to score isn't over
    "scores_in",  # every plan has enough scores, or the last day to give them is over
    "other_city",  # who scores has no role in the municipality of the plan
    "not_scored",  # who scores didn't score this plan before
)


def may_judge(own: Collection[str], municipality: str) -> bool:
    """Whether somebody with roles in the municipalities ``own`` may score a plan of ``municipality``: never
    one of an own city."""
    return bool(own) and municipality not in own


def mean_score(scores: Iterable[int]) -> float | None:
    """The mean of what peers gave; None by fewer than LEAST_ASSESSORS of them."""
    values = list(scores)
    return sum(values) / len(values) if len(values) >= LEAST_ASSESSORS else None
