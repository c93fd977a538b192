"""The tables of programme. Whoever acts stands in them as a number of an account, never as a name."""

from wijkwerk.programme.models.commitments import Commitment, Report
from wijkwerk.programme.models.notices import NoticeChoice, NoticeSent
from wijkwerk.programme.models.papers import (
    ActionPlan,
    ActionStep,
    Addition,
    Assessment,
    Contact,
    Covenant,
    Letter,
    Obligation,
    PartySignature,
    Score,
)
from wijkwerk.programme.models.plans import Plan, PlanResult, PlanText, Signatory, Signature
from wijkwerk.programme.models.programme import (
    Domain,
    Goal,
    Organisation,
    Pillar,
    Programme,
    PublishedFact,
    Seat,
    Step,
)
from wijkwerk.programme.models.projects import Mark, MoneyPeriod, Project, ReasonKind
from wijkwerk.programme.models.targets import (
    Measurement,
    Meeting,
    Milestone,
    Proposal,
    Target,
    TargetPath,
)

__all__ = [
    "ActionPlan",
    "ActionStep",
    "Addition",
    "Assessment",
    "Commitment",
    "Contact",
    "Covenant",
    "Domain",
    "Goal",
    "Letter",
    "Mark",
    "Measurement",
    "Meeting",
    "Milestone",
    "MoneyPeriod",
    "NoticeChoice",
    "NoticeSent",
    "Obligation",
    "Organisation",
    "PartySignature",
    "Pillar",
    "Plan",
    "PlanResult",
    "PlanText",
    "Programme",
    "Project",
    "Proposal",
    "PublishedFact",
    "ReasonKind",
    "Report",
    "Score",
    "Seat",
    "Signatory",
    "Signature",
    "Step",
    "Target",
    "TargetPath",
]
