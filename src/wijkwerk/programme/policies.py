"""What of a programme an account may see: one rule for each kind of row, which every page, API,
calendar, letter, list and export asks. The public sees what runs or ended, without notes.

A row is public when its rule here says so and its programme is public. ``INTERNAL`` names the
columns that stay inside even then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from wijkwerk.access.api import held_for
from wijkwerk.programme import models as m
from wijkwerk.programme.agreements import asked_of
from wijkwerk.programme.models import Commitment, Organisation, Programme, Signatory
from wijkwerk.workflow.api import actor_of

WORK, COUNCIL, OWN = "programme.work", "programme.council", "commitment.own"
PUBLIC_STATES = ("running", "ended")
PUBLIC_PROJECTS = ("running", "paused", "not_known", "embedded", "stopped")
PUBLIC_COVENANTS = ("in_force", "replaced", "ended")  # others aren't agreed yet
PUBLIC_ACTION_PLANS = ("going", "reported")

_ALL = Q()
_NEWER_TEXT = m.PlanText.objects.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"))
_NEWER_SIGNED = m.PlanText.objects.filter(
    plan=OuterRef("text__plan"), number__gt=OuterRef("text__number")
)
# Which rows of a programme that is public everybody may see; None: none of them.
PUBLIC: Mapping[type[Model], Q | None] = {
    m.Programme: Q(state__in=PUBLIC_STATES),
    m.Organisation: _ALL,
    m.Domain: _ALL, m.Seat: _ALL, m.Pillar: _ALL, m.Goal: _ALL, m.PublishedFact: _ALL,
    m.Target: _ALL, m.TargetPath: _ALL, m.Milestone: _ALL, m.Measurement: _ALL,
    m.Plan: Q(state="locked"),
    m.PlanResult: Q(plan__state="locked"),
    # The version that was signed; those before it were drafts.
    m.PlanText: Q(plan__state="locked") & ~Q(Exists(_NEWER_TEXT)),
    m.Signatory: Q(plan__state="locked"),
    m.Signature: Q(text__plan__state="locked") & ~Q(Exists(_NEWER_SIGNED)),
    m.Meeting: Q(proposals__state="decided"),
    m.Proposal: Q(state="decided"),  # what is still open is nobody else's business
    m.Commitment: _ALL,  # who promises, promises in public
    m.Report: Q(state="checked"),
    m.Project: Q(state__in=PUBLIC_PROJECTS),
    m.Mark: Q(project__state__in=PUBLIC_PROJECTS),
    m.Covenant: Q(state__in=PUBLIC_COVENANTS),
    m.Obligation: Q(covenant__state__in=PUBLIC_COVENANTS),
    m.ActionPlan: Q(state__in=PUBLIC_ACTION_PLANS),
    m.ActionStep: Q(plan__state__in=PUBLIC_ACTION_PLANS),
    m.Contact: Q(plan__state__in=PUBLIC_ACTION_PLANS),
    m.PartySignature: Q(covenant__state__in=PUBLIC_COVENANTS)
    | Q(action_plan__state__in=PUBLIC_ACTION_PLANS)
    | Q(project__state="embedded"),
    m.Letter: Q(state="issued"),
    m.Addition: Q(letter__state="issued"),
    m.Assessment: Q(state="concluded"),
    m.Score: None,  # how far people agreed is public, what each of them gave isn't
    m.Step: None,  # pages tell those of a thing that they show, in words
    m.NoticeChoice: None, m.NoticeSent: None,
}  # fmt: skip
# Columns that the public doesn't see of rows that it does.
INTERNAL: Mapping[type[Model], frozenset[str]] = {
    m.Target: frozenset({"note", "next_step_on"}),
    m.Commitment: frozenset({"note", "next_step_on"}),
    m.Project: frozenset({"note"}),
}


def public_rows(programme: Programme, kind: type[Model]) -> QuerySet[Any]:
    """The rows of a kind that everybody may see of a programme that is public."""
    related: Any = kind._meta.get_field("programme").remote_field
    rows: QuerySet[Any] = getattr(programme, related.get_accessor_name()).all()
    rule = PUBLIC[kind]
    if rule is None:
        return rows.none()
    # Only a rule that follows rows the other way round can give one twice.
    return rows.filter(rule).distinct() if kind is m.Meeting else rows.filter(rule)


def scores_for(user: Any) -> Q:
    """The scores that an account may see: while everybody still scores alone none, until it scored
    that assessment itself. Nobody (None) hasn't."""
    scored = m.Score.objects.filter(actor=actor_of(user)).values("assessment")
    return ~Q(assessment__state="open") | Q(assessment__in=scored)


def public_programmes() -> QuerySet[Programme]:
    """What everybody sees."""
    return Programme.objects.filter(PUBLIC[Programme])


def programmes_for(user: Any, action: str, now: datetime) -> QuerySet[Programme]:
    """The programmes for which an account may do ``action``."""
    return Programme.objects.filter(slug__in=held_for(user, action, "programme", now))


def organisations_for(user: Any, now: datetime) -> QuerySet[Organisation]:
    """The organisations that the account represents."""
    return Organisation.objects.filter(slug__in=held_for(user, OWN, "organisation", now))


# Of a programme that isn't public yet a partner sees its title, its own commitments with the goal and
# pillar that they belong to, and the plans and agreements that it is asked to sign: ADR 0023.
def taking_part(user: Any, now: datetime) -> QuerySet[Programme]:
    """Programmes that the account works on, or in which an organisation that it represents promised
    something or is asked to sign."""
    own = organisations_for(user, now).values("pk")
    covenants, action_plans, projects = (
        asked_of(model, own).values("programme") for model in (m.Covenant, m.ActionPlan, m.Project)
    )
    return Programme.objects.filter(
        Q(pk__in=programmes_for(user, WORK, now).values("pk"))
        | Q(pk__in=Commitment.objects.filter(organisation__in=own).values("programme"))
        | Q(pk__in=Signatory.objects.filter(organisation__in=own).values("programme"))
        | Q(pk__in=covenants)
        | Q(pk__in=action_plans)
        | Q(pk__in=projects)
    )


def takes_part(user: Any, programme: Programme, now: datetime) -> bool:
    """Whether the programme is one of those."""
    return taking_part(user, now).filter(pk=programme.pk).exists()
