"""The form of a question."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.evaluation.models import Question
from wijkwerk.monitor.display import library
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import StepModelForm

START = """\
# What stands after # is an explanation; it doesn't count.
id = "name-of-the-question"
title = { nl = "Hielp …?", en = "Did … help?" }
asked_by = ""

[intervention]
kind = "typed"  # programme, list, project or typed
name = { nl = "…", en = "…" }
start = ["2012", "2013"]  # the earliest and the latest that people name
theory = { nl = "Hoe zou het werken?", en = "How would it work?" }

[areas]
treated = ["WK…"]

[choice]
how = "unknown"  # bad_figure (with indicator and period), other, chance or unknown

[comparison]
within = []  # codes of municipalities; empty: everywhere
neighbours = "keep"  # or exclude

[[outcome]]
indicator = "…"
expected = 1.0  # the smallest change that would count, in the unit of the indicator
"""


def editions() -> list[tuple[str, str]]:
    """The editions that this site serves, by id, with their titles."""
    records = [record for record in library().records() if record.state == "served"]
    return [
        (record.edition, record.title_nl if language() == "nl" else record.title_en)
        for record in records
    ]


class QuestionForm(StepModelForm):
    """A question as text, and the edition that it is asked of."""

    edition = forms.ChoiceField(
        label=_("Edition"), help_text=_("The figures that the answer will rest on.")
    )

    class Meta(StepModelForm.Meta):
        """Which fields."""

        model = Question
        fields: ClassVar[tuple[str, ...]] = ("edition", "text")
        widgets: ClassVar[dict[str, Any]] = {
            "text": forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "ww-code"})
        }

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choice: Any = self.fields["edition"]
        choice.choices = editions()


class RenewForm(QuestionForm):
    """Another version, with the reason."""

    class Meta(QuestionForm.Meta):
        """With why."""

        fields: ClassVar[tuple[str, ...]] = ("because", "edition", "text")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["because"].required = True
        self.initial["because"] = ""
