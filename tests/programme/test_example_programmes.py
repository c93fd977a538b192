"""The examples of `make run`: a programme follows the edition that was built here."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.programme.agreements import (
    content_mark,
    mark_of,
    parties_of,
    signatures_of,
    waits_for,
)
from wijkwerk.programme.examples import EXAMPLES, of_editions_here
from wijkwerk.programme.exchange.checking import check
from wijkwerk.programme.exchange.importing import import_by_operator
from wijkwerk.programme.exchange.reading import read_file
from wijkwerk.programme.exchange.tables import TABLES, states
from wijkwerk.programme.models import ActionPlan, Covenant, Plan, Project
from wijkwerk.programme.rules import programme_rules

ROOT = Path(__file__).resolve().parents[2]
CITY = ROOT / EXAMPLES / "simulated-city.json"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("country-3d9f130b8b", "country-0123456789"),
        ("country-0123456789", "country-0123456789"),
        # Another series, a longer name and what isn't an id stay.
        ("my-country-3d9f130b8b", "my-country-3d9f130b8b"),
        ("country-3d9f130b8", "country-3d9f130b8"),
        ("city-3d9f130b8b", "city-3d9f130b8b"),
        ("", ""),
    ],
)
def test_a_programme_follows_the_edition_of_its_series(named: str, expected: str) -> None:
    document = f'{{"edition": "{named}", "vision": "country-3d9f130b8b is one"}}'
    here = of_editions_here(document, [Path("out/country-0123456789"), Path("out/x-9876543210")])
    assert here == f'{{"edition": "{expected}", "vision": "country-3d9f130b8b is one"}}'


@pytest.fixture(scope="module")
def city() -> dict[str, Any]:
    """The made-up programme."""
    document: dict[str, Any] = json.loads(CITY.read_text("utf-8"))
    return document


@pytest.mark.parametrize(
    "table", [table for table in TABLES if table.machine], ids=lambda t: t.name
)
def test_the_made_up_programme_shows_every_state_of_everything(
    city: dict[str, Any], table: Any
) -> None:
    shown = {row["state"] for row in city[table.name]}
    assert shown == set(states(table.machine))
    outcomes = {
        outcome
        for step in programme_rules().machines.of(table.machine)
        for outcome in step.outcomes
    }
    assert outcomes <= {row.get("outcome") for row in city[table.name]}


@pytest.mark.django_db
def test_its_signatures_are_under_what_it_says(plain_site: None) -> None:
    """A text that is changed in the file asks for other signatures, as it would on the site."""
    import_by_operator(check(read_file(CITY)), datetime(2026, 11, 30, tzinfo=UTC))
    agreed = [
        *Plan.objects.filter(state="locked", entered_on=None),
        *Covenant.objects.exclude(state__in=("draft", "offered")),
        *ActionPlan.objects.filter(state__in=("going", "reported")),
        *Project.objects.filter(state="embedded"),
    ]
    assert len(agreed) == 8
    for subject in agreed:
        assert mark_of(subject) == content_mark(subject), subject
        assert parties_of(subject).exists() and not waits_for(subject).exists(), subject
    offered = [
        *Plan.objects.filter(state="offered"),
        *Covenant.objects.filter(state="offered"),
        *ActionPlan.objects.filter(state="offered"),
    ]
    assert [signatures_of(subject).count() for subject in offered] == [3, 1, 1]
