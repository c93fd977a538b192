"""Campaigns of visits behind the front door. They hold counts of doors, and no list of persons or addresses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wijkwerk.casework.core.campaigns import Tally
from wijkwerk.casework.models.households import Organisation, Worker
from wijkwerk.shared.classification import kept_card
from wijkwerk.ui.fields import line

FEWEST_DOORS = 10  # of a street: in a smaller one a count tells who it was
_BECAUSE = "Counts of doors: about nobody, and what later campaigns are held against."


class Campaign(models.Model):
    """Doors in some streets are visited, in a period, on a ground."""

    class Selection(models.TextChoices):
        """How doors were chosen; a rate means something with this beside it alone."""

        ALL = "all", _("All doors of the streets")
        DEMOLITION = "demolition", _("Together with talks about demolition or renewal")
        REFERRED = "referred", _("Households that somebody referred")
        SINGLE = "single", _("Single households, in person")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="campaigns"
    )
    title = line(_("What is it called?"), most=100)
    selection = models.CharField(_("How are doors chosen?"), max_length=10, choices=Selection)
    ground = line(_("On which ground do you ring, and what do you say at the door?"), most=200)
    first_day = models.DateField(pgettext_lazy("first day", "From"))
    last_day = models.DateField(_("Until and with"))
    aim = models.PositiveIntegerField(
        _("At how many doors do you want to be let in?"), null=True, blank=True
    )

    data_card = kept_card(
        _BECAUSE, "id", "organisation", "title", "selection", "ground", "first_day", "last_day", "aim"
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-first_day", "-id")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="casework_campaign_days",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Street(models.Model):
    """A street of a campaign, with so many doors."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="streets")
    name = line(_("Which street?"), _("Take small streets together. No house numbers."), most=100)
    doors = models.PositiveIntegerField(
        _("How many doors?"), validators=[MinValueValidator(FEWEST_DOORS)]
    )

    data_card = kept_card(_BECAUSE, "id", "campaign", "name", "doors")

    class Meta:
        """In order of name; once in a campaign."""

        ordering = ("name",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("campaign", "name"), name="casework_street_once"),
            models.CheckConstraint(
                condition=models.Q(doors__gte=FEWEST_DOORS), name="casework_street_doors"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One round through a street, by one channel, in counts of doors."""

    class Channel(models.TextChoices):
        """How people were approached."""

        DOOR = "door", _("At the door")
        LETTER = "letter", _("By letter")
        PHONE = "phone", _("By telephone")

    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="rounds")
    on = models.DateField(_("On which day?"))
    channel = models.CharField(_("How?"), max_length=10, choices=Channel)
    spoken = models.PositiveIntegerField(
        _("At how many doors did you speak somebody, for the first time?"), default=0
    )
    visited = models.PositiveIntegerField(_("Where were you let in?"), default=0)
    refused = models.PositiveIntegerField(_("Where did they refuse?"), default=0)
    nobody = models.PositiveIntegerField(_("Where was nobody at home, or no answer?"), default=0)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")

    data_card = kept_card(
        _BECAUSE, "id", "street", "on", "channel", "spoken", "visited", "refused", "nobody",
        personal=("worker",),
    )  # fmt: skip

    class Meta:
        """Oldest first."""

        ordering = ("on", "id")

    def __str__(self) -> str:
        return f"round {self.pk}"

    @property
    def tally(self) -> Tally:
        """Its counts."""
        return Tally(self.spoken, self.visited, self.refused, self.nobody)


class Need(models.Model):
    """How often something was asked for in a round: a second purpose, so that it is a count and nothing else."""

    class Topic(models.TextChoices):
        """What was asked for."""

        WORK = "work", _("Work and income")
        DEBTS = "debts", pgettext_lazy("need", "Help with money")
        UPBRINGING = "upbringing", _("Bringing up children")
        EDUCATION = "education", _("Education")
        LANGUAGE = "language", _("Dutch lessons")
        LEISURE = "leisure", _("Leisure and meeting people")
        CARE = "care", _("Care")
        HOME = "home", _("The home itself")
        SAFETY = "safety", _("Safety in the street")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="needs")
    topic = models.CharField(max_length=12, choices=Topic)
    number = models.PositiveIntegerField()

    data_card = kept_card(_BECAUSE, "id", "round", "topic", "number")

    class Meta:
        """By topic, once in a round."""

        ordering = ("topic",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("round", "topic"), name="casework_need_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.number}"
