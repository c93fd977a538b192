"""The tables of casework, each with a data card."""

from wijkwerk.casework.models.choices import Domain, OrganisationKind, Purpose, Relation, Verdict
from wijkwerk.casework.models.households import (
    Address,
    Household,
    Organisation,
    Person,
    Residence,
    Worker,
)
from wijkwerk.casework.models.plans import CONTACTS, Goal, Mandate, Note, Piece, Plan, Task
from wijkwerk.casework.models.sight import (
    Consent,
    Direction,
    Emergency,
    Handover,
    HouseholdCode,
    Look,
    Membership,
    OpenDomain,
)

__all__ = [
    "CONTACTS",
    "Address",
    "Consent",
    "Direction",
    "Domain",
    "Emergency",
    "Goal",
    "Handover",
    "Household",
    "HouseholdCode",
    "Look",
    "Mandate",
    "Membership",
    "Note",
    "OpenDomain",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Piece",
    "Plan",
    "Purpose",
    "Relation",
    "Residence",
    "Task",
    "Verdict",
    "Worker",
]
