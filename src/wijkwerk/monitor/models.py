"""The register of editions: which the site serves, which is the latest, what was withdrawn."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared.classification import data_card


class EditionState(models.TextChoices):
    """What a visitor gets of an edition."""

    SERVED = "served", _("served")
    DAMAGED = "damaged", _("files are missing or changed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class EditionRecord(models.Model):
    """An edition that the site knows. It stays known for ever, so that its address keeps working."""

    edition = models.CharField(max_length=200, unique=True)
    series = models.CharField(max_length=200, db_index=True)
    title_nl = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    folder = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64)  # SHA-256 of its manifest
    simulated = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    place = models.PositiveIntegerField()  # order of registration; the last of a series is current
    is_default = models.BooleanField(default=False)  # the one that the home page shows
    state = models.CharField(
        max_length=20, choices=EditionState.choices, default=EditionState.SERVED
    )
    reason = models.CharField(max_length=500, blank=True)  # why it is damaged or withdrawn

    data_card = data_card(
        days=None,
        because="The address of a publication works for ever, also to say that it was withdrawn.",
        plain=(
            "id",
            "edition",
            "series",
            "title_nl",
            "title_en",
            "folder",
            "digest",
            "simulated",
            "registered_at",
            "place",
            "is_default",
            "state",
            "reason",
        ),
    )

    class Meta:
        """Newest first."""

        ordering = ("-place",)

    def __str__(self) -> str:
        return self.edition
