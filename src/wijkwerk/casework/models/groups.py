"""Steering groups: seats with a mandate, what is brought to them, and what they decide, in a meeting or outside it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.models.base import Dated
from wijkwerk.casework.models.conflicts import WayOut
from wijkwerk.casework.models.households import Organisation, Worker
from wijkwerk.casework.models.plans import piece_card
from wijkwerk.casework.sealing import SealedField
from wijkwerk.shared.classification import kept_card
from wijkwerk.ui.fields import line, prose


class Group(models.Model):
    """A steering group or commission, which an organisation convenes."""

    name = line(_("Name"), most=100)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="groups")

    data_card = kept_card("Explains who decided, also later.", "id", "name", "organisation")

    class Meta:
        """In order of name; a name once."""

        ordering = ("name",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("name",), name="casework_group_once")
        ]

    def __str__(self) -> str:
        return self.name


class Seat(Dated):
    """A worker sits in a group and binds their organisation, as far as the mandate goes."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="seats")
    mandate = line(_("May decide"), most=200)

    data_card = kept_card(
        "Explains who decided, also later.",
        "id", "group", "mandate", "starts_at", "ends_at",
        personal=("worker",),
    )  # fmt: skip

    class Meta:
        """By organisation."""

        ordering = ("worker__organisation__name", "id")

    def __str__(self) -> str:
        return str(self.worker)


DECIDED_HOW = [(True, _("In the meeting")), (False, _("Between members, outside the meeting"))]


class Submission(WayOut):
    """A deadlock that the director brings to a group once the first way failed, and its decision: in whose file, who
    fetches and brings, who pays."""

    class Outcome(models.TextChoices):
        """What became of it."""

        DECIDED = "decided", _("Decided")
        HANDED_ON = "handed_on", _("The group can’t decide this: ask the next rung")
        REFUSED = "refused", _("Not taken up: the first way is still open")
        WITHDRAWN = "withdrawn", _("No longer needed")

    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("To which group?"),
    )
    question = SealedField(_("What do you ask the group to decide?"), max_length=300)
    decide_by = models.DateField()
    outcome = models.CharField(
        _("What does the group decide?"), max_length=10, choices=Outcome, blank=True
    )
    decision = SealedField(_("Decision"), lines=True, max_length=2_000, blank=True)
    in_meeting = models.BooleanField(
        _("How was it decided?"), choices=DECIDED_HOW, null=True, blank=True
    )
    dossier = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("In whose file does it stand?"),
    )
    fetches = SealedField(_("Who fetches and brings?"), max_length=200, blank=True)
    payer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Who pays?"),
    )
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    data_card = piece_card(
        "conflict", "worker", "question", "decide_by", "outcome", "decision", "dossier", "fetches", "payer",
        "decided_on", "decided_by",
        plain=("group", "in_meeting"),
    )  # fmt: skip

    class Meta:
        """The first that is due first."""

        ordering = ("decide_by", "id")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_on=None)
                | (~models.Q(outcome="") & models.Q(decided_on__isnull=False)),
                name="casework_submission_decided",
            )
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"


class RuleDecision(models.Model):
    """What a group decides about a rule that stands in the way of many households; about nobody."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="rule_decisions")
    law = line(_("Which law or rule?"), most=120)
    article = line(_("Which article?"), most=60, blank=True)
    decision = prose(
        _("What does the group do about it?"),
        _("Without names: about the rule, not about a household."),
    )
    decided_on = models.DateField(_("On which day?"))
    decided_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    data_card = kept_card(
        "Explains what was done about a rule.",
        "id", "group", "law", "article", "decision", "decided_on", "decided_by",
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-decided_on", "-id")

    def __str__(self) -> str:
        return f"{self.law} {self.article}".strip()
