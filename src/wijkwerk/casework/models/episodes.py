"""Episodes: a household that comes back opens another one, and the first closure stays as it was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.models.base import WMO, WMO_DAYS
from wijkwerk.casework.models.households import Household
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
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    exit = models.CharField(_("How did it leave?"), max_length=12, choices=Exit, blank=True)
    closing = SealedField(_("What did you agree with the household?"), max_length=300, blank=True)

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "bound", "number"),
        personal=("household", "door", "opened_at", "closed_at", "exit", "closing"),
    )

    class Meta:
        """Oldest first; a number once for each household."""

        ordering = ("number",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("household", "number"), name="casework_episode_once")
        ]

    def __str__(self) -> str:
        return f"episode {self.number} of household {self.household_id}"
