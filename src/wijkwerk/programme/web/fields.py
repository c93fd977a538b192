"""Fields that forms of a programme share: organisations, codes, and numbers as people write them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.models import Organisation
from wijkwerk.programme.models.base import STILL_THERE
from wijkwerk.ui.reader import language

_SIGNS = {"nl": (r"\.", ","), "en": (",", r"\.")}  # between thousands; before decimals
SLUG_HELP = _("Small letters, digits and hyphens, such as rotterdam-zuid. It doesn’t change.")


def code(help_text: Any = SLUG_HELP) -> Any:
    """A field for a code in addresses."""
    return forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=_("Code"),
        help_text=help_text,
        max_length=60,
        error_messages={"invalid": _("Use small letters, digits and hyphens alone.")},
    )


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An organisation that is still there (or ever was: ``past``), by its code; two with one name are told
    apart by it."""

    def __init__(self, label: Any = "", *, past: bool = False, **named: Any) -> None:
        super().__init__(
            Organisation.objects.filter(**({} if past else STILL_THERE)),
            to_field_name="slug",
            label=label or _("Organisation"),
            **{"empty_label": _("Choose one"), **named},
        )

    @cached_property
    def _alike(self) -> Counter[str]:
        rows: Any = self.queryset
        return Counter(rows.values_list("name", flat=True))

    def label_from_instance(self, obj: Any) -> str:
        """Its name, with its code when another has the same name."""
        return obj.name if self._alike[obj.name] < 2 else f"{obj.name} ({obj.slug})"


class OrganisationsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Organisations that are still there, by their codes."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            Organisation.objects.filter(**STILL_THERE),
            to_field_name="slug",
            label=label,
            widget=forms.CheckboxSelectMultiple,
        )

    _alike = OrganisationField._alike
    label_from_instance = OrganisationField.label_from_instance


class AmountField(forms.CharField):
    """A number of 0 or more, or None. What can be read in two ways is refused: '1.5' is no number
    in Dutch, since '1.500' is fifteen hundred there."""

    default_error_messages = {"invalid": _("Fill in a number, such as 1700 or 12,5.")}

    def __init__(self, **named: Any) -> None:
        named.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**named)

    def to_python(self, value: Any) -> Any:
        """The number; ValidationError for what is none."""
        text = str(super().to_python(value) or "").strip().replace("\u00a0", "").replace(" ", "")
        if not text:
            return None
        thousand, decimal = _SIGNS[language()]
        if len(text) > 20 or not re.fullmatch(
            rf"(\d+|\d{{1,3}}({thousand}\d{{3}})+)({decimal}\d+)?", text, re.ASCII
        ):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        plain = re.sub(thousand, "", text).replace(",", ".")
        return float(plain)

    def prepare_value(self, value: Any) -> Any:
        """A number as it is written in this language."""
        if not isinstance(value, int | float):
            return value
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language() == "nl" else text


class AreasField(forms.CharField):
    """Codes of areas with commas."""

    def to_python(self, value: Any) -> Any:
        """The codes."""
        codes = [
            part.strip() for part in (super().to_python(value) or "").split(",") if part.strip()
        ]
        for code in codes:
            RegexValidator(
                r"^[A-Za-z0-9._-]{1,40}\Z", gettext("Write codes of areas, with commas.")
            )(code)
        return sorted(set(codes))

    def prepare_value(self, value: Any) -> Any:
        """With commas."""
        return ", ".join(value) if isinstance(value, list) else value
