"""What residents asked on the front page's city, and how many of them wait too long for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.display import home_city, home_edition
from wijkwerk.participation.models import Idea
from wijkwerk.participation.policies import public_processes
from wijkwerk.registry.hooks import Stage, Station
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import count
from wijkwerk.ui.reader import language


def stations(request: Any, home: Mapping[str, str]) -> list[Station]:
    """Ideas of residents, over the processes of the front page's city, else of all."""
    processes = public_processes()
    edition = home_edition(request, home)
    city = home_city(edition, home) if edition is not None else None
    if city is not None:
        processes = processes.filter(municipality=city.code)
    if not processes:
        return []
    # As the list of ideas counts: also those that nobody but the official may read yet.
    ideas = Idea.objects.filter(process__in=processes, joined_to=None).exclude(state="refused")
    number = ideas.count()
    late = ideas.filter(answered_on=None, answer_by__lt=deadlines.today(timezone.now())).count()
    overdue = ngettext("%(n)s answer too late", "%(n)s answers too late", late)
    return [
        Station(
            Stage.RESIDENTS,
            count(number, language()) if number else "",
            ngettext("idea of residents", "ideas of residents", number)
            if number
            else _("Residents take part here."),
            reverse("participation:processes"),
            overdue % {"n": count(late, language())} if late else "",
        )
    ]
