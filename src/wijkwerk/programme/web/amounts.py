"""Money with its period, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from wijkwerk.programme.core.money import Money
from wijkwerk.shared.numbers import NOTHING
from wijkwerk.ui.reader import day

_NAMED = 3  # amounts a year that are named one by one


def money_label(money: Money, euros: Callable[[Decimal], str]) -> str:
    """Amounts of each period apart, as ``euros`` writes them: '€ 5.000 in all; € 300 a year, at
    least until 31 December 2027'."""
    parts = []
    if money.in_all or not (money.a_year or money.undated):
        amount = euros(money.in_all)
        parts.append(gettext("%(amount)s in all") % {"amount": amount} if money.a_year else amount)
    if money.a_year:
        parts.append(
            gettext("%(amount)s a year, at least until %(day)s")
            % {
                "amount": euros(money.a_year),
                "day": day(date.fromisoformat(money.holds_until or "")),
            }
        )
    return "; ".join(parts) or NOTHING


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
    parts = [money_label(money, euros)] if money.in_all or money.a_year else []
    parts += _each_a_year(money, euros)
    if not parts:
        return ""
    return gettext(
        "Stated for projects of which it isn’t known whether they still run: %(amounts)s."
    ) % {"amounts": "; ".join(parts)}


def _each_a_year(money: Money, euros: Callable[[Decimal], str]) -> list[str]:
    """Amounts a year without a last day, one by one; the largest when there are many."""
    amounts = [
        gettext("%(amount)s a year") % {"amount": euros(amount)}
        for amount in money.undated[:_NAMED]
    ]
    return amounts if len(money.undated) <= _NAMED else [*amounts, "…"]
