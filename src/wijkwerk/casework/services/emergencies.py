"""Breaking the glass: for one household, with a reason, for some hours, told and reviewed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wijkwerk.access.api import Place, held_for, require
from wijkwerk.audit.api import Entry, record
from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.sealing import plain_text, ring
from wijkwerk.casework.services.common import (
    ActionNotAllowed,
    audit,
    audited,
    changed,
    in_household,
)

LASTS = timedelta(hours=4)
EMERGENCY, REVIEW = "casework.emergency", "casework.review"
ATTEMPT = "casework.emergency_attempt"


def find(name: str, born_on: str, now: datetime) -> m.Household | None:
    """The household in which a person of this very name and day of birth lives now; None for none."""
    field = m.Person._meta.get_field("look_up")
    indexes = ring().indexes(plain_text(name, born_on), field.about)
    residence = (
        m.Residence.objects.filter(
            in_force(now), person__look_up__in=indexes, household__merged_into=None
        )
        .select_related("household__organisation")
        .order_by("-id")
        .first()
    )
    return residence.household if residence is not None else None


def break_glass(
    looking: Looking, worker: m.Worker, *, name: str, born_on: str, because: str
) -> m.Emergency:
    """Open a household without a ground, for four hours. Raises RefusedError, ActionNotAllowed when a former time
    wasn't reviewed yet, or when nobody of this name and day of birth is there."""
    require(looking.user, EMERGENCY, worker, looking.now)
    with transaction.atomic():
        own = m.Worker.objects.select_for_update().filter(user=looking.user.pk)
        if worker.pk not in {row.pk for row in own}:
            raise ActionNotAllowed(_("Choose the organisation for which you work."))
        if m.Emergency.objects.filter(worker__in=own, reviewed_at=None).exists():
            raise ActionNotAllowed(
                _("You did this before, and nobody reviewed that yet. Call the privacy officer.")
            )
        household = find(name, born_on, looking.now)
        if household is None:
            raise ActionNotAllowed(_("Nobody of this name and day of birth is here."))
        emergency = m.Emergency.objects.create(
            household=household,
            worker=worker,
            because=because,
            starts_at=looking.now,
            ends_at=looking.now + LASTS,
        )
        changed(household)
        audited(looking, "emergency", household, worker=worker.pk, emergency=emergency.pk)
    return emergency


def record_attempt(looking: Looking, worker: m.Worker) -> None:
    """Write down that somebody tried a name in vain: who and when, not which name."""
    record(looking.user.actor, ATTEMPT, "worker", worker.pk, looking.now)


def attempts(user: object, now: datetime) -> list[tuple[m.Worker, int]]:
    """Who tried names in vain in the last thirty days, and how often, for who reviews emergencies of their
    organisation; the most first."""
    rows = Entry.objects.filter(action=ATTEMPT, at__gt=now - timedelta(days=30))
    counted = Counter(rows.values_list("object_id", flat=True))
    codes = held_for(user, REVIEW, "organisation", now)
    workers = m.Worker.objects.filter(pk__in=list(counted), organisation__code__in=codes)
    return sorted(
        ((row, counted[str(row.pk)]) for row in workers.select_related("organisation")),
        key=lambda entry: (-entry[1], entry[0].pk),
    )


def to_review(user: object, now: datetime) -> QuerySet[m.Emergency]:
    """The emergencies that an account may review: of workers, or about households, of its organisations, and
    none of its own."""
    codes = held_for(user, REVIEW, "organisation", now)
    return (
        m.Emergency.objects.filter(
            Q(worker__organisation__code__in=codes) | Q(household__organisation__code__in=codes)
        )
        .exclude(worker__user=getattr(user, "pk", None))
        .select_related("worker__organisation", "worker__user", "household__organisation")
        .order_by("id")
    )


def review(user: object, number: int, *, verdict: str, review: str, now: datetime) -> m.Emergency:
    """Somebody else says what they think of it. Raises Emergency.DoesNotExist when it isn't theirs to review,
    ActionNotAllowed when somebody did already."""
    with transaction.atomic():
        emergency = to_review(user, now).get(pk=number)
        codes = held_for(user, REVIEW, "organisation", now)
        places = (emergency.worker.organisation.code, emergency.household.organisation.code)
        require(
            user, REVIEW, Place(organisation=next(code for code in places if code in codes)), now
        )
        current = m.Emergency.objects.select_for_update(of=("self",)).get(pk=number)
        if current.reviewed_at is not None:
            raise ActionNotAllowed(_("Somebody reviewed this already."))
        current.verdict, current.review, current.reviewed_at = verdict, review, now
        current.reviewed_by_id = getattr(user, "pk", None)
        current.ends_at = min(now, current.ends_at or now)
        current.save()
        audit(user, "review", emergency.household, now, emergency=number, verdict=verdict)
    return current


def looked_at(emergency: m.Emergency) -> QuerySet[m.Look]:
    """What its worker looked at while the glass was broken."""
    return emergency.household.looks.filter(
        worker=emergency.worker, purpose=m.Purpose.EMERGENCY, at__gte=emergency.starts_at
    )


def unread(household: m.Household) -> QuerySet[m.Emergency]:
    """What the director hasn't read yet."""
    return household.emergencies.filter(director_read_at=None)


@in_household(director=True, also_closed=True)
def read_by_director(looking: Looking, household: m.Household) -> None:
    """The director read that the glass of a household was broken. Raises as ``acting``."""
    unread(household).update(director_read_at=looking.now)
    audited(looking, "read_emergency", household)
