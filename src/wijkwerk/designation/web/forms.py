"""What officials and municipalities fill in, beside what every step asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.designation.models import Audience
from wijkwerk.workflow.forms import NO_NAMES, VersionForm, day_field, long_text


class StartForm(forms.Form):
    """Which list, of which year, and who may read the draft."""

    list = forms.ChoiceField(label=_("List and year"))
    audience = forms.ChoiceField(
        label=_("Who may read the draft"),
        choices=Audience.choices,
        initial=Audience.EVERYBODY,
        help_text=_(
            "This can’t be changed later. Everybody can read the list once the decision is"
            " published."
        ),
    )

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["list"].choices = list(choices)  # type: ignore[attr-defined]


class OpenForm(VersionForm):
    """Until when municipalities may object."""

    until = day_field(_("Last day for objections"))


class AreaForm(VersionForm):
    """About which area, and why. Only areas of the own municipality can be chosen."""

    area = forms.ChoiceField(label=_("Area"))
    text = long_text(_("Reasons"), NO_NAMES)
    field_order = ("area", "text", "version")

    def __init__(self, choices: Iterable[Any], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["area"].choices = list(choices)  # type: ignore[attr-defined]
