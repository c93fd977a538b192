"""Selection by nomination: a round in which municipalities send in plans for areas, and peers score them
without seeing what others gave."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.designation.models.procedure import KEPT
from wijkwerk.shared.classification import data_card, kept_card
from wijkwerk.ui.fields import EVERYBODY, line, prose
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow

BLIND = "Nobody may see who scored what before the round is closed."


class NominationRound(Stepping):
    """A round by a ``scheme`` that rests on nominations, with areas of an ``edition``."""

    scheme = models.CharField(_("Scheme"), max_length=60)
    edition = models.CharField(_("Edition"), max_length=200)
    title = line(_("Name of the round"), EVERYBODY)
    year = models.PositiveSmallIntegerField(
        _("Year of the list"), validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    plans_until = models.DateField(_("Last day to send plans in"))
    scores_until = models.DateField(_("Last day to score"))

    data_card = kept_card(
        KEPT, "id", "state", "version", "scheme", "edition", "title", "year", "plans_until",
        "scores_until",
    )  # fmt: skip

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    # About the whole country, as access asks it.
    municipality = ""
    places: ClassVar[dict[str, str]] = {}

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody sees once the round is closed."""
        return reverse("designation:round", args=[self.pk])


class Nomination(Stepping):
    """A municipality's plan for an area."""

    round = models.ForeignKey(NominationRound, on_delete=models.PROTECT, related_name="nominations")
    area = models.CharField(_("Area"), max_length=40)
    area_name = models.CharField(_("Area"), max_length=300)
    municipality = models.CharField(_("Municipality"), max_length=20, db_index=True)
    title = line(_("Name of the plan"), EVERYBODY)
    plan = prose(_("The plan"), _("What assessors read. Don’t name persons."), blank=False)
    made_on = models.DateField(_("Sent in"))

    data_card = kept_card(
        KEPT, "id", "state", "version", "round", "area", "area_name", "municipality", "title", "plan",
        "made_on",
    )  # fmt: skip

    class Meta:
        """One plan for an area in a round."""

        ordering = ("municipality", "area_name", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("round", "area"), condition=~Q(state="withdrawn"), name="one_nomination"
            )
        ]

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies, as access asks it."""
        return {"municipality": self.municipality}

    def __str__(self) -> str:
        return self.title


class PlanScore(Stepping):
    """What a peer gave a plan: ``scores`` by criterion, and why. Whose it is says the account's number."""

    round = models.ForeignKey(NominationRound, on_delete=models.PROTECT, related_name="scores")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="scores")
    actor = models.CharField(max_length=60)
    municipality = models.CharField(max_length=20)  # of the assessor
    scores = models.JSONField(default=dict)
    reasons = prose(_("Reasons"), EVERYBODY, blank=False)
    given_on = models.DateField()

    data_card = kept_card(
        BLIND, "id", "state", "version", "round", "nomination", "municipality", "scores", "reasons",
        "given_on", personal=("actor",),
    )  # fmt: skip

    class Meta:
        """Once by each."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("nomination", "actor"), name="one_score_of_each")
        ]

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies, as access asks it."""
        return {"municipality": self.municipality}

    def __str__(self) -> str:
        return str(self.nomination_id)


class RoundStep(StepRow):
    """A step that was made in a round. The database refuses to change or remove one."""

    round = models.ForeignKey(NominationRound, on_delete=models.PROTECT, related_name="steps")

    data_card = data_card(
        days=None, because=KEPT, plain=("round", *STEP_PLAIN), personal=STEP_PERSONAL
    )
