"""A worker meets a barrier and finds what broke it; a recommendation is held, answered by letter and followed; an
alderman sees where the loop stands still and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import everybody, make_accounts, press, sound

PEOPLE = {"worker": ("barrier-keeper", ""), "visitor": ("visitor", "")}
BARRIER = {
    "title": "Boetes blijven buiten de regeling",
    "rule": "Schuldregeling",
    "body": "Ministerie",
}


@pytest.fixture(scope="module")
def people(browser: Any, live: Any) -> Iterator[Any]:
    make_accounts(live, PEOPLE)
    yield from everybody(browser, live)


def _fill(page: Any, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    press(page)


def _meet(page: Any, live: Any, **fields: str) -> str:
    page.goto(f"{live.url}/nl/work/learning/barriers/meet")
    for name, value in (("relation", "partners_residents"), ("kind", "rules"), ("level", "state")):
        page.select_option(f"#id_{name}", value)
    _fill(page, **fields)
    return str(page.url)


def test_1_a_worker_meets_a_barrier_and_finds_what_broke_it(people: Any, live: Any) -> None:
    page = people("worker")
    first = _meet(page, live, **BARRIER)
    assert "Nog niemand." in page.locator("main").inner_text()
    page.goto(f"{first}/solve")
    page.select_option("#id_crowbar", "flexible-rules")
    _fill(page, broken_by="De officier stelt de inning uit.")
    _meet(page, live, **{**BARRIER, "title": "Een boete kan niet mee"})
    text = page.locator("main").inner_text()
    assert BARRIER["title"] in text
    assert "Soepel omgaan met regels" in text
    page.goto(page.url.replace("/work/", "/"))
    sound(page)
    page.goto(f"{live.url}/nl/learning/barriers?q=boete")
    assert BARRIER["title"] in page.locator("main").inner_text()
    sound(page)


def test_2_a_recommendation_is_given_and_its_owner_refuses(people: Any, live: Any) -> None:
    page = people("visitor")
    page.goto(f"{live.url}/nl/work/learning/advices/write")
    _fill(page, title="Visitatie", by="Commissie", given_on="2026-01-05")
    advice = page.url
    page.goto(f"{advice}/add")
    _fill(page, title="Meet elk jaar", owner="Wethouder wonen", due_on="2026-02-01")
    page.goto(f"{advice}/publish")
    press(page)
    page.goto(f"{live.url}/nl/learning/advices")
    assert "Meet elk jaar" in page.locator("main").inner_text()
    sound(page)


def test_3_an_alderman_sees_whose_turn_it_is(people: Any, live: Any) -> None:
    page = people("visitor").context.new_page()
    page.goto(f"{live.url}/nl/loop")
    text = page.locator("main").inner_text()
    assert "Meet elk jaar" in text
    assert "Wethouder wonen" in text
    assert "Een boete kan niet mee" in text
    sound(page)
    page.goto(f"{live.url}/nl/loop/recommendation")
    assert "Wethouder wonen" in page.locator("main").inner_text()
    sound(page)
    page.goto(f"{live.url}/nl/learning/answer")
    sound(page)
