"""The tables of learning: what visitors advised, and what became of each recommendation."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared.classification import kept_card
from wijkwerk.ui import fields
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow

KEPT = "What was advised and what became of it is learned from for as long as the same problems come back."
line = partial(fields.line, most=200)
prose = partial(fields.prose, most=10_000)
card = partial(kept_card, KEPT)


class Advice(Stepping):
    """What somebody who visited or studied advised, as a whole: the root of its recommendations.
    ``municipality`` is '' when it is for no municipality in particular."""

    title = line(_("Title"), EVERYBODY)
    by = line(_("Who advises"), _("A committee or organisation. It also checks what was done."))
    municipality = fields.LineField(
        _("Municipality"),
        max_length=20,
        blank=True,
        help_text=_("Its code; empty when it is for more than one."),
    )
    given_on = models.DateField(_("Given on"))
    source = line(_("Where it can be read"), blank=True)
    example = models.BooleanField(default=False)

    data_card = card(
        "id", "title", "by", "municipality", "given_on", "source", "example", "state", "version"
    )

    class Meta:
        """Newest first."""

        ordering = ("-given_on", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def places(self) -> dict[str, str]:
        """In which municipality it lies; in none when it is for more than one."""
        return {"municipality": self.municipality} if self.municipality else {}

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("learning:advice", args=[self.pk])


class AdviceStep(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="steps")

    data_card = card("advice", *STEP_PLAIN, personal=STEP_PERSONAL)


class Recommendation(Stepping):
    """One recommendation: its owner answers, plans and shows that it was done; who gave it closes it.
    ``code`` is the HMAC of the code in the last letter to an owner without an account."""

    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField(_("Number"))
    title = line(_("Recommendation"), EVERYBODY)
    text = prose(_("What is advised, and why"), EVERYBODY, blank=True)
    owner = line(_("Who has to act"), _("A function or organisation, never a name."))
    area = fields.LineField(_("Code of the area"), max_length=20, blank=True)
    due_on = models.DateField(_("To be done by"), null=True, blank=True)
    priority = models.BooleanField(
        _("Priority"),
        default=False,
        help_text=_("Done is only what a document shows, and two people of who advises saw it."),
    )
    plan = prose(_("What will be done"), EVERYBODY, blank=True)
    planned_for = models.DateField(_("Ready by"), null=True, blank=True)
    proof = prose(_("What was done, and what shows it"), EVERYBODY, blank=True)
    document = models.URLField(
        _("Document"), blank=True, help_text=_("The address of what shows that it was done.")
    )
    trace = prose(
        _("What was seen of it later"), _("By who advises, also when nobody answered."), blank=True
    )
    code = models.CharField(max_length=64, blank=True, db_index=True)
    asked_on = models.DateField(_("Last letter"), null=True, blank=True)

    data_card = card(
        "id", "advice", "number", "title", "text", "owner", "area", "due_on", "priority", "plan", "planned_for",
        "proof", "document", "trace", "asked_on", "state", "version", secret=("code",),
    )  # fmt: skip

    class Meta:
        """In the order of the advice; each number once."""

        ordering = ("advice", "number")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("advice", "number"), name="a_recommendation_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def places(self) -> dict[str, str]:
        """Where its advice lies."""
        return self.advice.places

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("learning:recommendation", args=[self.advice_id, self.pk])


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
