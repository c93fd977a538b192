"""Accounts of every role, a clock, and a budget of which people can vote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from participants import DESIGN, OFFICIAL, PLACE, RULES, VOTING, Wants, numbers
from visitors import NOW, account_of
from wijkwerk.access.models import User
from wijkwerk.participation.models import Budget, Phase, Process, ProcessCheck, Project
from wijkwerk.participation.services import voting
from wijkwerk.workflow.api import StepCommand


@pytest.fixture(autouse=True)
def simple(plain_site: None) -> None:
    """Every test sees the plain site."""


@pytest.fixture
def somebody(db: None) -> Callable[..., User]:
    """An account with a role: ``somebody(COMMITTEE, "second")``."""

    def make(role: str, name: str = "first", place: str = PLACE) -> User:
        user: User = account_of(f"{name}.{role}.{place}@example.org".lower(), role, place=place)
        return user

    return make


@pytest.fixture
def command(somebody: Callable[..., User]) -> Wants:
    """What somebody wants: ``command(OFFICIAL, thing, text="So it is.", now=VOTING)``."""

    def make(
        role: str, thing: Any = None, text: str = "", now: datetime = NOW, name: str = "first"
    ) -> StepCommand:
        if thing is not None:
            thing.refresh_from_db()
        version = 0 if thing is None else thing.version
        return StepCommand(somebody(role, name), now, version, text)

    return make


@pytest.fixture
def process(db: None) -> Process:
    """A process that is open, in which residents propose until the end of March."""
    made = Process.objects.create(state="open", **DESIGN)
    Phase.objects.create(
        process=made,
        title="Bedenken",
        activity="propose",
        begins_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31),
    )
    for question in ProcessCheck.Question.values:
        ProcessCheck.objects.create(process=made, question=question, verdict="yes", because="Ja.")
    return made


@pytest.fixture
def budget(process: Process) -> Budget:
    """A draft with three projects on its ballot: a tuin, a bank and a hok."""
    made = Budget.objects.create(process=process, state="draft", **RULES)
    for title, euros in (("Tuin", 30_000), ("Bank", 20_000), ("Hok", 12_000)):
        Project.objects.create(
            process=process,
            budget=made,
            state="admitted",
            title=title,
            text=f"Een {title}.",
            cost=euros * 100,
        )
    return made


@pytest.fixture
def settled(budget: Budget) -> Budget:
    """The same, when its ballot was settled."""
    Budget.objects.filter(pk=budget.pk).update(state="settled")
    budget.refresh_from_db()
    return budget


@pytest.fixture
def codes(settled: Budget, command: Wants) -> list[str]:
    """The codes of twelve letters."""
    made = voting.print_codes(command(OFFICIAL, settled), settled, 12)
    settled.refresh_from_db()
    return made


@pytest.fixture
def voted(settled: Budget, codes: list[str]) -> Budget:
    """Ten people voted for tuin and bank, two for the hok."""
    of = numbers(settled)
    for code in codes[:10]:
        voting.cast(settled, code, {of["Tuin"]: 1, of["Bank"]: 1}, VOTING)
    for code in codes[10:]:
        voting.cast(settled, code, {of["Hok"]: 1}, VOTING)
    return settled
