"""What was tried in areas that are alike: the page, its API, and only what everybody may read."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client

from evaluation.conftest import edition, served
from wijkwerk.learning.models import Barrier, Practice
from wijkwerk.learning.services import twins as services
from wijkwerk.monitor.display import library

__all__ = ["edition", "served"]
AREA = "WK900101"


@pytest.fixture(autouse=True)
def prepared() -> None:
    services.forget()


def test_the_page_explains_who_is_alike_and_what_was_tried_there(served: str) -> None:
    (first, *others) = services.twins_of(library().open(served), AREA)
    assert len(others) == services.MOST - 1
    assert [twin.distance for twin in others] == sorted(twin.distance for twin in others)
    facts = {"kind": "reach", "method": "area", "problem": "P", "execution": "E", "conditions": "C"}
    Practice.objects.create(title="Wat er liep", area=first.area, state="published", **facts)
    Practice.objects.create(
        title="Wat niet hielp", area=first.area, state="published", failed=True, **facts
    )
    Practice.objects.create(title="Een concept", area=first.area, state="draft", **facts)
    Practice.objects.create(title="Ergens anders", area="WK990101", state="published", **facts)
    for state in ("met", "solved"):
        Barrier.objects.create(
            title="Regel", kind="rules", relation="municipality_partners", level="state", state=state,
            municipality="GM9001", met_on="2026-01-01",
        )  # fmt: skip
    html = Client().get(f"/nl/learning/twins/{AREA}").content.decode()
    for text in ("Wat er liep", "Wat niet hielp", "Het werkte niet.", "Resultaat niet gemeld."):
        assert text in html
    for text in ("Een concept", "Ergens anders"):
        assert text not in html
    tried = services.tried_in([first.area], "nl")[first.area]
    assert (tried.rules_met, tried.rules_lifted) == (2, 1)
    page = Client().get(f"/nl/areas/{AREA}", follow=True).content.decode()
    assert f"/nl/learning/twins/{AREA}" in page


def test_the_address_names_what_counts(served: str) -> None:
    client, address = Client(), f"/api/v1/learning/twins/{AREA}"
    answer = client.get(address).json()
    assert answer["edition"] == served
    parts = answer["items"][0]["parts"]
    assert any(part["trend"] for part in parts)
    html = client.get(f"/en/learning/twins/{AREA}?indicator=debts&trend=without").content.decode()
    assert 'value="debts" checked' in html
    (twin, *_others) = services.twins_of(
        library().open(served), AREA, indicators=["debts"], trend=False
    )
    assert [part.indicator for part in twin.parts] == ["debts"]
    for wrong in ("?indicator=none", "?trend=none"):
        assert client.get(f"/en/learning/twins/{AREA}{wrong}").status_code == 400
    for missing in ("WK999999", "NL"):
        assert client.get(f"/en/learning/twins/{missing}").status_code == 404
        assert client.get(f"/api/v1/learning/twins/{missing}").status_code == 404


def test_who_asks_at_once_waits_for_the_first(served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    serving, profiles = library().open(served), services.profiles
    read: list[str] = []

    def slow(edition: Any, level: str) -> Any:
        read.append(level)
        time.sleep(0.1)
        return profiles(edition, level)

    monkeypatch.setattr(services, "profiles", slow)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _n: services.twins_of(serving, AREA), range(4)))
    assert read == ["district"]
    assert all(answer == answers[0] for answer in answers)
