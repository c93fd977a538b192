"""What of a procedure an account may see before everybody may."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wijkwerk.access.api import Place, may, municipalities
from wijkwerk.designation.models import Delisting, Objection, Procedure

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


def objections_for(user: Any, procedure: Procedure, now: datetime) -> QuerySet[Objection]:
    """Its objections: all for who works for the country, else those of the own municipalities."""
    if sees_all(user, now) or procedure.state == "published":
        return procedure.objections.all()
    return procedure.objections.filter(municipality__in=municipalities(user, WORK, now))


def delistings_for(user: Any, procedure: Procedure, now: datetime) -> QuerySet[Delisting]:
    """Its proposals: as with objections; decided ones are for everybody."""
    delistings = procedure.delistings.select_related("area")
    if sees_all(user, now):
        return delistings
    own = delistings.filter(municipality__in=municipalities(user, WORK, now))
    return own | delistings.filter(state="decided")


def public_procedures() -> QuerySet[Procedure]:
    """What everybody sees."""
    return Procedure.objects.filter(state="published").order_by("-published_on", "-id")
