"""What waits for who handles money, on 'My work', and what a council has to know in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.access.api import may
from wijkwerk.finance.models import Ledger
from wijkwerk.finance.services.agreements import READ, waiting
from wijkwerk.finance.services.analyses import drafts_of_others
from wijkwerk.finance.services.ledgers import ending_posts, flow_in, lapsing, worked_on
from wijkwerk.registry.hooks import AreaLine, WorkItem
from wijkwerk.shared import deadlines
from wijkwerk.ui.money import euros
from wijkwerk.ui.reader import day
from wijkwerk.workflow.values import Counted

_MOST = 10  # notices: the page takes two minutes


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


def money_notices(municipality: str, today: date, *, simulated: bool) -> list[AreaLine]:
    """Of public budgets of a municipality: what lapses soon, or could have lapsed, and functions whose money ends."""
    notices = []
    for ledger in Ledger.objects.filter(
        municipality=municipality, state="published", example=simulated
    ):
        own = Ledger.objects.filter(pk=ledger.pk)
        for row in lapsing(own, today):
            assert row.lapses_on is not None
            values = {"amount": euros(flow_in(row).on_its_way), "day": day(row.lapses_on)}
            template = (
                _("%(amount)s for %(whom)s lapses on %(day)s.")
                if row.lapses_on >= today
                else _("%(amount)s for %(whom)s had to be used before or on %(day)s.")
            )
            notices.append(_notice(ledger, template % {**values, "whom": row.target}))
        for row in ending_posts(own, today):
            values = {"post": row.post, "day": day(row.ends_on)}
            sentence = _("The money for the function %(post)s ends on %(day)s.") % values
            notices.append(_notice(ledger, sentence))
    return notices[:_MOST]


def _notice(ledger: Ledger, note: str) -> AreaLine:
    return AreaLine(ledger.title, ledger.get_absolute_url(), note=note)
