"""What is filled in about projects, covenants, plans under pressure and assessments."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.exchange.cells import amount
from wijkwerk.programme.web.upload_confirmation import UploadConfirmationForm
from wijkwerk.shared import numbers
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import line_field

Choices = Iterable[tuple[str, str]]
EVERYBODY = _("Don’t name persons: everybody can read this.")


line = partial(line_field, required=False)  # of a project much may be unknown


class AmountField(forms.CharField):
    """Euros, as people write them."""

    def to_python(self, value: Any) -> Any:
        """The amount; None when nothing was filled in."""
        text = super().to_python(value)
        if not text:
            return None
        found = amount(text)
        if found is None:
            raise ValidationError(gettext("Write an amount such as 12.500,00."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """As the reader writes it."""
        if isinstance(value, Decimal):
            return numbers.number(float(value), 2, language())
        return value


class AreasField(forms.CharField):
    """Codes of areas with commas."""

    def to_python(self, value: Any) -> Any:
        """The codes."""
        codes = [
            part.strip() for part in (super().to_python(value) or "").split(",") if part.strip()
        ]
        for code in codes:
            RegexValidator(
                r"^[A-Za-z0-9._-]{1,40}\Z", gettext("Write codes of areas, with commas.")
            )(code)
        return sorted(set(codes))

    def prepare_value(self, value: Any) -> Any:
        """With commas."""
        return ", ".join(value) if isinstance(value, list) else value


class UploadForm(UploadConfirmationForm):
    """A list as a file; once it was checked, the same file again."""

    file = forms.FileField(
        label=_("The list, as XLSX or CSV"),
        help_text=_("At most 5 megabytes, 10,000 projects."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
