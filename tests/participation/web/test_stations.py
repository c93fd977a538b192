"""The front page tells how many ideas residents had, and how many wait too long for an answer."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import RequestFactory

from visitors import Clock
from wijkwerk.participation.models import Idea, Process
from wijkwerk.participation.web.stations import stations
from wijkwerk.registry.hooks import Stage

pytestmark = pytest.mark.django_db


def idea(process: Process, **fields: object) -> Idea:
    """An idea that was received in time to be answered by the end of February 2026."""
    values = {
        "state": "received",
        "title": "Een bank",
        "text": "Op het plein.",
        "received_on": date(2026, 2, 1),
        "answer_by": date(2026, 2, 28),
        "public": True,
    }
    return Idea.objects.create(process=process, **(values | fields))


def test_without_a_process_there_is_nothing_to_tell() -> None:
    assert stations(RequestFactory().get("/nl/"), {}) == []


def test_ideas_are_counted_and_those_answered_too_late_apart(
    process: Process, clock: Clock
) -> None:
    late = idea(process)
    idea(process, answered_on=date(2026, 2, 20))  # answered
    idea(process, answer_by=date(2026, 3, 2))  # today is its last day
    idea(process, state="refused")  # isn't an idea of residents
    idea(process, state="joined", joined_to=late)  # is a part of another
    (station,) = stations(RequestFactory().get("/nl/"), {})
    assert (station.stage, station.figure) == (Stage.RESIDENTS, "3")
    assert station.late.startswith("1 ")


def test_a_draft_isnt_counted(process: Process, clock: Clock) -> None:
    idea(process)
    Process.objects.filter(pk=process.pk).update(state="draft")
    assert stations(RequestFactory().get("/nl/"), {}) == []
