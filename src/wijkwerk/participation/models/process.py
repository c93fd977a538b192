"""A process: what residents are asked, what can be decided by whom, and the steps made in it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models.base import InProcess, card, in_process, line, prose
from wijkwerk.ui.fields import LineField
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow

_MUNICIPALITY = RegexValidator(r"^GM\d{4}\Z", _("Write the code as GM0599."))
_AREAS = RegexValidator(
    r"^[A-Z]{2}\w{2,12}( [A-Z]{2}\w{2,12})*\Z", _("Write codes with a space between them.")
)


class Process(Stepping):
    """What residents are asked in an area, and by which rules. Everything of participation hangs from one."""

    title = line(_("Title"))
    municipality = LineField(
        _("Code of the municipality"), max_length=10, validators=[_MUNICIPALITY]
    )
    areas = LineField(
        _("Codes of the areas"), max_length=400, blank=True, validators=[_AREAS],
        help_text=_("With spaces between them. The page of each area leads here."),
    )  # fmt: skip
    question = prose(_("Question to residents"))
    negotiable = prose(_("What can be talked about"))
    fixed = prose(_("What is fixed, and why"))
    decides = prose(_("Who decides what"))
    powers = prose(_("Roles and powers in each phase"), _("Also while the result is carried out."))
    consultation = prose(
        _("When representatives consult the people they speak for"),
        _("The deeper the decision, the earlier and the longer."),
    )
    groups = prose(_("Groups to reach, and how"))
    budget_line = line(_("Budget for this process"))
    contact = line(_("Contact in the neighbourhood"), _("A function, not a name."))
    must_join = models.BooleanField(
        _("Whoever proposes an idea helps to carry it out, else it lapses"), default=False
    )
    three_responsible = models.BooleanField(
        _("Each idea that is carried out has three people responsible"),
        default=False,
        help_text=_("One for residents, one for organisations, one for the municipality."),
    )
    begins_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    simulated = models.BooleanField(default=False)

    data_card = card(
        "id", "state", "version", "title", "municipality", "areas", "question",
        "negotiable", "fixed", "decides", "powers", "consultation", "groups", "budget_line",
        "contact", "must_join", "three_responsible", "begins_on", "ends_on", "simulated",
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-begins_on", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies: its municipality."""
        return {"municipality": self.municipality}

    @property
    def area_codes(self) -> list[str]:
        """Codes of the areas that it is about."""
        return self.areas.split()


class ProcessStep(StepRow):
    """A step that was made in a process. The database refuses to change or remove one."""

    process = in_process("steps")

    data_card = card("process", *STEP_PLAIN, personal=STEP_PERSONAL)

    class Meta(StepRow.Meta):
        """Found by the thing that it is about."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("machine", "object_id"), name="participation_steps")
        ]


class Phase(InProcess):
    """A part of a process, and what residents can do in it."""

    class Activity(models.TextChoices):
        """What residents can do."""

        INFORM = "inform", _("Read and ask")
        PROPOSE = "propose", _("Propose")
        SUPPORT = "support", _("Support")
        ADVISE = "advise", _("Advise")
        VOTE = "vote", _("Vote")
        FOLLOW = "follow", _("Follow what is carried out")

    process = in_process("phases")
    title = line(_("Title"))
    activity = models.CharField(_("What residents can do"), max_length=10, choices=Activity.choices)
    begins_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))

    data_card = card("id", "process", "title", "activity", "begins_on", "ends_on")

    class Meta:
        """In order of time."""

        ordering = ("begins_on", "id")

    def __str__(self) -> str:
        return self.title


class ProcessCheck(InProcess):
    """One of the six O's, held against the design: a verdict with reasons."""

    class Question(models.TextChoices):
        """The six O's of participation, as questions."""

        ENTRY = "entry", _("Residents join at the planning stage")
        MEETING = "meeting", _("We go to where people are")
        INTEREST = "interest", _("Each suggestion gets an answer with reasons")
        REPRESENTATION = (
            "representation",
            _("Those who take part are compared with those who live here"),
        )
        ROLES = "roles", _("Role, task and power are written for each phase")
        CIRCUMSTANCES = "circumstances", _("Daily worries of the groups come first")

    class Verdict(models.TextChoices):
        """What the check says."""

        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    process = in_process("checks")
    question = models.CharField(_("Check"), max_length=20, choices=Question.choices)
    verdict = models.CharField(_("Verdict"), max_length=10, choices=Verdict.choices)
    because = prose(_("Reasons"))

    data_card = card("id", "process", "question", "verdict", "because")

    class Meta:
        """Each question once."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("process", "question"), name="a_check_once")
        ]

    def __str__(self) -> str:
        return self.get_question_display()
