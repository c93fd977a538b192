"""The programme, who takes part in it, and what it wants to reach."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow


class Programme(Stepping):
    """A programme: one horizon, one vision, pillars with goals under it."""

    slug = models.SlugField(_("Code"), max_length=60, unique=True)
    title = line(_("Name"))
    vision = prose(_("What the programme wants"))
    municipality = LineField(
        _("Code of the municipality"), max_length=20, blank=True, help_text=_("Such as GM0599.")
    )
    areas = models.JSONField(_("Codes of the areas"), default=list, blank=True)
    begins_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    edition = LineField(
        _("Edition of the monitor"),
        max_length=200,
        blank=True,
        help_text=_("Where indicators come from, unless a target says another."),
    )
    mandate = prose(_("What the bureau may do by itself"))
    simulated = models.BooleanField(
        _("This is an example: not everything in it happened"), default=False
    )

    data_card = card(
        "id",
        "state",
        "version",
        "slug",
        "title",
        "vision",
        "municipality",
        "areas",
        "begins_on",
        "ends_on",
        "edition",
        "mandate",
        "simulated",
    )

    class Meta:
        """By name."""

        ordering = ("title", "id")

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies: itself."""
        return {"programme": self.slug}

    def __str__(self) -> str:
        return self.title


class Step(StepRow):
    """A step that was made in a programme. The database refuses to change or remove one."""

    programme = in_programme("steps")

    data_card = card("programme", *STEP_PLAIN, personal=STEP_PERSONAL)

    class Meta(StepRow.Meta):
        """Found by the thing that it is about."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("programme", "machine", "object_id"), name="steps_of_a_thing")
        ]


class Organisation(models.Model):
    """Who promises something: a municipality, a school board, a housing corporation, the State."""

    slug = models.SlugField(_("Code"), max_length=60, unique=True)
    name = line(_("Name"))
    kind = LineField(
        _("Kind"),
        max_length=40,
        blank=True,
        help_text=_("Such as municipality, school or housing corporation."),
    )
    merged_into = belongs("Organisation", "merged", needed=False)
    ended_on = models.DateField(null=True, blank=True)

    data_card = card("id", "slug", "name", "kind", "merged_into", "ended_on")

    class Meta:
        """By name."""

        ordering = ("name", "id")

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies: itself."""
        return {"organisation": self.slug}

    def __str__(self) -> str:
        return self.name


class Named(InProgramme):
    """A part of a programme that has a name, and a place among the others."""

    name = line(_("Name"))
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the programme's order."""

        abstract = True
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.name


class Domain(Named):
    """A side of the board, such as schools, care or residents, that sits there by one person."""

    programme = in_programme("domains")

    data_card = card("id", "programme", "name", "place")

    class Meta(Named.Meta):
        """Each name once."""

        constraints: ClassVar[list[Any]] = [only_one("programme", "name", name="a_domain_once")]


class Seat(InProgramme):
    """Who sits on the board for a domain, from a day on, or stands in for who does (``substitute_for``)
    between two days; ``actor`` is the account, never a name."""

    programme = in_programme("seats")
    domain = belongs("Domain", "seats", _("Side of the board"))
    organisation = belongs("Organisation", "seats", _("Organisation"))
    actor = models.CharField(max_length=60, blank=True)
    first_day = models.DateField(_("First day"))
    last_day = models.DateField(_("Last day"), null=True, blank=True)
    substitute_for = belongs("Seat", "substitutes", _("Stands in for"), needed=False)

    data_card = card(
        "id",
        "programme",
        "domain",
        "organisation",
        "first_day",
        "last_day",
        "substitute_for",
        personal=("actor",),
    )

    class Meta:
        """The newest first; one at a time."""

        ordering = ("domain", "-first_day", "-id")
        constraints: ClassVar[list[Any]] = [
            only_one(
                "domain",
                when=Q(last_day=None, substitute_for=None),
                name="one_representative",
            )
        ]

    def __str__(self) -> str:
        days = f", {self.first_day} – {self.last_day}" if self.substitute_for_id else ""
        return f"{self.domain.name}: {self.organisation.name}{days}"


class Pillar(Named):
    """A part of the programme, such as school, work or housing."""

    programme = in_programme("pillars")

    data_card = card("id", "programme", "name", "place")

    class Meta(Named.Meta):
        """Each name once."""

        constraints: ClassVar[list[Any]] = [only_one("programme", "name", name="a_pillar_once")]


class Goal(Named):
    """What a pillar wants to reach, in words; targets say it in figures."""

    programme = in_programme("goals")
    pillar = belongs("Pillar", "goals")

    data_card = card("id", "programme", "pillar", "name", "place")

    class Meta:
        """Pillar by pillar, in which each name stands once."""

        ordering = ("pillar", "place", "id")
        constraints: ClassVar[list[Any]] = [only_one("pillar", "name", name="a_goal_once")]


class PublishedFact(InProgramme):
    """What somebody else published about the programme: shown as such, beside what is measured here."""

    programme = in_programme("published_facts")
    statement = line(_("What was published"), EVERYBODY)
    published_on = models.DateField(_("Published on"))
    source = line(_("Where"), _("Who published it, and in what."))

    data_card = card("id", "programme", "statement", "published_on", "source")

    class Meta:
        """The newest first."""

        ordering = ("-published_on", "id")
        constraints: ClassVar[list[Any]] = [
            only_one("programme", "statement", "published_on", name="a_published_fact_once")
        ]

    def __str__(self) -> str:
        return self.statement
