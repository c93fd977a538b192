"""Plans of some years: their text in versions, and who signed exactly which."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.models.base import (
    InProgramme,
    belongs,
    card,
    entered_later,
    in_programme,
    line,
    only_one,
    prose,
)
from wijkwerk.workflow.api import Stepping


def _year(label: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )


class Plan(InProgramme, Stepping):
    """A plan of some years (usually four) within the programme. One that was agreed before and entered later
    (``entered_on``) has no signatures here, and no targets or commitments that it fixed."""

    programme = in_programme("plans")
    title = line(_("Name"))
    first_year = _year(_("First year"))
    last_year = _year(_("Last year"))
    locked_on = models.DateField(_("Locked on"), null=True, blank=True)  # the last signature
    assessed_on = models.DateField(_("Assessed by the board on"), null=True, blank=True)
    conclusion = prose(_("What the board concluded"))
    entered_on = entered_later()

    data_card = card(
        "id",
        "state",
        "version",
        "programme",
        "title",
        "first_year",
        "last_year",
        "locked_on",
        "assessed_on",
        "conclusion",
        "entered_on",
    )

    class Meta:
        """In order of time."""

        ordering = ("first_year", "id")
        constraints: ClassVar[list[Any]] = [
            only_one("programme", "first_year", name="one_plan_a_term")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def in_force_on(self) -> date | None:
        """From when it holds: the last signature, and not before its first year. None: not signed yet."""
        return self.locked_on and max(self.locked_on, date(self.first_year, 1, 1))

    def get_absolute_url(self) -> str:
        """The page that everybody sees once it is signed."""
        return reverse("programme:plan", args=[self.programme.slug, self.pk])


class PlanResult(InProgramme):
    """What came of a target of a plan when the board assessed it: what was promised by the plan's end
    (None: nothing by then), what was measured last, how it stood, and what is done with it next."""

    class Decision(models.TextChoices):
        """What is done with it."""

        CONTINUE = "continue", _("Continue as it is")
        ADJUST = "adjust", _("Adjust it")
        END = "end", _("End it")

    programme = in_programme("plan_results")
    plan = belongs("Plan", "results")
    target = belongs("Target", "plan_results")
    promised = models.FloatField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    reached = models.FloatField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Standing])
    decision = models.CharField(max_length=10, choices=Decision.choices)

    data_card = card(
        "id",
        "programme",
        "plan",
        "target",
        "promised",
        "promised_on",
        "reached",
        "reached_on",
        "standing",
        "decision",
    )

    class Meta:
        """In the programme's order."""

        ordering = ("target__goal__pillar__place", "target__goal__place", "target", "id")
        constraints: ClassVar[list[Any]] = [only_one("plan", "target", name="a_result_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.target_id}"


class PlanText(InProgramme):
    """A version of a plan's text with the targets and commitments as they stood. Never changed."""

    programme = in_programme("plan_texts")
    plan = belongs("Plan", "texts")
    number = models.PositiveSmallIntegerField()
    text = prose(blank=False)
    targets = models.JSONField(default=list)  # as they stood: title, baseline, value, day
    commitments = models.JSONField(default=list)  # as they stood: whose, what, how much, by when
    digest = models.CharField(max_length=64)  # SHA-256 of text, targets and commitments
    made_at = models.DateTimeField()

    data_card = card(
        "id", "programme", "plan", "number", "text", "targets", "commitments", "digest", "made_at"
    )

    class Meta:
        """In order of making."""

        ordering = ("plan", "number")
        constraints: ClassVar[list[Any]] = [only_one("plan", "number", name="a_version_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class Signatory(InProgramme):
    """Whose signature a plan asks for."""

    programme = in_programme("signatories")
    plan = belongs("Plan", "signatories")
    organisation = belongs("Organisation", "signatories")

    data_card = card("id", "programme", "plan", "organisation")

    class Meta:
        """Each once."""

        ordering = ("organisation__name",)
        constraints: ClassVar[list[Any]] = [
            only_one("plan", "organisation", name="a_signatory_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.organisation_id}"


class Signature(InProgramme):
    """An organisation signed exactly this version, then, by this account. Never changed."""

    programme = in_programme("signatures")
    text = belongs("PlanText", "signatures")
    organisation = belongs("Organisation", "signatures")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    data_card = card("id", "programme", "text", "organisation", "at", personal=("actor",))

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [only_one("text", "organisation", name="signed_once")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.organisation_id}"
