"""What officials and municipalities fill in. Whatever is typed is text: nothing of it is markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.designation.services import LONGEST_TEXT

_NO_NAMES = _("Don’t name persons: everybody can read this once the decision is published.")


class VersionForm(forms.Form):
    """Which state of things the page showed: who acts on an older one is told."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=_NO_NAMES, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip


class StartForm(forms.Form):
    """Which list, and of which year."""

    list = forms.ChoiceField(label=_("List and year"))

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["list"].choices = list(choices)  # type: ignore[attr-defined]


class OpenForm(VersionForm):
    """Until when municipalities may object."""

    until = forms.DateField(
        label=_("Last day for objections"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )


class ReasonForm(VersionForm):
    """Why."""

    text = _text(_("Reasons"))


class OutcomeForm(VersionForm):
    """What is decided about an objection or proposal, and why."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    text = _text(_("Reasons"))
    field_order = ("outcome", "text", "version")

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["outcome"].choices = list(choices)  # type: ignore[attr-defined]


class AreaForm(VersionForm):
    """About which area, and why. Only areas of the own municipality can be chosen."""

    area = forms.ChoiceField(label=_("Area"))
    text = _text(_("Reasons"))
    field_order = ("area", "text", "version")

    def __init__(self, choices: Iterable[Any], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["area"].choices = list(choices)  # type: ignore[attr-defined]
