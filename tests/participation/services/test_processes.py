"""A process opens once its design stands."""

from __future__ import annotations

from datetime import date

import pytest

from participants import DESIGN, OFFICIAL, PLACE, Wants
from wijkwerk.access.api import RefusedError
from wijkwerk.participation.models import Process, ProcessCheck
from wijkwerk.participation.services import processes
from wijkwerk.workflow.api import TransitionNotAllowed


def test_it_opens_with_phases_and_six_checks_of_which_none_says_no(command: Wants) -> None:
    made = processes.design(command(OFFICIAL), None, **DESIGN)
    with pytest.raises(TransitionNotAllowed) as refusal:
        processes.open_process(command(OFFICIAL, made), made)
    assert refusal.value.why == "has_phases"
    days = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 3, 31)}
    processes.plan(command(OFFICIAL, made), made, title="Bedenken", activity="propose", **days)
    for question in ProcessCheck.Question.values:
        verdict = "no" if question == "entry" else "yes"
        processes.check(
            command(OFFICIAL, made), made, question=question, verdict=verdict, because="Zo."
        )
    with pytest.raises(TransitionNotAllowed) as refusal:
        processes.open_process(command(OFFICIAL, made), made)
    assert refusal.value.why == "checks_stand"
    processes.check(
        command(OFFICIAL, made), made, question="entry", verdict="partly", because="Nu wel."
    )
    assert processes.open_process(command(OFFICIAL, made), made).state == "open"


def test_another_municipality_designs_nothing_here(somebody: object, command: Wants) -> None:
    with pytest.raises(RefusedError):
        processes.design(command(OFFICIAL), None, **{**DESIGN, "municipality": "GM0599"})
    assert not Process.objects.exists()


def test_postponing_takes_reasons_and_a_day(process: Process, command: Wants) -> None:
    later = date(2027, 3, 1)
    with pytest.raises(TransitionNotAllowed):
        processes.postpone(command(OFFICIAL, process), process, ends_on=later)
    moved = processes.postpone(
        command(OFFICIAL, process, text="De zaal is dicht."), process, ends_on=later
    )
    assert (moved.state, moved.ends_on, PLACE) == ("postponed", later, moved.municipality)
    with pytest.raises(TransitionNotAllowed):
        processes.postpone(
            command(OFFICIAL, process, text="Nog eens."), process, ends_on=date(2025, 1, 1)
        )
