"""A citizens' summit: statements with how many agreed, and demands that become an agreement or hear why not."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models.agreements import Agreement
from wijkwerk.participation.models.base import InProcess, card, in_process, line, prose
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import Stepping


class Summit(InProcess, Stepping):
    """An evening or day on which residents said what they find."""

    process = in_process("summits")
    title = line(_("Title"), EVERYBODY)
    held_on = models.DateField(_("Held on"))
    place = line(_("Street or place"))
    participants = models.PositiveIntegerField(
        _("How many residents were there"), validators=[MinValueValidator(1)]
    )
    invited = prose(_("How residents were invited"), _("Such as: by lot, at the door, by schools."))

    data_card = card(
        "id", "state", "version", "process", "title", "held_on", "place", "participants", "invited",
    )  # fmt: skip

    class Meta:
        """The latest first."""

        ordering = ("-held_on", "-id")

    def __str__(self) -> str:
        return self.title


class Statement(InProcess):
    """What was put before everybody, and how many agreed. Who said nothing is the rest."""

    process = in_process("statements")
    summit = models.ForeignKey(Summit, on_delete=models.PROTECT, related_name="statements")
    title = line(_("Statement"), EVERYBODY)
    agree = models.PositiveIntegerField(_("Agree"), default=0)
    disagree = models.PositiveIntegerField(_("Disagree"), default=0)

    data_card = card("id", "process", "summit", "title", "agree", "disagree")

    class Meta:
        """In order of writing; the same words once."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("summit", "title"), name="a_statement_once")
        ]

    def __str__(self) -> str:
        return self.title


class Demand(InProcess, Stepping):
    """What residents ask of somebody: within its term it is an ``agreement`` with an owner, or a reason why not."""

    process = in_process("demands")
    summit = models.ForeignKey(
        Summit, on_delete=models.PROTECT, related_name="demands", verbose_name=_("Summit")
    )
    title = line(_("In a few words"), EVERYBODY)
    text = prose(_("What residents ask, and of whom"), EVERYBODY)
    answer_by = models.DateField(_("Answer before or on"))
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="demands",
        verbose_name=_("Agreement"),
    )  # fmt: skip

    data_card = card(
        "id", "state", "version", "process", "summit", "title", "text", "answer_by", "answered_on", "agreement",
    )  # fmt: skip

    class Meta:
        """Unanswered ones first, the one that waits longest at the head."""

        ordering = (models.F("answered_on").desc(nulls_first=True), "answer_by", "id")

    def __str__(self) -> str:
        return self.title
