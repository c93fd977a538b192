"""What pages say of money, counts and rules, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.shared import numbers
from wijkwerk.ui.reader import language
from wijkwerk.workflow.values import Counted


def euros(cents: int | Fraction | None) -> str:
    """Cents as people read euros: '€ 1.250' or '€ 1.250,50'; '' for None."""
    if cents is None:
        return ""
    rounded_cents = (Fraction(cents) * 2 + 1) // 2
    decimals = 0 if rounded_cents % 100 == 0 else 2
    return f"€{numbers.NO_BREAK}{numbers.number(rounded_cents / 100, decimals, language())}"


def euros_of(text: str) -> str:
    """The same of an amount as a count keeps it: '1250.50'."""
    return euros(Fraction(text) * 100)


def outcome_label(project: Mapping[str, Any]) -> str:
    """What became of a project in a count."""
    return {
        "won": _("Chosen"),
        "too_dear": _("Not chosen: too little money left with its voters"),
        "no_support": _("Not chosen: too few votes"),
        "excluded": _("Excluded"),
        "not_chosen": _("Not chosen"),
    }[project["outcome"]]


def why_label(project: Mapping[str, Any]) -> str:
    """Why a project was chosen or not, in a sentence or two."""
    supporters = Counted(project["supporters"])
    if project["outcome"] == "won":
        sentence = ngettext(
            "%(n)s person voted for it and pays %(rate)s.",
            "%(n)s people voted for it. Each pays %(rate)s for a vote, or what they had left.",
            supporters,
        ) % {"n": supporters, "rate": euros(Fraction(project["rate"]) * 100)}
        if project["equal_but_for_the_lot"]:
            sentence += " " + _("It was equal to another project; the order of the ballot decided.")
        return sentence
    if project["outcome"] == "too_dear":
        return ngettext(
            "The %(n)s person who voted for it had %(left)s left. It costs %(cost)s, so %(missing)s lacks.",
            "The %(n)s people who voted for it had %(left)s left together. It costs %(cost)s, so"
            " %(missing)s lacks.",
            supporters,
        ) % {
            "n": supporters,
            "left": euros_of(project["supporters_had_left"]),
            "cost": euros_of(project["cost"]),
            "missing": euros_of(project["missing"]),
        }
    if project["outcome"] == "excluded":
        return _("A decision took it off the ballot; the reasons stand below.")
    return ngettext("%(n)s person voted for it.", "%(n)s people voted for it.", supporters) % {
        "n": supporters
    }


def percent(part: int, total: int) -> str:
    """A share in whole percents; '' of nothing."""
    return f"{numbers.number(100 * part / total, 0, language())}%" if total else ""
