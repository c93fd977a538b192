"""What waits for who handles money, on 'My work'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.access.api import may
from wijkwerk.finance.services.agreements import READ, waiting
from wijkwerk.finance.services.analyses import drafts_of_others
from wijkwerk.finance.services.ledgers import ending_posts, lapsing, worked_on
from wijkwerk.registry.hooks import WorkItem
from wijkwerk.shared import deadlines
from wijkwerk.workflow.values import Counted


def work_items(user: Any, now: datetime) -> Iterable[WorkItem]:
    """What waits: budgets with money that is about to lapse, tranches, drafts of analyses of others."""
    if may(user, "finance.read", None, now):
        label = _("Money by neighbourhood")
        own_ledgers = worked_on(user, now).exclude(state="withdrawn")
        today = deadlines.today(now)
        number = Counted(len(lapsing(own_ledgers, today)))
        if number:
            label += " " + ngettext(
                "(%(n)s flow is about to lapse)", "(%(n)s flows are about to lapse)", number
            ) % {"n": number}
        posts = Counted(len(ending_posts(own_ledgers, today)))
        if posts:
            label += " " + ngettext(
                "(the money of %(n)s function ends)", "(the money of %(n)s functions ends)", posts
            ) % {"n": posts}
        yield WorkItem(label, reverse("finance:work-ledgers"), _("Money"))
    if may(user, READ, None, now):
        label = _("Agreements that are paid by result")
        number = Counted(waiting(user, now))
        if number:
            label += " " + ngettext(
                "(%(n)s tranche waits for you)", "(%(n)s tranches wait for you)", number
            ) % {"n": number}
        yield WorkItem(label, reverse("finance:work-agreements"), _("Money"))
    if may(user, "finance.analyse", None, now):
        drafts = Counted(drafts_of_others(user).count())
        label = _("Cost-benefit analyses")
        if drafts:
            label += " " + ngettext(
                "(%(n)s draft of somebody else)", "(%(n)s drafts of others)", drafts
            ) % {"n": drafts}
        yield WorkItem(label, reverse("finance:work-analyses"), _("Money"))
