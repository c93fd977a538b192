"""A worker meets a barrier and finds what broke it; a recommendation is held, answered by letter and followed; an
alderman sees where the loop stands still and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import everybody, make_accounts, press, sound

PEOPLE = {
    "worker": ("barrier-keeper", ""),
    "visitor": ("visitor", ""),
    "secretary": ("visit-secretary", ""),
    "city": ("advice-owner", "GM0518"),
}
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


def test_4_a_round_is_composed_held_answered_and_followed(people: Any, live: Any) -> None:
    page, base = people("secretary"), f"{live.url}/nl/work/learning/rounds"
    page.goto(f"{base}/write")
    _fill(
        page,
        title="Ronde 2026",
        mandate="De raad",
        aims="Leren",
        themes="Wonen",
        again_on="2028-01-01",
    )
    round = page.url
    for number in range(6):
        page.goto(f"{round}/add_expert")
        if number < 2:
            page.check("#id_chairs")
        _fill(page, function=f"Lid {number}", themes="Wonen", city="GM0518" if number == 0 else "")
    page.goto(f"{round}/plan")
    _fill(page, municipality="GM0518", name="Den Haag", themes="Wonen", size="5")
    page.goto(round)
    page.get_by_role("link", name="Den Haag").click()
    visit = page.url
    for step in ("open", "compose"):
        page.goto(f"{round}/{step}")
        press(page)
    sound(page)
    assert "Lid 1" in page.locator("main").inner_text()
    page.goto(f"{visit}/invite")
    page.select_option("#id_party", "residents")
    _fill(page, begins="09:30", what="Wandeling")
    page = people("city")
    page.goto(f"{visit}/reflect")
    _fill(page, party="Corporatie", question="Wat ontgaat ons?", unsolved="Overlast")
    sound(page)
    page = people("visitor")
    page.goto(f"{visit}/hold")
    _fill(page, impressions="Veel energie.")
    page.goto(f"{visit}/find")
    _fill(page, finding="De school ontbreekt.", evidence="Niemand nodigde haar uit.")
    page.goto(f"{visit}/report")
    _fill(page, report="De wijk gaat vooruit.")
    page.get_by_role("link", name="De aanbevelingen schrijven").click()
    advice = page.url
    page.goto(f"{advice}/add")
    _fill(page, title="Betrek de school", owner="Wethouder onderwijs")
    page.goto(f"{advice}/publish")
    press(page)
    page = people("city")
    page.goto(f"{visit}/answer")
    _fill(page, reply="Wij nodigen de school uit.")
    page.goto(visit.replace("/work/", "/"))
    text = page.locator("main").inner_text()
    for part in ("De school ontbreekt.", "Wij nodigen de school uit.", "Niemand spreekt met"):
        assert part in text
    assert "Wat ontgaat ons?" not in text
    sound(page)
    page.goto(f"{live.url}/nl/loop/recommendation")
    assert "Betrek de school" in page.locator("main").inner_text()
    for address in ("practices", "choices?decide=no"):
        page.goto(f"{live.url}/nl/learning/{address}")
        sound(page)
