"""What is filled in at a step. Whatever is typed is text: nothing of it is markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.ui.fields import EVERYBODY as EVERYBODY
from wijkwerk.ui.fields import LineFormField, ParagraphsFormField
from wijkwerk.workflow.writing import LONGEST_TEXT

LONGEST_LINE = 300


class StepFields:
    """What every form of a step has: the ``subject`` that it is made with (None: something new), the
    ``parent`` in which that lies, the ``reader`` who fills it in, and what its service is called
    with."""

    # What the command holds already.
    command_fields = ("version", "text", "outcome")
    cleaned_data: dict[str, Any]

    def __init__(
        self,
        *args: Any,
        subject: Any = None,
        parent: Any = None,
        reader: Any = None,
        **named: Any,
    ) -> None:
        self.subject, self.parent, self.reader = subject, parent, reader
        super().__init__(*args, **named)

    def arguments(self) -> dict[str, Any]:
        """What was filled in, as the service of the step takes it by name."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in self.command_fields
        }


class VersionForm(StepFields, forms.Form):
    """Which state of things the page showed: who acts on an older one is told."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def step_formfield(field: Any, **named: Any) -> Any:
    """The form field of a model field as steps have them: for ``Meta.formfield_callback``."""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        named = {"widget": day_input(), "input_formats": ["%Y-%m-%d"], **named}
    elif field.choices and not field.blank and named.get("widget") is forms.RadioSelect:
        named = {"initial": field.get_default() or None, **named}  # no button that says nothing
    elif isinstance(field, models.FloatField):
        named = {"localize": True, **named}  # with the reader's comma or point
    elif isinstance(field, models.URLField):
        named = {"assume_scheme": "https", **named}
    elif isinstance(field, models.CharField) and not field.choices:
        named = {"widget": forms.TextInput(attrs={"autocomplete": "off"}), **named}
    elif isinstance(field, models.TextField):
        named = {"widget": forms.Textarea(attrs={"rows": 5}), **named}
    elif isinstance(field, models.ManyToManyField):
        named = {"widget": forms.CheckboxSelectMultiple, **named}
    elif isinstance(field, models.ForeignKey):
        named = {"empty_label": _("Not known") if field.null else _("Choose one"), **named}
    return field.formfield(**named)


class StepModelForm(StepFields, forms.ModelForm):  # type: ignore[type-arg]
    """A step that fills fields of a model: ``class Meta(StepModelForm.Meta)`` names which. It never
    saves: the step's service writes, in one transaction with the history."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        """How fields look."""

        formfield_callback = step_formfield

    def arguments(self) -> dict[str, Any]:
        """With every field of the model, also one that is called as what a command holds."""
        own = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {**super().arguments(), **own}

    def save(self, commit: bool = True) -> Any:
        """Raise TypeError: a row that was written here would have no history."""
        raise TypeError("a step is made by its service, not by its form")


def long_text(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 8) -> Any:
    """A field for some paragraphs."""
    return ParagraphsFormField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line_field(
    label: Any, help_text: Any = "", *, required: bool = True, most: int = LONGEST_LINE
) -> Any:
    """A field for a line of text."""
    return LineFormField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    """A field for a day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=day_input(),
        input_formats=["%Y-%m-%d"],
    )


def step_form(model: Any, *fields: str, required: bool | None = None) -> type[StepModelForm]:
    """The form of a step that fills these fields of ``model``; ``required`` (True) also those that
    the model may leave empty."""
    form_class: Any = forms.modelform_factory(
        model, form=StepModelForm, fields=fields, formfield_callback=step_formfield
    )
    if required:
        for name in fields:
            form_class.base_fields[name].required = True
    return form_class  # type: ignore[no-any-return]


NO_NAMES = _("Don’t name persons: everybody can read this once the decision is published.")


class ReasonForm(VersionForm):
    """Why."""

    text = long_text(_("Reasons"), NO_NAMES)


class OutcomeForm(VersionForm):
    """What is decided, and why."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    text = long_text(_("Reasons"), NO_NAMES)
    field_order = ("outcome", "text", "version")

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["outcome"].choices = list(choices)  # type: ignore[attr-defined]
