"""What is filled in on pages of finance that are no steps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wijkwerk.workflow.forms import line_field

LARGEST = 5_000_000  # bytes, as sent


class FileForm(forms.Form):
    """A file that is taken in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("At most 5 megabytes."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,.xlsx,.ods,.csv,.json,.zip"}),
    )

    def clean_file(self) -> object:
        """Not larger than is read. Raises ValidationError."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise ValidationError(_("This file is too large."), code="large")
        return sent


class LedgerFileForm(FileForm):
    """Flows that are taken in for the first time: of which municipality, called what."""

    municipality = forms.ChoiceField(label=_("Municipality"))
    title = line_field(_("Title"), _("Don’t name persons: everybody can read this."), most=200)
    period = line_field(_("Period"), _("Such as 2025, or 2024-2026."), required=False, most=200)
    document = line_field(_("Source"), _("From which budget or account."), required=False, most=200)
    field_order = ("file", "municipality", "title", "period", "document")

    def __init__(self, municipalities: Collection[str], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["municipality"].choices = [  # type: ignore[attr-defined]
            (code, code) for code in sorted(municipalities)
        ]
