"""Commitments in every state, and where their pages are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.cache import cache

from wijkwerk.programme.models import Commitment
from wijkwerk.programme.services import commitments as does

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = "Zeer-intern-merkteken"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Calendars are kept for a while: what one test made is no answer in the next."""
    cache.clear()


@pytest.fixture
def some(a_programme: Any) -> Callable[..., Commitment]:
    """A commitment of the schools: ``some("missed", due=date(2026, 1, 1))``."""

    def make(
        state: str = "promised", due: date = date(2026, 3, 20), organisation: int = 1, **more: Any
    ) -> Commitment:
        told = {
            "title": f"Extra uren ({state})",
            "quantity": 26.0,
            "unit": "scholen",
            "evidence": "Roosters",
            "promised_for": due,
            "goal": a_programme.goals[0],
            "note": SECRET,
        } | more
        return Commitment.objects.create(
            programme=a_programme.programme,
            organisation=a_programme.organisations[organisation],
            state=state,
            due_on=due,
            **told,
        )

    return make


@pytest.fixture
def reported(a_programme: Any, some: Any, command: Any) -> Any:
    """A report of the schools that waits for a check."""
    return does.report(
        command("partner"), some(), does.Told("Op alle scholen.", "De roosters", 26.0, final=True)
    )
