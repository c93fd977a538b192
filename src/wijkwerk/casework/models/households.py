"""Households and the persons in them. What says who somebody is, is sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.models.base import WMO, WMO_DAYS, Dated
from wijkwerk.casework.models.choices import OrganisationKind, Relation
from wijkwerk.casework.sealing import BlindIndexField, SealedField, SealedRow, new_token
from wijkwerk.shared.classification import data_card, kept_card
from wijkwerk.ui.fields import line


class Organisation(models.Model):
    """An organisation that works with households. Its code is what roles are held for."""

    code = models.SlugField(max_length=60, unique=True)
    name = line(_("Name"), most=100)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    age_key = models.CharField(max_length=80, blank=True)  # for what only it may open
    area = models.CharField(max_length=12, blank=True)  # of which its counts are

    data_card = kept_card(
        "Names who was in a circle, also later.", "id", "code", "name", "kind", "age_key", "area"
    )

    class Meta:
        """In order of name."""

        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """Somebody at work for an organisation: an account, with the name and function that households see."""

    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workers")
    name = line(_("Name"), most=100)
    function = line(_("Function"), most=100)

    data_card = data_card(
        days=WMO_DAYS,
        because="A household may ask who looked for as long as its file is there.",
        plain=("id", "organisation", "function"),
        personal=("user", "name"),
    )

    class Meta:
        """In order of name; once for each organisation."""

        ordering = ("name", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("user", "organisation"), name="casework_worker_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.function} ({self.organisation})"

    @property
    def places(self) -> dict[str, str]:
        """For which organisation it works."""
        return {"organisation": self.organisation.code}


class Household(models.Model):
    """The root: whatever is known hangs from it, and each piece has a ground of its own."""

    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="households"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    simulated = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)  # goes up with each change

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "organisation", "simulated", "version"),
        personal=("token", "opened_at", "closed_at", "merged_into"),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"household {self.pk}"


class Person(SealedRow):
    """Somebody who belongs, or belonged, to a household."""

    name = SealedField(_("Name"), max_length=120)
    born_on = SealedField(_("Born on"), max_length=10, blank=True)
    contact = SealedField(_("Telephone or e-mail"), max_length=200, blank=True)
    look_up = BlindIndexField(of=("name", "born_on"))

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "bound"),
        personal=("name", "born_on", "contact"),
        secret=("look_up",),
    )

    class Meta:
        """In the order in which they were written down."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"person {self.pk}"


class Residence(Dated):
    """A person belongs to a household, as what, from when until when."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    relation = models.CharField(_("Is"), max_length=10, choices=Relation)

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id",),
        personal=("household", "person", "relation", "starts_at", "ends_at"),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("household", "person"), name="casework_residence_of")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in household {self.household_id}"


class Address(SealedRow, Dated):
    """Where a household lives."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="addresses")
    text = SealedField(_("Address"), max_length=200)

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "bound"),
        personal=("household", "text", "starts_at", "ends_at"),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"address of household {self.household_id}"
