"""What decides who sees what, and what was looked at: the circle, consents, broken glass, the log."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.models.base import WMO, WMO_DAYS, Dated
from wijkwerk.casework.models.choices import Domain, Purpose, Verdict
from wijkwerk.casework.models.households import Household, Organisation, Person, Worker
from wijkwerk.casework.sealing import SealedField, SealedRow
from wijkwerk.shared.classification import data_card


class Membership(SealedRow, Dated):
    """A worker belongs to the circle of a household for one purpose; ``confirmed_at`` is when the director last
    said that this is still needed."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="memberships")
    purpose = models.CharField(_("What for?"), max_length=10, choices=Purpose)
    because = SealedField(_("Why is this needed?"), max_length=300)
    confirmed_at = models.DateTimeField()

    data_card = data_card(
        days=WMO_DAYS,
        because="A household may ask who was in its circle, and why, for as long as its file is there.",
        plain=("id", "bound", "purpose"),
        personal=("household", "worker", "because", "confirmed_at", "starts_at", "ends_at"),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("worker", "purpose", "household"), name="casework_circle"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: worker {self.worker_id}, household {self.household_id}"


class Direction(Dated):
    """Who directs the plan, or stands in for the director."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="directions")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="directions")
    deputy = models.BooleanField(default=False)

    data_card = data_card(
        days=WMO_DAYS,
        because="A household may ask who was responsible.",
        plain=("id", "deputy"),
        personal=("household", "worker", "starts_at", "ends_at"),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"worker {self.worker_id} directs household {self.household_id}"


class Handover(SealedRow):
    """A director asks another to take over. The question belongs to who directs then; the answer, with its
    reason, is read by who asked."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="handovers")
    asked_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="handovers")
    asked_at = models.DateTimeField()
    because = SealedField(_("Why do you hand it over?"), max_length=300)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    answer = SealedField(_("Your answer"), max_length=300, blank=True)

    data_card = data_card(
        days=WMO_DAYS,
        because="A household may ask who was responsible.",
        plain=("id", "bound", "accepted"),
        personal=(
            "household", "asked_by", "worker", "asked_at", "because", "answered_at", "answer",
        ),
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"handover of household {self.household_id}"


class Consent(SealedRow, Dated):
    """A person lets an organisation see a life domain, for a purpose. Its terms never change: another is a new
    record. Withdrawing it works at once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="consents")
    domain = models.CharField(_("About what?"), max_length=10, choices=Domain)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Who may see it?")
    )
    purpose = models.CharField(
        _("What for?"),
        max_length=10,
        choices=[choice for choice in Purpose.choices if choice[0] != "emergency"],
    )
    signed_by = SealedField(
        _("Who gave it?"),
        max_length=120,
        help_text=_("The person, or who may decide for them: then also as what."),
    )
    wording = SealedField(_("What was said or read out?"), lines=True, max_length=2_000)
    wording_version = models.CharField(max_length=20)
    recorded_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    data_card = data_card(
        days=WMO_DAYS,
        because="Proves on which ground something was shared.",
        plain=("id", "bound", "wording_version"),
        personal=(
            "person", "household", "domain", "organisation", "purpose", "signed_by", "wording", "recorded_by",
            "withdrawn_at", "starts_at", "ends_at",
        ),
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=("person", "organisation", "domain", "purpose"), name="casework_consent_of"
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} of person {self.person_id}"


class OpenDomain(SealedRow, Dated):
    """A life domain in which something may be written: it was needed, and somebody said why."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="domains")
    domain = models.CharField(
        _("Life domain"),
        max_length=10,
        choices=[choice for choice in Domain.choices if choice[0] != "identity"],
    )
    because = SealedField(_("Why does the plan need this?"), max_length=300)
    opened_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")

    data_card = data_card(
        days=WMO_DAYS,
        because=WMO,
        plain=("id", "bound"),
        personal=("household", "domain", "because", "opened_by", "starts_at", "ends_at"),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.domain} of household {self.household_id}"


class Emergency(SealedRow, Dated):
    """Somebody without a ground broke the glass: it closes by itself, the director and the household are told,
    and somebody else says what they think of it before the same worker can do it again."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="emergencies")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="emergencies")
    because = SealedField(_("What is the emergency?"), lines=True, max_length=1_000)
    director_read_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    verdict = models.CharField(
        _("What do you think of it?"), max_length=12, choices=Verdict, blank=True
    )
    review = SealedField(_("Why?"), lines=True, max_length=1_000, blank=True)

    data_card = data_card(
        days=WMO_DAYS,
        because="Somebody looked without a ground: it must be explained for as long as the file is there.",
        plain=("id", "bound", "verdict"),
        personal=(
            "household", "worker", "because", "director_read_at", "reviewed_at", "reviewed_by", "review",
            "starts_at", "ends_at",
        ),
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("worker", "household"), name="casework_emergency_of")
        ]

    def __str__(self) -> str:
        return f"emergency {self.pk}"


class Look(models.Model):
    """A line of the read log: who saw which life domains of a household, for which purpose. Append-only.

    ``activity`` names the entry of the processing register; ``trace`` binds lines of one request.
    """

    trace = models.CharField(max_length=32)
    at = models.DateTimeField()
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="looks")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", null=True)
    # Of who is no worker: the privacy officer.
    account = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=10, choices=Purpose)
    activity = models.CharField(max_length=30)
    domains = models.CharField(max_length=100)  # of Domain, with commas

    data_card = data_card(
        days=WMO_DAYS,
        because="The household may ask who looked; at least five years (NEN 7513), here as long as the file.",
        plain=("id", "trace", "activity", "role"),
        personal=("at", "household", "worker", "account", "purpose", "domains"),
    )

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("household", "-id"), name="casework_looks"),
        ]

    def __str__(self) -> str:
        return f"look {self.pk}"


class HouseholdCode(models.Model):
    """A code by which a person of a household opens its own page; only its digest is kept. It opens no more than who
    made it may see, and says when it was used."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="codes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    # None: of before this was written down; such a code opens nothing.
    made_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", null=True)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.PLAN)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    data_card = data_card(
        days=0,
        because=f"Lets a household look who looked; a new one ends those before it. {WMO}",
        plain=("id",),
        personal=("household", "person", "made_by", "purpose", "made_at", "ended_at"),
        secret=("digest",),
    )

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"code {self.pk}"


class CodeUse(models.Model):
    """A code was used: to read the household's own page, or to take the file along."""

    code = models.ForeignKey(HouseholdCode, on_delete=models.PROTECT, related_name="uses")
    at = models.DateTimeField()
    download = models.BooleanField(default=False)

    data_card = data_card(
        days=WMO_DAYS,
        because="The household may ask when its codes were used; as long as who looked.",
        plain=("id", "download"),
        personal=("code", "at"),
    )

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"use {self.pk}"


class Draft(SealedRow):
    """What a worker typed in a form and hasn't saved: for them alone, and no part of the file."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="drafts")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    action = models.CharField(max_length=20)
    typed = SealedField(lines=True)
    kept_at = models.DateTimeField()

    data_card = data_card(
        days=30,
        because="So that nothing that was typed is lost; a month is enough to come back to it.",
        plain=("id", "bound", "purpose", "action"),
        personal=("household", "worker", "typed", "kept_at"),
    )

    class Meta:
        """Newest first; one for each form."""

        ordering = ("-kept_at",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("household", "worker", "purpose", "action"), name="casework_draft_once"
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
