"""What of a procedure an account may see before everybody may."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from wijkwerk.access.api import Place, may, municipalities
from wijkwerk.designation.models import Delisting, Objection, Procedure, Step

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


def delistings_for(user: Any, now: datetime) -> QuerySet[Delisting]:
    """Proposals: as with objections; decided ones are for everybody."""
    delistings = Delisting.objects.select_related("area", "procedure")
    if sees_all(user, now):
        return delistings
    own = Q(municipality__in=municipalities(user, WORK, now)) | Q(state="decided")
    return delistings.filter(own, procedure__in=procedures_for(user, now))


def steps_for(user: Any, procedure: Procedure, now: datetime) -> QuerySet[Step]:
    """Its steps, with those of the objections and proposals that the account sees."""
    steps: QuerySet[Step] = procedure.steps.all()
    if sees_all(user, now):
        return steps
    objections, delistings = objections_for(user, now), delistings_for(user, now)
    return steps.filter(
        Q(machine="procedure")
        | Q(machine="objection", object_id__in=objections.values("pk"))
        | Q(machine="delisting", object_id__in=delistings.values("pk"))
    )


def public_procedures() -> QuerySet[Procedure]:
    """What everybody sees."""
    return Procedure.objects.filter(state="published").order_by("-published_on", "-id")
