"""Agreements of a process: who does what before when; and norms of a street or stairwell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models.base import InProcess, card, in_process, line, prose
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import Stepping

if TYPE_CHECKING:
    from wijkwerk.participation.models.process import Process


class Agreement(InProcess, Stepping):
    """What parties agreed. A norm says what is tolerated in a place, within which limits, and ends by
    itself; anything else is kept or not on a day."""

    class Kind(models.TextChoices):
        """What was agreed."""

        PROMISE = "promise", _("Somebody does something")
        RETURN = "return", _("We come back to tell how it stands")
        NORM = "norm", _("What is tolerated in a street or stairwell")

    process = in_process("agreements")
    kind = models.CharField(
        _("What was agreed?"), max_length=10, choices=Kind.choices, default=Kind.PROMISE
    )
    title = line(_("In a few words"), EVERYBODY)
    text = prose(_("The agreement"), EVERYBODY)
    parties = line(_("Between whom"), _("Such as: municipality, neighbourhood panel, corporation."))
    doer = line(_("Who does it"), _("A function or organisation, not a name."))
    place = line(_("Street or place"), blank=True)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    evidence = prose(_("Where one can see it"), blank=True)
    deviates_from = line(_("From which general rule it deviates"), blank=True)
    allowed_by = line(_("Who may allow that"), blank=True)
    limits = prose(_("Within which limits"), blank=True)
    acts = line(_("Who acts when it goes wrong"), blank=True)
    review_on = models.DateField(_("Reviewed on"), null=True, blank=True)
    ends_on = models.DateField(_("Ends by itself on"), null=True, blank=True)

    data_card = card(
        "id", "state", "version", "process", "kind", "title", "text", "parties", "doer", "place",
        "due_on", "evidence", "deviates_from", "allowed_by", "limits", "acts", "review_on", "ends_on",
    )  # fmt: skip

    class Meta:
        """What is still to be kept first, by its day."""

        ordering = (models.Case(models.When(state="agreed", then=0), default=1), "due_on", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date | None:
        """The day on which a norm ends or a promise is due; None without one."""
        return self.ends_on if self.kind == self.Kind.NORM else self.due_on


def overdue(process: Process, today: date) -> list[Agreement]:
    """What somebody must look at: promises whose day has passed, norms to review before they end."""
    late = ~Q(kind="norm") & Q(due_on__lt=today)
    review = Q(kind="norm", review_on__lte=today, ends_on__gte=today)
    return list(Agreement.objects.filter(late | review, process=process, state="agreed"))
