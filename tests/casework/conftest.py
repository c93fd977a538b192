"""Two organisations, two households, and workers with every kind of ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from casework_town import worker_of
from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services.households import open_household

TEAM, CARE = "wijkteam", "zorg"


@pytest.fixture(autouse=True)
def simple(plain_site: None) -> Iterator[None]:
    """Every test sees the plain site, and services that speak English."""
    with override("en"):
        yield


@pytest.fixture
def looks() -> Callable[..., Looking]:
    """How somebody looks: ``looks(worker, "plan")``."""

    def make(worker: m.Worker, purpose: str = "plan", now: Any = NOW) -> Looking:
        return Looking(account_of(worker.user.email), purpose, now)

    return make


@pytest.fixture
def town(db: None, looks: Callable[..., Looking]) -> SimpleNamespace:
    """A team and a care provider; a household of each director, and somebody beside them without a ground."""
    team = m.Organisation.objects.create(code=TEAM, name="Wijkteam", kind="team")
    care = m.Organisation.objects.create(code=CARE, name="Zorg", kind="care")
    director, other = worker_of("regisseur@example.org", team), worker_of("ander@example.org", team)
    nurse = worker_of("zorg@example.org", care)
    facts = {"born_on": "1980-02-03", "contact": "06-geheim", "because": "Het huis is vol."}
    first = open_household(
        looks(director), director, name="Quibus Eerste", address="Straat 1", **facts
    )
    second = open_household(looks(other), other, name="Quibus Tweede", address="Straat 2", **facts)
    return SimpleNamespace(
        team=team,
        care=care,
        director=director,
        other=other,
        nurse=nurse,
        first=first,
        second=second,
        person=first.residences.get().person,
        last_year=date(2025, 3, 2),
    )
