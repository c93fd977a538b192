"""What the tests of plans, targets and the board say again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from wijkwerk.programme.services import board, plans, targets
from wijkwerk.programme.services.paths import Promise
from wijkwerk.workflow.api import StepCommand

BUREAU, CHAIR, PARTNER = "programme-bureau", "programme-chair", "partner"


class Doing:
    """Steps by who may make them, on a small programme."""

    def __init__(self, small: Any, command: Callable[..., StepCommand]) -> None:
        self.small, self.command = small, command
        self.programme = small.programme

    def fresh(self, thing: Any) -> Any:
        """As it stands in the database now."""
        return type(thing)._default_manager.get(pk=thing.pk)

    def figure(self, title: str = "Wijkteams", **more: Any) -> targets.Figure:
        return targets.Figure(title, "count", **more)

    def promise(self, value: float = 34.0, **more: Any) -> Promise:
        days = {"baseline_on": date(2020, 1, 1), "due_on": date(2030, 1, 1)}
        return Promise(0.0, **{**days, "value": value, **more})

    def plan(self) -> Any:
        return plans.make(self.command(BUREAU), self.programme, "Plan 2023-2026", 2023, 2026)

    def offered(self) -> Any:
        """A plan that both organisations are asked to sign, and its text."""
        plan = self.plan()
        plans.write(self.command(BUREAU, plan), plan, "Wij beloven.", self.small.organisations)
        plan = self.fresh(plan)
        plan = plans.offer(self.command(BUREAU, plan), plan)
        return plan, plan.texts.latest("number")

    def locked(self) -> Any:
        plan, text = self.offered()
        for organisation in self.small.organisations:
            plans.sign(self.command(PARTNER, place=organisation.slug), text, organisation)
        return self.fresh(plan)

    def meeting(self, on: date = date(2026, 3, 2)) -> Any:
        whole = self.fresh(self.programme)
        return board.meet(self.command(CHAIR, whole), whole, on, "Maart", self.small.domains[:2])

    def proposal(self, kind: str = "change", target: int = 0) -> Any:
        wish = board.Wish("drop")
        if kind == "change":
            wish = board.Wish("change", value=26.0, due_on=date(2032, 1, 1))
        thing = self.small.targets[target]
        return board.propose(self.command(BUREAU, text="Te weinig leraren."), thing, wish)

    def decided(self, proposal: Any, accepted: bool = True) -> Any:
        both = self.small.domains[:2]
        for_it, against = (both, ()) if accepted else (both[:1], both[1:])
        command = self.command(CHAIR, proposal, text="Zo besloten.")
        return board.decide(command, proposal, self.meeting(), for_it, against)


@pytest.fixture
def doing(a_programme: Any, command: Callable[..., StepCommand]) -> Doing:
    """Steps on the small programme."""
    return Doing(a_programme, command)
