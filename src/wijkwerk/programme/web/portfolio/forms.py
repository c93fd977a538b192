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
from wijkwerk.programme.models import MoneyPeriod
from wijkwerk.programme.web.portfolio import words
from wijkwerk.programme.web.sent_twice import SentTwiceForm
from wijkwerk.programme.web.words import language
from wijkwerk.shared import numbers
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
        self.fields["kind"].choices = words.mark_help()  # type: ignore[attr-defined]


class DecisionForm(VersionForm):
    """A decision of the board: on what it rests, and why."""

    evidence = long_text(_("On what the decision rests"),
                         _("Which figures, reports or talks, and where to find them."), rows=4)  # fmt: skip
    text = long_text(_("Reasons"), EVERYBODY, rows=4)
    field_order = ("due", "evidence", "text", "version")


class GoOnForm(DecisionForm):
    """A decision by which it goes on, until the next one."""

    due = day_field(_("Next decision, at the latest on"), _("Until then this one holds."))


class UploadForm(SentTwiceForm):
    """A list as a file; once it was checked, the same file again."""

    file = forms.FileField(
        label=_("The list, as XLSX or CSV"), help_text=_("At most 5 megabytes, 10,000 projects."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip
