"""What every service of casework does first: who acts, may they, and does it exist for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wijkwerk.access.api import require
from wijkwerk.audit.api import record
from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, directs, households

WRITE = "casework.write"


class ActionNotAllowed(Exception):
    """It can't be done now; the message, in the reader's language, says why and what to do."""


@dataclass(frozen=True)
class Rule:
    """When a service may be used: ``director``: by who directs or stands in alone; ``also_closed``: also once the
    household was closed."""

    director: bool = False
    also_closed: bool = False


P = ParamSpec("P")
R = TypeVar("R")


def in_household(
    *, director: bool = False, also_closed: bool = False
) -> Callable[
    [Callable[Concatenate[Looking, m.Household, P], R]],
    Callable[Concatenate[Looking, m.Household, P], R],
]:
    """Decorator of a service that writes in a household: it runs within ``acting``, by this rule, which the buttons
    and the forms ask too (``rule_of``)."""
    rule = Rule(director, also_closed)

    def decorate(
        service: Callable[Concatenate[Looking, m.Household, P], R],
    ) -> Callable[Concatenate[Looking, m.Household, P], R]:
        @wraps(service)
        def run(looking: Looking, household: m.Household, /, *args: P.args, **named: P.kwargs) -> R:
            with acting(looking, household, rule):
                return service(looking, household, *args, **named)

        run.rule = rule  # type: ignore[attr-defined]
        return run

    return decorate


def rule_of(service: Callable[..., Any]) -> Rule:
    """The rule of a service; that of everybody in the circle when it says none."""
    rule: Rule = getattr(service, "rule", Rule())
    return rule


@contextmanager
def acting(looking: Looking, household: m.Household, rule: Rule) -> Iterator[None]:
    """A transaction in which somebody writes in a household that they see. The row of the household is locked, so
    that two who act at once wait for each other.

    Raises Household.DoesNotExist when it isn't there for them, RefusedError without the role, ActionNotAllowed
    when only the director may, when it was closed, or when it changed since who acts saw it (``Looking.version``).
    """
    with transaction.atomic():
        if not households(looking).filter(pk=household.pk).exists():
            raise m.Household.DoesNotExist
        current = m.Household.objects.select_for_update().get(pk=household.pk)
        worker = worker_in(looking, household)
        require(looking.user, WRITE, worker, looking.now)
        if looking.purpose == m.Purpose.EMERGENCY:
            raise ActionNotAllowed(_("In an emergency you can read, not write."))
        if rule.director:
            needs_director(looking, household)
        if current.closed_at is not None and not rule.also_closed:
            raise ActionNotAllowed(_("This household was closed. Open it again first."))
        if looking.version not in (None, current.version):
            raise ActionNotAllowed(
                _(
                    "Somebody changed this household after you opened it. Look at it again, and choose this anew."
                )
            )
        yield
        changed(household)


def needs_director(looking: Looking, household: m.Household) -> None:
    """Raises ActionNotAllowed for who doesn't direct the plan now, or stand in."""
    if not directs(looking, household):
        raise ActionNotAllowed(_("Only who directs the plan, or stands in, can do this."))


def changed(household: m.Household) -> None:
    """What was seen of a household is no longer how it is: another version; within a transaction."""
    m.Household.objects.filter(pk=household.pk).update(version=F("version") + 1)


def worker_in(looking: Looking, household: m.Household) -> m.Worker:
    """As which of their workers somebody acts in a household. Raises Household.DoesNotExist for none."""
    workers = {worker.pk: worker for worker in looking.workers}
    member = (
        household.memberships.filter(
            in_force(looking.now), worker__in=workers, purpose=looking.purpose
        )
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
