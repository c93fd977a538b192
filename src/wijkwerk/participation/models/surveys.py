"""What residents find of their influence, measured by a survey over the years."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.core.surveys import Mark
from wijkwerk.participation.models.base import InProcess, card, in_process, line
from wijkwerk.workflow.api import Stepping


class SurveyMark(InProcess, Stepping):
    """The mean that residents gave in a year. Of persons there is nothing here."""

    class Subject(models.TextChoices):
        """What was asked."""

        INFLUENCE = "influence", _("Influence of residents")
        CONSULTATION = "consultation", _("Being consulted about plans")

    process = in_process("survey_marks")
    subject = models.CharField(_("What was asked"), max_length=12, choices=Subject.choices)
    year = models.PositiveSmallIntegerField(
        _("Year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    mean = models.FloatField(_("Mean mark"), validators=[MinValueValidator(1)])
    top = models.PositiveSmallIntegerField(
        _("Highest mark that one could give"), help_text=_("The lowest is 1."), default=10,
        validators=[MinValueValidator(2), MaxValueValidator(100)],
    )  # fmt: skip
    respondents = models.PositiveIntegerField(
        _("How many residents answered"), validators=[MinValueValidator(5)]
    )
    deviation = models.FloatField(
        _("Standard deviation"),
        null=True,
        blank=True,
        help_text=_("Leave this empty if the survey doesn’t give it."),
        validators=[MinValueValidator(0)],
    )
    source = line(_("Source"), _("Which survey, and where one can read it."))

    data_card = card(
        "id", "state", "version", "process", "subject", "year", "mean", "top", "respondents", "deviation", "source",
    )  # fmt: skip

    class Meta:
        """By subject, the latest year first; a year once."""

        ordering = ("subject", "-year", "-id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("process", "subject", "year"),
                condition=Q(state="recorded"),
                name="a_year_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.year}"

    @property
    def mark(self) -> Mark:
        """As core/surveys.py takes it."""
        return Mark(self.year, self.mean, self.respondents, self.top, self.deviation)
