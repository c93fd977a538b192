"""The tables of learning."""

from wijkwerk.learning.models.advice import Advice, AdviceStep, Recommendation
from wijkwerk.learning.models.barriers import Barrier, BarrierStep
from wijkwerk.learning.models.practices import Practice, PracticeStep, PracticeUse
from wijkwerk.learning.models.visits import (
    DayItem,
    Expert,
    Finding,
    Reflection,
    Seat,
    Visit,
    VisitRound,
    VisitStep,
)

__all__ = [
    "Advice",
    "AdviceStep",
    "Barrier",
    "BarrierStep",
    "DayItem",
    "Expert",
    "Finding",
    "Practice",
    "PracticeStep",
    "PracticeUse",
    "Recommendation",
    "Reflection",
    "Seat",
    "Visit",
    "VisitRound",
    "VisitStep",
]
