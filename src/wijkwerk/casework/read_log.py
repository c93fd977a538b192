"""The read log: written once for each request, before its answer leaves and outside of what it changed.

A view gathers in a ``LookLog`` what it shows; ``logged`` writes it. When it can't be written, nothing is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse

from wijkwerk.audit.api import current_request
from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking


class LookLog:
    """What one request shows of households."""

    def __init__(self) -> None:
        self._looking: Looking | None = None
        self._activity = ""
        self._domains: dict[int, set[str]] = defaultdict(set)

    def add(
        self, looking: Looking, activity: str, household: m.Household, domains: Iterable[str]
    ) -> None:
        """Something of these life domains is shown."""
        self._looking, self._activity = looking, activity
        self._domains[household.pk].update(domains)

    def write(self) -> None:
        """One line for each household, all in one statement. As whom: for a household, the worker in whose
        circle it is; in an emergency, who broke the glass."""
        looking = self._looking
        if looking is None:
            return
        by_household = _worker_of(looking, list(self._domains))
        trace = current_request()
        m.Look.objects.bulk_create(
            m.Look(
                trace=trace,
                at=looking.now,
                household_id=household,
                worker_id=by_household[household][0],
                role=by_household[household][1],
                purpose=looking.purpose,
                activity=self._activity,
                domains=",".join(sorted(domains)),
            )
            for household, domains in sorted(self._domains.items())
        )
        self._domains.clear()


def _worker_of(looking: Looking, households: list[int]) -> dict[int, tuple[int, str]]:
    """The worker, and in which role, by household."""
    own = {"household__in": households, "worker__in": [worker.pk for worker in looking.workers]}
    # What ended, perhaps by this very request, comes first, so that what is in force has the last word.
    order = F("ends_at").asc(nulls_last=True), "id"
    if looking.purpose == m.Purpose.EMERGENCY:
        broken = m.Emergency.objects.filter(**own).order_by(*order)
        return {row.household_id: (row.worker_id, "emergency") for row in broken}
    members = m.Membership.objects.filter(purpose=looking.purpose, **own).order_by(*order)
    directions = m.Direction.objects.filter(in_force(looking.now), **own)
    return {row.household_id: (row.worker_id, "member") for row in members} | {
        row.household_id: (row.worker_id, "deputy" if row.deputy else "director")
        for row in directions
    }


def look_of_receiver(
    looking: Looking, worker: m.Worker, household: m.Household, domains: Iterable[str]
) -> None:
    """A file with these life domains was made for a worker, who looks for ``looking.purpose``."""
    _write(looking.now, household.pk, worker, None, ("receiver", looking.purpose), "send", domains)


def look_of_officer(
    user: Any, emergency: m.Emergency, domains: Iterable[str], now: datetime
) -> None:
    """A privacy officer read the reason of an emergency, and at which life domains somebody looked in it."""
    role = ("officer", m.Purpose.EMERGENCY)
    _write(now, emergency.household_id, None, user.pk, role, "review", domains)


def _write(
    now: datetime,
    household: int,
    worker: m.Worker | None,
    account: int | None,
    role: tuple[str, str],
    activity: str,
    domains: Iterable[str],
) -> None:
    m.Look.objects.create(
        trace=current_request(),
        at=now,
        household_id=household,
        worker=worker,
        account_id=account,
        role=role[0],
        purpose=role[1],
        activity=activity,
        domains=",".join(sorted({m.Domain.IDENTITY.value, *domains})),
    )


def logged(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of a view: its answer leaves once the log says what it shows (``request.looks``)."""

    @wraps(view)
    def handle(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        request.looks = LookLog()  # type: ignore[attr-defined]
        response = view(request, *args, **named)
        request.looks.write()  # type: ignore[attr-defined]
        return response

    return handle
