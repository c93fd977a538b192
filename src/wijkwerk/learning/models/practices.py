"""Practice cards: what was done where, how strong the evidence is, and where it was used again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.learning.models.barriers import Barrier
from wijkwerk.learning.models.base import card, line, prose
from wijkwerk.ui import fields
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow


class Practice(Stepping):
    """A way of working that somebody can repeat. ``evaluation`` is the id of what judged it ('' nothing did: its
    evidence follows from that), ``review_on`` the day from which it is stale, ``replaced_by`` what took its place."""

    class Method(models.TextChoices):
        """Which of the six ways of working of the progress report of 2013 it is."""

        AREA = "area", _("Working by area")
        FRONTLINE = "frontline", _("The front line decides")
        RESIDENTS = "residents", _("Residents in the lead")
        PEOPLE = "people", _("People who make the difference")
        COALITIONS = "coalitions", _("Coalitions")
        EARNING = "earning", _("Earning in the neighbourhood")
        OTHER = "other", _("Another way")

    title = line(_("What is it called?"), EVERYBODY)
    kind = models.CharField(_("Helps against"), max_length=20, choices=Barrier.Kind)
    method = models.CharField(_("Way of working"), max_length=20, choices=Method)
    municipality = fields.LineField(_("Code of the municipality"), max_length=20, blank=True)
    area = fields.LineField(_("Code of the area"), max_length=20, blank=True)
    problem = prose(_("Which problem?"), EVERYBODY)
    preparation = prose(_("What has to be ready before?"), EVERYBODY, blank=True)
    execution = prose(_("What is done?"), EVERYBODY)
    partners = line(_("Who has to take part?"), _("Organisations, never names."), blank=True)
    roles = line(_("Who does it?"), _("Functions, never names."), blank=True)
    lead_time = line(_("How long does it take?"), blank=True)
    cost = line(_("What does it cost?"), blank=True)
    result = prose(_("What did it yield?"), _("Empty: no result was reported."), blank=True)
    embedding = prose(_("How did it become regular work?"), EVERYBODY, blank=True)
    tips = prose(_("Tips"), EVERYBODY, blank=True)
    conditions = prose(
        _("Under which conditions does it work?"),
        _("One on each line. Who takes it over stops when one isn’t met."),
    )
    carrier = models.BooleanField(
        _("Depends on a person"),
        default=False,
        help_text=_("Who copies the method without such a person doesn’t copy the result."),
    )
    failed = models.BooleanField(
        _("It didn’t work"),
        default=False,
        help_text=_("What is known not to work is worth as much to who begins."),
    )
    source = line(_("Where it can be read"), blank=True)
    evaluation = fields.LineField(
        _("Evaluation"), max_length=200, blank=True, help_text=_("The id of one on this site.")
    )
    review_on = models.DateField(_("To be looked at again on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )
    example = models.BooleanField(default=False)

    data_card = card(
        "id", "title", "kind", "method", "municipality", "area", "problem", "preparation", "execution", "partners",
        "roles", "lead_time", "cost", "result", "embedding", "tips", "conditions", "carrier", "failed", "source",
        "evaluation", "review_on", "replaced_by", "example", "state", "version",
    )  # fmt: skip

    # Cards are shared between cities: about the whole site, as access asks it.
    places: ClassVar[dict[str, str]] = {}

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=("state", "kind"), name="practices_by_kind")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("learning:practice", args=[self.pk])


class PracticeStep(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="steps")

    data_card = card("practice", *STEP_PLAIN, personal=STEP_PERSONAL)


class PracticeUse(models.Model):
    """A practice that was used again. ``project`` is where: 'programme/code' of one on this site when it was
    ``carried`` over, else in words."""

    class Helped(models.TextChoices):
        """What came of it there."""

        UNKNOWN = "unknown", _("not known yet")
        YES = "yes", _("it helped")
        NO = "no", _("it didn’t help")

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="uses")
    project = line(_("In which project?"), _("A project or place, never a name."))
    carried = models.BooleanField(default=False)
    municipality = fields.LineField(_("Code of the municipality"), max_length=20, blank=True)
    used_on = models.DateField(_("Since"))
    helped = models.CharField(
        _("Did it help there?"), max_length=10, choices=Helped, default=Helped.UNKNOWN
    )
    note = prose(_("What shows it?"), EVERYBODY, blank=True)

    data_card = card(
        "id", "practice", "project", "carried", "municipality", "used_on", "helped", "note"
    )

    class Meta:
        """Oldest first."""

        ordering = ("used_on", "id")

    def __str__(self) -> str:
        return self.project
