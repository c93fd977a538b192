"""Fields of texts that people give: a line, and paragraphs. What they refuse (shared/lines.py) they
refuse on every way in: a form says it beside the field, an import with its row, and whatever writes
a row without either gets a ValidationError, so that nothing else is ever kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared.lines import code_point, refused_in_line, refused_in_paragraphs

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
    TextField = models.TextField[str, str]
else:
    CharField, TextField = models.CharField, models.TextField


LINE, PARAGRAPH = 300, 20_000  # signs at most, unless a field says otherwise
EVERYBODY = _("Don’t name persons: everybody can read this.")  # help with what is public


def validate_line(value: str) -> None:
    """ValidationError for what can't stand in a text of one line."""
    _refuse(
        refused_in_line(value), _("Write it in one line, without the character %(sign)s."), "line"
    )


def validate_paragraphs(value: str) -> None:
    """ValidationError for what can't stand in a text of some paragraphs."""
    _refuse(refused_in_paragraphs(value), _("Leave out the character %(sign)s."), "paragraphs")


def _refuse(sign: str, message: Any, code: str) -> None:
    if sign:
        raise ValidationError(message, code, {"sign": code_point(sign)})


class _Checked:
    """Checks at the last moment before the database, which would keep anything."""

    validators: list[Any]

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """The value for the database. Raises ValidationError."""
        if isinstance(value, str):
            for check in self.validators:
                check(value)
        return super().get_db_prep_save(value, connection)  # type: ignore[misc]

    def deconstruct(self) -> Any:
        """For migrations it is Django's own field: the column is the same."""
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        base = "CharField" if isinstance(self, models.CharField) else "TextField"
        return name, f"django.db.models.{base}", args, kwargs


class LineFormField(forms.CharField):
    """A text of one line in a form."""

    default_validators = (*forms.CharField.default_validators, validate_line)  # type: ignore[assignment]


class ParagraphsFormField(forms.CharField):
    """A text of some paragraphs in a form."""

    widget = forms.Textarea
    default_validators = (*forms.CharField.default_validators, validate_paragraphs)  # type: ignore[assignment]


class LineField(_Checked, CharField):
    """A text of one line, of at most ``max_length`` signs."""

    default_validators = (*models.CharField.default_validators, validate_line)  # type: ignore[assignment]

    def formfield(self, **kwargs: Any) -> Any:
        """With a field that says what is wrong."""
        return super().formfield(**{"form_class": LineFormField, **kwargs})


class ParagraphsField(_Checked, TextField):
    """A text of some paragraphs, of at most ``max_length`` signs."""

    default_validators = (*models.TextField.default_validators, validate_paragraphs)  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:  # Django leaves the length of a long text to its form
            self.validators.append(MaxLengthValidator(self.max_length))

    def formfield(self, **kwargs: Any) -> Any:
        """With a field that says what is wrong."""
        return super().formfield(**{"form_class": ParagraphsFormField, **kwargs})


def line(
    label: Any = None, help_text: Any = "", *, blank: bool = False, most: int = LINE
) -> LineField:
    """A line of text of at most so many signs."""
    return LineField(label, max_length=most, blank=blank, help_text=help_text)


def prose(
    label: Any = None, help_text: Any = "", *, blank: bool = False, most: int = PARAGRAPH
) -> ParagraphsField:
    """Some paragraphs; whatever is typed is text."""
    return ParagraphsField(label, max_length=most, blank=blank, help_text=help_text)
