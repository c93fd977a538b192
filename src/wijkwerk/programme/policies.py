"""What of a programme an account may see. The public sees what runs or ended, without notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from wijkwerk.access.api import held_for
from wijkwerk.programme.models import Commitment, Organisation, Programme, Signatory

WORK, COUNCIL, OWN = "programme.work", "programme.council", "commitment.own"
PUBLIC_STATES = ("running", "ended")
PUBLIC_PROJECTS = ("running", "paused", "embedded", "stopped")


def public_programmes() -> QuerySet[Programme]:
    """What everybody sees."""
    return Programme.objects.filter(state__in=PUBLIC_STATES)


def programmes_for(user: Any, action: str, now: datetime) -> QuerySet[Programme]:
    """The programmes for which an account may do ``action``."""
    return Programme.objects.filter(slug__in=held_for(user, action, "programme", now))


def organisations_for(user: Any, now: datetime) -> QuerySet[Organisation]:
    """The organisations that the account represents."""
    return Organisation.objects.filter(slug__in=held_for(user, OWN, "organisation", now))


def taking_part(user: Any, now: datetime) -> QuerySet[Programme]:
    """Programmes that the account works on, or in which an organisation that it represents promised
    something or is asked to sign."""
    own = organisations_for(user, now).values("pk")
    return Programme.objects.filter(
        Q(pk__in=programmes_for(user, WORK, now).values("pk"))
        | Q(pk__in=Commitment.objects.filter(organisation__in=own).values("programme"))
        | Q(pk__in=Signatory.objects.filter(organisation__in=own).values("programme"))
    )


def takes_part(user: Any, programme: Programme, now: datetime) -> bool:
    """Whether the programme is one of those."""
    return taking_part(user, now).filter(pk=programme.pk).exists()
