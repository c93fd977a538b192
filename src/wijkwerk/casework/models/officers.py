"""The register of escalation officers: who may break a deadlock, on which rung, with which mandate and certificate."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.models.conflicts import RUNGS
from wijkwerk.casework.models.households import Organisation
from wijkwerk.shared.classification import kept_card
from wijkwerk.ui.fields import line


class Officer(models.Model):
    """Somebody who is asked on a rung of the ladder; a certificate that ended asks for another officer."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="officers"
    )
    name = line(_("Name"), most=100)
    function = line(_("Function"), most=100)
    rung = models.CharField(max_length=14, choices=RUNGS)
    mandate = line(_("May decide"), most=200)
    certified_until = models.DateField()
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    data_card = kept_card(
        "Explains who could decide, also later.",
        "id", "organisation", "function", "rung", "mandate", "certified_until", "replaced_by",
        personal=("name",),
    )  # fmt: skip

    class Meta:
        """By organisation, then function."""

        ordering = ("organisation__name", "function", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("organisation", "name", "rung"), name="casework_officer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.function} ({self.organisation})"
