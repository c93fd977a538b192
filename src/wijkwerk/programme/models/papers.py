"""What a programme writes: covenants, plans under pressure, letters, scores."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.models.base import (
    STILL_THERE,
    InProgramme,
    belongs,
    card,
    in_programme,
    line,
    only_one,
    prose,
)
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import Stepping

MOST_WEEKS = 26  # of a plan under pressure: longer isn't under pressure
CARRIED_OUT = timedelta(weeks=26)


class CovenantQuerySet(models.QuerySet["Covenant"]):
    """Covenants by what holds on a day."""

    def in_force(self, day: date) -> CovenantQuerySet:
        """Those in force whose last day hasn't passed."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day), state="in_force")


class Covenant(InProgramme, Stepping):
    """An agreement between organisations: who is bound by which sentence until when."""

    programme = in_programme("covenants")
    title = line(_("Covenant"))
    number = models.PositiveSmallIntegerField(_("Version"), default=1)  # of its text
    text = prose(_("Text"), EVERYBODY, blank=False)
    replaces = belongs("Covenant", "replaced_by", needed=False)
    begins_on = models.DateField(_("From"))
    ends_on = models.DateField(
        _("Until"), null=True, blank=True, help_text=_("Leave empty when no end was agreed.")
    )
    parties = models.ManyToManyField(
        "programme.Organisation",
        related_name="covenants",
        verbose_name=_("Parties"),
        limit_choices_to=STILL_THERE,
    )

    data_card = card(
        "id",
        "state",
        "version",
        "programme",
        "title",
        "number",
        "text",
        "replaces",
        "begins_on",
        "ends_on",
        "parties",
    )
    objects = CovenantQuerySet.as_manager()

    class Meta:
        """The newest first."""

        ordering = ("-begins_on", "-id")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody sees."""
        return reverse("programme:covenant", args=[self.programme.slug, self.pk])

    def is_past(self, day: date) -> bool:
        """Whether it counts as in force although its last day has passed."""
        return bool(self.state == "in_force" and self.ends_on and self.ends_on < day)


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Sentences by whom they bind."""

    def binding(self, day: date) -> ObligationQuerySet:
        """Those that bind somebody on a day, by who is bound."""
        return (
            self.filter(
                models.Q(until=None) | models.Q(until__gte=day),
                covenant__in=Covenant.objects.in_force(day),
            )
            .select_related("covenant", "organisation")
            .order_by("organisation__name", "covenant", "id")
        )


class Obligation(InProgramme):
    """A sentence of a covenant that binds one party until a day."""

    programme = in_programme("obligations")
    covenant = belongs("Covenant", "obligations")
    organisation = belongs("Organisation", "obligations", _("Who is bound"))
    sentence = prose(_("By which sentence"), EVERYBODY, blank=False)
    until = models.DateField(
        _("Until when"),
        null=True,
        blank=True,
        help_text=_("Leave empty for as long as the covenant holds."),
    )
    evidence = prose(_("What will show that it was done"))
    # By which it is followed, from the day on which the covenant goes in force.
    commitment = belongs("Commitment", "obligations", needed=False)

    data_card = card(
        "id", "programme", "covenant", "organisation", "sentence", "until", "evidence", "commitment"
    )
    objects = ObligationQuerySet.as_manager()

    class Meta:
        """As they were written."""

        ordering = ("covenant", "id")

    def __str__(self) -> str:
        return f"{self.covenant_id} {self.organisation_id}"


class ActionPlan(InProgramme, Stepping):
    """A plan under pressure: steps in weeks, one contact per government or partner, which all agree to
    it before it is carried out, half a year of work, and a result."""

    programme = in_programme("action_plans")
    title = line(_("Plan"), EVERYBODY)
    problem = prose(_("What can’t wait"), EVERYBODY, blank=False)
    begins_on = models.DateField(_("Week 1 begins on"))
    result = prose(_("What came out"), EVERYBODY)
    beyond = prose(
        _("What it means beyond this project"),
        _("What should change elsewhere, and who should do that."),
    )

    data_card = card(
        "id", "state", "version", "programme", "title", "problem", "begins_on", "result", "beyond"
    )

    class Meta:
        """The newest first."""

        ordering = ("-begins_on", "-id")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody sees."""
        return reverse("programme:action-plan", args=[self.programme.slug, self.pk])

    def end_of_week(self, week: int) -> date:
        """The last day of a week of the plan; week 1 begins on its first day."""
        return self.begins_on + timedelta(days=7 * week - 1)

    @property
    def carried_out_by(self) -> date | None:
        """The day by which it was carried out: half a year after its last week. None without steps."""
        last = max((step.week for step in self.steps.all()), default=None)
        return None if last is None else self.end_of_week(last) + CARRIED_OUT


class ActionStep(InProgramme):
    """A step of a plan under pressure, and until which week it takes."""

    programme = in_programme("action_steps")
    plan = belongs("ActionPlan", "steps")
    title = line(_("What is done"), EVERYBODY)
    # Of the plan, from 1: it has to be done by its end.
    week = models.PositiveSmallIntegerField(
        _("Done by the end of week"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)],
    )
    organisation = belongs("Organisation", "action_steps", _("By whom"), needed=False)
    done_on = models.DateField(_("On which day"), null=True, blank=True)

    data_card = card("id", "programme", "plan", "title", "week", "organisation", "done_on")

    class Meta:
        """In order of time."""

        ordering = ("plan", "week", "id")

    def __str__(self) -> str:
        return self.title


class Contact(InProgramme):
    """The one function that a government answers by in a plan under pressure; never a name."""

    programme = in_programme("contacts")
    plan = belongs("ActionPlan", "contacts")
    organisation = belongs("Organisation", "contacts", _("Government or organisation"))
    function = line(_("Function of the one contact"), _("A function, never a name."))
    visited_on = models.DateField(
        _("Visited on"),
        null=True,
        blank=True,
        help_text=_("At the start somebody of the programme visits each of them."),
    )

    data_card = card("id", "programme", "plan", "organisation", "function", "visited_on")

    class Meta:
        """One each."""

        ordering = ("organisation__name",)
        constraints: ClassVar[list[Any]] = [only_one("plan", "organisation", name="one_contact")]

    def __str__(self) -> str:
        return self.function


class PartySignature(InProgramme):
    """A party signed a covenant or a plan under pressure, or an owner that it goes on with a project,
    exactly as it stood then (``digest``), by this account. Never changed; it counts for as long as nothing
    of it changes."""

    programme = in_programme("party_signatures")
    covenant = belongs("Covenant", "signatures", needed=False)
    action_plan = belongs("ActionPlan", "signatures", needed=False)
    project = belongs("Project", "signatures", needed=False)
    organisation = belongs("Organisation", "party_signatures")
    digest = models.CharField(max_length=64)  # SHA-256 of what was signed
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    data_card = card(
        "id",
        "programme",
        "covenant",
        "action_plan",
        "project",
        "organisation",
        "digest",
        "at",
        personal=("actor",),
    )

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            only_one("covenant", "organisation", "digest", name="a_covenant_signed_once"),
            only_one("action_plan", "organisation", "digest", name="an_action_plan_signed_once"),
            only_one("project", "organisation", "digest", name="a_project_signed_once"),
            models.CheckConstraint(
                condition=models.Q(covenant__isnull=False, action_plan=None, project=None)
                | models.Q(covenant=None, action_plan__isnull=False, project=None)
                | models.Q(covenant=None, action_plan=None, project__isnull=False),
                name="signed_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.covenant_id or self.action_plan_id or self.project_id} {self.organisation_id}"
        )


class Letter(InProgramme, Stepping):
    """A progress letter to council or parliament. ``content`` is what was generated from the data
    and is kept when it is issued; what people add stands apart."""

    class To(models.TextChoices):
        """To whom."""

        COUNCIL = "council", _("The municipal council")
        PARLIAMENT = "parliament", _("Parliament")

    class Language(models.TextChoices):
        """In which language."""

        DUTCH = "nl", _("Dutch")
        ENGLISH = "en", _("English")

    programme = in_programme("letters")
    to = models.CharField(_("To whom"), max_length=20, choices=To)
    language = models.CharField(_("Language of the letter"), max_length=2, choices=Language)
    since = models.DateField(_("First day that it is about"))
    until = models.DateField(_("Last day that it is about"))
    content = models.JSONField(default=dict)
    issued_on = models.DateField(null=True, blank=True)

    data_card = card(
        "id",
        "state",
        "version",
        "programme",
        "to",
        "language",
        "since",
        "until",
        "content",
        "issued_on",
    )

    class Meta:
        """The newest first."""

        ordering = ("-until", "-id")

    def __str__(self) -> str:
        return f"{self.programme_id} {self.until}"

    def get_absolute_url(self) -> str:
        """The page that everybody sees once it is issued."""
        return reverse("programme:letter", args=[self.programme.slug, self.pk])


class Addition(InProgramme):
    """What people write in a letter, after one of its parts."""

    programme = in_programme("additions")
    letter = belongs("Letter", "additions")
    part = models.CharField(max_length=40)
    text = prose(blank=False)

    data_card = card("id", "programme", "letter", "part", "text")

    class Meta:
        """One per part."""

        ordering = ("letter", "id")
        constraints: ClassVar[list[Any]] = [only_one("letter", "part", name="one_addition_a_part")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.part}"


class Assessment(InProgramme, Stepping):
    """A plan, a project or the programme held against a frame of criteria, by several people."""

    programme = in_programme("assessments")
    frame = models.CharField(_("Criteria"), max_length=60)
    subject = line(_("What is assessed"), EVERYBODY)
    plan = belongs("Plan", "assessments", needed=False)
    project = belongs("Project", "assessments", needed=False)
    begins_on = models.DateField(_("From"))
    conclusion = prose(_("Conclusion"))

    data_card = card(
        "id",
        "state",
        "version",
        "programme",
        "frame",
        "subject",
        "plan",
        "project",
        "begins_on",
        "conclusion",
    )

    class Meta:
        """The newest first."""

        ordering = ("-begins_on", "-id")

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The page that everybody sees."""
        return reverse("programme:assessment", args=[self.programme.slug, self.pk])


class Score(InProgramme):
    """What one person gives a criterion, and why; another look makes a new one (the newest counts)."""

    programme = in_programme("scores")
    assessment = belongs("Assessment", "scores")
    criterion = models.CharField(max_length=60)
    value = models.PositiveSmallIntegerField()
    reason = prose(blank=False)
    actor = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)  # 2 after the discussion
    at = models.DateTimeField()

    data_card = card(
        "id",
        "programme",
        "assessment",
        "criterion",
        "value",
        "reason",
        "round",
        "at",
        personal=("actor",),
    )

    class Meta:
        """One per person, criterion and round."""

        ordering = ("assessment", "criterion", "id")
        constraints: ClassVar[list[Any]] = [
            only_one("assessment", "criterion", "actor", "round", name="one_score_each")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion}: {self.value}"
