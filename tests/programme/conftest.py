"""Accounts of every role, a browser of each, a clock, and a small programme that runs.

``a_programme`` is made row by row, without services, so that tests of any service can set out from
it: two pillars, two goals, two organisations (``gemeente`` and ``scholen``), three domains with a
seat each, and two targets with their first path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from editions import BuildOnce
from visitors import NOW, account_of
from wijkwerk.access.models import User
from wijkwerk.monitor.api import SimulatedSize, simulate
from wijkwerk.monitor.display import library
from wijkwerk.monitor.services import register_editions
from wijkwerk.programme.agreements import mark_of, waits_for
from wijkwerk.programme.models import (
    Domain,
    Goal,
    Measurement,
    Organisation,
    Pillar,
    Programme,
    Seat,
    Target,
    TargetPath,
)
from wijkwerk.programme.selectors import targets as target_reading
from wijkwerk.workflow.api import StepCommand

FOUNDER, BUREAU, CHAIR = "programme-founder", "programme-bureau", "programme-chair"
BOARD, PARTNER, COUNCIL = "programme-board", "partner", "council"
ROLES = (FOUNDER, BUREAU, CHAIR, BOARD, PARTNER, COUNCIL)
PLACES = {FOUNDER: "", PARTNER: "scholen"}  # the others: the programme
SLUG = "zuid"
SECRET = "Zeer-intern-merkteken"  # stands in every note: may be seen on no public page
People = Callable[..., User]


@pytest.fixture(autouse=True)
def simple(plain_site: None) -> None:
    """Every test sees the plain site, and nothing remembered of another test's rows."""
    target_reading.forget()


@pytest.fixture
def somebody(db: None) -> People:
    """An account with a role, its second factor given: ``somebody(BUREAU)``,
    ``somebody(PARTNER, "scholen")``; the same one for the same role, place and name."""

    def make(role: str = "", place: str | None = None, name: str = "") -> User:
        place = PLACES.get(role, SLUG) if place is None else place
        email = f"{name or role or 'nobody'}.{place or 'all'}@example.org".lower()
        return account_of(email, role, place=place)

    return make


@pytest.fixture
def command(somebody: People) -> Callable[..., StepCommand]:
    """What somebody wants: ``will(BUREAU, thing, text="So it is.")``; ``now``, ``outcome``,
    ``place`` and ``name`` when they matter."""

    def make(
        role: str,
        thing: Any = None,
        text: str = "",
        outcome: str = "",
        now: datetime = NOW,
        place: str | None = None,
        name: str = "",
    ) -> StepCommand:
        version = thing.version if thing is not None else 0
        return StepCommand(somebody(role, place, name), now, version, text, outcome)

    return make


@pytest.fixture
def sign_all(command: Callable[..., StepCommand]) -> Callable[[Any, Any], None]:
    """Everybody who is asked to signs: ``sign_all(covenants, covenant)``, with its service."""

    def sign(service: Any, subject: Any) -> None:
        subject.refresh_from_db()
        service.offer(command(BUREAU, subject), subject)
        for organisation in waits_for(subject):
            partner = command(PARTNER, place=organisation.slug)
            service.sign(partner, subject, organisation, mark_of(subject))
        subject.refresh_from_db()

    return sign


@dataclass(frozen=True)
class Small:
    """A programme and the rows under it, in their order."""

    programme: Programme
    organisations: tuple[Organisation, ...]  # gemeente, scholen
    domains: tuple[Domain, ...]  # Gemeente, Scholen, Bewoners
    pillars: tuple[Pillar, ...]  # School, Wonen
    goals: tuple[Goal, ...]  # one in each pillar
    targets: tuple[Target, ...]  # one in each goal, own counts


@pytest.fixture
def a_programme(db: None) -> Small:
    """A small programme that runs."""
    programme = Programme.objects.create(
        slug=SLUG,
        title="Programma Zuid",
        vision="Iedereen doet mee.",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 12, 31),
        areas=["WK0001"],
    )
    city = Organisation.objects.create(slug="gemeente", name="Gemeente", kind="municipality")
    schools = Organisation.objects.create(slug="scholen", name="Scholen op Zuid", kind="school")
    domains = tuple(
        Domain.objects.create(programme=programme, name=name, place=place)
        for place, name in enumerate(("Gemeente", "Scholen", "Bewoners"))
    )
    for domain, organisation in zip(domains, (city, schools, city), strict=True):
        Seat.objects.create(
            programme=programme,
            domain=domain,
            organisation=organisation,
            first_day=date(2020, 1, 1),
        )
    pillars = tuple(
        Pillar.objects.create(programme=programme, name=name, place=place)
        for place, name in enumerate(("School", "Wonen"))
    )
    goals = tuple(
        Goal.objects.create(programme=programme, pillar=pillar, name=name)
        for pillar, name in zip(pillars, ("Meer leertijd", "Betere woningen"), strict=True)
    )
    targets = tuple(
        Target.objects.create(
            programme=programme,
            goal=goal,
            title=title,
            source="count",
            scale="count",
            unit=unit,
            state="active",
            owner=owner,
            note=SECRET,
        )
        for goal, title, unit, owner in (
            (goals[0], "Scholen met extra leertijd", "scholen", schools),
            (goals[1], "Verbeterde woningen", "woningen", city),
        )
    )
    # The first runs ahead of what was promised and is on course, the second is at risk.
    for target, baseline, value, counts in (
        (targets[0], 0.0, 34.0, (5, 10, 14, 19, 24)),
        (targets[1], 100.0, 1100.0, (200, 300, 400, 500, 600)),
    ):
        TargetPath.objects.create(
            programme=programme,
            target=target,
            number=1,
            baseline=baseline,
            baseline_error=0.0,
            baseline_on=date(2020, 1, 1),
            value=value,
            due_on=date(2030, 1, 1),
            since=date(2020, 1, 1),
        )
        for year, count in enumerate(counts, 2021):
            Measurement.objects.create(
                programme=programme,
                target=target,
                on=date(year, 1, 1),
                error=0.0,
                at=NOW,
                value=count,
                evidence="Telling",
            )
    return Small(programme, (city, schools), domains, pillars, goals, targets)


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce) -> Path:
    """A small simulated country of seven years."""
    folder = tmp_path_factory.mktemp("country") / "source"
    source = simulate(folder, SimulatedSize(1, 2, 8, 7, 2), seed=5)
    return build_once(source, tmp_path_factory.mktemp("editions"))


@pytest.fixture
def served(
    db: None, edition: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The edition in the register; gives its id."""
    settings.SERVING = tmp_path_factory.mktemp("serving")
    register_editions(edition.parent, settings.SERVING, datetime(2026, 1, 1, tzinfo=UTC))
    library.cache_clear()
    cache.clear()
    yield edition.name
    library.cache_clear()
    cache.clear()
