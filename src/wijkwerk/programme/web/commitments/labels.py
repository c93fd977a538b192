"""Words for commitments in the reader's language: how one stands, and what can be done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.shared.numbers import number
from wijkwerk.shared.units import unit_label
from wijkwerk.ui.reader import language


def amount(quantity: float | None, unit: str) -> str:
    """How much: '26 scholen'; '' when it can't be counted."""
    if quantity is None:
        return ""
    decimals = next((few for few in range(3) if abs(quantity - round(quantity, few)) < 1e-9), 3)
    text = number(quantity, decimals, language())
    return f"{text} {unit_label(unit, text, language())}".strip()


def group_labels() -> dict[str, str]:
    """Where a commitment stands: the groups of a list."""
    return {
        "overdue": _("Overdue, nothing done yet"),
        "missed": _("Missed"),
        "talked": _("Talked about"),
        "agreed": _("Past the newly agreed date"),
        "other_partner": _("With another organisation"),
        "board": _("With the board"),
        "minister": _("With the minister"),
        "soon": _("Due within 30 days"),
        "due": _("Runs"),
        "not_known": _("Not known what became of it"),
        "kept": _("Kept"),
        "released": _("Released"),
    }


def report_label(state: str, final: bool) -> str:
    """How a report stands."""
    sentence = _("Says that all of it was done.") if final else _("Tells how far it is.")
    return f"{sentence} {_('Waits for somebody to check it.')}" if state == "made" else sentence
