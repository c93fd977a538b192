"""The portfolio: projects with what has to be known of each, and what was done with them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wijkwerk.programme.models.base import (
    InProgramme,
    belongs,
    card,
    in_programme,
    line,
    only_one,
    prose,
)
from wijkwerk.ui.fields import EVERYBODY, LineField
from wijkwerk.workflow.api import Stepping


class MoneyPeriod(models.TextChoices):
    """Over which period an amount of money is. Amounts of different periods aren't added up.

    Empty is in all, as every amount was before periods were written down.
    """

    IN_ALL = "", _("in all")
    A_YEAR = "a_year", _("a year")


class ReasonKind(models.TextChoices):
    """Why a project stops, as far as it can be counted."""

    NO_MONEY = "no_money", _("There is no money any more")
    INEFFECTIVE = "ineffective", _("It was shown not to work")
    DONE = "done", _("It reached what it was for")
    OTHER = "other", _("Something else")


class Project(InProgramme, Stepping):
    """A project. What isn't known stays empty and is shown as missing; stop criteria don't change
    any more once it runs."""

    programme = in_programme("projects")
    code = LineField(
        _("Code"), max_length=60, help_text=_("Short and of its own, such as a number.")
    )
    name = line(_("Name"), EVERYBODY)
    goal = belongs("Goal", "projects", _("Goal"), needed=False)
    target = belongs(
        "Target",
        "projects",
        _("Measured by"),
        needed=False,
        help_text=_("The target whose figure shows whether it works."),
    )
    contribution = prose(_("What it adds to the goal, and how much"), EVERYBODY)
    organisation = belongs("Organisation", "projects", _("Owner"), needed=False)
    areas = models.JSONField(_("Areas"), default=list)
    money = models.DecimalField(
        _("Money (euros)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    money_period = models.CharField(
        _("This money is"),
        max_length=10,
        choices=MoneyPeriod.choices,
        default=MoneyPeriod.IN_ALL,
        blank=True,
        help_text=_("Amounts a year are added up only with amounts a year that run now."),
    )
    money_from = line(_("Money from"), blank=True)
    money_until = models.DateField(_("Money until"), null=True, blank=True)
    after_plan = prose(_("What happens after the money"), EVERYBODY)
    stop_criteria = prose(
        _("When we stop"), _("Agreed before it begins. Once it runs this doesn’t change any more.")
    )
    begins_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    decision_due = models.DateField(
        _("Next decision, at the latest on"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Once it runs only the board puts this off."),
    )
    decider = line(_("Who decides"), _("A function, such as “board”; never a name."), blank=True)
    evidence = prose()  # used for the last decision
    evaluation = LineField(
        _("Evaluation that the decision rests on"),
        max_length=200,
        blank=True,
        help_text=_("One that everybody can read on this site."),
    )
    reason_kind = models.CharField(
        _("Kind of reason"), max_length=20, blank=True, choices=ReasonKind.choices
    )
    bridging_ended = prose(
        _("Functions between parties that end with it"),
        _("Such as a liaison or the one contact of a household: functions, never names."),
    )
    embedding_asked_on = models.DateField(_("The owner was asked on"), null=True, blank=True)
    owner_agreed_on = models.DateField(
        _("The owner agreed to go on with it on"), null=True, blank=True
    )
    note = prose(_("Note of the bureau"), _("Only who works on this programme reads this."))

    data_card = card(
        "id",
        "state",
        "version",
        "programme",
        "code",
        "name",
        "goal",
        "target",
        "contribution",
        "organisation",
        "areas",
        "money",
        "money_period",
        "money_from",
        "money_until",
        "after_plan",
        "stop_criteria",
        "begins_on",
        "ends_on",
        "decision_due",
        "decider",
        "evidence",
        "evaluation",
        "reason_kind",
        "bridging_ended",
        "embedding_asked_on",
        "owner_agreed_on",
        "note",
    )

    class Meta:
        """By name."""

        ordering = ("name", "id")
        constraints: ClassVar[list[Any]] = [only_one("programme", "code", name="a_project_once")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("programme", "state", "decision_due"), name="open_decisions"),
            models.Index(fields=("programme", "name", "id"), name="projects_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page that everybody sees."""
        return reverse("programme:project", args=[self.programme.slug, self.pk])


class Mark(InProgramme):
    """A turn of the loop: planned, done, checked or acted, on a day, with what shows it. Never
    changed."""

    class Kind(models.TextChoices):
        """A step of the loop."""

        PLANNED = "planned", _("Planned")
        DONE = "done", pgettext_lazy("step of the loop", "Done")
        CHECKED = "checked", _("Checked")
        ACTED = "acted", _("Acted upon")

    programme = in_programme("marks")
    project = belongs("Project", "marks")
    kind = models.CharField(_("What happened"), max_length=10, choices=Kind)
    on = models.DateField()
    text = prose(blank=False)
    # Of what was checked: "figure 2026-01-01", "assessment 2026-02-01" (the days), "evaluation …" (its id).
    rests_on = LineField(_("By what it was checked"), max_length=200, blank=True)

    data_card = card("id", "programme", "project", "kind", "on", "text", "rests_on")

    class Meta:
        """In order of time."""

        ordering = ("project", "on", "id")

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"
