"""What waits for who handles money, on 'My work'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.access.api import may
from wijkwerk.finance.models import Analysis, AnalysisStep
from wijkwerk.registry.hooks import WorkItem
from wijkwerk.workflow.api import actor_of
from wijkwerk.workflow.values import Counted


def work_items(user: Any, now: datetime) -> Iterable[WorkItem]:
    """Analyses, with how many drafts of others wait for a second pair of eyes."""
    if may(user, "finance.analyse", None, now):
        own = AnalysisStep.objects.filter(action__in=("write", "edit"), actor=actor_of(user))
        waiting = Counted(
            Analysis.objects.filter(state="draft").exclude(pk__in=own.values("object_id")).count()
        )
        label = _("Cost-benefit analyses")
        if waiting:
            label += " " + ngettext(
                "(%(n)s draft of somebody else)", "(%(n)s drafts of others)", waiting
            ) % {"n": waiting}
        yield WorkItem(label, reverse("finance:work-analyses"), _("Money"))
