"""What an account may work on in programmes, for the page 'My work'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.access.api import may
from wijkwerk.programme.policies import COUNCIL, WORK, organisations_for, programmes_for
from wijkwerk.registry.hooks import WorkItem


def work_items(user: Any, now: datetime) -> Iterable[WorkItem]:
    """Programmes of the bureau, those for the council, organisations that the account represents."""
    bureau = list(programmes_for(user, WORK, now))
    council = programmes_for(user, COUNCIL, now).exclude(pk__in=[row.pk for row in bureau])
    for rows, view, section in (
        (bureau, "programme:work", _("Programmes")),
        (council, "programme:council", _("Programmes, for the council")),
    ):
        for programme in rows:
            yield WorkItem(programme.title, reverse(view, args=[programme.slug]), section)
    for organisation in organisations_for(user, now):
        address = reverse("programme:work-organisation", args=[organisation.slug])
        yield WorkItem(organisation.name, address, _("Organisations that I represent"))
    if may(user, "programme.start", None, now):
        yield WorkItem(_("All programmes that I may work on"), reverse("programme:work-all"))
