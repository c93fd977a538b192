"""Payment by result: an agreement with goals that stand fast, and tranches that are paid when somebody outside the team
accepted what was reached."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.finance.models.base import card, line, prose
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.ui.money import CentsField
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow


class PaymentAgreement(Stepping):
    """What is delivered by whom, who judges it, and how much is paid for it. Goals and tranches are written while it is
    a draft; once it runs nobody changes them."""

    municipality = models.CharField(_("Municipality"), max_length=20)
    title = line(_("Title"), EVERYBODY)
    payer = line(_("Who pays"))
    executor = line(_("Who carries it out"))
    verifier = line(_("Who judges the results"), _("An organisation that doesn’t carry it out."))
    amount = CentsField(_("Amount in all, in euros"), validators=[MinValueValidator(1)])
    frozen_on = models.DateField(_("Stands fast since"), null=True, blank=True)

    data_card = card(
        "id", "municipality", "title", "payer", "executor", "verifier", "amount", "frozen_on", "state", "version",
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    @property
    def places(self) -> dict[str, str]:
        """In which municipality it lies."""
        return {"municipality": self.municipality}

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("finance:agreement", args=[self.pk])


class AgreementStep(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    agreement = models.ForeignKey(PaymentAgreement, on_delete=models.PROTECT, related_name="steps")

    data_card = card("agreement", *STEP_PLAIN, personal=STEP_PERSONAL)


class ResultGoal(models.Model):
    """What is to be reached, so that anyone can judge it; its baseline stands fast when the agreement begins."""

    agreement = models.ForeignKey(PaymentAgreement, on_delete=models.PROTECT, related_name="goals")
    title = line(_("Goal"), EVERYBODY)
    definition = prose(_("When it is reached, so that anyone can judge it"), EVERYBODY)
    measure = line(_("How it is measured, and by which source"))
    baseline = models.FloatField(_("Value at the start"))
    baseline_on = models.DateField(_("Date of the value at the start"))
    target = models.FloatField(_("Value to reach"))
    evaluation = models.CharField(
        _("Evaluation"),
        max_length=200,
        blank=True,
        help_text=_("Its id, when an evaluation has to find the effect."),
    )
    outcome = models.CharField(_("Outcome of that evaluation"), max_length=40, blank=True)
    promise = models.CharField(_("Target or commitment of a programme"), max_length=200, blank=True)

    data_card = card(
        "id", "agreement", "title", "definition", "measure", "baseline", "baseline_on", "target", "evaluation",
        "outcome", "promise",
    )  # fmt: skip

    class Meta:
        """In order of writing; each once."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("agreement", "title"), name="a_result_goal_once")
        ]

    def __str__(self) -> str:
        return self.title

    def is_reached_by(self, value: float) -> bool:
        """Whether a measured value is at the target or beyond it, seen from the start. A goal to stay where it was is
        reached by that value alone."""
        if self.target == self.baseline:
            return value == self.target
        return value >= self.target if self.target > self.baseline else value <= self.target


class Tranche(Stepping):
    """A part of the amount, for a goal: claimed, accepted or refused, released, paid; or it lapses."""

    agreement = models.ForeignKey(
        PaymentAgreement, on_delete=models.PROTECT, related_name="tranches"
    )
    goal = models.ForeignKey(
        ResultGoal, on_delete=models.PROTECT, related_name="tranches", verbose_name=_("Goal")
    )
    title = line(_("Tranche"), EVERYBODY)
    asks = prose(_("What must be shown"), EVERYBODY)
    amount = CentsField(_("Amount, in euros"), validators=[MinValueValidator(1)])
    due_on = models.DateField(_("To be claimed before or on"))
    evidence = prose(_("What was reached, and where that can be seen"), EVERYBODY, blank=True)
    value = models.FloatField(_("Value that was measured"), null=True, blank=True)
    paid_on = models.DateField(_("Paid on"), null=True, blank=True)
    reference = line(_("Reference of the payment"), blank=True)

    data_card = card(
        "id", "agreement", "goal", "title", "asks", "amount", "due_on", "evidence", "value", "paid_on", "reference",
        "state", "version",
    )  # fmt: skip

    class Meta:
        """By day."""

        ordering = ("due_on", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def places(self) -> dict[str, str]:
        """In which municipality it lies."""
        return self.agreement.places


class TranchePayment(models.Model):
    """That a tranche was paid once: it stays when the money comes back, so that an old statement pays nothing anew.
    ``key`` is the payment's own in any bank statement; '' for one that somebody wrote down."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField(_("Paid on"))
    amount = CentsField(_("Amount, in euros"))
    reference = line(_("Reference of the payment"), blank=True)
    key = models.CharField(max_length=64, blank=True, default="")

    data_card = card("id", "tranche", "paid_on", "amount", "reference", "key")

    class Meta:
        """In order of payment; a payment of a bank counts once."""

        ordering = ("paid_on", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("key",), condition=~models.Q(key=""), name="finance_payment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tranche} ({self.paid_on})"
