"""Words of programme in the reader's language: what its table calls states, steps and refusals."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.programme.services.common import STEPS
from wijkwerk.ui.reader import day
from wijkwerk.workflow.labels import ReaderLabels

LABELS = ReaderLabels(STEPS)


def entered_label(entered: Any) -> str:
    """That something of the past was entered later, and when; '' for what was written down at the time."""
    if entered.entered_on is None:
        return ""
    return _("entered later, on %(day)s") % {"day": day(entered.entered_on)}


def with_entered(text: str, entered: Any) -> str:
    """A text about something, with that it was entered later."""
    label = entered_label(entered)
    return f"{text} ({label})" if label else text


def problem_label(problem: str) -> str:
    """Why figures of an edition aren't there; '' when nothing is wrong."""
    return LABELS.refusal(f"monitor_{problem}") if problem else ""
