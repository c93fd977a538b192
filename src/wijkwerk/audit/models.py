"""Two append-only tables: what was written, and who looked at personal data for which purpose. A third
remembers where each of them ends.

Persons stand in them as ``account:12``: the number of an account, no name or address.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models

from wijkwerk.shared.classification import data_card


class Chained(models.Model):
    """A row of a chain. ``place`` counts from 1 without gaps; nothing is ever changed or removed."""

    place = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)  # account:12, command or nobody
    request = models.CharField(max_length=32, blank=True)  # binds the rows of one request
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    # What the digest is of, beside these.
    told: tuple[str, ...] = ()

    class Meta:
        """Oldest first."""

        abstract = True
        ordering = ("place",)

    def content(self) -> dict[str, Any]:
        """What the digest is of."""
        return {
            "place": self.place,
            "at": self.at.astimezone(UTC).isoformat(),
            "actor": self.actor,
            "request": self.request,
            **{name: getattr(self, name) for name in self.told},
        }

    def __str__(self) -> str:
        return f"{self.place} {self.at.isoformat()} {self.actor}"


class Entry(Chained):
    """One write: what was done to which object, with the fields that changed."""

    action = models.CharField(max_length=100)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=200, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    told = ("action", "object_kind", "object_id", "before", "after")
    data_card = data_card(
        days=None,
        because="Decisions and who could take them must be provable for as long as they stand.",
        plain=(
            "place",
            "at",
            "request",
            "previous",
            "digest",
            "action",
            "object_kind",
            "object_id",
            "before",
            "after",
        ),
        personal=("actor",),
    )

    class Meta(Chained.Meta):
        """Oldest first."""


class Processing(Chained):
    """One look at personal data: of which kind, how many, and for which purpose."""

    kind = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200)
    number = models.PositiveIntegerField()

    told = ("kind", "purpose", "number")
    data_card = data_card(
        days=None,
        because="Whoever is in the data may ask who looked at them; the law asks for proof.",
        plain=("place", "at", "request", "previous", "digest", "kind", "purpose", "number"),
        personal=("actor",),
    )

    class Meta(Chained.Meta):
        """Oldest first."""


class ChainEnd(models.Model):
    """Where a chain ends: written with each entry, so that a chain that was cut off or emptied shows."""

    chain = models.CharField(max_length=40, primary_key=True)
    place = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    data_card = data_card(
        days=None,
        because="Without it nobody sees that the end of the history was cut off.",
        plain=("chain", "place", "digest"),
    )

    def __str__(self) -> str:
        return f"{self.chain}:{self.place}:{self.digest}"
