"""A researcher asks, sees what can be seen, lets the question stand fast, works it out and publishes; the
council reads a page; and nobody changes the question afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import everybody, make_accounts, press, sound

PEOPLE = {"evaluator": ("evaluator", "")}
QUESTION = """\
id = "e2e"
title = { nl = "Hielp het programma van Schijnland?", en = "Did the programme help?" }
asked_by = "Raad"
draws = 19

[intervention]
kind = "programme"
name = { nl = "Wijkprogramma", en = "Programme" }
start = ["2011", "2011"]
theory = { nl = "Minder kans op wat slecht is.", en = "Less of what is bad." }

[areas]
treated = [TREATED]

[choice]
how = "other"

[[outcome]]
indicator = "rate01"
expected = 1.0
"""


@pytest.fixture(scope="module")
def people(browser: Any, live: Any) -> Iterator[Any]:
    make_accounts(live, PEOPLE)
    yield from everybody(browser, live)


def _question(live: Any) -> str:
    import polars as pl

    members = pl.read_parquet(live.editions / live.country / "groups_members.parquet")
    codes = members.filter(pl.col("group") == "FOCUS")["area"].to_list()[:4]
    return QUESTION.replace("TREATED", ", ".join(f'"{code}"' for code in codes))


def test_1_a_question_is_written_and_what_can_be_seen_is_told(people: Any, live: Any) -> None:
    page = people("evaluator")
    page.goto(f"{live.url}/nl/evaluations/questions/write")
    page.select_option("#id_edition", live.country)
    page.fill("#id_text", _question(live))
    press(page)
    assert page.locator("h1").inner_text() == "Hielp het programma van Schijnland?"
    assert "procentpunt" in page.locator("#h-power + p").inner_text()
    sound(page)


def test_2_it_stands_fast_and_nobody_changes_it(people: Any, live: Any) -> None:
    page = people("evaluator")
    address = page.url
    page.goto(f"{address}/freeze")
    press(page)
    assert "Vastgelegd" in page.locator(".ww-answer").inner_text()
    assert not page.get_by_role("link", name="Vraag wijzigen").count()
    page.goto(f"{address}/edit")
    assert "Dit kan niet meer" in page.locator("main").inner_text()


def test_3_the_answer_is_worked_out_and_published(people: Any, live: Any) -> None:
    page = people("evaluator")
    address = page.url.removesuffix("/edit")
    for action in ("estimate", "publish"):
        page.goto(f"{address}/{action}")
        page.set_default_timeout(240_000)
        press(page)
    assert "Gepubliceerd" in page.locator(".ww-answer").inner_text()


def test_4_the_council_reads_one_page(browser: Any, live: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{live.url}/nl/evaluations")
    page.get_by_role("link", name="Hielp het programma van Schijnland?").click()
    assert page.locator(".ww-answer").inner_text()
    assert "Antwoord" not in page.title()
    assert "Wat is gevraagd" in page.locator("main").inner_text()
    sound(page)
    page.close()
