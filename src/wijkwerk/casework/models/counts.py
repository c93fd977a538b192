"""What an organisation aims at in a year: how many households it reaches, makes a plan with, and helps for good."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.models.households import Organisation
from wijkwerk.shared.classification import kept_card


class Stage(models.TextChoices):
    """How far a household came."""

    OPENED = "opened", _("Opened")
    PLANNED = "planned", _("A plan was agreed")
    LASTING = "lasting", _("Goes on without us, for good")


class Target(models.Model):
    """So many households of those opened in a year are to come so far."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveIntegerField()
    stage = models.CharField(max_length=10, choices=Stage)
    number = models.PositiveIntegerField()

    data_card = kept_card(
        "Explains what a funnel was held against.", "id", "organisation", "year", "stage", "number"
    )

    class Meta:
        """Oldest first; one for each stage."""

        ordering = ("year", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("organisation", "year", "stage"), name="casework_target_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year} {self.stage}: {self.number}"
