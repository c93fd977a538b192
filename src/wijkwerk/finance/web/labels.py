"""Figures of finance as readers write them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.finance.results import ALL
from wijkwerk.shared import numbers
from wijkwerk.ui.reader import language

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def money(amount: float | None, currency: str = "EUR") -> str:
    """A whole amount: '€ 159.500', '€ −1.200'; a dash when there is none."""
    text = numbers.figure(amount, "eur", 0, language())
    return text.replace("€", _SIGNS[currency])


def figure(value: float | None) -> str:
    """An assumption, to three significant digits."""
    if value is None:
        return numbers.NOTHING
    size = 0 if value == 0 else math.floor(math.log10(abs(value)))
    text = numbers.number(value, min(max(2 - size, 0), 6), language())
    comma = "," if language() == "nl" else "."
    return text.rstrip("0").rstrip(comma) if comma in text else text


def rate(share: float | None) -> str:
    """A rate a year: '2,25%'."""
    return numbers.figure(None if share is None else 100 * share, "%", 2, language())


def ratio(value: float | None) -> str:
    """Benefits for each euro of costs, with two decimals."""
    return numbers.figure(value, "", 2, language())


def party_names(document: Mapping[str, Any]) -> dict[str, str]:
    """What parties are called, all together too."""
    names = {row["code"]: row["name"][language()] for row in document["party"]}
    return {**names, ALL: _("All together")}
