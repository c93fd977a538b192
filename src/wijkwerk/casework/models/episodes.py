"""Episodes: a household that comes back opens another one, and the first closure stays as it was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.models.base import WMO, WMO_DAYS, Dated
from wijkwerk.casework.models.campaigns import Campaign
from wijkwerk.casework.models.households import Household, Person, Worker
from wijkwerk.casework.sealing import SealedField, SealedRow
from wijkwerk.shared.classification import data_card


class Episode(SealedRow):
    """From opening to closing: through which door it came, and how it left."""

    class Door(models.TextChoices):
        """Through which door a household came."""

        VISIT = "visit", _("A visit at home")
        REPORT = "report", _("A report of nuisance")
        STALLED = "stalled", _("Help that has stalled")
        ARREARS = "arrears", _("Arrears of rent or energy")
        SCHOOL = "school", _("Somebody left school")
        SELF = "self", _("The household itself asked")
        RELAPSE = "relapse", _("It came back")
        SPLIT = "split", _("It went on from another household")

    class Exit(models.TextChoices):
        """How a household left; each is counted apart."""

        LASTING = "lasting", _("Goes on without us, for good")
        REGULAR = "regular", _("Back to regular care")
        OTHER_TRACK = "other_track", _("Another track")
        MOVED = "moved", _("Moved elsewhere")
        DIED = "died", _("Died")
        REFUSED = "refused", _("Didn’t want to go on")
        OUT_OF_SIGHT = "out_of_sight", _("Out of sight")
        MERGED = "merged", _("Went on in another household")

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="episodes")
    number = models.PositiveIntegerField()
    door = models.CharField(_("How did it come to you?"), max_length=12, choices=Door)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("In which campaign of visits?"),
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    exit = models.CharField(_("How did it leave?"), max_length=12, choices=Exit, blank=True)
    closing = SealedField(_("What did you agree with the household?"), max_length=300, blank=True)

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "bound", "number"),
        personal=("household", "door", "campaign", "opened_at", "closed_at", "exit", "closing"),
    )

    class Meta:
        """Oldest first; a number once for each household."""

        ordering = ("number",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("household", "number"), name="casework_episode_once")
        ]

    def __str__(self) -> str:
        return f"episode {self.number} of household {self.household_id}"


class FollowUp(SealedRow):
    """After a closure the household agreed that somebody asks how it goes: so many months later, once."""

    class Answer(models.TextChoices):
        """What was heard; who came back before that isn't asked any more."""

        WELL = "well", _("It goes well")
        HELP = "help", _("Help is needed again")
        NOT_REACHED = "not_reached", _("Not reached")
        NOT_WANTED = "not_wanted", _("Doesn’t want to be asked")
        CAME_BACK = "came_back", _("Came back before that")

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="follow_ups")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveIntegerField(_("So many months later"))
    ask_on = models.DateField(_("To be asked on"))
    asked_on = models.DateField(_("Asked on"), null=True, blank=True)
    answer = models.CharField(
        _("How does it go?"), max_length=12, choices=Answer, blank=True, default=""
    )
    remark = SealedField(_("What did the household say?"), max_length=300, blank=True)
    # Who said it, so that nobody else of the household reads it in their file; None: said together, or not asked yet.
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="follow_ups", null=True, blank=True
    )
    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "bound", "months"),
        personal=(
            "household",
            "episode",
            "ask_on",
            "asked_on",
            "answer",
            "remark",
            "person",
            "worker",
        ),
    )

    class Meta:
        """The first to be asked first; once for each closure."""

        ordering = ("ask_on", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("episode", "months"), name="casework_follow_up_once")
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk} of household {self.household_id}"


YES_NO_UNKNOWN = [(None, _("Not known")), (True, _("Yes")), (False, _("No"))]


class Extent(Dated):
    """How many problems a household has, from when until when; empty for what nobody knows. Definitions are held
    against it."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="extents")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    helped_since = models.DateField(_("Since when is there help?"), null=True, blank=True)
    schemes = models.PositiveIntegerField(
        _("How many schemes does the household use?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    is_interwoven = models.BooleanField(
        _("Are the problems chronic, complex and interwoven?"),
        null=True,
        blank=True,
        choices=YES_NO_UNKNOWN,
    )
    passes_on = models.BooleanField(
        _("Do they pass from parents to children?"), null=True, blank=True, choices=YES_NO_UNKNOWN
    )

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id",),
        personal=(
            "household", "worker", "helped_since", "schemes", "is_interwoven", "passes_on", "starts_at", "ends_at",
        ),
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"extent {self.pk} of household {self.household_id}"
