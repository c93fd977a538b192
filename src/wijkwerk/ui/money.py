"""Fields of euros, as people write them: '1250', '1.250,50', '€ 12,50'. Two that would be read apart, such as
'1.500' and '1,500', are the same: money never has three decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared import numbers
from wijkwerk.shared.cells import amount
from wijkwerk.ui.reader import language

MOST_EUROS = 10**10


def euros(cents: int | None) -> str:
    """Cents as people read euros: '€ 1.250' or '€ 1.250,50'; '' for None."""
    if cents is None:
        return ""
    decimals = 0 if cents % 100 == 0 else 2
    return numbers.figure(cents / 100, "eur", decimals, language())


class EurosFormField(forms.CharField):
    """Euros; its value is a Decimal with two decimals, None when nothing was filled in."""

    default_error_messages = {"invalid": _("Write an amount such as 12.500,00.")}

    def __init__(self, **named: Any) -> None:
        named.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**named)

    def to_python(self, value: Any) -> Any:
        """The amount. Raises ValidationError for what is none."""
        text = super().to_python(value)
        if not text:
            return None
        euros = amount(text)
        if euros is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return euros

    def prepare_value(self, value: Any) -> Any:
        """As the reader writes it; what somebody typed as it is."""
        if isinstance(value, Decimal):
            return numbers.number(float(value), 2, language())
        return value


class CentsFormField(EurosFormField):
    """Euros above nothing; its value is a whole number of cents, None when nothing was filled in."""

    default_validators = [MinValueValidator(Decimal("0.01")), MaxValueValidator(MOST_EUROS)]

    def clean(self, value: Any) -> Any:
        """In cents. Raises ValidationError."""
        euros = super().clean(value)
        return None if euros is None else int(euros * 100)

    def prepare_value(self, value: Any) -> Any:
        """Cents of a row as euros."""
        return super().prepare_value(Decimal(value) / 100 if isinstance(value, int) else value)


class CentsField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount of money: a whole number of cents, filled in as euros."""

    def formfield(self, **named: Any) -> Any:
        """Euros with at most two decimals."""
        # Past BigIntegerField, whose limits are those of whole numbers.
        own = {"form_class": CentsFormField, "label": self.verbose_name}
        return models.Field.formfield(self, **{**own, **named})

    def deconstruct(self) -> Any:
        """For migrations it is Django's own field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, kwargs
