"""What every service of casework does first: who acts, may they, and does it exist for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from wijkwerk.access.api import Place, require
from wijkwerk.audit.api import record
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, directs, households

WRITE = "casework.write"


class NotNowError(Exception):
    """It can't be done now; the message, in the reader's language, says why and what to do."""


@contextmanager
def acting(
    looking: Looking, household: m.Household, *, as_director: bool = False
) -> Iterator[m.Worker]:
    """A transaction in which somebody writes in a household that they see; gives as which worker. The row of
    the household is locked, so that two who act at once wait for each other.

    Raises Household.DoesNotExist when it isn't there for them, RefusedError without the role, NotNowError
    when only the director may, or when it was closed.
    """
    from django.utils.translation import gettext as _

    with transaction.atomic():
        if not households(looking).filter(pk=household.pk).exists():
            raise m.Household.DoesNotExist
        current = m.Household.objects.select_for_update().get(pk=household.pk)
        worker = worker_in(looking, household)
        require(looking.user, WRITE, Place(organisation=worker.organisation.code), looking.now)
        if looking.purpose == m.Purpose.EMERGENCY:
            raise NotNowError(_("In an emergency you can read, not write."))
        if as_director and not directs(looking, household):
            raise NotNowError(_("Only who directs the plan, or stands in, can do this."))
        if current.closed_at is not None:
            raise NotNowError(_("This household was closed. Open it again first."))
        yield worker


def worker_in(looking: Looking, household: m.Household) -> m.Worker:
    """As which of their workers somebody acts in a household. Raises Household.DoesNotExist for none."""
    workers = {worker.pk: worker for worker in looking.workers}
    member = (
        household.memberships.filter(worker__in=workers, purpose=looking.purpose)
        .order_by("-id")
        .first()
    )
    if member is None:
        if looking.purpose == m.Purpose.EMERGENCY and workers:
            return next(iter(workers.values()))
        raise m.Household.DoesNotExist
    return workers[member.worker_id]


def audited(looking: Looking, action: str, household: m.Household, **after: Any) -> None:
    """The entry in the audit trail: what was done to which household, by numbers alone."""
    audit(looking.user, action, household, looking.now, **after)


def audit(user: Any, action: str, household: m.Household, now: datetime, **after: Any) -> None:
    """As ``audited``, of who doesn't look in it; ``user`` None is the household itself."""
    actor = "household" if user is None else user.actor
    record(actor, f"casework.{action}", "household", household.pk, now, after=after)
