"""What a programme consists of, as tables of a document: their columns, which rows are the same
thing, what the public sees. Export, import, spreadsheet and schema all read this one description.

Rows refer to each other by ``key``, which holds within one document. Empty values are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from wijkwerk.programme import models as m
from wijkwerk.programme.policies import PUBLIC_PROJECTS
from wijkwerk.programme.rules import programme_rules

FORMAT, VERSION = "wijkwerk-programme", 1
CONTENTS = ("full", "public")


@dataclass(frozen=True)
class Column:
    """A column. ``kind``: text, day, moment, number, whole, money, flag, codes, choice, json, ref,
    refs, object (the thing of a step), state. ``internal``: in the full document alone."""

    name: str
    kind: str = "text"
    most: int = 300  # signs of a text, or the largest whole number
    needed: bool = False
    internal: bool = False
    to: str = ""  # the table that a ref refers to
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table. ``same``: columns by which a row is the same thing as one that is there.

    ``public``: which rows everybody may see; None: none. ``sealed``: column of the row that it hangs
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
    public: Q | None = field(default_factory=Q)
    sealed: tuple[str, tuple[str, ...]] | None = None
    editing: tuple[str, ...] | None = ()

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(one for one in self.columns if one.name == name)


def _c(name: str, kind: str = "text", **more: Any) -> Column:
    return Column(name, kind, **more)


def _need(name: str, kind: str = "text", **more: Any) -> Column:
    return Column(name, kind, needed=True, **more)


def _ref(name: str, to: str, *, needed: bool = True) -> Column:
    return Column(name, "ref", needed=needed, to=to)


def _prose(name: str, *, needed: bool = False, internal: bool = False) -> Column:
    return Column(name, most=20_000, needed=needed, internal=internal)


_STATE = _need("state", "state", most=20)
_NUMBER = 32_767  # the largest small whole number of every database

PROGRAMME = Table(
    "programme", "", m.Programme,
    (_need("slug", "code", most=60), _need("title"), _STATE, _prose("vision"),
     _c("municipality", most=20), _c("areas", "codes", most=40), _need("begins_on", "day"),
     _need("ends_on", "day"), _c("edition", most=200), _prose("mandate"), _c("simulated", "flag")),
    ("slug",), machine="programme",
)  # fmt: skip

# In this order they are written: what a row refers to comes before it.
TABLES = (
    Table(
        "organisations", "O", m.Organisation,
        (_need("slug", "code", most=60), _need("name"), _c("kind", most=40),
         _ref("merged_into", "organisations", needed=False), _c("ended_on", "day")),
        ("slug",),
    ),
    Table("domains", "D", m.Domain, (_need("name"), _c("place", "whole", most=_NUMBER)), ("name",)),
    Table(
        "seats", "", m.Seat,
        (_ref("domain", "domains"), _ref("organisation", "organisations"),
         _need("first_day", "day"), _c("last_day", "day")),
        ("domain", "organisation", "first_day"), editing=None,
    ),
    Table("pillars", "P", m.Pillar, (_need("name"), _c("place", "whole", most=_NUMBER)), ("name",)),
    Table(
        "goals", "G", m.Goal,
        (_ref("pillar", "pillars"), _need("name"), _c("place", "whole", most=_NUMBER)),
        ("pillar", "name"),
    ),
    Table(
        "targets", "T", m.Target,
        (_ref("goal", "goals"), _need("title"), _STATE,
         _need("source", "choice", choices=("indicator", "count")),
         _need("scale", "choice", choices=("share", "count", "index")), _c("unit"),
         _c("edition", most=200), _c("indicator", most=100), _c("area", most=40),
         _ref("owner", "organisations", needed=False), _prose("note", internal=True)),
        ("goal", "title"), machine="target", editing=("active",),
    ),
    Table(
        "plans", "L", m.Plan,
        (_need("title"), _STATE, _need("first_year", "whole", most=9999),
         _need("last_year", "whole", most=9999), _c("locked_on", "day")),
        ("first_year",), machine="plan", public=Q(state="locked"), editing=("draft",),
    ),
    Table(
        "plan_texts", "X", m.PlanText,
        (_ref("plan", "plans"), _need("number", "whole", most=_NUMBER),
         _prose("text", needed=True), _c("targets", "json"),
         _need("made_at", "moment")),
        ("plan", "number"), sealed=("plan", ("locked",)), editing=None,
    ),
    Table(
        "signatories", "", m.Signatory,
        (_ref("plan", "plans"), _ref("organisation", "organisations")),
        ("plan", "organisation"), sealed=("plan", ("locked",)),
    ),
    Table(
        "signatures", "", m.Signature,
        (_ref("text", "plan_texts"), _ref("organisation", "organisations"), _need("at", "moment")),
        ("text", "organisation"), editing=None,
    ),
    Table(
        "meetings", "V", m.Meeting,
        (_need("on", "day"), _need("title"), Column("present", "refs", to="domains")),
        ("on", "title"), public=Q(proposals__state="decided"), editing=None,
    ),
    Table(
        "proposals", "R", m.Proposal,
        (_ref("target", "targets"), _need("kind", "choice", choices=("change", "drop")), _STATE,
         _c("value", "number"), _c("reference", most=40),
         _c("reference_goal", "choice", choices=("at_least", "at_most")), _c("due_on", "day"),
         _prose("reasons", needed=True), _need("made_on", "day"), _c("outcome", most=20),
         _ref("meeting", "meetings", needed=False), Column("votes_for", "refs", to="domains"),
         Column("votes_against", "refs", to="domains"), _prose("answer"), _c("decided_on", "day")),
        ("target", "kind", "made_on", "reasons"), machine="proposal", public=Q(state="decided"),
        editing=None,
    ),
    Table(
        "paths", "H", m.TargetPath,
        (_ref("target", "targets"), _need("number", "whole", most=_NUMBER),
         _need("baseline", "number"), _need("baseline_on", "day"), _c("baseline_error", "number"),
         _c("value", "number"), _c("reference", most=40),
         _c("reference_goal", "choice", choices=("at_least", "at_most")), _need("due_on", "day"),
         _need("since", "day"), _ref("proposal", "proposals", needed=False)),
        ("target", "number"),
    ),
    Table(
        "milestones", "", m.Milestone,
        (_ref("path", "paths"), _need("on", "day"), _need("value", "number")),
        ("path", "on"), sealed=("path", ("*",)),
    ),
    Table(
        "measurements", "M", m.Measurement,
        (_ref("target", "targets"), _need("on", "day"), _need("value", "number"),
         _c("error", "number"), _prose("evidence", needed=True),
         _ref("corrects", "measurements", needed=False), _need("at", "moment")),
        ("target", "on", "corrects"),
    ),
    Table(
        "commitments", "C", m.Commitment,
        (_ref("organisation", "organisations"), _ref("goal", "goals", needed=False),
         _ref("target", "targets", needed=False), _need("title"), _STATE, _c("quantity", "number"),
         _c("unit"), _prose("evidence"), _need("promised_for", "day"), _need("due_on", "day"),
         _c("next_step_on", "day", internal=True), _c("kept_on", "day"),
         _prose("note", internal=True)),
        ("organisation", "title", "promised_for"), machine="commitment", editing=("promised",),
    ),
    Table(
        "reports", "E", m.Report,
        (_ref("commitment", "commitments"), _ref("organisation", "organisations"), _STATE,
         _c("quantity", "number"), _prose("text", needed=True), _prose("evidence", needed=True),
         _c("final", "flag"), _need("made_on", "day"), _c("outcome", most=20), _prose("answer"),
         _c("checked_on", "day")),
        ("commitment", "made_on", "text"), machine="report", public=Q(state="checked"),
        editing=None,
    ),
    Table(
        "projects", "J", m.Project,
        (_need("code", most=60), _need("name"), _STATE, _ref("goal", "goals", needed=False),
         _ref("target", "targets", needed=False), _prose("contribution"),
         _ref("organisation", "organisations", needed=False), _c("areas", "codes", most=40),
         _c("money", "money"), _c("money_period", "choice", choices=("a_year",)),
         _c("money_from"), _c("money_until", "day"), _prose("after_plan"),
         _prose("stop_criteria"), _c("begins_on", "day"), _c("ends_on", "day"),
         _c("decision_due", "day"), _c("decider"), _prose("evidence"),
         _prose("note", internal=True)),
        ("code",), machine="project", public=Q(state__in=PUBLIC_PROJECTS), editing=("proposed",),
    ),
    Table(
        "marks", "", m.Mark,
        (_ref("project", "projects"),
         _need("kind", "choice", choices=("planned", "done", "checked", "acted")),
         _need("on", "day"), _prose("text", needed=True)),
        ("project", "on", "kind", "text"),
    ),
    Table(
        "covenants", "K", m.Covenant,
        (_need("title"), _need("number", "whole", most=_NUMBER), _STATE,
         _prose("text", needed=True), _ref("replaces", "covenants", needed=False),
         _need("begins_on", "day"), _c("ends_on", "day"),
         Column("parties", "refs", to="organisations")),
        ("title", "number"), machine="covenant",
        public=Q(state__in=("in_force", "replaced", "ended")), editing=("draft",),
    ),
    Table(
        "obligations", "", m.Obligation,
        (_ref("covenant", "covenants"), _ref("organisation", "organisations"),
         _prose("sentence", needed=True), _c("until", "day"),
         _ref("commitment", "commitments", needed=False)),
        ("covenant", "organisation", "sentence"),
        sealed=("covenant", ("in_force", "replaced", "ended")),
    ),
    Table(
        "action_plans", "A", m.ActionPlan,
        (_need("title"), _STATE, _prose("problem", needed=True), _need("begins_on", "day"),
         _prose("result")),
        ("title", "begins_on"), machine="action_plan", public=None, editing=("going",),
    ),
    Table(
        "action_steps", "", m.ActionStep,
        (_ref("plan", "action_plans"), _need("title"), _need("week", "whole", most=_NUMBER),
         _ref("organisation", "organisations", needed=False), _c("done_on", "day")),
        ("plan", "week", "title"), public=None, sealed=("plan", ("reported",)),
    ),
    Table(
        "contacts", "", m.Contact,
        (_ref("plan", "action_plans"), _ref("organisation", "organisations"), _need("function")),
        ("plan", "organisation"), public=None, sealed=("plan", ("reported",)),
    ),
    Table(
        "letters", "B", m.Letter,
        (_need("to", "choice", choices=("council", "parliament")),
         _need("language", "choice", choices=("nl", "en")), _STATE, _need("since", "day"),
         _need("until", "day"), _c("content", "json"), _c("issued_on", "day")),
        ("to", "language", "since", "until"), machine="letter", public=Q(state="issued"),
        editing=None,
    ),
    Table(
        "additions", "", m.Addition,
        (_ref("letter", "letters"), _need("part", most=40), _prose("text", needed=True)),
        ("letter", "part"), sealed=("letter", ("issued",)), editing=None,
    ),
    Table(
        "assessments", "S", m.Assessment,
        (_need("frame", most=60), _need("subject"), _STATE, _ref("plan", "plans", needed=False),
         _ref("project", "projects", needed=False), _need("begins_on", "day"),
         _prose("conclusion")),
        ("frame", "subject", "begins_on"), machine="assessment", public=None, editing=None,
    ),
    Table(
        "scores", "", m.Score,
        # scorer: a number within the assessment; who it was stays in the database.
        (_ref("assessment", "assessments"), _need("criterion", most=60),
         _need("scorer", "whole", most=_NUMBER), _need("round", "whole", most=_NUMBER),
         _need("value", "whole", most=_NUMBER), _prose("reason", needed=True),
         _need("at", "moment")),
        ("assessment", "criterion", "scorer", "round"), public=None,
        sealed=("assessment", ("concluded",)), editing=None,
    ),
    Table(
        "steps", "", m.Step,
        (_need("machine", most=20), _need("object", "object"), _need("action", most=20),
         _c("source", most=20), _need("target", most=20), _need("at", "moment"),
         _c("role", most=40), _c("place", most=60), _c("outcome", most=20), _prose("text")),
        ("machine", "object", "action", "at"), public=None, editing=None,
    ),
)  # fmt: skip
BY_NAME: Mapping[str, Table] = {one.name: one for one in (PROGRAMME, *TABLES)}
OF_MACHINE: Mapping[str, str] = {
    one.machine: one.name for one in (PROGRAMME, *TABLES) if one.machine
}


def states(machine: str) -> tuple[str, ...]:
    """The states that a machine of ``programme.toml`` knows."""
    steps = programme_rules().machines.transitions
    own = [one.target for one in steps if one.machine == machine and one.target]
    return tuple(dict.fromkeys(own))
