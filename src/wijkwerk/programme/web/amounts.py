"""Numbers as people write them, 1.700,5 in Dutch and 1,700.5 in English; and money with its period."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.core.money import Money
from wijkwerk.shared.numbers import NOTHING
from wijkwerk.ui.reader import day, language

_NAMED = 3  # amounts a year that are named one by one
_SIGNS = {"nl": (r"\.", ","), "en": (",", r"\.")}  # between thousands; before decimals


def money_label(money: Money, euros: Callable[[Decimal], str]) -> str:
    """Amounts of each period apart, as ``euros`` writes them: '€ 5.000 in all; € 300 a year, at
    least until 31 December 2027'."""
    said = []
    if money.in_all or not (money.a_year or money.undated):
        amount = euros(money.in_all)
        said.append(gettext("%(amount)s in all") % {"amount": amount} if money.a_year else amount)
    if money.a_year:
        said.append(
            gettext("%(amount)s a year, at least until %(day)s")
            % {
                "amount": euros(money.a_year),
                "day": day(date.fromisoformat(money.holds_until or "")),
            }
        )
    return "; ".join(said) or NOTHING


def undated_label(money: Money, euros: Callable[[Decimal], str]) -> str:
    """How many amounts a year are added to nothing, why, and which; '' when there is none."""
    if not money.undated:
        return ""
    number = len(money.undated)
    return ngettext(
        "%(number)s project says an amount a year, but not until when: that isn’t added up "
        "(%(amounts)s).",
        "%(number)s projects say an amount a year, but not until when: these aren’t added up "
        "(%(amounts)s).",
        number,
    ) % {"number": number, "amounts": "; ".join(_each_a_year(money, euros))}


def not_known_money_label(money: Money, euros: Callable[[Decimal], str]) -> str:
    """What is stated for projects of which nobody knows whether they run; '' when nothing is."""
    said = [money_label(money, euros)] if money.in_all or money.a_year else []
    said += _each_a_year(money, euros)
    if not said:
        return ""
    return gettext(
        "Stated for projects of which it isn’t known whether they still run: %(amounts)s."
    ) % {"amounts": "; ".join(said)}


def _each_a_year(money: Money, euros: Callable[[Decimal], str]) -> list[str]:
    """Amounts a year without a last day, one by one; the largest when there are many."""
    said = [gettext("%(amount)s a year") % {"amount": euros(one)} for one in money.undated[:_NAMED]]
    return said if len(money.undated) <= _NAMED else [*said, "…"]


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
