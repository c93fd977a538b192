"""Visitation: a round, the pool of experts, visits with their committees, what parties say of themselves beforehand,
the day, and what was found. Nobody is named: experts by function, parties and guests as organisations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.learning.models.advice import Advice
from wijkwerk.learning.models.base import card, line, prose
from wijkwerk.ui import fields
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow

_THEMES = _("One on each line.")


def lines_of(text: str) -> list[str]:
    """What stands on the lines of a text, each once, in their order."""
    return list(dict.fromkeys(part.strip() for part in text.splitlines() if part.strip()))


class VisitRound(Stepping):
    """A round of visits: the root of its pool and its visits. ``follows`` is the round that it evaluates."""

    title = line(_("Title"), EVERYBODY)
    mandate = line(_("Mandate"), _("Who agreed to it, and when."))
    aims = prose(_("Aims"), EVERYBODY)
    themes = prose(_("Themes"), _THEMES)
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("Second round after"),
    )
    again_on = models.DateField(_("To be evaluated by a second round by"), null=True, blank=True)
    example = models.BooleanField(default=False)

    data_card = card(
        "id", "title", "mandate", "aims", "themes", "follows", "again_on", "example", "state", "version"
    )  # fmt: skip

    # About several cities: about the whole site, as access asks it.
    places: ClassVar[dict[str, str]] = {}

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("learning:visitround", args=[self.pk])


class VisitStep(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    round = models.ForeignKey(VisitRound, on_delete=models.PROTECT, related_name="steps")

    data_card = card("round", *STEP_PLAIN, personal=STEP_PERSONAL)


class Expert(models.Model):
    """Somebody of the pool, by function. ``conflicts`` are codes of municipalities that they don't visit."""

    round = models.ForeignKey(VisitRound, on_delete=models.PROTECT, related_name="experts")
    function = line(_("Function"), _("Such as “former alderman for housing”; never a name."))
    themes = prose(_("Knows of"), _THEMES, blank=True)
    city = fields.LineField(_("Code of the own municipality"), max_length=20, blank=True)
    conflicts = prose(
        _("Doesn’t visit either"), _("Codes of municipalities, one on each line."), blank=True
    )
    chairs = models.BooleanField(_("Can chair"), default=False)
    guest = models.BooleanField(
        _("Guest"), default=False, help_text=_("From another city, or a resident.")
    )

    data_card = card("id", "round", "function", "themes", "city", "conflicts", "chairs", "guest")

    class Meta:
        """As they came in."""

        ordering = ("id",)

    def __str__(self) -> str:
        return self.function


class Visit(Stepping):
    """A day in a city: a large one has several. ``advice`` holds its recommendations, which are followed as those
    of any advice."""

    round = models.ForeignKey(VisitRound, on_delete=models.PROTECT, related_name="visits")
    municipality = fields.LineField(
        _("Code of the municipality"), max_length=20, help_text=_("Such as GM0599.")
    )
    name = line(_("City and neighbourhoods"), EVERYBODY)
    themes = prose(_("Themes"), _THEMES)
    size = models.PositiveSmallIntegerField(
        _("Members of the committee"), default=5, help_text=_("From five to eight.")
    )
    wants_guest = models.BooleanField(_("With a guest"), default=False)
    areas = models.PositiveSmallIntegerField(
        _("Number of areas"), default=1, help_text=_("That are visited on this day.")
    )
    on = models.DateField(_("Day of the visit"), null=True, blank=True)
    impressions = prose(_("First impressions"), EVERYBODY, blank=True)
    report = prose(_("Report"), EVERYBODY, blank=True)
    reply = prose(_("What the city answers"), EVERYBODY, blank=True)
    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, null=True, related_name="visits")

    data_card = card(
        "id", "round", "municipality", "name", "themes", "size", "wants_guest", "areas", "on", "impressions",
        "report", "reply", "advice", "state", "version",
    )  # fmt: skip

    class Meta:
        """As they were planned."""

        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def places(self) -> dict[str, str]:
        """In which municipality it lies."""
        return {"municipality": self.municipality}

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("learning:visit", args=[self.round_id, self.pk])


class Seat(models.Model):
    """Who goes on a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    chair = models.BooleanField(default=False)

    data_card = card("id", "visit", "expert", "chair")

    class Meta:
        """The chair first; everybody once."""

        ordering = ("-chair", "expert")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("visit", "expert"), name="a_seat_once")
        ]

    def __str__(self) -> str:
        return str(self.expert)


class Reflection(models.Model):
    """What a party says of itself before the visit. ``light``: by residents, who are asked less."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="reflections")
    party = line(_("Which party?"), _("One or more organisations, never a name."))
    light = models.BooleanField(
        _("Of residents"), default=False, help_text=_("Two questions are enough then.")
    )
    question = prose(
        _("What do you want to know of the visitors?"), _("Sharp: a question that you can’t answer yet."), blank=True
    )  # fmt: skip
    own = prose(
        _("What goes well and what doesn’t in what you do yourself?"), EVERYBODY, blank=True
    )
    partners = prose(_("Whom do you need, and what do they do?"), EVERYBODY, blank=True)
    goal = prose(_("When has it succeeded, and how do you measure that?"), EVERYBODY, blank=True)
    unsolved = prose(_("What isn’t solved?"), EVERYBODY, blank=True)

    data_card = card(
        "id", "visit", "party", "light", "question", "own", "partners", "goal", "unsolved"
    )

    class Meta:
        """As they came in."""

        ordering = ("id",)

    def __str__(self) -> str:
        return self.party


class DayItem(models.Model):
    """A part of the day: with which sort of party, and whether they came."""

    class Party(models.TextChoices):
        """Whom the visitation of 2011 spoke to, and whom it missed."""

        ALDERMEN = "aldermen", _("aldermen")
        CORPORATIONS = "corporations", _("housing corporations")
        RESIDENTS = "residents", _("residents")
        POLICE = "police", _("police")
        WELFARE = "welfare", _("welfare work")
        CIVIL_SERVANTS = "civil_servants", _("civil servants")
        WORK = "work", _("work and income")
        EDUCATION = "education", _("schools")
        ENTREPRENEURS = "entrepreneurs", _("entrepreneurs")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="items")
    begins = models.TimeField(_("From"))
    what = line(_("What happens?"), _("Such as a talk or a walk."))
    party = models.CharField(_("With whom?"), max_length=20, choices=Party)
    came = models.BooleanField(_("They came"), null=True, default=None)

    data_card = card("id", "visit", "begins", "what", "party", "came")

    class Meta:
        """In the order of the day."""

        ordering = ("begins", "id")

    def __str__(self) -> str:
        return f"{self.begins:%H:%M} {self.what}"


class Finding(models.Model):
    """Something that the committee found, and what shows it."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="findings")
    text = prose(_("What was found?"), EVERYBODY)
    evidence = prose(
        _("What shows it?"), _("Such as a document, a figure or what several parties said.")
    )

    data_card = card("id", "visit", "text", "evidence")

    class Meta:
        """As they were written down."""

        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:80]
