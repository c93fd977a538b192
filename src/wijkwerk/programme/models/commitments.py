"""Commitments: who promised what by when, what was reported, and who checked it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.models.base import (
    InProgramme,
    belongs,
    card,
    entered_later,
    in_programme,
    line,
    prose,
)
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import Stepping


class Commitment(InProgramme, Stepping):
    """What an organisation promised. ``due_on`` moves only by an agreement that is kept as a step;
    ``promised_for`` is the day of the first promise."""

    programme = in_programme("commitments")
    organisation = belongs("Organisation", "commitments", _("Organisation"))
    goal = belongs("Goal", "commitments", _("Goal"), needed=False)
    target = belongs("Target", "commitments", _("Target that it helps to reach"), needed=False)
    title = line(_("What is promised"), EVERYBODY)
    quantity = models.FloatField(_("How much"), null=True, blank=True)
    unit = line(_("Of what"), _("Such as: schools, dwellings, euro a year."), blank=True)
    evidence = prose(_("What will show that it was done"))
    promised_for = models.DateField()
    due_on = models.DateField(
        _("By when"), db_index=True, help_text=_("The last day on which it can be kept.")
    )
    next_step_on = models.DateField(null=True, blank=True)  # talk, board: the date that was set
    kept_on = models.DateField(null=True, blank=True)
    entered_on = entered_later()
    note = prose(_("Note of the bureau"), _("Only who works on this programme reads this."))

    data_card = card(
        "id",
        "state",
        "version",
        "programme",
        "organisation",
        "goal",
        "target",
        "title",
        "quantity",
        "unit",
        "evidence",
        "promised_for",
        "due_on",
        "next_step_on",
        "kept_on",
        "entered_on",
        "note",
    )

    class Meta:
        """What is due first, first."""

        ordering = ("due_on", "id")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody sees."""
        return reverse("programme:commitment", args=[self.programme.slug, self.pk])


class Report(InProgramme, Stepping):
    """What an organisation says it did about a commitment, until somebody else checked it."""

    programme = in_programme("reports")
    commitment = belongs("Commitment", "reports")
    organisation = belongs("Organisation", "reports")
    quantity = models.FloatField(null=True, blank=True)
    text = prose(blank=False)
    evidence = prose(blank=False)
    final = models.BooleanField(default=False)  # says that it is done
    made_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    answer = prose()
    checked_on = models.DateField(null=True, blank=True)

    data_card = card(
        "id",
        "state",
        "version",
        "programme",
        "commitment",
        "organisation",
        "quantity",
        "text",
        "evidence",
        "final",
        "made_on",
        "outcome",
        "answer",
        "checked_on",
    )

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.made_on}"
