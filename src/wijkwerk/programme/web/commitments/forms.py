"""What is filled in about commitments, beside what every step asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.web.amounts import AmountField
from wijkwerk.workflow.forms import EVERYBODY, VersionForm, day_field, line_field, long_text

Choices = Iterable[tuple[str, str]]


class PromiseForm(VersionForm):
    """Who promises what, how much, by when, and what will show it."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    title = line_field(_("What is promised"), EVERYBODY)
    quantity = AmountField(
        label=_("How much"), help_text=_("A number, if it can be counted."), required=False
    )
    unit = line_field(_("Of what"), _("Such as: schools, dwellings, euro a year."), required=False)
    due_on = day_field(_("By when"), _("The last day on which it can be kept."))
    evidence = long_text(_("What will show that it was done"), rows=3)
    goal = forms.ChoiceField(label=_("Goal"), required=False)
    target = forms.ChoiceField(label=_("Target that it helps to reach"), required=False)
    note = long_text(
        _("Note of the bureau"), _("Only who works on this programme reads this."),
        required=False, rows=3,
    )  # fmt: skip

    def __init__(
        self, organisations: Choices, goals: Choices, targets: Choices, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        for name, choices in (
            ("organisation", organisations),
            ("goal", [("", "–"), *goals]),
            ("target", [("", "–"), *targets]),
        ):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An amount has a unit."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("quantity") is not None and not (told.get("unit") or "").strip():
            self.add_error("unit", _("Fill in of what."))
        return told


class NoteForm(VersionForm):
    """The bureau's own note. Not called text: that would stand in the history."""

    note = long_text(
        _("Note of the bureau"), _("Only who works on this programme reads this."), required=False
    )


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

    organisation = forms.ChoiceField(label=_("Organisation that takes it over"))

    def __init__(self, organisations: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]


class ReportForm(VersionForm):
    """What was done: short enough for a telephone in a corridor."""

    done = long_text(_("What was done"), EVERYBODY, rows=4)
    quantity = AmountField(label=_("How much, until now"), required=False)
    evidence = long_text(
        _("What shows it"), _("A document, an address on the web, a place to look."), rows=2
    )
    final = forms.TypedChoiceField(
        label=_("Is all of it done?"), widget=forms.RadioSelect,
        choices=(("no", _("No, this is how far it is")), ("yes", _("Yes, all of it is done"))),
        coerce=lambda value: value == "yes", initial="no",
    )  # fmt: skip

    def __init__(self, unit: str, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if unit:
            self.fields["quantity"].help_text = unit
        else:
            del self.fields["quantity"]


class ChoiceForm(forms.Form):
    """How often somebody wants a mail, and in which language."""

    how_often = forms.ChoiceField(
        label=_("How often do you want a mail?"), widget=forms.RadioSelect,
        choices=(("daily", _("Every day, if there is something to do")),
                 ("weekly", _("Once a week, if there is something to do")),
                 ("never", _("Never"))),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language?"), choices=(("nl", "Nederlands"), ("en", "English"))
    )
