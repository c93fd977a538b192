"""The circle of a household: who joins, who directs, who asked whom to take over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wijkwerk.access.api import may, require
from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import READ, Looking, households, looking_as, without_director
from wijkwerk.casework.services.common import (
    ActionNotAllowed,
    audit,
    audited,
    changed,
    in_household,
    needs_director,
    worker_in,
)
from wijkwerk.shared.deadlines import HERE

CONFIRM_AFTER = timedelta(days=365)


def end_of_day(day: date | None) -> datetime | None:
    """The moment after ``day``; None for none."""
    return None if day is None else _start_of(day + timedelta(days=1))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, HERE)


@in_household(director=True)
def join(
    looking: Looking,
    household: m.Household,
    *,
    worker: m.Worker,
    purpose: str,
    because: str,
    last_day: date | None = None,
) -> m.Membership:
    """The director lets a worker join the circle for a purpose, up to and including a day. Raises as ``acting``,
    ActionNotAllowed for who can't read, or is in it already."""
    if purpose == m.Purpose.EMERGENCY or not _can_read(worker, looking.now):
        raise ActionNotAllowed(_("This worker has no role for this now."))
    if household.memberships.filter(in_force(looking.now), worker=worker, purpose=purpose).exists():
        raise ActionNotAllowed(_("This worker is in the circle for this already."))
    membership = m.Membership.objects.create(
        household=household,
        worker=worker,
        purpose=purpose,
        because=because,
        starts_at=looking.now,
        ends_at=end_of_day(last_day),
        confirmed_at=looking.now,
    )
    audited(looking, "join", household, worker=worker.pk, membership=membership.pk)
    return membership


def _can_read(worker: m.Worker, now: datetime) -> bool:
    answer = may(worker.user, READ, worker, now)
    # A second step of logging in isn't given by who isn't here.
    return bool(answer) or answer.reason == "second_factor"


@in_household(also_closed=True)
def end_membership(looking: Looking, household: m.Household, *, membership: m.Membership) -> None:
    """A worker leaves the circle at once: by the director, or by themselves. Raises as ``acting``, ActionNotAllowed
    for a director who hasn't handed over."""
    own = membership.worker_id in {worker.pk for worker in looking.workers}
    if not own:
        needs_director(looking, household)
    directs = household.directions.filter(
        in_force(looking.now), worker=membership.worker, deputy=False
    )
    other_places = household.memberships.filter(
        in_force(looking.now), worker=membership.worker
    ).exclude(pk=membership.pk)
    if directs.exists() and not other_places.exists():
        raise ActionNotAllowed(_("Hand over first: somebody has to direct the plan."))
    household.memberships.filter(in_force(looking.now), pk=membership.pk).update(
        ends_at=looking.now
    )
    m.Draft.objects.filter(
        household=household, worker=membership.worker, purpose=membership.purpose
    ).delete()
    audited(looking, "leave_circle", household, worker=membership.worker_id)


@in_household(director=True, also_closed=True)
def confirm(looking: Looking, household: m.Household) -> int:
    """The director says that everybody in the circle is still needed; gives how many. Raises as ``acting``."""
    count = household.memberships.filter(in_force(looking.now)).update(confirmed_at=looking.now)
    audited(looking, "confirm_circle", household, number=count)
    return count


def unconfirmed(household: m.Household, now: datetime) -> int:
    """Of how many nobody said for a year that they are needed."""
    return household.memberships.filter(
        in_force(now), confirmed_at__lte=now - CONFIRM_AFTER
    ).count()


@in_household(director=True)
def appoint_deputy(
    looking: Looking, household: m.Household, *, worker: m.Worker, first_day: date, last_day: date
) -> m.Direction:
    """Somebody of the circle stands in for the director, from a day up to and including another. Raises as
    ``acting``, ActionNotAllowed for who isn't in the circle, or days that are in the wrong order."""
    if last_day < first_day:
        raise ActionNotAllowed(_("The last day comes before the first."))
    if first_day < looking.day:
        raise ActionNotAllowed(_("The first day has passed."))
    _needs_place(household, worker, looking.now)
    direction = m.Direction.objects.create(
        household=household,
        worker=worker,
        deputy=True,
        starts_at=_start_of(first_day),
        ends_at=end_of_day(last_day),
    )
    audited(looking, "deputy", household, worker=worker.pk)
    return direction


def _needs_place(household: m.Household, worker: m.Worker, now: datetime) -> None:
    place = household.memberships.filter(in_force(now), worker=worker, purpose=m.Purpose.PLAN)
    if not place.exists():
        raise ActionNotAllowed(_("First let this worker join the circle, for making one plan."))


@in_household(director=True, also_closed=True)
def ask_handover(
    looking: Looking, household: m.Household, *, worker: m.Worker, because: str
) -> m.Handover:
    """The director asks somebody of the circle to take over. Raises as ``acting``, ActionNotAllowed for who isn't in
    it, can't see the household, or was asked already; a question to another is taken back."""
    own = worker_in(looking, household)
    _needs_place(household, worker, looking.now)
    would_look = looking_as(worker, m.Purpose.PLAN, looking.now)
    if not households(would_look).filter(pk=household.pk).exists():
        raise ActionNotAllowed(_("This worker may not see the household, and so can’t answer."))
    waiting = household.handovers.filter(answered_at=None)
    if waiting.filter(worker=worker).exists():
        raise ActionNotAllowed(_("This worker was asked already, and hasn’t answered yet."))
    for row in waiting:
        row.answered_at, row.accepted = looking.now, False
        row.answer = _("Taken back: somebody else was asked.")
        row.save()
    handover = m.Handover.objects.create(
        household=household, asked_by=own, worker=worker, asked_at=looking.now, because=because
    )
    audited(looking, "ask_handover", household, worker=worker.pk)
    return handover


def _end_directions(household: m.Household, now: datetime) -> None:
    """Nobody directs any more, nor stands in on a day to come: who directs next chooses who does."""
    household.directions.filter(Q(ends_at=None) | Q(ends_at__gt=now)).update(ends_at=now)


def asked_handovers(looking: Looking, household: m.Household) -> QuerySet[m.Handover]:
    """The question to somebody to take over, which they haven't answered yet."""
    own = [worker.pk for worker in looking.workers]
    return household.handovers.filter(answered_at=None, worker__in=own)


@in_household(also_closed=True)
def answer_handover(
    looking: Looking, household: m.Household, *, accepted: bool, answer: str
) -> m.Handover:
    """Who was asked takes over, or says why not. Raises as ``acting``, ActionNotAllowed for who wasn't asked."""
    handover = asked_handovers(looking, household).select_for_update().first()
    if handover is None:
        raise ActionNotAllowed(_("Nobody asks you to take over."))
    handover.accepted, handover.answer = accepted, answer
    handover.answered_at = looking.now
    handover.save()
    if accepted:
        _end_directions(household, looking.now)
        m.Direction.objects.create(
            household=household, worker=handover.worker, starts_at=looking.now
        )
    audited(looking, "answer_handover", household, accepted=accepted)
    return handover


def assign(user: object, token: str, worker: m.Worker, because: str, now: datetime) -> m.Household:
    """A coordinator gives a household that nobody directs to a worker of its organisation. Raises RefusedError,
    Household.DoesNotExist when it isn't on their list, ActionNotAllowed for a worker of another one."""
    with transaction.atomic():
        codes = frozenset({worker.organisation.code})
        require(user, "casework.assign", worker, now)
        household = without_director(now, codes).select_for_update(of=("self",)).get(token=token)
        if not _can_read(worker, now):
            raise ActionNotAllowed(_("This worker has no role for this now."))
        place = household.memberships.filter(in_force(now), worker=worker, purpose=m.Purpose.PLAN)
        if not place.exists():
            m.Membership.objects.create(
                household=household,
                worker=worker,
                purpose=m.Purpose.PLAN,
                because=because,
                starts_at=now,
                confirmed_at=now,
            )
        _end_directions(household, now)
        m.Direction.objects.create(household=household, worker=worker, starts_at=now)
        changed(household)
        audit(user, "assign", household, now, worker=worker.pk)
    return household
