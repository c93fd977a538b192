"""Small budgets of one's own: vouchers, and the happiness budget of a household. Nobody's name stands in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models.base import CentsField, InProcess, card, in_process, line, prose
from wijkwerk.participation.models.ideas import NO_NAME
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import Stepping


class Scheme(InProcess, Stepping):
    """Money out of which many get a little, and by which rules; ``amount``, ``ceiling`` and ``small`` in cents."""

    class Kind(models.TextChoices):
        """What one gets."""

        VOUCHER = "voucher", _("Voucher for something in the neighbourhood")
        HAPPINESS = "happiness", _("Happiness budget for the plan of a household")

    process = in_process("schemes")
    title = line(_("Title"), EVERYBODY)
    kind = models.CharField(
        _("What one gets"), max_length=10, choices=Kind.choices, default=Kind.VOUCHER
    )
    purpose = prose(_("What it is for, and what not"), EVERYBODY)
    who = line(_("For whom"), _("Such as: every household of the Lindestraat."))
    amount = CentsField(_("Budget in euros"), validators=[MinValueValidator(1)])
    ceiling = CentsField(_("Each gets at most, in euros"), validators=[MinValueValidator(1)])
    small = CentsField(
        _("Up to this an official decides, in euros"),
        null=True,
        blank=True,
        help_text=_(
            "Never the coach who made the plan. Empty: a decision-maker decides everything."
        ),
    )
    ends_on = models.DateField(_("Last day to ask"))
    unspent = line(_("Where unspent money goes"))
    result = prose(_("What came of it"), blank=True)

    data_card = card(
        "id", "state", "version", "process", "title", "kind", "purpose", "who", "amount", "ceiling", "small", "ends_on",
        "unspent", "result",
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    @property
    def committed(self) -> int:
        """Cents that were granted and not paid yet, and those that were paid."""
        sums = self.grants.aggregate(
            granted=models.Sum("amount", filter=models.Q(state="granted"), default=0),
            paid=models.Sum("paid", filter=models.Q(state="settled"), default=0),
        )
        return int(sums["granted"] + sums["paid"])


class Grant(InProcess, Stepping):
    """What somebody asked, planned with a coach, and got. ``wish`` is erased once it ended; ``receipt`` is the HMAC
    of what they follow it with."""

    process = in_process("grants")
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="grants", verbose_name=_("Small budget")
    )
    wish = prose(
        _("What do you want to do with it?"),
        _("Don’t write names or addresses. We erase this once it was paid or refused."),
        blank=True,
    )
    wanted = CentsField(_("How much do you ask, in euros?"), validators=[MinValueValidator(1)])
    amount = CentsField(_("Amount of the plan, in euros"), null=True, blank=True)
    coach = line(_("Who coaches"), NO_NAME, blank=True)
    paid = CentsField(_("Paid"), default=0)
    requested_on = models.DateField(_("Asked on"))
    decide_by = models.DateField(_("Decision before or on"))
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    receipt = models.CharField(max_length=64, blank=True, db_index=True)

    data_card = card(
        "id", "state", "version", "process", "scheme", "wanted", "amount", "coach", "paid", "requested_on",
        "decide_by", "decided_on", personal=("wish",), secret=("receipt",),
    )  # fmt: skip

    class Meta:
        """Undecided ones first, the one that waits longest at the head."""

        ordering: ClassVar[tuple[Any, ...]] = (
            models.F("decided_on").desc(nulls_first=True),
            "decide_by",
            "id",
        )

    def __str__(self) -> str:
        return f"{self.scheme} {self.pk}"
