"""What of a procedure an account may see before everybody may."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from wijkwerk.access.api import Place, may, municipalities
from wijkwerk.designation.models import (
    AreaPlan,
    Consultation,
    Delisting,
    Exemption,
    Nomination,
    Objection,
    PlanScore,
    Procedure,
    Sanction,
    Step,
)
from wijkwerk.workflow.api import actor_of

WORK = "procedure.work"
# What a municipality sees of a procedure while it goes on: not the draft.
_SHOWN = ("open", "decided", "published")


def sees_all(user: Any, now: datetime) -> bool:
    """Whether the account works for the whole country."""
    return bool(may(user, WORK, Place(""), now))


def procedures_for(user: Any, now: datetime) -> QuerySet[Procedure]:
    """The procedures that an account may see on its working pages."""
    if sees_all(user, now):
        return Procedure.objects.all()
    if municipalities(user, WORK, now):
        return Procedure.objects.filter(state__in=_SHOWN)
    return Procedure.objects.none()


def objections_for(user: Any, now: datetime) -> QuerySet[Objection]:
    """Objections: all for who works for the country, else those of the own municipalities and, once
    the decision is published, of the others."""
    objections = Objection.objects.select_related("procedure")
    if sees_all(user, now):
        return objections
    own = Q(municipality__in=municipalities(user, WORK, now)) | Q(procedure__state="published")
    return objections.filter(own, procedure__in=procedures_for(user, now))


def consultations_for(user: Any, now: datetime) -> QuerySet[Consultation]:
    """Views of councils and residents: as with objections."""
    views = Consultation.objects.select_related("area", "procedure")
    if sees_all(user, now):
        return views
    own = Q(municipality__in=municipalities(user, WORK, now)) | Q(procedure__state="published")
    return views.filter(own, procedure__in=procedures_for(user, now))


def delistings_for(user: Any, now: datetime) -> QuerySet[Delisting]:
    """Proposals: as with objections; decided ones are for everybody."""
    delistings = Delisting.objects.select_related("area", "procedure")
    if sees_all(user, now):
        return delistings
    own = Q(municipality__in=municipalities(user, WORK, now)) | Q(state="decided")
    return delistings.filter(own, procedure__in=procedures_for(user, now))


def nominations_for(user: Any, now: datetime) -> QuerySet[Nomination]:
    """Plans in rounds: all for who works for the country, those of the own municipalities, the others' while
    one may score them, and of a closed round all."""
    rows: QuerySet[Nomination] = Nomination.objects.select_related("round")
    if sees_all(user, now):
        return rows
    condition = Q(municipality__in=municipalities(user, WORK, now)) | Q(
        round__state="closed", state="sent"
    )
    if municipalities(user, "nomination.score", now):
        condition |= Q(round__state="scoring", state="sent")
    return rows.filter(condition)


def scores_for(user: Any, nomination: Nomination, now: datetime) -> QuerySet[PlanScore]:
    """What peers gave a plan: for who scored it too, and for who sees the plan once the round is closed."""
    scores = nomination.scores.all()
    own = scores.filter(actor=actor_of(user)).exists()
    works = sees_all(user, now) or municipalities(user, WORK, now)
    is_closed = bool(works) and nomination.round.state == "closed"
    if not (own or is_closed) or not nominations_for(user, now).filter(pk=nomination.pk).exists():
        return scores.none()
    return scores


def steps_for(user: Any, procedure: Procedure, now: datetime) -> QuerySet[Step]:
    """Its steps, with those of the objections, views and proposals that the account sees."""
    # What follows from the decision has a history on its own page.
    steps: QuerySet[Step] = procedure.steps.filter(
        machine__in=("procedure", "objection", "consultation", "delisting")
    )
    if sees_all(user, now):
        return steps
    objections, delistings = objections_for(user, now), delistings_for(user, now)
    views = consultations_for(user, now)
    return steps.filter(
        Q(machine="procedure")
        | Q(machine="objection", object_id__in=objections.values("pk"))
        | Q(machine="consultation", object_id__in=views.values("pk"))
        | Q(machine="delisting", object_id__in=delistings.values("pk"))
    )


def public_procedures() -> QuerySet[Procedure]:
    """What everybody sees."""
    return Procedure.objects.filter(state="published").order_by("-published_on", "-id")


# What follows for an area from a decision: in which states everybody sees it.
FOLLOW_UP: dict[type[AreaPlan] | type[Exemption] | type[Sanction], tuple[str, ...]] = {
    AreaPlan: ("approved", "master_plan"),
    Exemption: ("decided",),
    Sanction: ("imposed", "lifted"),
}


def public_follow_up(kind: Any) -> QuerySet[Any]:
    """The plans, exemptions or sanctions that everybody sees."""
    rows: QuerySet[Any] = kind.objects.filter(state__in=FOLLOW_UP[kind])
    return rows.select_related("area", "procedure")


def follow_up_for(kind: Any, user: Any, now: datetime) -> QuerySet[Any]:
    """Plans, exemptions or sanctions that an account sees on its working pages: those of its own
    municipalities and what everybody sees; who works for the country sees all that reached it, so no
    plan that was never sent in."""
    rows: QuerySet[Any] = kind.objects.select_related("area", "procedure")
    if sees_all(user, now):
        return rows.exclude(sent_on=None) if kind is AreaPlan else rows
    own = Q(municipality__in=municipalities(user, WORK, now))
    return rows.filter(own | Q(state__in=FOLLOW_UP[kind]), procedure__in=procedures_for(user, now))
