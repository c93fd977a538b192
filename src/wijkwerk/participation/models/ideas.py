"""Ideas, questions and signals of residents, and the answers that they get."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models.base import CentsField, InProcess, card, in_process, line, prose
from wijkwerk.shared.classification import data_card
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import Stepping

NO_NAME = _("A role or a group, not a name.")


class Idea(InProcess, Stepping):
    """What somebody brought in. ``receipt`` is the HMAC of what its author follows it with;
    ``answer_by`` was computed at receipt, and doesn't move when a term changes later."""

    class Kind(models.TextChoices):
        """What it is; each kind has its term."""

        IDEA = "idea", _("Idea or initiative")
        QUESTION = "question", _("Question")
        SIGNAL = "signal", _("Something that is broken or a nuisance")

    class Channel(models.TextChoices):
        """How it came in."""

        ONLINE = "online", _("On this site")
        POST = "post", _("By post")
        MEETING = "meeting", _("At a meeting in the neighbourhood")

    class Origin(models.TextChoices):
        """Whose it is."""

        RESIDENT = "resident", _("A resident")
        ORGANISATION = "organisation", _("An organisation")

    class Topic(models.TextChoices):
        """What a signal is about; it says who handles it."""

        PAVEMENT = "pavement", _("Street or pavement")
        LIGHTING = "lighting", _("Lighting")
        WASTE = "waste", _("Waste")
        GREEN = "green", _("Trees and green")
        WATER = "water", _("Water")
        TRAFFIC = "traffic", _("Traffic and parking")
        NOISE = "noise", _("Noise or nuisance")
        NEIGHBOURS = "neighbours", _("Trouble with neighbours")
        OTHER = "other", _("Something else")

    process = in_process("ideas")
    kind = models.CharField(
        _("What is it?"), max_length=10, choices=Kind.choices, default=Kind.IDEA
    )
    title = line(_("In a few words"), EVERYBODY)
    text = prose(_("What do you want to tell?"), EVERYBODY)
    street = line(_("Street or place"), blank=True)
    topic = models.CharField(
        _("What is a signal about?"),
        max_length=12,
        choices=Topic.choices,
        blank=True,
        help_text=_(
            "Only if something is broken or a nuisance. Trouble with neighbours is never made public."
        ),
    )
    area = line(_("Code of the area"), blank=True)
    handler = line(_("Who handles it"), _("A department or organisation, not a name."), blank=True)
    asks = line(
        _("What does it need?"),
        _("Money, room, material, a permit, a contact or hands."),
        blank=True,
    )
    joins = models.BooleanField(_("The author helps to carry it out"), default=False)
    channel = models.CharField(
        _("How it came in"), max_length=10, choices=Channel.choices, default=Channel.ONLINE
    )
    origin = models.CharField(
        _("Who it comes from"), max_length=15, choices=Origin.choices, default=Origin.RESIDENT
    )
    supporters = models.PositiveIntegerField(
        _("Residents who support it, on paper or at a meeting"), default=0
    )
    signatures = models.PositiveIntegerField(_("Residents who support it on this site"), default=0)
    draft = prose(_("Draft, made with residents"), blank=True)
    cost = CentsField(_("Cost in euros"), null=True, blank=True)
    costing = prose(_("How the cost was estimated"), blank=True)
    changed = prose(
        _("What it changed"),
        _("Which plan or decision, and what is different in it now. Everybody reads this."),
        blank=True,
    )
    resident_role = line(_("Responsible for residents"), NO_NAME, blank=True)
    organisation_role = line(_("Responsible for organisations"), NO_NAME, blank=True)
    municipality_role = line(_("Responsible for the municipality"), NO_NAME, blank=True)
    received_on = models.DateField(_("Received on"))
    answer_by = models.DateField(_("Answer before or on"))
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    decision = models.CharField(max_length=10, blank=True)  # the outcome of the answer
    due_on = models.DateField(_("Ready by"), null=True, blank=True)
    result = prose(_("What was done"), blank=True)
    public = models.BooleanField(default=False)
    appealed_on = models.DateField(_("Asked to look again on"), null=True, blank=True)
    appeal_decision = models.CharField(max_length=10, blank=True)  # the outcome of looking again
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined",
        verbose_name=_("Joined with"),
    )  # fmt: skip
    receipt = models.CharField(max_length=64, blank=True, db_index=True)

    data_card = card(
        "id", "state", "version", "process", "kind", "title", "text", "street", "topic", "area", "handler", "asks",
        "joins", "channel", "origin", "supporters", "signatures", "draft", "cost", "costing", "changed",
        "resident_role", "organisation_role", "municipality_role", "received_on", "answer_by", "answered_on",
        "decision", "due_on", "result", "public", "appealed_on", "appeal_decision", "joined_to", secret=("receipt",),
    )  # fmt: skip

    class Meta:
        """Unanswered ones first, the one that waits longest at the head."""

        ordering = (models.F("answered_on").desc(nulls_first=True), "answer_by", "id")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("process", "answered_on", "answer_by"), name="ideas_by_term"),
            # Most of many are joined with another: lists leave those out.
            models.Index(fields=("process", "joined_to"), name="ideas_not_joined"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def responsible(self) -> tuple[str, str, str]:
        """Of residents, organisations and the municipality."""
        return self.resident_role, self.organisation_role, self.municipality_role


class Support(models.Model):
    """Somebody who supports an idea, until it is answered: the HMAC of their mail address, no day and no moment."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="support")
    key = models.CharField(max_length=64)

    data_card = data_card(
        days=730,
        because="So that nobody supports an idea twice; rows go when the idea is answered, when its process finishes or"
        " 730 days after it came; the number stays.",
        plain=("id", "idea"),
        secret=("key",),
    )

    class Meta:
        """Once for each idea."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("idea", "key"), name="support_once")
        ]

    def __str__(self) -> str:
        return f"support {self.pk}"


class Route(InProcess):
    """Who handles signals about a topic, everywhere in a process or in one of its areas."""

    process = in_process("routes")
    topic = models.CharField(_("About what"), max_length=12, choices=Idea.Topic.choices)
    area = line(_("Code of the area"), _("Empty: everywhere."), blank=True)
    handler = line(_("Who handles it"), _("A department or organisation, not a name."))

    data_card = card("id", "process", "topic", "area", "handler")

    class Meta:
        """One of each topic and area."""

        ordering = ("topic", "area")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("process", "topic", "area"), name="a_route_once")
        ]

    def __str__(self) -> str:
        return self.handler
