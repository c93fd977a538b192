"""What is filled in about commitments, beside what every step asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.models import Commitment
from wijkwerk.programme.services import commitments as services
from wijkwerk.programme.services.notices import LANGUAGES
from wijkwerk.programme.web.fields import AmountField, OrganisationField
from wijkwerk.workflow.forms import EVERYBODY, StepModelForm, VersionForm, day_field, long_text


class PromiseForm(StepModelForm):
    """Who promises what, how much, by when, and what will show it."""

    organisation = OrganisationField()
    quantity = AmountField(
        label=_("How much"), help_text=_("A number, if it can be counted."), required=False
    )

    class Meta(StepModelForm.Meta):
        """What is promised."""

        model = Commitment
        fields = (
            "organisation",
            "title",
            "quantity",
            "unit",
            "due_on",
            "evidence",
            "goal",
            "target",
            "note",
        )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = dict(self.fields)
        fields["evidence"].required = True
        fields["goal"].queryset = self.parent.goals.select_related("pillar")
        fields["goal"].label_from_instance = lambda goal: f"{goal.pillar.name}: {goal.name}"
        fields["target"].queryset = self.parent.targets.filter(state="active")

    def clean(self) -> dict[str, Any]:
        """An amount has a unit."""
        cleaned_data: dict[str, Any] = super().clean() or {}
        if (
            cleaned_data.get("quantity") is not None
            and not (cleaned_data.get("unit") or "").strip()
        ):
            self.add_error("unit", _("Fill in of what."))
        return cleaned_data

    def arguments(self) -> dict[str, Any]:
        """The promise."""
        return {"promised": services.Promise(**super().arguments())}


class EnterForm(PromiseForm):
    """A promise of the past, and what became of it."""

    organisation = OrganisationField(past=True)
    became = forms.ChoiceField(
        label=_("What became of it"),
        widget=forms.RadioSelect,
        choices=(
            ("kept", _("It was kept")),
            ("released", _("It wasn’t kept, and nobody is held to it any more")),
            ("not_known", _("That isn’t known")),
        ),
    )
    kept_on = day_field(_("Kept on"), _("Only when it was kept."), required=False)
    field_order = ("organisation", "title", "quantity", "unit", "due_on", "became", "kept_on")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = dict(self.fields)
        fields["evidence"].label = _("Where this can be read")
        fields["target"].queryset = self.parent.targets.all()

    def clean(self) -> dict[str, Any]:
        """What was kept has a day."""
        cleaned_data = super().clean()
        if cleaned_data.get("became") == "kept" and not cleaned_data.get("kept_on"):
            self.add_error("kept_on", _("Fill in on which day it was kept."))
        return cleaned_data

    def arguments(self) -> dict[str, Any]:
        """The promise, and what became of it."""
        facts = StepModelForm.arguments(self)
        came = {name: facts.pop(name) for name in ("became", "kept_on")}
        return {"promised": services.Promise(**facts), **came}


class MissForm(VersionForm):
    """The day of the talk."""

    next_step_on = day_field(_("Day of the talk"), _("Within half a year."))


class RungForm(VersionForm):
    """What came out, and the day of the next step."""

    text = long_text(_("What came out, and why"), EVERYBODY, rows=5)
    next_step_on = day_field(_("Day of the next step"), _("Within half a year."))
    field_order = ("organisation", "text", "next_step_on", "version")


class AgreeForm(VersionForm):
    """What was agreed, and the new last day."""

    text = long_text(_("What was agreed, and why"), EVERYBODY, rows=5)
    due_on = day_field(_("New last day"))
    field_order = ("text", "due_on", "version")


class OtherPartnerForm(RungForm):
    """Who takes it over."""

    organisation = OrganisationField(_("Organisation that takes it over"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field: Any = self.fields["organisation"]
        field.queryset = field.queryset.exclude(pk=self.subject.organisation_id)


class ReportForm(VersionForm):
    """What was done: short enough for a telephone in a corridor."""

    done = long_text(_("What was done"), EVERYBODY, rows=4)
    quantity = AmountField(label=_("How much, until now"), required=False)
    evidence = long_text(
        _("What shows it"), _("A document, an address on the web, a place to look."), rows=2
    )
    final = forms.TypedChoiceField(
        label=_("Is all of it done?"),
        widget=forms.RadioSelect,
        choices=(("no", _("No, this is how far it is")), ("yes", _("Yes, all of it is done"))),
        coerce=lambda value: value == "yes",
        initial="no",
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if self.subject.unit:
            self.fields["quantity"].help_text = self.subject.unit
        elif self.subject.quantity is None:
            del self.fields["quantity"]

    def arguments(self) -> dict[str, Any]:
        """What was done."""
        cleaned = self.cleaned_data
        report = services.Told(
            cleaned["done"], cleaned["evidence"], cleaned.get("quantity"), cleaned["final"]
        )
        return {"reported": report}


class ChoiceForm(forms.Form):
    """How often somebody wants a mail, and in which language."""

    how_often = forms.ChoiceField(
        label=_("How often do you want a mail?"),
        widget=forms.RadioSelect,
        choices=(
            ("daily", _("Every day, if there is something to do")),
            ("weekly", _("Once a week, if there is something to do")),
            ("never", _("Never")),
        ),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)
