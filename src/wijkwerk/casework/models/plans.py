"""One plan for each household, in versions: goals in its own words, tasks, who decides, and notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.core.mandates import Power
from wijkwerk.casework.models.base import WMO, WMO_DAYS, Dated
from wijkwerk.casework.models.choices import Domain
from wijkwerk.casework.models.households import Household, Organisation, Person, Worker
from wijkwerk.casework.sealing import SealedField, SealedRow
from wijkwerk.shared.classification import DataCard, data_card, kept_card
from wijkwerk.ui.money import CentsField

LIFE_DOMAINS = [choice for choice in Domain.choices if choice[0] != Domain.IDENTITY]


class Mandate(Dated):
    """What the organisation of a director may decide in a life domain, and whom it asks beyond that."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates"
    )
    domain = models.CharField(max_length=10, choices=LIFE_DOMAINS)
    power = models.CharField(
        max_length=10,
        choices=[
            (Power.DECIDES.value, _("decides")),
            (Power.ADVISES.value, _("advises")),
            (Power.ASKS.value, _("asks")),
        ],
    )
    most = CentsField(null=True, blank=True)
    asks = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    data_card = kept_card(
        "Explains who could decide, also later.",
        "id", "organisation", "domain", "power", "most", "asks", "starts_at", "ends_at",
    )  # fmt: skip

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.power} {self.domain}"


class Plan(SealedRow):
    """A version of the plan: a draft, agreed with the household, or replaced by the next one. What was agreed stays
    as it was."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    drafted_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_with = SealedField(_("With whom was it agreed?"), max_length=200, blank=True)
    review_on = models.DateField(_("When do you look at it together again?"), null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "bound", "number"),
        personal=(
            "household", "drafted_by", "drafted_at", "agreed_at", "agreed_with", "review_on", "replaced_at",
        ),
    )  # fmt: skip

    class Meta:
        """Newest first; a number once for each household."""

        ordering = ("-number",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("household", "number"), name="casework_plan_once")
        ]

    def __str__(self) -> str:
        return f"plan {self.number} of household {self.household_id}"


class Piece(SealedRow):
    """A piece of data of a household, about one person or (None) all of it, in a life domain: what the rule of
    sight asks."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="%(class)ss")
    domain = models.CharField(_("Life domain"), max_length=10, choices=LIFE_DOMAINS)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="%(class)ss", null=True, blank=True
    )
    written_at = models.DateTimeField()  # also what a next version took along

    class Meta:
        """No table of its own."""

        abstract = True


def piece_card(*personal: str, plain: Iterable[str] = ()) -> DataCard:
    """The card of a model of pieces: what every piece has, and the model's own fields; ``plain`` those of them that
    are about nobody."""
    return data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "bound", *plain),
        personal=("household", "domain", "person", "written_at", *personal),
    )


class Outcome(models.TextChoices):
    """What became of a goal, for the household; what offices did is another matter."""

    REACHED = "reached", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NOT_REACHED = "not_reached", _("Not reached")
    DROPPED = "dropped", _("Not wanted any more")


class Goal(Piece):
    """What the household wants, in its own words; how it is now, where that is needed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    goal = SealedField(_("What does the household want, in its own words?"), max_length=300)
    situation = SealedField(
        _("How is it now?"),
        lines=True,
        max_length=2_000,
        blank=True,
        help_text=_("Only where the plan needs it."),
    )

    taken_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="taken_along", null=True, blank=True
    )  # the same goal in the version before
    outcome = models.CharField(
        _("How did it end for the household?"), max_length=12, choices=Outcome, blank=True
    )

    data_card = piece_card("plan", "goal", "situation", "taken_from", "outcome")

    class Meta:
        """In the order in which they were written down."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"goal {self.pk}"


class Task(Piece):
    """What will be done for a goal: by whom, in whose file, who pays, by when, and for whom it waits."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="tasks")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    task = SealedField(_("What will be done?"), max_length=300)
    worker = models.ForeignKey(
        Worker,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Who does it?"),
        help_text=_("Empty: the household itself."),
    )
    dossier = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("In whose file does it stand?"),
    )
    payer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Who pays?"),
    )
    cents = CentsField(_("What does it cost, in euros?"), null=True, blank=True)
    started_on = models.DateField()  # its clock began, also when a next version took it along
    due_on = models.DateField(_("By when?"))
    waits_for = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("For whom does it wait?"),
    )
    done_on = models.DateField(null=True, blank=True)
    taken_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="taken_along", null=True, blank=True
    )  # the same task in the version before

    data_card = piece_card(
        "goal",
        "plan",
        "task",
        "worker",
        "dossier",
        "payer",
        "cents",
        "started_on",
        "due_on",
        "waits_for",
        "done_on",
        "taken_from",
    )

    class Meta:
        """The first that is due first."""

        ordering = ("due_on", "id")

    def __str__(self) -> str:
        return f"task {self.pk}"


class Note(Piece):
    """Something that was heard or done. A personal one is for who wrote it alone, and is no part of the file."""

    class Kind(models.TextChoices):
        """How it came about."""

        VISIT = "visit", _("Visit")
        CALL = "call", _("Telephone call")
        MESSAGE = "message", _("Letter or message")
        MEETING = "meeting", _("Meeting with others")
        NOTE = "note", _("Note without contact")

    kind = models.CharField(_("How?"), max_length=10, choices=Kind)
    at = models.DateTimeField()
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    text = SealedField(_("Note"), lines=True, max_length=4_000)
    personal = models.BooleanField(
        _("For myself alone"),
        default=False,
        help_text=_("A memory aid. It is no part of the file, and nobody takes it over."),
    )

    data_card = piece_card("kind", "at", "worker", "text", "personal")

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("household", "-at"), name="casework_notes_of")
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


CONTACTS = (Note.Kind.VISIT, Note.Kind.CALL, Note.Kind.MESSAGE)
