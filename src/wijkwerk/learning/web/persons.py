"""Forms whose texts everybody reads: none may hold what leads to a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.participation.core.personal_data import personal_data
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.workflow.forms import VersionForm, long_text


class WithoutPersons:
    """A form that says beside each text that it names a person."""

    def clean(self) -> Any:
        """Every text that one types, but addresses of pages."""
        form: Any = self
        cleaned = super().clean()  # type: ignore[misc]
        for name, field in form.fields.items():
            typed = isinstance(field, forms.CharField) and not isinstance(field, forms.URLField)
            if not typed or field.widget.is_hidden:
                continue
            if personal_data(str(form.cleaned_data.get(name) or "")):
                form.add_error(
                    name,
                    _("Leave out e-mail addresses, telephone numbers and numbers of persons."),
                )
        return cleaned


class WithholdForm(WithoutPersons, VersionForm):
    """Why a text is taken away: what stands in its place."""

    text = long_text(gettext_lazy("Reasons"), EVERYBODY)
