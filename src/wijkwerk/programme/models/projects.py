"""The portfolio: projects with what has to be known of each, and what was done with them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.models.base import (
    InProgramme,
    belongs,
    in_programme,
    kept,
    line,
    only_one,
    prose,
)
from wijkwerk.ui.fields import LineField
from wijkwerk.workflow.api import Stepping


class MoneyPeriod(models.TextChoices):
    """Over which period an amount of money is. Amounts of different periods aren't added up.

    Empty is in all, as every amount was before periods were written down.
    """

    IN_ALL = "", _("in all")
    A_YEAR = "a_year", _("a year")


class Project(InProgramme, Stepping):
    """A project. What isn't known stays empty and is shown as missing; stop criteria don't change
    any more once it runs."""

    programme = in_programme("projects")
    code = LineField(max_length=60)
    name = line()
    goal = belongs("Goal", "projects", needed=False)
    target = belongs("Target", "projects", needed=False)  # by which it is measured
    contribution = prose()  # what it adds to the goal, and how much
    organisation = belongs("Organisation", "projects", needed=False)  # the owner
    areas = models.JSONField(default=list)
    money = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)  # euro
    money_period = models.CharField(
        max_length=10, choices=MoneyPeriod.choices, default=MoneyPeriod.IN_ALL, blank=True
    )
    money_from = line(blank=True)
    money_until = models.DateField(null=True, blank=True)
    after_plan = prose()
    stop_criteria = prose()
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    decision_due = models.DateField(null=True, blank=True, db_index=True)
    decider = line(blank=True)  # a function, such as 'board'; never a name
    evidence = prose()  # used for the last decision
    note = prose()  # the bureau's own; never public

    data_card = kept(
        "id", "state", "version", "programme", "code", "name", "goal", "target",
        "contribution", "organisation", "areas", "money", "money_period", "money_from", "money_until",
        "after_plan", "stop_criteria", "begins_on", "ends_on", "decision_due", "decider",
        "evidence", "note",
    )  # fmt: skip

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


class Mark(InProgramme):
    """A turn of the loop: planned, done, checked or acted, on a day, with what shows it. Never
    changed."""

    programme = in_programme("marks")
    project = belongs("Project", "marks")
    kind = models.CharField(max_length=10)  # planned, done, checked, acted
    on = models.DateField()
    text = prose(blank=False)

    data_card = kept("id", "programme", "project", "kind", "on", "text")

    class Meta:
        """In order of time."""

        ordering = ("project", "on", "id")

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"
