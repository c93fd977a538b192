"""Boundary conflicts: rules that collide over a household, and the ways out of a deadlock, each with its clock."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wijkwerk.casework.core.ladder import Rung
from wijkwerk.casework.core.ledger import Entry
from wijkwerk.casework.models.households import Organisation, Worker
from wijkwerk.casework.models.plans import Piece, Task, piece_card
from wijkwerk.casework.sealing import SealedField
from wijkwerk.ui.fields import line
from wijkwerk.ui.money import CentsField

RUNGS = [
    (Rung.LOCAL.value, _("Local")),
    (Rung.REGIONAL.value, _("Regional")),
    (Rung.NATIONAL_DESK.value, _("National desk")),
    (Rung.NATIONAL_TEAM.value, _("National team")),
]


class Conflict(Piece):
    """A rule of one organisation stands in the way of a rule of another, or of the plan."""

    class Kind(models.TextChoices):
        """What sort of conflict it is; counted by this."""

        PAYS = "pays", _("Who pays is disputed")
        COLLIDES = "collides", _("Two rules collide")
        BETWEEN = "between", _("The household falls between two rules")
        DECIDER = "decider", _("Nobody may decide")
        SHARING = "sharing", _("Somebody doesn’t share what is needed")

    kind = models.CharField(_("What sort of conflict?"), max_length=10, choices=Kind)
    law = line(_("Which law or rule?"), most=120)
    article = line(_("Which article?"), most=60, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Who applies it?")
    )
    other_law = line(_("Which rule does it collide with?"), most=120, blank=True)
    other_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Who applies that one?"),
    )
    effect = SealedField(_("What does the household notice of it?"), max_length=300)
    cents_month = CentsField(_("What does it cost a month, in euros?"), null=True, blank=True)
    reported_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    solution = SealedField(_("How was it solved?"), max_length=300, blank=True)

    data_card = piece_card(
        "effect",
        "cents_month",
        "reported_by",
        "reported_at",
        "solved_at",
        "solution",
        plain=("kind", "law", "article", "organisation", "other_law", "other_organisation"),
    )

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"conflict {self.pk}"


class WayOut(Piece):
    """Something that is tried to solve a conflict; of the same life domain and person."""

    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="%(class)ss")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """No table of its own."""

        abstract = True


class TimeOut(WayOut):
    """An intervention that makes it worse is suspended: of whom, from and with which day until and with which; who
    must meet by when. The clocks of ``tasks`` stand still meanwhile."""

    intervention = SealedField(_("Which intervention stops for a while?"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Whose is it?")
    )
    first_day = models.DateField(pgettext_lazy("first day", "From"))
    last_day = models.DateField(_("Until and with"))
    meeting = SealedField(_("Who must meet?"), max_length=200)
    meet_by = models.DateField(_("Before or on which day?"))
    tasks = models.ManyToManyField(Task, related_name="timeouts", blank=True)

    data_card = piece_card(
        "conflict",
        "worker",
        "intervention",
        "first_day",
        "last_day",
        "meeting",
        "meet_by",
        "tasks",
        plain=("organisation",),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="casework_timeout_days",
            )
        ]

    def __str__(self) -> str:
        return f"time-out {self.pk}"


class Deviation(WayOut):
    """Somebody departs from a rule because the aim of the law prevails, and says why."""

    aim = SealedField(_("Which aim of the law prevails?"), max_length=300)
    reasons = SealedField(_("Why, in this household?"), lines=True, max_length=2_000)
    decided_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Who decided it?")
    )
    decided_on = models.DateField(_("On which day?"))

    data_card = piece_card(
        "conflict", "worker", "aim", "reasons", "decided_on", plain=("decided_by",)
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"deviation {self.pk}"


class Bridging(WayOut):
    """A line of the ledger of a bridging budget."""

    entry = models.CharField(
        _("What?"),
        max_length=12,
        choices=[
            (Entry.ADVANCE.value, _("The budget advances")),
            (Entry.SHARE.value, _("This part is for the account of a payer")),
            (Entry.RECEIVED.value, _("A payer paid it back")),
            (Entry.WRITTEN_OFF.value, _("The budget gives it up")),
        ],
    )
    cents = CentsField(_("How much, in euros?"))
    payer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Which payer?"),
        help_text=_("Empty when the budget advances."),
    )
    on = models.DateField(_("On which day?"))

    data_card = piece_card("conflict", "worker", "cents", "on", plain=("entry", "payer"))

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"bridging line {self.pk}"


class Escalation(WayOut):
    """A rung of the ladder is asked, with a last day for its answer."""

    rung = models.CharField(max_length=14, choices=RUNGS)
    owner = SealedField(_("Who is asked?"), max_length=120)
    asked_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    solved = models.BooleanField(null=True, blank=True)
    answer = SealedField(_("What was the answer?"), max_length=300, blank=True)

    data_card = piece_card(
        "conflict",
        "worker",
        "owner",
        "asked_on",
        "answer_by",
        "answered_on",
        "solved",
        "answer",
        plain=("rung",),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"escalation {self.pk}"
