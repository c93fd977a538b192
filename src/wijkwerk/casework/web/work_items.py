"""What waits in casework for an account: numbers, never a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.access.api import held_for, may
from wijkwerk.casework.models import Direction, Emergency, Handover, Purpose, Submission
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, without_director
from wijkwerk.casework.services.emergencies import to_review
from wijkwerk.casework.services.follow_ups import waiting
from wijkwerk.casework.services.groups import seats_of
from wijkwerk.registry.hooks import WorkItem
from wijkwerk.shared.deadlines import today
from wijkwerk.workflow.values import Counted


def work_items(user: Any, now: datetime) -> Iterable[WorkItem]:
    """One's households, those without a director, emergencies to read or to review."""
    section = _("Households")
    if may(user, "casework.read", None, now):
        yield WorkItem(_worker_label(user, now), reverse("casework:start"), section)
        seats = [seat.group_id for seat in seats_of(Looking(user, Purpose.PLAN, now))]
        if seats:
            waits = Counted(Submission.objects.filter(group__in=seats, outcome="").count())
            label = ngettext(
                "Steering groups: %(n)s case waits", "Steering groups: %(n)s cases wait", waits
            )
            yield WorkItem(label % {"n": waits}, reverse("casework:groups"), section)
    if may(user, "casework.emergency", None, now):
        yield WorkItem(_("Open a file in an emergency"), reverse("casework:emergency"), section)
    if may(user, "casework.assign", None, now):
        codes = held_for(user, "casework.assign", "organisation", now)
        number = Counted(without_director(now, codes).count())
        label = ngettext(
            "%(n)s household without a director", "%(n)s households without a director", number
        )
        yield WorkItem(label % {"n": number}, reverse("casework:unassigned"), section)
    if may(user, "casework.review", None, now):
        number = Counted(to_review(user, now).filter(reviewed_at=None).count())
        label = ngettext("%(n)s emergency to review", "%(n)s emergencies to review", number)
        yield WorkItem(label % {"n": number}, reverse("casework:emergencies"), section)


def _worker_label(user: Any, now: datetime) -> str:
    workers = [worker.pk for worker in Looking(user, Purpose.PLAN, now).workers]
    parts = [_("My households")]
    asked_of = Counted(Handover.objects.filter(worker__in=workers, answered_at=None).count())
    if asked_of:
        parts.append(
            ngettext("%(n)s asks you to take over", "%(n)s ask you to take over", asked_of)
            % {"n": asked_of}
        )
    directing = Direction.objects.filter(in_force(now), worker__in=workers).values("household")
    unread = Counted(
        Emergency.objects.filter(household__in=directing, director_read_at=None).count()
    )
    if unread:
        parts.append(
            ngettext("%(n)s emergency to read", "%(n)s emergencies to read", unread) % {"n": unread}
        )
    ask = Counted(waiting(directing, today(now)).values("household").distinct().count())
    if ask:
        parts.append(
            ngettext("%(n)s to ask how it goes", "%(n)s to ask how it goes", ask) % {"n": ask}
        )
    return ": ".join([parts[0], ", ".join(parts[1:])]) if parts[1:] else parts[0]
