"""What is filled in about targets, counts, proposals and decisions of the board."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.services.board import Wish
from wijkwerk.programme.services.paths import Promise
from wijkwerk.programme.web.plans.forms import Choices
from wijkwerk.ui.fields import LineFormField, ParagraphsFormField
from wijkwerk.workflow.forms import (
    EVERYBODY,
    NO_NAMES,
    VersionForm,
    day_field,
    line_field,
    long_text,
)

_SIDES = (
    ("", _("not needed")),
    ("at_least", _("at least as high as the other area")),
    ("at_most", _("at most as high as the other area")),
)


def number(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    """A field for a number, with the reader's comma or point."""
    return forms.FloatField(label=label, help_text=help_text, required=required, localize=True)


class TargetForm(VersionForm):
    """A target: what it is about, from where to where, and by when."""

    goal = forms.ChoiceField(label=_("Goal"))
    title = line_field(_("Target"), _("What will be so, in one line."))
    source = forms.ChoiceField(
        label=_("Measured by"),
        choices=(("count", _("own counts")), ("indicator", _("an indicator of the monitor"))),
    )
    scale = forms.ChoiceField(
        label=_("Kind of number"),
        choices=(
            ("count", _("a number or amount, from 0")),
            ("share", _("a share, 0 to 100")),
            ("index", _("any number")),
        ),
    )
    unit = line_field(_("Unit"), _("Such as schools, dwellings or %."), required=False)
    indicator = LineFormField(
        label=_("Indicator"),
        required=False,
        max_length=100,
        help_text=_("Its code in the edition, when it comes from the monitor."),
    )
    area = LineFormField(label=_("Code of the area"), required=False, max_length=40)
    edition = LineFormField(
        label=_("Edition"),
        required=False,
        max_length=200,
        help_text=_("Only when it isn’t the programme’s."),
    )
    baseline = number(
        _("Value at the start"),
        _("Empty when it comes from the monitor: then the monitor’s figure of that day counts."),
        required=False,
    )
    baseline_on = day_field(_("Day of the start"))
    baseline_error = number(
        _("Standard error of the start"),
        _("0 when counted in full; empty when not known."),
        required=False,
    )
    value = number(
        _("Value to reach"),
        _("Empty when the target is the level of another area."),
        required=False,
    )
    reference = LineFormField(
        label=_("Or the level of this area"),
        required=False,
        max_length=40,
        help_text=_("The code of an area in the edition, such as NL."),
    )
    reference_goal = forms.ChoiceField(label=_("Then it has to be"), choices=_SIDES, required=False)
    due_on = day_field(_("Last day"))
    milestones = ParagraphsFormField(
        label=_("Milestones"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on a line: a day and a value, such as 2026-12-31 20."),
    )
    owner = forms.ChoiceField(label=_("Organisation that looks after it"), required=False)
    note = long_text(_("Note of the bureau"), _("Never public."), required=False, rows=3)

    def __init__(self, goals: Choices, organisations: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["goal"].choices = list(goals)  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("nobody yet")), *organisations]  # type: ignore[attr-defined]

    def clean_milestones(self) -> tuple[tuple[date, float], ...]:
        """Days with what has to be reached on them."""
        found = []
        for row in self.cleaned_data["milestones"].splitlines():
            if not row.strip():
                continue
            day, _space, value = row.strip().partition(" ")
            try:
                found.append((date.fromisoformat(day), float(value.strip().replace(",", "."))))
            except ValueError:
                raise forms.ValidationError(
                    __("This line isn’t a day and a value: %(row)s"), params={"row": row}
                ) from None
        return tuple(found)

    def promise(self) -> Promise:
        """What was filled in, as a path."""
        said = self.cleaned_data
        return Promise(
            said["baseline"],
            said["baseline_on"],
            said["due_on"],
            said["value"],
            said["reference"].strip(),
            said["reference_goal"],
            said["baseline_error"],
            said["milestones"],
        )


class CountForm(VersionForm):
    """A count of the programme itself."""

    on = day_field(_("Day of the count"))
    value = number(_("Counted"))
    error = number(
        _("Standard error"), _("0 when counted in full; empty when not known."), required=False
    )
    evidence = long_text(_("Where this can be seen"), _("A document or an address."), rows=3)
    corrects = forms.ChoiceField(label=_("Corrects this count"), required=False)

    def __init__(self, counts: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["corrects"].choices = [("", _("none: it is a new count")), *counts]  # type: ignore[attr-defined]


class WishForm(VersionForm):
    """What is proposed about a target, and why."""

    kind = forms.ChoiceField(
        label=_("Proposal"),
        widget=forms.RadioSelect,
        choices=(("change", _("Change the target")), ("drop", _("Drop the target"))),
    )
    value = number(_("New value to reach"), required=False)
    reference = LineFormField(label=_("Or the level of this area"), required=False, max_length=40)
    reference_goal = forms.ChoiceField(label=_("Then it has to be"), choices=_SIDES, required=False)
    due_on = day_field(_("New last day"), required=False)
    text = long_text(_("Reasons"), NO_NAMES)

    def wish(self) -> Wish:
        """What was filled in, as a wish."""
        said = self.cleaned_data
        return Wish(
            said["kind"],
            said["value"],
            said["reference"].strip(),
            said["reference_goal"],
            said["due_on"],
        )


class MeetingForm(VersionForm):
    """A meeting that was held, and which sides of the board were there."""

    title = line_field(_("Name"), _("Such as: board of March 2026."))
    on = day_field(_("Day"))
    present = forms.MultipleChoiceField(label=_("Present"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, domains: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["present"].choices = list(domains)  # type: ignore[attr-defined]


class CorrectMeetingForm(MeetingForm):
    """The meeting as it was, and why that isn't what stands here."""

    text = long_text(_("Reasons"), EVERYBODY)
    field_order = ("title", "on", "present", "text", "version")


class DecisionForm(VersionForm):
    """What the board decided: in which meeting, who was for and against, and why."""

    meeting = forms.ChoiceField(label=_("Meeting"))
    votes_for = forms.MultipleChoiceField(
        label=_("For"), widget=forms.CheckboxSelectMultiple, required=False
    )
    votes_against = forms.MultipleChoiceField(
        label=_("Against"), widget=forms.CheckboxSelectMultiple, required=False
    )
    text = long_text(_("Reasons of the board"), NO_NAMES)

    def __init__(self, meetings: Choices, domains: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["meeting"].choices = list(meetings)  # type: ignore[attr-defined]
        for name in ("votes_for", "votes_against"):
            self.fields[name].choices = list(domains)  # type: ignore[attr-defined]
