"""What pages of the procedure call its lists and wishes, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.designation.services import STEPS
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.labels import day as day
from wijkwerk.workflow.labels import language as language

LABELS = ReaderLabels(STEPS)


def title_of(procedure: Any) -> str:
    """The title of its list with the year."""
    title = procedure.title_en if language() == "en" else procedure.title_nl
    return f"{title}, {procedure.year}"


def label_of(area: Any) -> str:
    """The name of an area's status."""
    return str(area.label_en if language() == "en" else area.label_nl)


def wish_label(wish: str) -> str:
    """What an objection wants."""
    return {
        "off": _("This area should not be on the list"),
        "on": _("This area should be on the list"),
    }.get(wish, wish)
