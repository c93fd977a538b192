"""The procedure about a list: what is proposed, objected, decided and published; kept for ever.

A row says how things stand; ``Step`` says how they came to be so, and only grows. No name of a
person stands in any of them: who acted is a number of an account, shown as a role.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared.classification import data_card
from wijkwerk.ui.fields import ParagraphsField
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow
from wijkwerk.workflow.mail import MailSentRow

KEPT = "Decisions about areas must stay checkable for as long as they have effects."
# Areas that a decision put on the list and none took off.
ON_LIST: dict[str, Any] = {"decided": True, "delisted_on": None}


class Audience(models.TextChoices):
    """Who may read the draft of a list until the decision is published."""

    EVERYBODY = "everybody", _("Everybody: the draft is open for inspection")
    ASKED = "asked", _("Only officials, and municipalities once they are asked for their views")


class Wish(models.TextChoices):
    """What an objection wants."""

    OFF = "off", _("This area should not be on the list")
    ON = "on", _("This area should be on the list")


class Procedure(Stepping):
    """The procedure about one year of a list."""

    list_id = models.CharField(max_length=200)
    year = models.PositiveIntegerField()
    title_nl = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    simulated = models.BooleanField(default=False)
    manifest_digest = models.CharField(max_length=64)  # SHA-256 of the list's manifest
    started_on = models.DateField(_("Procedure started"))
    opened_on = models.DateField(_("Opened for objections"), null=True)
    objections_until = models.DateField(_("Last day for objections"), null=True)
    decided_on = models.DateField(_("Decided"), null=True)
    published_on = models.DateField(_("Published"), null=True, db_index=True)
    motivation = ParagraphsField(blank=True)
    audience = models.CharField(
        _("Who may read the draft"),
        max_length=20,
        choices=Audience.choices,
        default=Audience.EVERYBODY,
        help_text=_(
            "This can’t be changed later. Everybody can read the list once the decision is"
            " published."
        ),
    )

    data_card = data_card(
        days=None,
        because=KEPT,
        plain=(
            "id",
            "list_id",
            "year",
            "title_nl",
            "title_en",
            "simulated",
            "manifest_digest",
            "state",
            "version",
            "started_on",
            "opened_on",
            "objections_until",
            "decided_on",
            "published_on",
            "motivation",
            "audience",
        ),
    )

    class Meta:
        """One at a time about a year of a list."""

        ordering = ("-id",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("list_id", "year"), condition=~Q(state="withdrawn"), name="one_procedure"
            )
        ]

    # About the whole country, as access asks it.
    municipality = ""
    places: ClassVar[dict[str, str]] = {}

    def __str__(self) -> str:
        return f"{self.list_id} {self.year}"


class ListedArea(models.Model):
    """An area of the procedure: whether the rule lists it, and whether the decision does."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="areas")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    municipality = models.CharField(max_length=20, db_index=True)
    status = models.CharField(max_length=60, blank=True)  # code in the scheme; '' for not listed
    label_nl = models.CharField(max_length=300, blank=True)
    label_en = models.CharField(max_length=300, blank=True)
    by_rule = models.BooleanField()
    decided = models.BooleanField(null=True)
    delisted_on = models.DateField(null=True)

    data_card = data_card(
        days=None,
        because=KEPT,
        plain=(
            "id",
            "procedure",
            "code",
            "name",
            "municipality",
            "status",
            "label_nl",
            "label_en",
            "by_rule",
            "decided",
            "delisted_on",
        ),
    )

    class Meta:
        """Each once, in order of municipality and name."""

        ordering = ("municipality", "name", "code")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("procedure", "code"), name="an_area_once")
        ]

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies, as access asks it."""
        return {"municipality": self.municipality}

    def __str__(self) -> str:
        return self.code


class OfMunicipality(Stepping):
    """What a municipality asks in a procedure, and the answer."""

    municipality = models.CharField(max_length=20, db_index=True)
    reasons = ParagraphsField()
    made_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    answer = ParagraphsField(blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies, as access asks it."""
        return {"municipality": self.municipality}


class Objection(OfMunicipality):
    """What a municipality has against an area being on the list, or not on it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="objections")
    area = models.CharField(max_length=40)
    area_name = models.CharField(max_length=300)
    wish = models.CharField(max_length=3, choices=Wish.choices)

    data_card = data_card(
        days=None,
        because=KEPT,
        plain=(
            "id",
            "procedure",
            "area",
            "area_name",
            "municipality",
            "wish",
            "reasons",
            "made_on",
            "state",
            "version",
            "outcome",
            "answer",
            "answered_on",
        ),
    )

    class Meta:
        """One that counts about an area."""

        ordering = ("municipality", "area_name", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("procedure", "area"), condition=~Q(state="withdrawn"), name="one_objection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area} ({self.state})"


class Delisting(OfMunicipality):
    """A municipality's proposal that an area leaves a published list."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="delistings")
    area = models.ForeignKey(ListedArea, on_delete=models.PROTECT, related_name="delistings")

    data_card = data_card(
        days=None,
        because=KEPT,
        plain=(
            "id",
            "procedure",
            "area",
            "municipality",
            "reasons",
            "made_on",
            "state",
            "version",
            "outcome",
            "answer",
            "answered_on",
        ),
    )

    class Meta:
        """One at a time about an area."""

        ordering = ("-id",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("area",), condition=Q(state="proposed"), name="one_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_id} ({self.state})"


class Step(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="steps")

    data_card = data_card(
        days=None, because=KEPT, plain=("procedure", *STEP_PLAIN), personal=STEP_PERSONAL
    )


class Reminder(MailSentRow):
    """A mail about a moment of a procedure, so that nobody gets it twice. ``number`` is how many
    things that mail told of."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="reminders")
    moment = models.CharField(max_length=60)  # core/reminding.py

    data_card = data_card(
        days=365,
        because="To send nothing twice, and to show that somebody was reminded.",
        plain=("id", "procedure", "moment", "on", "number", "sent"),
        personal=("actor",),
    )

    class Meta:
        """Once each."""

        ordering = ("-on", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("procedure", "actor", "moment"), name="one_reminder_of_a_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.moment}"
