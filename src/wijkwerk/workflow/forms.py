"""What is filled in at a step. Whatever is typed is text: nothing of it is markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.ui.fields import LineFormField, ParagraphsFormField
from wijkwerk.workflow.writing import LONGEST_TEXT

LONGEST_LINE = 300


class VersionForm(forms.Form):
    """Which state of things the page showed: who acts on an older one is told."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def long_text(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 8) -> Any:
    """A field for some paragraphs."""
    return ParagraphsFormField(
        label=label, help_text=help_text, max_length=LONGEST_TEXT, required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def line_field(
    label: Any, help_text: Any = "", *, required: bool = True, most: int = LONGEST_LINE
) -> Any:
    """A field for a line of text."""
    return LineFormField(
        label=label, help_text=help_text, required=required, max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    """A field for a day."""
    return forms.DateField(
        label=label, help_text=help_text, required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )  # fmt: skip


NO_NAMES = _("Don’t name persons: everybody can read this once the decision is published.")


class ReasonForm(VersionForm):
    """Why."""

    text = long_text(_("Reasons"), NO_NAMES)


class OutcomeForm(VersionForm):
    """What is decided, and why."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    text = long_text(_("Reasons"), NO_NAMES)
    field_order = ("outcome", "text", "version")

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["outcome"].choices = list(choices)  # type: ignore[attr-defined]
