"""What is filled in about programmes and who takes part, beside what every step asks."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.monitor.display import library
from wijkwerk.programme.models import Organisation, Programme, Seat
from wijkwerk.programme.services.programmes import About
from wijkwerk.programme.web.fields import OrganisationField, code
from wijkwerk.ui.fields import PARAGRAPH, LineFormField
from wijkwerk.workflow.forms import StepModelForm, VersionForm, line_field


class AboutForm(StepModelForm):
    """What a programme tells of itself."""

    areas = LineFormField(
        label=_("Codes of the areas"),
        help_text=_("With commas between them."),
        required=False,
        max_length=PARAGRAPH,
    )
    edition = forms.ChoiceField(label=_("Edition of the monitor"), required=False)

    class Meta(StepModelForm.Meta):
        """In the order in which one thinks of it."""

        model = Programme
        fields = (
            "title",
            "vision",
            "begins_on",
            "ends_on",
            "municipality",
            "areas",
            "edition",
            "mandate",
        )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        # The edition that was chosen stays when it isn't served any more.
        served = [record.edition for record in library().records()]
        editions = list(dict.fromkeys([*served, *filter(None, [self.instance.edition])]))
        field: Any = self.fields["edition"]
        field.choices = [("", _("none")), *((edition, edition) for edition in editions)]
        field.help_text = Programme._meta.get_field("edition").help_text
        if self.instance.areas:
            self.initial["areas"] = ", ".join(self.instance.areas)

    def clean_areas(self) -> list[str]:
        """The codes, each once, in the order in which they were written."""
        codes = [part.strip() for part in self.cleaned_data["areas"].split(",")]
        return list(dict.fromkeys(filter(None, codes)))

    def arguments(self) -> dict[str, Any]:
        """What it tells of itself."""
        facts = super().arguments()
        return {"about": About(**{name: facts.pop(name) for name in self.Meta.fields}), **facts}


class StartForm(AboutForm):
    """A new programme."""

    slug = code()
    simulated = forms.BooleanField(
        label=_("This is an example: not everything in it happened"), required=False
    )
    field_order = ("title", "slug")


class NameForm(VersionForm):
    """A name."""

    name = line_field(_("Name"))


class GoalForm(VersionForm):
    """A goal in a pillar."""

    choice: Any = forms.ModelChoiceField(None, label=_("Pillar"), empty_label=None)
    name = line_field(_("Goal"))

    def arguments(self) -> dict[str, Any]:
        """The pillar and the name."""
        return {"pillar": self.cleaned_data["choice"], "name": self.cleaned_data["name"]}


class OrganisationForm(StepModelForm):
    """An organisation."""

    slug = code(_("Small letters, digits and hyphens, such as gemeente-rotterdam."))
    field_order = ("name", "slug", "kind", "version")

    class Meta(StepModelForm.Meta):
        """What is told of it."""

        model = Organisation
        fields = (
            "name",
            "kind",
        )  # a code that is taken is told by the service, with the row locked


class SubstituteForm(StepModelForm):
    """Who stands in on the board, and from when until when."""

    organisation = OrganisationField()
    account = forms.IntegerField(
        label=_("Number of the account"),
        required=False,
        min_value=1,
        help_text=_("When the representative has one. Never fill in a name."),
    )

    class Meta(StepModelForm.Meta):
        """From when, until when."""

        model = Seat
        fields: tuple[str, ...] = ("first_day", "last_day")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("first_day", "last_day"):
            if name in self.fields:
                self.fields[name].required = True

    def arguments(self) -> dict[str, Any]:
        """The organisation, the days and the account ('' for none)."""
        facts = super().arguments()
        account = facts.pop("account")
        return {**facts, "actor": f"account:{account}" if account else ""}


class SeatForm(SubstituteForm):
    """Who sits on the board for a domain, from when."""

    choice: Any = forms.ModelChoiceField(None, label=_("Side of the board"), empty_label=None)
    field_order = ("choice", "organisation", "first_day", "last_day", "account", "version")

    class Meta(SubstituteForm.Meta):
        """An end for who sat there before alone."""

        help_texts: ClassVar = {"last_day": _("Only for who doesn’t sit there any more.")}

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["last_day"].required = False

    def arguments(self) -> dict[str, Any]:
        """With the side."""
        facts = super().arguments()
        domain = facts.pop("choice")
        return {**facts, "domain": domain}


class MergeForm(VersionForm):
    """Which organisation goes on in which."""

    old = OrganisationField(_("Organisation that ends"))
    new = OrganisationField(_("Organisation that it goes on in"))
