"""The tables of designation: the procedure about a list, and what follows from its decision."""

from wijkwerk.designation.models.follow_up import AreaPlan, Exemption, PlannedMeasure, Sanction
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
    "Delisting",
    "Exemption",
    "ListedArea",
    "Objection",
    "OfMunicipality",
    "PlannedMeasure",
    "Procedure",
    "Reminder",
    "Sanction",
    "Step",
    "Wish",
]
