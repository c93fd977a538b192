"""What an account may work on in participation, and what an area's page says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.access.api import may
from wijkwerk.participation.models import Demand, Grant, Idea, Process
from wijkwerk.participation.models.agreements import overdue
from wijkwerk.participation.policies import READ, public_processes, worked_on
from wijkwerk.registry.hooks import AreaCard, WorkItem
from wijkwerk.shared import deadlines
from wijkwerk.workflow.values import Counted


def work_items(user: Any, now: datetime) -> Iterable[WorkItem]:
    """What waits first, then the processes themselves."""
    section = _("Participation")
    if not may(user, READ, None, now):
        return
    for process in worked_on(user, now).exclude(state="finished"):
        waiting = _waiting(process, user, now)
        label = f"{process}: {', '.join(waiting)}" if waiting else str(process)
        yield WorkItem(label, reverse("participation:work-process", args=[process.pk]), section)
    yield WorkItem(_("All processes"), reverse("participation:work-processes"), section)


def _waiting(process: Process, user: Any, now: datetime) -> list[str]:
    """What of a process waits for this account, in words."""
    result: list[str] = []
    if may(user, "participation.work", process, now):
        unread = Counted(process.projects.filter(state="proposed").count())
        if unread:
            result.append(ngettext("%(n)s new plan", "%(n)s new plans", unread) % {"n": unread})
    if may(user, "participation.answer", process, now):
        waiting = Idea.objects.filter(process=process, answered_on=None, joined_to=None).exclude(
            state="refused"
        )
        late = Counted(waiting.filter(answer_by__lt=deadlines.today(now)).count())
        number = Counted(waiting.count())
        if late:
            result.insert(
                0, ngettext("%(n)s answer too late", "%(n)s answers too late", late) % {"n": late}
            )
        if number:
            result.append(ngettext("%(n)s to answer", "%(n)s to answer", number) % {"n": number})
    if may(user, "participation.work", process, now):
        due = Counted(len(overdue(process, deadlines.today(now))))
        if due:
            result.append(
                ngettext("%(n)s agreement to look at", "%(n)s agreements to look at", due)
                % {"n": due}
            )
    if may(user, "participation.answer", process, now):
        demands = Counted(Demand.objects.filter(process=process, state="raised").count())
        if demands:
            result.append(
                ngettext("%(n)s demand to answer", "%(n)s demands to answer", demands)
                % {"n": demands}
            )
    if may(user, "participation.decide", process, now):
        rows = Idea.objects.filter(process=process, appealed_on__isnull=False, appeal_decision="")
        again = Counted(rows.count())
        if again:
            result.append(
                ngettext("%(n)s text to look at again", "%(n)s texts to look at again", again)
                % {"n": again}
            )
    undecided = Grant.objects.filter(process=process, decided_on=None)
    if not may(user, "participation.work", process, now):
        # A decision-maker waits for the coach; what an official may decide doesn't wait for them.
        large = Q(scheme__small=None) | Q(amount__gt=F("scheme__small"))
        undecided = undecided.filter(large, state="planned")
    if any(may(user, f"participation.{act}", process, now) for act in ("work", "decide")):
        requests = Counted(undecided.count())
        if requests:
            result.append(
                ngettext(
                    "%(n)s request for a small budget",
                    "%(n)s requests for a small budget",
                    requests,
                )
                % {"n": requests}
            )
    if may(user, "participation.count", process, now):
        for budget in process.budgets.filter(state__in=("settled", "closed")):
            if budget.state == "closed":
                result.append(_("votes to count"))
            elif deadlines.is_over(budget.closes_on, now):
                result.append(_("ballot box to close"))
    return result


def area_cards(area: str) -> Sequence[AreaCard]:
    """The processes that are open in an area."""
    today = deadlines.today(timezone.now())
    cards = []
    for process in public_processes().filter(state="open", areas__contains=area):
        if area not in process.area_codes:
            continue
        voting = process.budgets.filter(
            state="settled", opens_on__lte=today, closes_on__gte=today
        ).exists()
        template = (
            _("Residents vote now: %(title)s.") if voting else _("Residents take part: %(title)s.")
        )
        url = reverse("participation:process", args=[process.pk])
        cards.append(AreaCard(template % {"title": process.title}, url, _("Go to the process")))
    return cards
