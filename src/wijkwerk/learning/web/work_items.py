"""What waits for an account in learning, and the loop on the front page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.access.api import may
from wijkwerk.learning.loop import loop_of
from wijkwerk.learning.services import advice, barriers, practices, visits
from wijkwerk.registry.hooks import Stage, Station, WorkItem
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import count
from wijkwerk.ui.reader import language
from wijkwerk.workflow.values import Counted


def work_items(user: Any, now: datetime) -> Iterable[WorkItem]:
    """Barriers, what has to be checked, and which letters have to go out."""
    section, url = _("Learning"), reverse("learning:work-advices")
    if may(user, barriers.WRITE, None, now):
        yield WorkItem(_("What stands in the way"), reverse("learning:work-barriers"), section)
    if may(user, practices.WRITE, None, now):
        label = _("Practice cards")
        late = Counted(practices.stale(deadlines.today(now)).count())
        if late and may(user, "practice.keep", None, now):
            label += " " + ngettext("(%(n)s stale)", "(%(n)s stale)", late) % {"n": late}
        address = reverse("learning:work-practices")
        yield WorkItem(label, f"{address}?which=stale" if late else address, section)
    if may(user, visits.READ, None, now):
        yield WorkItem(_("Visitation"), reverse("learning:work-visitrounds"), section)
    if not may(user, advice.READ, None, now):
        return
    label = _("Advice and recommendations")
    number = Counted(advice.to_check(user, now))
    if number:
        label += " " + ngettext("(%(n)s to check)", "(%(n)s to check)", number) % {"n": number}
    yield WorkItem(label, url, section)
    if may(user, "advice.give", None, now):
        for row in advice.letters_due(deadlines.today(now)):
            yield WorkItem(
                _("Ask by letter: %(what)s") % {"what": row},
                reverse("learning:letter", args=[row.advice_id, row.pk]),
                section,
            )


def stations() -> list[Station]:
    """How much waits in the loop, and how much of it is beyond its day."""
    today = deadlines.today(timezone.now())
    links = loop_of(today, language())
    waits, late = (
        sum(link.waits for link in links),
        sum(link.late(today) for link in links),
    )
    still = sum(bool(link.waiting) for link in links)
    text = (
        ngettext(
            "thing waits, at %(links)s of the %(all)s links",
            "things wait, at %(links)s of the %(all)s links",
            waits,
        )
        % {"links": still, "all": len(links)}
        if waits
        else _("Nothing waits in the loop.")
    )
    overdue = ngettext("%(n)s beyond its day", "%(n)s beyond their day", late)
    return [
        Station(
            Stage.LEARNED,
            count(waits, language()) if waits else "",
            text,
            reverse("learning:loop"),
            overdue % {"n": count(late, language())} if late else "",
        )
    ]
