"""The tables of learning."""

from wijkwerk.learning.models.advice import Advice, AdviceStep, Recommendation
from wijkwerk.learning.models.barriers import Barrier, BarrierStep
from wijkwerk.learning.models.practices import Practice, PracticeStep, PracticeUse

__all__ = [
    "Advice",
    "AdviceStep",
    "Barrier",
    "BarrierStep",
    "Practice",
    "PracticeStep",
    "PracticeUse",
    "Recommendation",
]
