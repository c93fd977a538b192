"""What residents do instead of the municipality: challenges, objects that they run, enterprises of theirs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models.base import InProcess, card, in_process, line, prose
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.ui.money import CentsField
from wijkwerk.workflow.api import Stepping

_A_GROUP = _("A group or organisation, not a name.")


class Challenge(InProcess, Stepping):
    """Residents say that they do a task of the municipality better: what it is and costs today, what
    they offer for the same result, and the decision before or on ``decide_by``."""

    process = in_process("challenges")
    title = line(_("Which task, in a few words"), EVERYBODY)
    task = prose(_("What residents want to take over, and why"), EVERYBODY)
    offer_by = line(_("Who offers to do it"), _A_GROUP)
    today_by = line(_("Who does it today"), blank=True)
    today_cost = CentsField(_("What it costs a year today, in euros"), null=True, blank=True)
    today_result = prose(_("What is delivered today"), blank=True)
    offer = prose(_("The offer"), blank=True)
    offer_cost = CentsField(_("What the offer costs a year, in euros"), null=True, blank=True)
    same_result = prose(_("How one sees that the result is the same or better"), blank=True)
    received_on = models.DateField(_("Received on"))
    decide_by = models.DateField(_("Decision before or on"))
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    decision = models.CharField(max_length=10, blank=True)  # the outcome of the decision
    begins_on = models.DateField(_("First day"), null=True, blank=True)
    review_on = models.DateField(_("Reviewed on"), null=True, blank=True)
    ends_on = models.DateField(_("Last day"), null=True, blank=True)

    data_card = card(
        "id", "state", "version", "process", "title", "task", "offer_by", "today_by", "today_cost", "today_result",
        "offer", "offer_cost", "same_result", "received_on", "decide_by", "decided_on", "decision", "begins_on",
        "review_on", "ends_on",
    )  # fmt: skip

    class Meta:
        """Undecided ones first, the one that waits longest at the head."""

        ordering = (models.F("decided_on").desc(nulls_first=True), "decide_by", "id")

    def __str__(self) -> str:
        return self.title


class Asset(InProcess, Stepping):
    """The dossier of an object that residents run, or may run: a building, a playground, a garden."""

    class Kind(models.TextChoices):
        """What it is."""

        BUILDING = "building", _("Building")
        PLAYGROUND = "playground", _("Playground")
        GARDEN = "garden", _("Garden or green")
        SPORTS = "sports", _("Sports ground")
        OTHER = "other", _("Something else")

    process = in_process("assets")
    title = line(_("Object"), EVERYBODY)
    kind = models.CharField(
        _("What is it?"), max_length=10, choices=Kind.choices, default=Kind.BUILDING
    )
    place = line(_("Street or place"), blank=True)
    owner = line(_("Owner"), _A_GROUP)
    operator = line(_("Who runs it"), _A_GROUP)
    running_cost = CentsField(_("Running costs a year, in euros"))
    income = CentsField(_("Own income a year, in euros"), null=True, blank=True)
    risks = prose(_("Risks, and who bears them"))
    terms = prose(_("What was agreed about the transfer"), blank=True)
    handed_on = models.DateField(_("Transferred on"), null=True, blank=True)
    review_on = models.DateField(_("Reviewed on"), null=True, blank=True)

    data_card = card(
        "id", "state", "version", "process", "title", "kind", "place", "owner", "operator", "running_cost",
        "income", "risks", "terms", "handed_on", "review_on",
    )  # fmt: skip

    class Meta:
        """By name."""

        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def gap(self) -> int:
        """What a year lacks, in cents; below zero: what is left."""
        return int(self.running_cost - (self.income or 0))


class Enterprise(InProcess, Stepping):
    """A residents' enterprise; what came of each of its pillars stands in rows by year."""

    process = in_process("enterprises")
    title = line(_("Name"), EVERYBODY)
    text = prose(_("What it does, and for whom"), EVERYBODY)
    goals = prose(_("Goals, with a year"), blank=True)

    data_card = card("id", "state", "version", "process", "title", "text", "goals")

    class Meta:
        """By name."""

        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title


class PillarResult(models.Model):
    """What a pillar of an enterprise gave in a year. ``jobs``: in tenths of a full-time job."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField(
        _("Year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    pillar = line(_("Pillar"), _("Such as: catering, garden, cleaning."))
    jobs = models.DecimalField(
        _("Full-time jobs"),
        max_digits=6,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(0)],
    )
    volunteers = models.PositiveIntegerField(_("Volunteers"), default=0)
    trained = models.PositiveIntegerField(_("People in training"), default=0)
    result = models.BigIntegerField(_("Result in euros (a loss below zero)"), default=0)

    data_card = card(
        "id", "enterprise", "year", "pillar", "jobs", "volunteers", "trained", "result"
    )

    class Meta:
        """Newest first; each pillar once a year."""

        ordering = ("-year", "pillar")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("enterprise", "year", "pillar"), name="a_pillar_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pillar} {self.year}"
