"""The tables of casework, each with a data card."""

from wijkwerk.casework.models.campaigns import FEWEST_DOORS, Campaign, Need, Round, Street
from wijkwerk.casework.models.choices import Domain, OrganisationKind, Purpose, Relation, Verdict
from wijkwerk.casework.models.conflicts import (
    RUNGS,
    Bridging,
    Conflict,
    Deviation,
    Escalation,
    TimeOut,
)
from wijkwerk.casework.models.counts import Stage, Target
from wijkwerk.casework.models.debts import DebtRequest
from wijkwerk.casework.models.episodes import Episode, Extent, FollowUp
from wijkwerk.casework.models.groups import DECIDED_HOW, Group, RuleDecision, Seat, Submission
from wijkwerk.casework.models.households import (
    Address,
    Household,
    Organisation,
    Person,
    Residence,
    Worker,
)
from wijkwerk.casework.models.nuisance import STEPS, Measure, Nuisance, Protection
from wijkwerk.casework.models.officers import Officer
from wijkwerk.casework.models.plans import CONTACTS, Goal, Mandate, Note, Outcome, Piece, Plan, Task
from wijkwerk.casework.models.sight import (
    CodeUse,
    Consent,
    Direction,
    Draft,
    Emergency,
    Handover,
    HouseholdCode,
    Look,
    Membership,
    OpenDomain,
)

__all__ = [
    "CONTACTS",
    "DECIDED_HOW",
    "FEWEST_DOORS",
    "RUNGS",
    "STEPS",
    "Address",
    "Bridging",
    "Campaign",
    "CodeUse",
    "Conflict",
    "Consent",
    "DebtRequest",
    "Deviation",
    "Direction",
    "Domain",
    "Draft",
    "Emergency",
    "Episode",
    "Escalation",
    "Extent",
    "FollowUp",
    "Goal",
    "Group",
    "Handover",
    "Household",
    "HouseholdCode",
    "Look",
    "Mandate",
    "Measure",
    "Membership",
    "Need",
    "Note",
    "Nuisance",
    "Officer",
    "OpenDomain",
    "Organisation",
    "OrganisationKind",
    "Outcome",
    "Person",
    "Piece",
    "Plan",
    "Protection",
    "Purpose",
    "Relation",
    "Residence",
    "Round",
    "RuleDecision",
    "Seat",
    "Stage",
    "Street",
    "Submission",
    "Target",
    "Task",
    "TimeOut",
    "Verdict",
    "Worker",
]
