"""The tables of designation: the procedure about a list, and what follows from its decision."""

from wijkwerk.designation.models.consultation import Consultation, Consulted
from wijkwerk.designation.models.follow_up import AreaPlan, Exemption, PlannedMeasure, Sanction
from wijkwerk.designation.models.nomination import (
    Nomination,
    NominationRound,
    PlanScore,
    RoundStep,
)
from wijkwerk.designation.models.procedure import (
    ON_LIST,
    Audience,
    Delisting,
    ListedArea,
    Objection,
    OfMunicipality,
    Procedure,
    Reminder,
    Step,
    Wish,
)

__all__ = [
    "ON_LIST",
    "AreaPlan",
    "Audience",
    "Consultation",
    "Consulted",
    "Delisting",
    "Exemption",
    "ListedArea",
    "Nomination",
    "NominationRound",
    "Objection",
    "OfMunicipality",
    "PlanScore",
    "PlannedMeasure",
    "Procedure",
    "Reminder",
    "RoundStep",
    "Sanction",
    "Step",
    "Wish",
]
