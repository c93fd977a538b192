"""What is filled in on pages of finance that are no steps."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST = 5_000_000  # bytes, as sent


class FileForm(forms.Form):
    """A file that is taken in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("At most 5 megabytes."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,.xlsx,.ods,.csv"}),
    )

    def clean_file(self) -> object:
        """Not larger than is read."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise ValidationError(_("This file is too large."), code="large")
        return sent
