"""A field for a number as people write it: 1.700,5 in Dutch, 1,700.5 in English."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.web.words import language

_SIGNS = {"nl": (r"\.", ","), "en": (",", r"\.")}  # between thousands; before decimals


class AmountField(forms.CharField):
    """A number of 0 or more, or None. What can be read in two ways is refused: '1.5' is no number
    in Dutch, since '1.500' is fifteen hundred there."""

    default_error_messages = {  # noqa: RUF012  (as Django's own fields have it)
        "invalid": _("Fill in a number, such as 1700 or 12,5.")
    }

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
