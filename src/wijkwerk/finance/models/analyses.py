"""A social cost-benefit analysis: what was written down, and what it comes to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.finance.models.base import card, line
from wijkwerk.ui.fields import ParagraphsField
from wijkwerk.ui.reader import language
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow


class Analysis(Stepping):
    """``text`` is what was written (TOML), ``document`` that with figures of the register filled in, ``result`` what
    it comes to (finance/results.py): computed when it is written, so that a page only shows."""

    title_nl = line()
    title_en = line()
    text = ParagraphsField(
        _("Analysis"),
        max_length=200_000,
        help_text=_("In TOML. Don’t name persons: everybody can read this once it is published."),
    )
    document = models.JSONField()
    result = models.JSONField()
    areas = models.JSONField(default=list)  # codes

    data_card = card(
        "id", "title_nl", "title_en", "text", "document", "result", "areas", "state", "version",
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    # About the whole site, as access asks it.
    places: ClassVar[dict[str, str]] = {}

    def __str__(self) -> str:
        return self.title_nl if language() == "nl" else self.title_en

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("finance:analysis", args=[self.pk])


class AnalysisStep(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="steps")

    data_card = card("analysis", *STEP_PLAIN, personal=STEP_PERSONAL)
