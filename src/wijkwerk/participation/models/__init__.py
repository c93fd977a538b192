"""The tables of participation. Officials stand in them as a number of an account; of residents there is
nothing but the sealed address of who asked for mails."""

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
from wijkwerk.participation.models.campaigns import BankPayment, Campaign, Need, Pledge
from wijkwerk.participation.models.followers import Follower
from wijkwerk.participation.models.ideas import Idea, Route, Support
from wijkwerk.participation.models.photos import Photo
from wijkwerk.participation.models.process import Phase, Process, ProcessCheck, ProcessStep
from wijkwerk.participation.models.schemes import Grant, Scheme
from wijkwerk.participation.models.stewardship import Asset, Challenge, Enterprise, PillarResult
from wijkwerk.participation.models.summits import Demand, Statement, Summit
from wijkwerk.participation.models.surveys import SurveyMark
from wijkwerk.participation.models.turnouts import Turnout
from wijkwerk.participation.models.yardsticks import Panel, PlanCheck, Yardstick, YardstickPart

__all__ = [
    "Agreement",
    "Asset",
    "BankPayment",
    "Budget",
    "Campaign",
    "CastBallot",
    "Challenge",
    "CountResult",
    "Demand",
    "Enterprise",
    "Exclusion",
    "Follower",
    "Grant",
    "Idea",
    "Need",
    "Panel",
    "PaperBallot",
    "Payment",
    "Phase",
    "Photo",
    "PillarResult",
    "PlanCheck",
    "Pledge",
    "Process",
    "ProcessCheck",
    "ProcessStep",
    "Project",
    "Route",
    "Scheme",
    "Statement",
    "Summit",
    "Support",
    "SurveyMark",
    "Turnout",
    "VotingCode",
    "Yardstick",
    "YardstickPart",
]
