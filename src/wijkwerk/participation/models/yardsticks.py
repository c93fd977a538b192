"""Neighbourhood panels, and the yardstick that residents adopt and later plans are held against."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models.base import InProcess, card, in_process, line, prose
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.ui.money import CentsField
from wijkwerk.workflow.api import Stepping


class Panel(InProcess, Stepping):
    """A neighbourhood panel: how many members until when, its vision, and how it accounts to its neighbourhood."""

    process = in_process("panels")
    title = line(_("Name"), EVERYBODY)
    members = models.PositiveSmallIntegerField(_("Members"), validators=[MinValueValidator(1)])
    begins_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    vision = prose(_("Vision of the neighbourhood"), EVERYBODY, blank=True)
    budget = CentsField(_("Own budget a year, in euros"), null=True, blank=True)
    expertise = prose(_("Expertise that it hires"), blank=True)

    data_card = card(
        "id", "state", "version", "process", "title", "members", "begins_on", "ends_on", "vision",
        "budget", "expertise",
    )  # fmt: skip

    class Meta:
        """By name."""

        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title


class Yardstick(InProcess, Stepping):
    """What residents find that a plan for their neighbourhood must do, in parts; adopted in editions."""

    process = in_process("yardsticks")
    title = line(_("Title"), EVERYBODY)
    communities = prose(_("Which communities talked about it, and how"), EVERYBODY)
    profile = prose(_("Profile of the neighbourhood"), EVERYBODY)
    edition = models.PositiveSmallIntegerField(_("Edition"), default=1)
    adopted_on = models.DateField(_("Adopted on"), null=True, blank=True)

    data_card = card(
        "id", "state", "version", "process", "title", "communities", "profile", "edition", "adopted_on",
    )  # fmt: skip

    class Meta:
        """The newest edition first."""

        ordering = ("-edition", "-id")

    def __str__(self) -> str:
        return self.title


class YardstickPart(models.Model):
    """A main part of a yardstick, and whether municipality and housing association share it."""

    class View(models.TextChoices):
        """Whether a party shares it."""

        UNKNOWN = "unknown", _("Not known yet")
        SHARED = "shared", _("Shares it")
        PARTLY = "partly", _("Shares it in part")
        NOT_SHARED = "not_shared", _("Doesn’t share it")

    yardstick = models.ForeignKey(Yardstick, on_delete=models.PROTECT, related_name="parts")
    title = line(_("Main part"), EVERYBODY)
    meaning = prose(_("What it means to each community"), EVERYBODY)
    municipality = models.CharField(
        _("View of the municipality"), max_length=10, choices=View.choices, default=View.UNKNOWN
    )
    landlord = models.CharField(
        _("View of the housing association"),
        max_length=10,
        choices=View.choices,
        default=View.UNKNOWN,
    )
    because = prose(_("Reasons of who doesn’t share it"), blank=True)

    data_card = card("id", "yardstick", "title", "meaning", "municipality", "landlord", "because")

    class Meta:
        """In order of writing; each once."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("yardstick", "title"), name="a_part_once")
        ]

    def __str__(self) -> str:
        return self.title


class PlanCheck(models.Model):
    """An edition of a plan, held against a part of a yardstick; rows are only added."""

    class Verdict(models.TextChoices):
        """What the plan does for the part."""

        MEETS = "meets", _("Meets it")
        PARTLY = "partly", _("In part")
        NOT = "not", _("Doesn’t meet it")
        SILENT = "silent", _("Says nothing about it")

    part = models.ForeignKey(YardstickPart, on_delete=models.PROTECT, related_name="checks")
    plan = line(_("Plan"))
    plan_edition = line(_("Edition or date of the plan"))
    verdict = models.CharField(_("Verdict"), max_length=10, choices=Verdict.choices)
    because = line(_("Reasons"), blank=True)
    on = models.DateField(_("Date"))

    data_card = card("id", "part", "plan", "plan_edition", "verdict", "because", "on")

    class Meta:
        """Newest first; an edition of a plan once for each part."""

        ordering = ("-on", "-id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("part", "plan", "plan_edition"), name="a_plan_edition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.plan_edition}"
