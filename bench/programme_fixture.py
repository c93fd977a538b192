"""A large programme in the database, made row by row and seeded: for measuring pages."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

SIZES = {
    "small": {"organisations": 20, "targets": 60, "projects": 300, "commitments": 150},
    "full": {"organisations": 200, "targets": 2_000, "projects": 10_000, "commitments": 5_000},
}
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIRST = date(2015, 1, 1)
SLUG = "large"


def fill(size: str) -> Any:
    """Make the programme of a ``size``; gives its row."""
    from wijkwerk.programme.models import Domain, Goal, Organisation, Pillar, Programme, Seat

    numbers, chance = SIZES[size], random.Random(2026)
    programme = Programme.objects.create(
        slug=SLUG,
        title="Een groot programma",
        vision="Gelijk met de stad.",
        state="running",
        begins_on=date(2015, 1, 1),
        ends_on=date(2030, 12, 31),
        simulated=True,
    )
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"organisation-{n}", name=f"Organisatie {n}")
        for n in range(numbers["organisations"])
    )
    domains = Domain.objects.bulk_create(
        Domain(programme=programme, name=f"Domein {n}", place=n) for n in range(9)
    )
    Seat.objects.bulk_create(
        Seat(programme=programme, domain=domain, organisation=organisations[n], first_day=FIRST)
        for n, domain in enumerate(domains)
    )
    pillars = Pillar.objects.bulk_create(
        Pillar(programme=programme, name=f"Pijler {n}", place=n) for n in range(5)
    )
    goals = Goal.objects.bulk_create(
        Goal(programme=programme, pillar=pillars[n % 5], name=f"Doel {n}", place=n)
        for n in range(25)
    )
    targets = _targets(programme, goals, organisations, numbers["targets"], chance)
    _projects(programme, goals, targets, organisations, numbers["projects"], chance)
    _commitments(programme, goals, organisations, numbers["commitments"], chance)
    return programme


def _targets(programme: Any, goals: Any, owners: Any, number: int, chance: Any) -> Any:
    from wijkwerk.programme.models import Measurement, Target, TargetPath

    targets = Target.objects.bulk_create(
        Target(
            programme=programme,
            goal=goals[n % len(goals)],
            title=f"Streefwaarde {n}",
            source="count",
            scale="share",
            unit="%",
            state="active",
            owner=owners[n % len(owners)],
        )
        for n in range(number)
    )
    TargetPath.objects.bulk_create(
        TargetPath(
            programme=programme,
            target=target,
            number=1,
            baseline=40.0,
            baseline_on=FIRST,
            baseline_error=1.5,
            value=20.0,
            due_on=date(2030, 12, 31),
            since=FIRST,
        )
        for target in targets
    )
    Measurement.objects.bulk_create(
        Measurement(
            programme=programme,
            target=target,
            on=date(2015 + year, 12, 31),
            error=1.5,
            at=NOW,
            value=40.0 - year * chance.uniform(0.2, 2.2) + chance.gauss(0, 1.5),
            evidence="Een telling.",
        )
        for target in targets
        for year in range(1, 11, 2)
    )
    return targets


def _projects(
    programme: Any, goals: Any, targets: Any, owners: Any, number: int, chance: Any
) -> None:
    from wijkwerk.programme.models import Mark, Project

    def some(values: Any, share: float) -> Any:
        return chance.choice(values) if chance.random() < share else None

    states = ["proposed", "running", "running", "running", "paused", "embedded", "stopped"]
    made = []
    for n in range(number):
        begins = FIRST + timedelta(days=chance.randrange(4_000))
        made.append(
            Project(
                programme=programme,
                code=f"P{n:05}",
                name=f"Project {chance.randrange(9_000)} in de wijk",
                goal=some(goals, 0.8),
                target=some(targets, 0.5),
                organisation=some(owners, 0.9),
                areas=[f"WK{chance.randrange(40):02}"],
                money=chance.randrange(1_000, 900_000),
                money_until=begins + timedelta(days=900) if chance.random() < 0.7 else None,
                after_plan="Naar de school." if chance.random() < 0.4 else "",
                stop_criteria="Minder dan tien deelnemers." if chance.random() < 0.5 else "",
                begins_on=begins,
                ends_on=begins + timedelta(days=1_100),
                decision_due=begins + timedelta(days=chance.randrange(600, 5_000)),
                decider="bestuur",
                state=chance.choice(states),
            )
        )
    projects = Project.objects.bulk_create(made, batch_size=2_000)
    Mark.objects.bulk_create(
        (
            Mark(
                programme=programme,
                project=project,
                kind=kind,
                text="Gedaan.",
                on=project.begins_on + timedelta(days=200 * turn),
            )
            for project in projects
            for turn, kind in enumerate(("planned", "done", "checked", "acted"))
            if chance.random() < 0.6
        ),
        batch_size=2_000,
    )


def _commitments(programme: Any, goals: Any, owners: Any, number: int, chance: Any) -> None:
    from wijkwerk.programme.models import Commitment

    states = ["promised", "promised", "kept", "kept", "missed", "talked", "agreed", "board"]
    Commitment.objects.bulk_create(
        (
            Commitment(
                programme=programme,
                organisation=chance.choice(owners),
                goal=chance.choice(goals),
                title=f"Afspraak {n}",
                quantity=n % 40,
                unit="woningen",
                promised_for=date(2025, 1, 1) + timedelta(days=n % 900),
                due_on=date(2025, 1, 1) + timedelta(days=n % 900),
                state=chance.choice(states),
            )
            for n in range(number)
        ),
        batch_size=2_000,
    )
