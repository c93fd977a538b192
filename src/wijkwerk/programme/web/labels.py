"""Words of programme in the reader's language: what its table calls states, steps and refusals."""

from __future__ import annotations

from wijkwerk.programme.services.common import STEPS
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.labels import day as day
from wijkwerk.workflow.labels import language as language

LABELS = ReaderLabels(STEPS)


def problem_label(problem: str) -> str:
    """Why figures of an edition aren't there; '' when nothing is wrong."""
    return LABELS.refusal(f"monitor_{problem}") if problem else ""
