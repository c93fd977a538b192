"""Numbers as people write them, 1.700,5 in Dutch and 1,700.5 in English; and money with its period."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.selectors.money import Money
from wijkwerk.programme.web.labels import language
from wijkwerk.shared.numbers import NOTHING

_SIGNS = {"nl": (r"\.", ","), "en": (",", r"\.")}  # between thousands; before decimals


def money_label(money: Money, euros: Callable[[Decimal], str]) -> str:
    """Amounts of each period apart, as ``euros`` writes them: '€ 5.000 in all; € 300 a year'."""
    said = []
    if money.in_all or not (money.a_year or money.undated):
        amount = euros(money.in_all)
        said.append(gettext("%(amount)s in all") % {"amount": amount} if money.a_year else amount)
    if money.a_year:
        said.append(gettext("%(amount)s a year") % {"amount": euros(money.a_year)})
    return "; ".join(said) or NOTHING


def undated_label(money: Money) -> str:
    """How many amounts a year are added to nothing, and why; '' when none is."""
    if not money.undated:
        return ""
    return ngettext(
        "%(number)s project says an amount a year, but not until when: that isn’t added up.",
        "%(number)s projects say an amount a year, but not until when: these aren’t added up.",
        money.undated,
    ) % {"number": money.undated}  # fmt: skip


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
