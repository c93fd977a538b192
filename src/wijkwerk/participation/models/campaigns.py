"""Campaigns that raise money, hands, room and material together; nobody's name stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.core.campaigns import (
    Asked,
    Ledger,
    Match,
    Money,
    goal_met,
    ledger,
    matched,
)
from wijkwerk.participation.models.base import InProcess, card, in_process, line, prose
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.ui.money import CentsField
from wijkwerk.workflow.api import Stepping

_MATCHES = [
    (Match.NONE.value, _("Nothing")),
    (Match.SHARE.value, _("A share of each payment")),
    (Match.BREADTH.value, _("More when more people pay")),
]
_COUNTS = ("confirmed", "done")  # states of a pledge of hands that is sure


class Pledged(NamedTuple):
    """Promises that are alike: ``times`` of ``amount`` cents each, or together ``number`` of a need."""

    state: str
    amount: int | None
    need: int | None
    times: int
    number: int


class Campaign(InProcess, Stepping):
    """What residents raise together for a plan of theirs, before a day."""

    process = in_process("campaigns")
    title = line(_("Title"), EVERYBODY)
    text = prose(_("What will be done, and for whom"), EVERYBODY)
    minimum = CentsField(_("Needed at least, in euros"))
    stretch = CentsField(
        _("Still useful up to, in euros"),
        null=True,
        blank=True,
        help_text=_("Empty: not more than is needed."),
    )
    all_or_nothing = models.BooleanField(
        _("Goes on only if everything that is needed is there"), default=True
    )
    ends_on = models.DateField(_("Last day"))
    not_reached = line(
        _("What happens if it isn’t reached"), _("Such as: everybody gets their money back.")
    )
    pot = CentsField(_("What a fund adds at most, in euros"), null=True, blank=True)
    pot_of = line(_("Whose fund that is"), blank=True)
    match = models.CharField(
        _("What the fund adds"), max_length=10, choices=_MATCHES, default=Match.NONE.value
    )
    match_percent = models.PositiveSmallIntegerField(
        _("Share of each payment, in percent"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(300)],
    )
    match_most = CentsField(
        _("Of each payment at most this counts, in euros"), null=True, blank=True
    )
    matched = models.BigIntegerField(_("What the fund added"), null=True, blank=True)  # in cents
    result = prose(_("What was done with it"), blank=True)

    data_card = card(
        "id", "state", "version", "process", "title", "text", "minimum", "stretch", "all_or_nothing", "ends_on",
        "not_reached", "pot", "pot_of", "match", "match_percent", "match_most", "matched", "result",
    )  # fmt: skip

    class Meta:
        """Those that end first are on top."""

        ordering = (models.Case(models.When(state="open", then=0), default=1), "ends_on", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def goal(self) -> int:
        """Up to what the fund adds: the stretch, else what is needed. In cents."""
        return int(max(self.minimum, self.stretch or 0))

    @cached_property
    def pledged(self) -> list[Pledged]:
        """What was promised; ``read_pledged`` reads it for many campaigns at once."""
        read_pledged([self])
        return self.pledged

    def refresh_from_db(self, *args: Any, **named: Any) -> None:
        """And of what was promised nothing is remembered."""
        self.__dict__.pop("pledged", None)
        super().refresh_from_db(*args, **named)

    @property
    def money(self) -> Ledger:
        """Its money, by what the treasurer confirmed."""
        return ledger((row.state, row.amount * row.times) for row in self.pledged if row.amount)

    @property
    def added(self) -> int:
        """What the fund adds: as it was paid, or would be by what came in until now. In cents."""
        if self.matched is not None:
            return self.matched
        payments = [
            amount
            for row in self.pledged
            if row.amount and row.state == Money.CONFIRMED
            for amount in [row.amount] * row.times
        ]
        return matched(
            payments,
            Match(self.match),
            self.pot or 0,
            self.goal,
            self.match_percent,
            self.match_most,
        )

    @property
    def raised(self) -> int:
        """From residents and the fund together, in cents."""
        raised = self.money.raised
        return raised + (self.added if raised else 0)

    @property
    def asked(self) -> list[tuple[Need, Asked]]:
        """Each need with how much of it is sure."""
        sure: dict[int, int] = {}
        for row in self.pledged:
            if row.need and row.state in _COUNTS:
                sure[row.need] = sure.get(row.need, 0) + row.number
        return [(need, Asked(need.wanted, sure.get(need.pk, 0))) for need in self.needs.all()]

    @property
    def goes_on(self) -> bool:
        """Whether what was promised is being done."""
        return self.state in ("reached", "accounted")

    @property
    def is_met(self) -> bool:
        """Whether all that is needed is there now: asked anew each time, as a goal may be raised."""
        needed = [state_of_need for need, state_of_need in self.asked if need.essential]
        return goal_met(self.raised, self.minimum, needed)


class Need(InProcess):
    """Hands, room or material that a campaign asks."""

    class Kind(models.TextChoices):
        """What is asked."""

        TASK = "task", _("Hands")
        ROOM = "room", _("Room")
        MATERIAL = "material", _("Material")

    process = in_process("needs")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(
        _("What is asked?"), max_length=10, choices=Kind.choices, default=Kind.TASK
    )
    title = line(_("In a few words"), EVERYBODY)
    wanted = models.PositiveSmallIntegerField(
        _("How many people or pieces"), default=1, validators=[MinValueValidator(1)]
    )
    hours = models.PositiveSmallIntegerField(_("Hours of each"), null=True, blank=True)
    essential = models.BooleanField(_("The plan can’t do without"), default=True)

    data_card = card("id", "process", "campaign", "kind", "title", "wanted", "hours", "essential")

    class Meta:
        """In order of writing."""

        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class Pledge(InProcess, Stepping):
    """Money, or a number of a need, that somebody promised; ``receipt`` is the HMAC of what they follow it
    with, ``reference`` what their bank transfer says."""

    process = in_process("pledges")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledges")
    amount = CentsField(_("Amount in euros"), null=True, blank=True)
    need = models.ForeignKey(
        Need,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
        verbose_name=_("For what"),
    )
    number = models.PositiveSmallIntegerField(
        _("How many people or pieces"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    promised_on = models.DateField(_("Promised on"))
    reference = models.CharField(_("Payment reference"), max_length=25, unique=True, null=True)
    receipt = models.CharField(max_length=64, blank=True, db_index=True)

    data_card = card(
        "id", "state", "version", "process", "campaign", "amount", "need", "number", "promised_on",
        "reference", secret=("receipt",),
    )  # fmt: skip

    class Meta:
        """In order of promising; money or something else, never both."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, need=None, number=None)
                | Q(amount=None, need__isnull=False, number__gt=0),
                name="money_or_a_need",
            )
        ]

    def __str__(self) -> str:
        return self.reference or f"{self.need}: {self.number}"


def read_pledged(campaigns: Iterable[Campaign]) -> None:
    """Read what was promised in each of these, in one question however many promises there are."""
    rows: dict[int, list[Pledged]] = {campaign.pk: [] for campaign in campaigns}
    sums = (
        Pledge.objects.filter(campaign__in=rows)
        .order_by()
        .values_list("campaign_id", "state", "amount", "need_id")
        .annotate(Count("pk"), Sum("number", default=0))
    )
    for campaign, *values in sums:
        rows[campaign].append(Pledged(*values))
    for campaign in campaigns:
        campaign.pledged = rows[campaign.pk]


class BankPayment(InProcess):
    """A payment of a bank statement that confirmed a pledge, or (below 0) undid that. ``key`` is the payment's
    own in any statement, so that it counts once."""

    process = in_process("bank_payments")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="bank_payments")
    key = models.CharField(max_length=64, unique=True)
    amount = CentsField(_("Amount in euros"))
    booked_on = models.DateField(_("Booked on"))

    data_card = card("id", "process", "pledge", "key", "amount", "booked_on")

    class Meta:
        """In order of booking."""

        ordering = ("booked_on", "id")

    def __str__(self) -> str:
        return str(self.pledge)
