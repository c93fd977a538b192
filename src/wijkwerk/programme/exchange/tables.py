"""What a programme consists of, as tables of a document: their columns, which rows are the same
thing, what the public sees. Export, import, spreadsheet and schema all read this one description.
The columns follow from the models, what the public sees from the policies.

Rows refer to each other by ``key``, which holds within one document. Empty values are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Model, Q

from wijkwerk.programme import models as m
from wijkwerk.programme.exchange.columns import NUMBER, Column, columns_of
from wijkwerk.programme.policies import PUBLIC, PUBLIC_ACTION_PLANS, PUBLIC_COVENANTS
from wijkwerk.programme.rules import programme_rules

FORMAT, VERSION = "wijkwerk-programme", 1
CONTENTS = ("full", "public")


@dataclass(frozen=True)
class Table:
    """A table. ``same``: columns by which a row is the same thing as one that is there.

    ``sealed``: column of the row that it hangs
    from, with the states in which that takes no more rows ('*': as soon as it is there).
    ``editing``: the states in which a row may be added by who may edit the programme, and no more;
    None: never by them; empty: always.
    """

    name: str
    prefix: str
    model: type[Model]
    columns: tuple[Column, ...]
    same: tuple[str, ...]
    machine: str = ""
    sealed: tuple[str, tuple[str, ...]] | None = None
    editing: tuple[str, ...] | None = ()
    keyless: bool = False  # rows of older documents have no key

    @property
    def public(self) -> Q | None:
        """Which rows everybody may see, as policies say; None: none."""
        return PUBLIC[self.model]

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)


_CODES = Column("areas", "codes", most=40)
_YEAR = Column("", "whole", most=9999, needed=True)

PROGRAMME = Table(
    "programme",
    "",
    m.Programme,
    columns_of(m.Programme, state_after="title", instead={"areas": _CODES}),
    ("slug",),
    machine="programme",
)

# In this order they are written: what a row refers to comes before it.
TABLES = (
    Table("organisations", "O", m.Organisation, columns_of(m.Organisation), ("slug",)),
    Table("domains", "D", m.Domain, columns_of(m.Domain), ("name",)),
    Table(
        "seats", "Z", m.Seat, columns_of(m.Seat),
        ("domain", "organisation", "first_day", "substitute_for"),
        editing=None, keyless=True,
    ),
    Table("pillars", "P", m.Pillar, columns_of(m.Pillar), ("name",)),
    Table("goals", "G", m.Goal, columns_of(m.Goal, first="pillar"), ("pillar", "name")),
    Table(
        "published_facts", "", m.PublishedFact, columns_of(m.PublishedFact),
        ("statement", "published_on"),
    ),
    Table(
        "targets", "T", m.Target,
        columns_of(m.Target, state_after="title", needed=("scale",)),
        ("goal", "title"), machine="target", editing=("active",),
    ),
    Table(
        "commitments", "C", m.Commitment, columns_of(m.Commitment, state_after="title"),
        ("organisation", "title", "promised_for"), machine="commitment", editing=("promised",),
    ),
    Table(
        "plans", "L", m.Plan,
        columns_of(m.Plan, state_after="title", instead={
            column_name: replace(_YEAR, name=column_name) for column_name in ("first_year", "last_year")}),
        ("first_year",), machine="plan", editing=("draft",),
    ),
    Table(
        "plan_results", "", m.PlanResult, columns_of(m.PlanResult), ("plan", "target"), editing=None,
    ),
    Table(
        "plan_texts", "X", m.PlanText,
        columns_of(m.PlanText, left_out={"digest": "Follows from text, targets and commitments."}),
        ("plan", "number"), sealed=("plan", ("locked",)), editing=None,
    ),
    Table(
        "signatories", "", m.Signatory, columns_of(m.Signatory), ("plan", "organisation"),
        sealed=("plan", ("locked",)),
    ),
    Table(
        "signatures", "", m.Signature, columns_of(m.Signature), ("text", "organisation"),
        editing=None,
    ),
    Table("meetings", "V", m.Meeting, columns_of(m.Meeting), ("on", "title"), editing=None),
    Table(
        "proposals", "R", m.Proposal,
        columns_of(m.Proposal, state_after="kind"),
        ("target", "kind", "made_on", "reasons"), machine="proposal", editing=None,
    ),
    Table(
        "paths", "H", m.TargetPath,
        columns_of(m.TargetPath), ("target", "number"),
    ),
    Table(
        "milestones", "", m.Milestone, columns_of(m.Milestone), ("path", "on"),
        sealed=("path", ("*",)),
    ),
    Table(
        "measurements", "M", m.Measurement, columns_of(m.Measurement),
        ("target", "on", "corrects"),
    ),
    Table(
        "reports", "E", m.Report, columns_of(m.Report, state_after="organisation"),
        ("commitment", "made_on", "text"), machine="report", editing=None,
    ),
    Table(
        "projects", "J", m.Project,
        columns_of(m.Project, state_after="name", instead={"areas": _CODES}),
        ("code",), machine="project", editing=("proposed",),
    ),
    Table(
        "marks", "", m.Mark,
        columns_of(m.Mark),
        ("project", "on", "kind", "text"),
    ),
    Table(
        "covenants", "K", m.Covenant,
        columns_of(m.Covenant, state_after="number", needed=("number",)),
        ("title", "number"), machine="covenant", editing=("draft",),
    ),
    Table(
        "obligations", "", m.Obligation, columns_of(m.Obligation),
        ("covenant", "organisation", "sentence"), sealed=("covenant", PUBLIC_COVENANTS),
    ),
    Table(
        "action_plans", "A", m.ActionPlan, columns_of(m.ActionPlan, state_after="title"),
        ("title", "begins_on"), machine="action_plan", editing=("planned",),
    ),
    Table(
        "action_steps", "", m.ActionStep, columns_of(m.ActionStep), ("plan", "week", "title"),
        sealed=("plan", PUBLIC_ACTION_PLANS),
    ),
    Table(
        "contacts", "", m.Contact, columns_of(m.Contact), ("plan", "organisation"),
        sealed=("plan", PUBLIC_ACTION_PLANS),
    ),
    Table(
        "party_signatures", "", m.PartySignature, columns_of(m.PartySignature),
        ("covenant", "action_plan", "project", "organisation", "digest"), editing=None,
    ),
    Table(
        "letters", "B", m.Letter,
        columns_of(m.Letter, state_after="language"),
        ("to", "language", "since", "until"), machine="letter", editing=None,
    ),
    Table(
        "additions", "", m.Addition, columns_of(m.Addition), ("letter", "part"),
        sealed=("letter", ("issued",)), editing=None,
    ),
    Table(
        "assessments", "S", m.Assessment, columns_of(m.Assessment, state_after="subject"),
        ("frame", "subject", "begins_on"), machine="assessment", editing=None,
    ),
    Table(
        "scores", "", m.Score,
        # scorer: a number within the assessment; who it was stays in the database, and so does when
        # it was, which beside the history would tell.
        (*columns_of(m.Score, needed=("round",), instead={"at": Column("at", "moment", written=False)}),
         Column("scorer", "whole", most=NUMBER, needed=True)),
        ("assessment", "criterion", "round", "value", "reason"),
        sealed=("assessment", ("concluded",)), editing=None,
    ),
    Table(
        "steps", "", m.Step,
        columns_of(m.Step, instead={
            "object_id": Column("object", "object", needed=True),
            "role": Column("role", most=40),
        }),
        ("machine", "object", "action", "at"), editing=None,
    ),
)  # fmt: skip
BY_NAME: Mapping[str, Table] = {table.name: table for table in (PROGRAMME, *TABLES)}
OF_MACHINE: Mapping[str, str] = {
    table.machine: table.name for table in (PROGRAMME, *TABLES) if table.machine
}


def states(machine: str) -> tuple[str, ...]:
    """The states that a machine of ``programme.toml`` knows."""
    steps = programme_rules().machines.transitions
    own = [step.target for step in steps if step.machine == machine and step.target]
    return tuple(dict.fromkeys(own))
