"""What the tables of participation share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared.classification import data_card
from wijkwerk.ui.fields import LineField, ParagraphsField

KEPT = "Decisions of residents, and what became of them, must stay checkable for as long as they have effects."
LINE, PARAGRAPH = 200, 10_000
MOST_CENTS = 10**12


def line(label: Any, help_text: Any = "", *, blank: bool = False) -> LineField:
    """A line of text."""
    return LineField(label, max_length=LINE, blank=blank, help_text=help_text)


def prose(label: Any, help_text: Any = "", *, blank: bool = False) -> ParagraphsField:
    """Some paragraphs; whatever is typed is text."""
    return ParagraphsField(label, max_length=PARAGRAPH, blank=blank, help_text=help_text)


def kept(*plain: str, personal: tuple[str, ...] = (), secret: tuple[str, ...] = ()) -> Any:
    """The card of a table that is kept for ever."""
    return data_card(days=None, because=KEPT, plain=plain, personal=personal, secret=secret)


class EurosFormField(forms.DecimalField):
    """Euros with at most two decimals; its value is a whole number of cents, None when it is empty."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(
            *args, min_value=Decimal("0.01"), max_value=MOST_CENTS // 100, decimal_places=2, **named
        )

    def clean(self, value: Any) -> Any:
        """In cents. Raises ValidationError."""
        if isinstance(value, str):
            value = value.strip().removeprefix("€").strip()
            if value.count(",") == 1 and "." not in value:
                value = value.replace(",", ".")
            if "," in value:
                raise ValidationError(_("Write the amount as 1250 or 1250,50."))
        euros = super().clean(value)
        return None if euros is None else int(euros * 100)

    def prepare_value(self, value: Any) -> Any:
        """Cents of a row as euros; what somebody typed as it is."""
        return Decimal(value) / 100 if isinstance(value, int) else value


class CentsField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount of money: a whole number of cents, filled in as euros."""

    def formfield(self, **named: Any) -> Any:
        """Euros with at most two decimals."""
        taken = {
            "required": not self.blank,
            "label": self.verbose_name,
            "help_text": self.help_text,
        }
        return EurosFormField(**taken)

    def deconstruct(self) -> Any:
        """For migrations it is Django's own field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, kwargs


class InProcess(models.Model):
    """Something that belongs to a process, as access asks it."""

    process_id: int
    process: Any

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies: the municipality of its process."""
        return dict(self.process.places)


def in_process(related_name: str) -> Any:
    """The process that a row belongs to."""
    return models.ForeignKey(
        "participation.Process", on_delete=models.PROTECT, related_name=related_name
    )
