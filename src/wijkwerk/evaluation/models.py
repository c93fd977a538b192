"""The questions of this site, and the register of evaluations that it shows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared.classification import data_card
from wijkwerk.ui.fields import LineField, ParagraphsField
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow

_KEPT = (
    "What was asked, when, and in which version must stay checkable for as long as the answer is."
)


class Question(Stepping):
    """A question, one version of it. ``document`` is what it says, ``digest`` that of it once it stands
    fast; ``evaluation`` the id of what answers it."""

    title_nl = LineField(max_length=300)
    title_en = LineField(max_length=300)
    text = ParagraphsField(
        _("Question"),
        max_length=20_000,
        help_text=_("In TOML. Don’t name persons: everybody can read this."),
    )
    document = models.JSONField()
    edition = models.CharField(
        _("Edition"), max_length=200, help_text=_("The figures that the answer will rest on.")
    )
    digest = models.CharField(max_length=64, blank=True)
    frozen_on = models.DateField(_("Stands fast since"), null=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    because = ParagraphsField(_("Why the question changed"), blank=True, max_length=2000)
    evaluation = models.CharField(max_length=200, blank=True)

    data_card = data_card(
        days=None,
        because=_KEPT,
        plain=(
            "id", "title_nl", "title_en", "text", "document", "edition", "digest", "frozen_on",
            "follows", "because", "evaluation", "state", "version",
        ),
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    # About the whole site, as access asks it.
    places: ClassVar[dict[str, str]] = {}

    def __str__(self) -> str:
        return self.title_nl

    def get_absolute_url(self) -> str:
        """Its page, for who works on it."""
        return reverse("evaluation:work-question", args=[self.pk])


class Step(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="steps")

    data_card = data_card(
        days=None, because=_KEPT, plain=("question", *STEP_PLAIN), personal=STEP_PERSONAL
    )


class EvaluationState(models.TextChoices):
    """What a visitor gets of an evaluation."""

    SERVED = "served", _("served")
    WITHDRAWN = "withdrawn", _("withdrawn")


class EvaluationRecord(models.Model):
    """An evaluation that the site knows. It stays known for ever, so that its address keeps working."""

    evaluation = models.CharField(max_length=200, unique=True)
    title_nl = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    edition = models.CharField(max_length=200, db_index=True)
    folder = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64)  # SHA-256 of its manifest
    areas = models.JSONField(default=list)  # codes
    kind = models.CharField(max_length=20, blank=True)  # what was evaluated: programme, project, …
    reference = models.CharField(max_length=200, blank=True)  # which of these
    answers: Any = models.JSONField(default=dict)  # number of outcomes by answer
    simulated = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=EvaluationState.choices, default=EvaluationState.SERVED
    )
    reason = models.CharField(max_length=500, blank=True)  # why it was withdrawn

    data_card = data_card(
        days=None,
        because="The address of a publication works for ever, also to say that it was withdrawn.",
        plain=(
            "id", "evaluation", "title_nl", "title_en", "edition", "folder", "digest", "areas",
            "kind", "reference", "answers", "simulated", "registered_at", "state", "reason",
        ),
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-registered_at", "-id")

    def __str__(self) -> str:
        return self.evaluation

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("evaluation:evaluation", args=[self.evaluation])
