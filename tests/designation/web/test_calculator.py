"""The calculator: the cheapest plan, or why there is none, of a few numbers in the address."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from wijkwerk.designation import calculating
from wijkwerk.designation.housing_question import solved
from wijkwerk.designation.web.list_context import edition_of
from wijkwerk.publication.api import Turns

ASK = "/en/designation/housing/calculate"
NONE = {
    f"n_{one}": "0"
    for one in ("conversion_youth", "conversion_senior", "sale", "new_dwellings", "demolition")
}


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a process may start slowly; what a limit does has tests of its own."""
    monkeypatch.setattr(calculating, "_turns", Turns("the calculator", 300))


def asked(**changed: Any) -> dict[str, Any]:
    return {
        "all": 100,
        "family": 50,
        "share": 40,
        "start": 2026,
        "years": 2,
        "ways": [{"method": "sale", "a_year": 5, "cost": -1000}],
        **changed,
    }


def test_the_plan_is_the_one_of_counting_by_hand() -> None:
    found = solved(asked())  # 10 sales bring 50 of 100 to 40 of 100
    assert [(action["year"], action["number"]) for action in found["actions"]] == [
        (2026, 5),
        (2027, 5),
    ]
    assert sum(action["cost"] for action in found["actions"]) == -10_000
    assert found["path"][-1]["share"] == 0.4
    assert sum(one["displaced"] for one in found["path"]) == 0


def test_a_demolition_moves_a_household_and_takes_a_dwelling_away() -> None:
    ways = [{"method": "demolition", "a_year": 50, "cost": 1}]
    found = solved(asked(share=25, ways=ways))
    # 50 - n is at most a quarter of 100 - n: 34 dwellings.
    assert sum(action["number"] for action in found["actions"]) == 34
    assert sum(one["displaced"] for one in found["path"]) == 34


def test_without_a_plan_it_says_why_and_what_would_do() -> None:
    found = solved(asked(years=1))
    assert not found["exists"]
    assert found["sentence"]["en"].startswith("No plan reaches 40.0% by the end of 2026")
    assert any("by the end of 2027" in one for one in found["why"]["en"])
    assert found["why"]["nl"]


def test_the_page_answers_and_asks_a_question_once(
    client: Client, served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = client.get(ASK).content.decode()
    assert "All dwellings" in form
    assert "The share goes" not in form
    cache.clear()
    page = client.get(ASK, {"all": "100", "family": "50", "first": "2026", "years": "2"})
    assert page.status_code == 200
    shown = page.content.decode()
    assert "The share goes from 50.0% to 30.0% at the end of 2027." in shown
    assert 'value="50"' in shown
    assert "no-store" not in page.headers.get("Cache-Control", "")
    assert not page.cookies

    def never(*given: Any, **named: Any) -> None:
        raise AssertionError("it was solved before")

    monkeypatch.setattr(subprocess, "run", never)
    again = client.get(ASK, {"all": "100", "family": "50", "first": "2026", "years": "2"})
    assert again.content == page.content


def test_the_page_says_why_there_is_no_plan(client: Client, served: Any) -> None:
    page = client.get(ASK, {"all": "100", "family": "50", "first": "2026", "years": "1", **NONE})
    assert page.status_code == 200
    assert "No plan reaches 40.0%" in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"all": "a lot"}, "All dwellings: fill in a whole number from 1 to 100,000."),
        ({"all": "1e9"}, "All dwellings"),
        ({"all": "９９"}, "All dwellings"),
        ({"all": "9" * 400}, "All dwellings"),
        ({"years": "16"}, "In how many years"),
        ({"share": "-1"}, "Highest share"),
        ({"share": "101"}, "Highest share"),
        ({"all": "10", "family": "11"}, "more social family dwellings than dwellings"),
        ({"n_sale": "-1"}, "Sale"),
        ({"c_demolition": "9999999"}, "Demolition"),
        ({"first": "99999"}, "First year"),
        ({"all": "<script>"}, "All dwellings"),
    ],
)
def test_a_number_that_cannot_be_is_told_and_nothing_is_solved(
    client: Client, served: Any, monkeypatch: pytest.MonkeyPatch, sent: dict[str, str], words: str
) -> None:
    def never(*given: Any, **named: Any) -> None:
        raise AssertionError("solved")

    monkeypatch.setattr(subprocess, "run", never)
    page = client.get(ASK, sent)
    assert page.status_code == 400
    assert words in page.content.decode()
    assert "<script>" not in page.content.decode().replace("<script>alert", "").split("<main")[1]


def test_a_question_that_takes_too_long_is_stopped(
    client: Client, served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*given: Any, **named: Any) -> None:
        raise subprocess.TimeoutExpired("solver", 1)

    cache.clear()
    monkeypatch.setattr(subprocess, "run", late)
    page = client.get(ASK, {"all": "77", "family": "7"})
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "60"
    assert client.post(ASK).status_code == 405


def test_the_plan_may_be_the_one_by_which_the_fewest_move() -> None:
    ways = [
        {"method": "sale", "a_year": 5, "cost": 9_000},
        {"method": "demolition", "a_year": 50, "cost": 1},
    ]
    cheapest, sparing = (solved(asked(ways=ways, aim=aim)) for aim in ("cost", "displaced"))
    moves = [sum(row["displaced"] for row in found["path"]) for found in (cheapest, sparing)]
    assert moves[0] > moves[1] == 0
    assert sparing["aim"] == "displaced"


def test_it_begins_with_the_stock_of_an_area_and_its_obligation(
    client: Client, served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = served.serving()
    code = next(iter(serving_areas(serving)))
    edition = edition_of(serving)
    assert edition is not None
    area = edition.catalogue.areas[code]
    monkeypatch.setitem(edition.catalogue.areas, code, replace(area, dwellings=1250.0))
    for name in ("social_rent", "family_social_housing"):
        monkeypatch.setitem(edition.catalogue.measures, name, object())
        rows = [{"indicator": name, "period": "2024", "value": 48.0}]
        monkeypatch.setattr("wijkwerk.designation.web.stock.figures", lambda *_of, rows=rows: rows)
        page = client.get(ASK, {"list": serving.id, "area": code}).content.decode()
        assert 'value="1250"' in page and 'value="600"' in page  # 48% of 1,250
        assert ("fill in fewer if you know" in page) is (name == "social_rent")
        assert "The share goes" not in page  # nothing is calculated before it is asked
    monkeypatch.setattr("wijkwerk.designation.web.stock.figures", lambda *_of: [])
    page = client.get(ASK, {"list": serving.id, "area": code}).content.decode()
    assert "doesn’t tell how many are social" in page
    assert "1,250" not in client.get(ASK, {"list": "no-list", "area": code}).content.decode()


def serving_areas(serving: Any) -> list[str]:
    codes: list[str] = serving.found.table("areas").collect()["code"].to_list()
    return codes
