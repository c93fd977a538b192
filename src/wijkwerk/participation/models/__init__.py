"""The tables of participation. Officials stand in them as a number of an account, residents not at all."""

from wijkwerk.participation.models.agreements import Agreement
from wijkwerk.participation.models.budgets import (
    Budget,
    CastBallot,
    CountResult,
    Exclusion,
    PaperBallot,
    Payment,
    Project,
    VotingCode,
)
from wijkwerk.participation.models.ideas import Idea
from wijkwerk.participation.models.process import Phase, Process, ProcessCheck, ProcessStep

__all__ = [
    "Agreement",
    "Budget",
    "CastBallot",
    "CountResult",
    "Exclusion",
    "Idea",
    "PaperBallot",
    "Payment",
    "Phase",
    "Process",
    "ProcessCheck",
    "ProcessStep",
    "Project",
    "VotingCode",
]
