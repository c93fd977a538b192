"""What somebody's municipality has to do by a day, on 'My work': views that are asked, duties of its areas,
areas to nominate and plans to score."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.access.api import municipalities
from wijkwerk.designation.models import NominationRound
from wijkwerk.designation.nominating import plans_to_score
from wijkwerk.designation.policies import procedures_for
from wijkwerk.designation.reminders.coming import coming_in
from wijkwerk.registry.hooks import WorkItem
from wijkwerk.shared import deadlines

Row = tuple[date, str, str]  # the last day, what is to be done, and where
_MOST = 10  # the nearest ones; the page of the procedure has them all


def coming_work(user: Any, now: datetime) -> Iterator[WorkItem]:
    """A link for each, what is due first on top."""
    rows = [*_of_procedures(user, now), *_of_rounds(user, now)]
    for _last, sentence, address in sorted(rows)[:_MOST]:
        yield WorkItem(sentence, address, _("What my municipality has to do"))


def _of_procedures(user: Any, now: datetime) -> Iterator[Row]:
    """Views that are asked and duties, for who can give the one and fulfil the other."""
    give_views = municipalities(user, "view.give", now)
    make_plans = municipalities(user, "area_plan.make", now)
    if not (give_views or make_plans):
        return
    today = deadlines.today(now)
    for procedure in procedures_for(user, now).filter(state__in=("open", "published")):
        coming = coming_in(procedure, today)
        address = reverse("designation:work-procedure", args=[procedure.pk])
        for places, items in ((give_views, coming.asked), (make_plans, coming.due)):
            for item in items:
                if item.place in places:
                    yield item.last, coming.words[item.key](), address


def _of_rounds(user: Any, now: datetime) -> Iterator[Row]:
    """Rounds in which an own area can be nominated, or plans of others wait for a score."""
    nominates = bool(municipalities(user, "nomination.make", now))
    today = deadlines.today(now)
    rounds = NominationRound.objects.filter(
        Q(state="open", plans_until__gte=today) | Q(state="scoring", scores_until__gte=today)
    )
    for round in rounds:
        address = reverse("designation:work-round", args=[round.pk])
        if round.state == "open":
            last, to_do = round.plans_until, int(nominates)
            text = _("%(round)s: an area can be nominated, up to and including %(day)s.")
        else:
            last, to_do = round.scores_until, plans_to_score(user, round, now).count()
            text = ngettext(
                "%(round)s: one plan waits for your score, up to and including %(day)s.",
                "%(round)s: %(n)s plans wait for your score, up to and including %(day)s.",
                to_do,
            )
        if to_do:
            day = date_format(last, "DATE_FORMAT")
            yield last, text % {"round": round.title, "n": to_do, "day": day}, address
