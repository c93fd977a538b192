"""What somebody's municipality has to do by a day, on 'My work': views that are asked, duties of its areas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.access.api import municipalities
from wijkwerk.designation.policies import WORK, procedures_for
from wijkwerk.designation.reminders.coming import coming_in
from wijkwerk.registry.hooks import WorkItem
from wijkwerk.shared import deadlines

_MOST = 10  # the nearest ones; the page of the procedure has them all


def coming_work(user: Any, now: datetime) -> Iterator[WorkItem]:
    """A link for each, what is due first on top."""
    own = municipalities(user, WORK, now)
    if not own:
        return
    today = deadlines.today(now)
    rows = []
    for procedure in procedures_for(user, now).filter(state__in=("open", "published")):
        coming = coming_in(procedure, today)
        address = reverse("designation:work-procedure", args=[procedure.pk])
        rows += [
            (each.last, coming.words[each.key](), address)
            for each in (*coming.asked, *coming.due)
            if each.place in own
        ]
    for _last, words, address in sorted(rows)[:_MOST]:
        yield WorkItem(words, address, _("What my municipality has to do"))
