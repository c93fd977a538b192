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
from wijkwerk.programme.frames import Frame
from wijkwerk.programme.models import MoneyPeriod
from wijkwerk.programme.web.labels import language
from wijkwerk.programme.web.portfolio import labels
from wijkwerk.programme.web.upload_confirmation import UploadConfirmationForm
from wijkwerk.shared import numbers
from wijkwerk.ui.fields import ParagraphsFormField
from wijkwerk.workflow.forms import VersionForm, day_field, line_field, long_text

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
        codes = [one.strip() for one in (super().to_python(value) or "").split(",") if one.strip()]
        for one in codes:
            RegexValidator(
                r"^[A-Za-z0-9._-]{1,40}\Z", gettext("Write codes of areas, with commas.")
            )(one)
        return sorted(set(codes))

    def prepare_value(self, value: Any) -> Any:
        """With commas."""
        return ", ".join(value) if isinstance(value, list) else value


class ProjectForm(VersionForm):
    """A project, as far as it is known. What stays empty is shown as missing."""

    code = line(_("Code"), _("Short and of its own, such as a number."), required=True, most=60)
    name = line(_("Name"), EVERYBODY, required=True)
    goal = forms.ChoiceField(label=_("Goal"), required=False)
    target = forms.ChoiceField(
        label=_("Measured by"), required=False,
        help_text=_("The target whose figure shows whether it works."),
    )  # fmt: skip
    contribution = long_text(_("What it adds to the goal, and how much"), EVERYBODY,
                             required=False, rows=3)  # fmt: skip
    organisation = forms.ChoiceField(label=_("Owner"), required=False)
    areas = AreasField(label=_("Areas"), required=False, help_text=_("Codes, with commas."))
    money = AmountField(label=_("Money (euros)"), required=False,
                        help_text=_("0 for a project without money."))  # fmt: skip
    money_period = forms.ChoiceField(
        label=_("This money is"), choices=MoneyPeriod.choices, required=False,
        help_text=_("Amounts a year are added up only with amounts a year that run now."),
    )  # fmt: skip
    money_from = line(_("Money from"))
    money_until = day_field(_("Money until"), required=False)
    after_plan = long_text(_("What happens after the money"), EVERYBODY, required=False, rows=3)
    stop_criteria = long_text(
        _("When we stop"),
        _("Agreed before it begins. Once it runs this doesn’t change any more."),
        required=False, rows=3,
    )  # fmt: skip
    begins_on = day_field(_("From"), required=False)
    ends_on = day_field(_("Until"), required=False)
    decision_due = day_field(
        _("Next decision, at the latest on"),
        _("Once it runs only the board puts this off."), required=False,
    )  # fmt: skip
    decider = line(_("Who decides"), _("A function, such as “board”; never a name."))
    note = long_text(_("Note of the bureau"), _("Only who works on this programme reads this."),
                     required=False, rows=3)  # fmt: skip
    field_order = ("code", "name", "goal", "target", "contribution", "organisation")

    def __init__(
        self, goals: Choices, targets: Choices, organisations: Choices, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        nothing = [("", gettext("Not known"))]
        for name, choices in (
            ("goal", goals), ("target", targets), ("organisation", organisations),
        ):  # fmt: skip
            self.fields[name].choices = [*nothing, *choices]  # type: ignore[attr-defined]


class MarkForm(VersionForm):
    """A turn of the loop."""

    kind = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    on = day_field(_("On which day"))
    text = long_text(_("What, and what shows it"), EVERYBODY, rows=4)
    field_order = ("kind", "on", "text", "version")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].choices = labels.mark_help()  # type: ignore[attr-defined]


class DecisionForm(VersionForm):
    """A decision of the board: on what it rests, and why."""

    evidence = long_text(_("On what the decision rests"),
                         _("Which figures, reports or talks, and where to find them."), rows=4)  # fmt: skip
    text = long_text(_("Reasons"), EVERYBODY, rows=4)
    field_order = ("due", "evidence", "text", "version")


class GoOnForm(DecisionForm):
    """A decision by which it goes on, until the next one."""

    due = day_field(_("Next decision, at the latest on"), _("Until then this one holds."))


class UploadForm(UploadConfirmationForm):
    """A list as a file; once it was checked, the same file again."""

    file = forms.FileField(
        label=_("The list, as XLSX or CSV"), help_text=_("At most 5 megabytes, 10,000 projects."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip


class CovenantForm(VersionForm):
    """What is agreed, by whom, from when to when."""

    title = line(_("Title"), required=True)
    begins_on = day_field(_("From"))
    ends_on = day_field(_("Until"), _("Leave empty when no end was agreed."), required=False)
    parties = forms.MultipleChoiceField(label=_("Parties"), widget=forms.CheckboxSelectMultiple)
    text = long_text(_("Text"), EVERYBODY)
    field_order = ("title", "begins_on", "ends_on", "parties", "text", "version")

    def __init__(self, parties: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["parties"].choices = list(parties)  # type: ignore[attr-defined]


class BindForm(VersionForm):
    """Who is bound by which sentence until when."""

    organisation = forms.ChoiceField(label=_("Who is bound"))
    sentence = long_text(_("By which sentence"), EVERYBODY, rows=3)
    until = day_field(_("Until when"), _("Leave empty for as long as the covenant holds."),
                      required=False)  # fmt: skip
    field_order = ("organisation", "sentence", "until", "version")

    def __init__(self, parties: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["organisation"].choices = list(parties)  # type: ignore[attr-defined]


class CloseForm(VersionForm):
    """Put in force; why, when it replaces an older version."""

    def __init__(self, replaces: bool, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if replaces:
            self.fields["text"] = long_text(
                _("Why the older version is replaced"), EVERYBODY, rows=3
            )


class ActionPlanForm(VersionForm):
    """A problem that can't wait, and from when it is worked on."""

    title = line(_("Title"), EVERYBODY, required=True)
    problem = long_text(_("What can’t wait"), EVERYBODY, rows=4)
    begins_on = day_field(_("Week 1 begins on"))
    field_order = ("title", "problem", "begins_on", "version")


class ActionStepForm(VersionForm):
    """A step of a plan under pressure."""

    title = line(_("What is done"), EVERYBODY, required=True)
    week = forms.IntegerField(label=_("Done by the end of week"), min_value=1, max_value=26)
    organisation = forms.ChoiceField(label=_("By whom"), required=False)
    field_order = ("title", "week", "organisation", "version")

    def __init__(self, organisations: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        every = [("", gettext("Not known")), *organisations]
        self.fields["organisation"].choices = every  # type: ignore[attr-defined]


class ContactForm(VersionForm):
    """The one function by which a government answers."""

    organisation = forms.ChoiceField(label=_("Government or organisation"))
    function = line(_("Function of the one contact"), _("A function, never a name."), required=True)
    field_order = ("organisation", "function", "version")

    def __init__(self, organisations: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]


class DoneForm(VersionForm):
    """When a step was done."""

    on = day_field(_("On which day"))


class ResultForm(VersionForm):
    """What came out of a plan under pressure."""

    text = long_text(_("What came out"), EVERYBODY, rows=5)
    beyond = long_text(
        _("What it means beyond this project"),
        _("What should change elsewhere, and who should do that."), rows=5,
    )  # fmt: skip
    field_order = ("text", "beyond", "version")


class AssessmentForm(VersionForm):
    """What is held against which criteria."""

    frame = forms.ChoiceField(label=_("Criteria"), widget=forms.RadioSelect)
    subject = line(_("What is assessed"), EVERYBODY, required=True)
    project = line(_("Code of the project, if it is one"), most=60)
    field_order = ("frame", "subject", "project", "version")

    def __init__(self, frames: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["frame"].choices = list(frames)  # type: ignore[attr-defined]


class ScoreForm(VersionForm):
    """A score and a reason for every criterion of a frame."""

    def __init__(self, frame: Frame, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        tongue = language()
        choices = [
            (str(at), f"{at}: {label.in_(tongue)}")
            for at, label in enumerate(frame.scale, frame.lowest)
        ]
        for one in frame.criteria:
            self.fields[f"score-{one.id}"] = forms.ChoiceField(
                label=one.name.in_(tongue), help_text=one.question.in_(tongue),
                choices=choices, widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"reason-{one.id}"] = ParagraphsFormField(
                label=gettext("Reason: %(name)s") % {"name": one.name.in_(tongue)},
                max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        self.criteria = [one.id for one in frame.criteria]

    def given(self) -> dict[str, tuple[int, str]]:
        """Score and reason by criterion."""
        told = self.cleaned_data
        return {one: (int(told[f"score-{one}"]), told[f"reason-{one}"]) for one in self.criteria}
