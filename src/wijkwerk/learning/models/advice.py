"""What visitors advised, and what became of each recommendation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.learning.models.base import card, line, prose
from wijkwerk.ui import fields
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow


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
