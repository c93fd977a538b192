"""What is filled in about programmes, plans and who takes part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.models.base import PARAGRAPH
from wijkwerk.ui.fields import LineFormField
from wijkwerk.workflow.forms import EVERYBODY, VersionForm, day_field, line_field, long_text

Choices = Iterable[tuple[str, str]]
SLUG_HELP = _("Small letters, digits and hyphens, such as rotterdam-zuid. It doesn’t change.")


def code(label: Any, help_text: Any = SLUG_HELP) -> Any:
    """A field for a code in addresses."""
    return forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=label,
        help_text=help_text,
        max_length=60,
        error_messages={"invalid": _("Use small letters, digits and hyphens alone.")},
    )


class AboutForm(VersionForm):
    """What a programme tells of itself."""

    title = line_field(_("Name"))
    vision = long_text(_("What the programme wants"), required=False)
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    municipality = LineFormField(
        label=_("Code of the municipality"),
        help_text=_("Such as GM0599."),
        required=False,
        max_length=20,
    )
    areas = LineFormField(
        label=_("Codes of the areas"),
        help_text=_("With commas between them."),
        required=False,
        max_length=PARAGRAPH,
    )
    edition = forms.ChoiceField(
        label=_("Edition of the monitor"),
        required=False,
        help_text=_("Where indicators come from, unless a target says another."),
    )
    mandate = long_text(_("What the bureau may do by itself"), required=False, rows=4)

    def __init__(self, editions: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["edition"].choices = [("", _("none")), *editions]  # type: ignore[attr-defined]

    def clean_areas(self) -> list[str]:
        """The codes, each once, in the order in which they were written."""
        found = [part.strip() for part in self.cleaned_data["areas"].split(",")]
        return list(dict.fromkeys(one for one in found if one))


class StartForm(AboutForm):
    """A new programme."""

    slug = code(_("Code"))
    simulated = forms.BooleanField(
        label=_("This is an example: not everything in it happened"), required=False
    )
    field_order = ("title", "slug")


class NameForm(VersionForm):
    """A name."""

    name = line_field(_("Name"))


class RenameForm(VersionForm):
    """Another name, and why."""

    name = line_field(_("Name"))
    text = long_text(_("Reasons"), EVERYBODY)
    field_order = ("name", "text", "version")


class ChosenForm(VersionForm):
    """Something that is chosen, with what else is asked."""

    choice = forms.ChoiceField(label="")
    chosen_label: Any = ""

    def __init__(self, choices: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["choice"].choices = list(choices)  # type: ignore[attr-defined]
        self.fields["choice"].label = self.chosen_label


class GoalForm(ChosenForm):
    """A goal in a pillar."""

    chosen_label = _("Pillar")
    name = line_field(_("Goal"))


class OrganisationForm(VersionForm):
    """An organisation."""

    name = line_field(_("Name"))
    slug = code(_("Code"), _("Small letters, digits and hyphens, such as gemeente-rotterdam."))
    kind = line_field(
        _("Kind"), _("Such as municipality, school or housing corporation."), required=False
    )
    field_order = ("name", "slug", "kind")


class SeatForm(ChosenForm):
    """Who sits on the board for a domain."""

    chosen_label = _("Side of the board")
    organisation = forms.ChoiceField(label=_("Organisation"))
    first_day = day_field(_("First day"))
    account = forms.IntegerField(
        label=_("Number of the account"),
        required=False,
        min_value=1,
        help_text=_("When the representative has one. Never fill in a name."),
    )

    def __init__(self, domains: Choices, organisations: Choices, *args: Any, **named: Any) -> None:
        super().__init__(domains, *args, **named)
        self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]


class LeaveForm(VersionForm):
    """When somebody leaves."""

    last_day = day_field(_("Last day"))


class MergeForm(VersionForm):
    """Which organisation goes on in which."""

    old = forms.ChoiceField(label=_("Organisation that ends"))
    new = forms.ChoiceField(label=_("Organisation that it goes on in"))

    def __init__(self, organisations: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("old", "new"):
            self.fields[name].choices = list(organisations)  # type: ignore[attr-defined]


class PlanForm(VersionForm):
    """A plan of some years."""

    title = line_field(_("Name"))
    first_year = forms.IntegerField(label=_("First year"), min_value=1900, max_value=2200)
    last_year = forms.IntegerField(label=_("Last year"), min_value=1900, max_value=2200)


class TextForm(VersionForm):
    """The text of a plan, and who has to sign it."""

    words = long_text(_("Text"), rows=20)
    signatories = forms.MultipleChoiceField(
        label=_("Who has to sign"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, organisations: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["signatories"].choices = list(organisations)  # type: ignore[attr-defined]


class SignForm(ChosenForm):
    """For which organisation one signs, and that one read it."""

    chosen_label = _("Organisation")
    text_number = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(label=_("I read this version and sign it for this organisation."))
