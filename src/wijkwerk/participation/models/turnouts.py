"""Who took part: how many of which group, of nobody who."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.core.representation import Group
from wijkwerk.participation.models.base import InProcess, card, in_process, line
from wijkwerk.workflow.api import Stepping


class Turnout(InProcess, Stepping):
    """Those who took part in something, by one characteristic that they told of their own choice. Only
    counts are kept, and never one of fewer than five people: ``groups`` are {label, residents, participants}
    as core/representation.py merges them."""

    class Channel(models.TextChoices):
        """How people took part."""

        ONLINE = "online", _("On this site")
        POST = "post", _("By post")
        MEETING = "meeting", _("At a meeting in the neighbourhood")
        STREET = "street", _("On the street or at the door")
        MIXED = "mixed", _("In several ways")

    class Characteristic(models.TextChoices):
        """By what those who took part are compared with those who live there."""

        AGE = "age", _("Age")
        TENURE = "tenure", _("Renting or owning")
        HOUSEHOLD = "household", _("Household")
        ORIGIN = "origin", _("Country of origin")
        STREET = "street", _("Street or part of the neighbourhood")

    process = in_process("turnouts")
    title = line(
        _("In what people took part"), _("Such as: the first evening in the community centre.")
    )
    phase = models.ForeignKey(
        "participation.Phase",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Phase"),
        related_name="turnouts",
    )
    channel = models.CharField(
        _("How people took part"), max_length=10, choices=Channel.choices, default=Channel.MEETING
    )
    held_on = models.DateField(_("Date"))
    characteristic = models.CharField(
        _("Compared by"), max_length=10, choices=Characteristic.choices, default=Characteristic.AGE
    )
    groups = models.JSONField(_("Groups"), default=list)
    unknown = models.PositiveIntegerField(
        _("Didn’t say to which group they belong"),
        default=0,
        help_text=_(
            "Telling is a free choice: who doesn’t want to is counted here. Fewer than five aren’t counted."
        ),
    )
    regulars = models.PositiveIntegerField(
        _("Of whom took part before"),
        null=True,
        blank=True,
        help_text=_("Leave it empty if you didn’t ask."),
    )
    source = line(_("Where the number of residents comes from"), _("Such as: CBS, 1 January 2025."))

    data_card = card(
        "id", "state", "version", "process", "title", "phase", "channel", "held_on", "characteristic",
        "groups", "unknown", "regulars", "source",
    )  # fmt: skip

    class Meta:
        """In order of time, so that the list is the way from many to few."""

        ordering = ("held_on", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def parts(self) -> list[Group]:
        """The groups as core/representation.py takes them."""
        return [Group(**facts) for facts in self.groups]

    @property
    def participants(self) -> int:
        """Everybody who took part."""
        return sum(group.participants for group in self.parts) + self.unknown


def as_kept(groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    """Groups as they are stored."""
    return [
        {"label": group.label, "residents": group.residents, "participants": group.participants}
        for group in groups
    ]
