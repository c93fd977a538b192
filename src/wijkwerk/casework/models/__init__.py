"""The tables of casework, each with a data card."""

from wijkwerk.casework.models.choices import Domain, OrganisationKind, Purpose, Relation, Verdict
from wijkwerk.casework.models.conflicts import (
    Bridging,
    Conflict,
    Deviation,
    Escalation,
    TimeOut,
)
from wijkwerk.casework.models.episodes import Episode
from wijkwerk.casework.models.households import (
    Address,
    Household,
    Organisation,
    Person,
    Residence,
    Worker,
)
from wijkwerk.casework.models.plans import CONTACTS, Goal, Mandate, Note, Outcome, Piece, Plan, Task
from wijkwerk.casework.models.sight import (
    CodeUse,
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
    "Bridging",
    "CodeUse",
    "Conflict",
    "Consent",
    "Deviation",
    "Direction",
    "Domain",
    "Emergency",
    "Episode",
    "Escalation",
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
    "Outcome",
    "Person",
    "Piece",
    "Plan",
    "Purpose",
    "Relation",
    "Residence",
    "Task",
    "TimeOut",
    "Verdict",
    "Worker",
]
