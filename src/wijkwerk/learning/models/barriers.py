"""What stands in the way, and what broke it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.learning.models.base import card, line, prose
from wijkwerk.ui import fields
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow


class Barrier(Stepping):
    """Something that stood in the way: in which relation, of which kind, by which rule or body, who can lift it,
    what was asked and answered, and what broke it. The root of its own steps."""

    class Relation(models.TextChoices):
        """On which side of the triangle it is met."""

        MUNICIPALITY_RESIDENTS = "municipality_residents", _("between municipality and residents")
        MUNICIPALITY_PARTNERS = "municipality_partners", _("between municipality and partners")
        PARTNERS_RESIDENTS = "partners_residents", _("between partners and residents")

    class Kind(models.TextChoices):
        """What sort of barrier it is; counted by this."""

        RULES = "rules", _("A rule")
        MONEY = "money", _("Money")
        DATA = "data", _("Data that may not or can’t be seen")
        INCOME = "income", _("Income or debts")
        HOUSING = "housing", _("Housing")
        COMPARTMENTS = "compartments", _("Departments or bodies that look inwards")
        TRUST = "trust", _("Distrust")
        REACH = "reach", _("Who needs it isn’t reached")
        SUPPLY = "supply", _("What is offered isn’t what is needed")
        RESPONSIBILITY = "responsibility", _("Nobody takes responsibility")
        OUTPUT = "output", _("Nobody steers on what it yields")
        TIME = "time", _("Time")
        INTEGRATED = "integrated", _("Help doesn’t fit together")
        OTHER = "other", _("Something else")

    class Met(models.TextChoices):
        """In what it was met."""

        PROJECT = "project", _("a project")
        CASE = "case", _("help to a household")
        FLOW = "flow", _("a flow of money")
        PROCESS = "process", _("a process with residents")

    class Level(models.TextChoices):
        """How near who can lift it is."""

        OWN = "own", _("our own house")
        PARTNER = "partner", _("a partner")
        STATE = "state", _("the State")

    title = line(_("What stands in the way?"), EVERYBODY)
    text = prose(_("What happens because of it?"), EVERYBODY, blank=True)
    met_in = models.CharField(_("Met in"), max_length=10, choices=Met, default=Met.PROJECT)
    project = line(_("Which project, process or flow?"), blank=True)
    municipality = fields.LineField(_("Code of the municipality"), max_length=20, blank=True)
    area = fields.LineField(_("Code of the area"), max_length=20, blank=True)
    relation = models.CharField(_("Between whom?"), max_length=30, choices=Relation)
    kind = models.CharField(_("What sort?"), max_length=20, choices=Kind)
    rule = line(_("Which rule causes it?"), blank=True)
    body = line(_("Who can lift it?"), _("An organisation, never a name."), blank=True)
    level = models.CharField(_("That is"), max_length=10, choices=Level)
    workaround = prose(_("How do you get round it?"), EVERYBODY, blank=True)
    cost = line(_("What does it cost?"), blank=True)
    question = prose(_("What is asked of who can lift it?"), EVERYBODY, blank=True)
    answer = prose(_("What was answered?"), EVERYBODY, blank=True)
    crowbar = models.CharField(max_length=40, blank=True)  # of data/crowbars.toml
    broken_by = prose(_("What broke it?"), EVERYBODY, blank=True)
    met_on = models.DateField(_("Met on"))
    example = models.BooleanField(default=False)

    data_card = card(
        "id", "title", "text", "met_in", "project", "municipality", "area", "relation", "kind", "rule", "body",
        "level", "workaround", "cost", "question", "answer", "crowbar", "broken_by", "met_on", "example", "state",
        "version",
    )  # fmt: skip

    # Barriers are shared between cities: about the whole site, as access asks it.
    places: ClassVar[dict[str, str]] = {}

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("kind", "relation"), name="barriers_by_kind")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("learning:barrier", args=[self.pk])


class BarrierStep(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="steps")

    data_card = card("barrier", *STEP_PLAIN, personal=STEP_PERSONAL)
