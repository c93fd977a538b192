"""A portfolio with everything in it once: projects of every state, covenants, plans, assessments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from wijkwerk.programme.frames import frames
from wijkwerk.programme.models import ActionPlan, ActionStep, Assessment, Covenant, Project
from wijkwerk.programme.services import actions, assessments, covenants, projects

SECRET = "Zeer-intern-merkteken"
DRAFT = "Nog-niet-openbaar"
BUREAU, CHAIR, BOARD = "programme-bureau", "programme-chair", "programme-board"


@dataclass
class Full:
    """What there is."""

    projects: dict[str, Project]
    draft: Covenant
    covenant: Covenant
    plan: ActionPlan
    step: ActionStep
    open: Assessment
    concluded: Assessment


@pytest.fixture
def many(a_programme: Any) -> Callable[[int], None]:
    """So many running projects more."""

    def make(number: int) -> None:
        first = Project.objects.count()
        Project.objects.bulk_create(
            Project(
                programme=a_programme.programme,
                code=f"M{at}",
                name=f"Project {at}",
                state="running",
                goal=a_programme.goals[at % 2],
                areas=[f"WK{at % 7}"],
                organisation=a_programme.organisations[at % 2],
                decision_due=date(2026, 1, 1),
                money=Decimal(at),
                stop_criteria="x" if at % 3 else "",
            )
            for at in range(first, first + number)
        )

    return make


@pytest.fixture
def full(a_programme: Any, command: Any, sign_all: Any) -> Full:
    """Everything once."""
    made = {}
    for state in ("proposed", "running", "paused", "embedded", "stopped"):
        made[state] = Project.objects.create(
            programme=a_programme.programme,
            code=f"P-{state}",
            state=state,
            note=SECRET,
            name=DRAFT if state == "proposed" else f"Project {state}",
            goal=a_programme.goals[0],
            target=a_programme.targets[0],
            areas=["WK1"],
            organisation=a_programme.organisations[1],
            money=Decimal("1000"),
            stop_criteria="Minder dan 10 leerlingen.",
            decision_due=date(2026, 3, 1),
        )
    running = made["running"]
    projects.mark(command(BUREAU, running, text="Gepland."), running, "planned", date(2026, 2, 1))
    made["running"].refresh_from_db()
    facts = {"title": DRAFT, "text": DRAFT, "begins_on": date(2026, 1, 1), "ends_on": None}
    draft = covenants.make(command(BUREAU), a_programme.programme, facts, a_programme.organisations)
    covenants.bind(command(BUREAU, draft), draft, a_programme.organisations[0], DRAFT)
    agreed = covenants.make(
        command(BUREAU),
        a_programme.programme,
        {**facts, "title": "Akkoord", "text": "Samen."},
        a_programme.organisations,
    )
    covenants.bind(
        command(BUREAU, agreed),
        agreed,
        a_programme.organisations[1],
        "Zes uur extra.",
        date(2027, 8, 1),
    )
    sign_all(covenants, agreed)
    plan = actions.make(
        command(BUREAU), a_programme.programme, "Wachtlijst weg", "200 wachten.", date(2026, 2, 2)
    )
    step = actions.add_step(command(BUREAU, plan), plan, "Bellen", 3)
    plan.refresh_from_db()
    for organisation in a_programme.organisations:
        actions.add_contact(command(BUREAU, plan), plan, organisation, "Directeur")
        plan.refresh_from_db()
    sign_all(actions, plan)
    scored = []
    for subject in (DRAFT, "Het plan"):
        one = assessments.start(command(BUREAU), a_programme.programme, "plan-criteria", subject)
        for role, value in ((BUREAU, 2), (CHAIR, 4)):
            given = {each.id: (value, SECRET) for each in frames()["plan-criteria"].criteria}
            assessments.score(command(role, one), one, given)
        one.refresh_from_db()
        scored.append(one)
    done = assessments.discuss(command(BUREAU, scored[1]), scored[1])
    done = assessments.conclude(command(BUREAU, done, text="Goed plan."), done)
    for thing in (draft, agreed, plan):
        thing.refresh_from_db()
    return Full(made, draft, agreed, plan, step, scored[0], done)


@pytest.fixture
def browser(enter: Any, somebody: Any) -> Callable[..., Client]:
    """A browser of somebody with a role."""
    return lambda role="", place=None: enter(somebody(role, place))
