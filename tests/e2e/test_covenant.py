"""A covenant from end to end: the bureau writes it, its parties sign exactly what they read, and who is bound follows
it; and a plan of the past, which everybody sees was entered later."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import everybody, fill, follow, make_accounts, press, send, sound
from playwright.sync_api import sync_playwright

from conftest import CHROMIUM, started
from editions import BuildOnce

SLUG = "stad-4"
PEOPLE = {
    "bureau": ("programme-bureau", SLUG), "city": ("partner", "voorbeeld-gemeente"),
    "homes": ("partner", "voorbeeld-corporatie"),
}  # fmt: skip
TITLE, TEXT = "Convenant groene daken", "Wij leggen samen groene daken aan."
SENTENCE = "De corporatie legt 200 groene daken aan."


@dataclass(frozen=True)
class Small:
    """A site with the made-up programme."""

    url: str
    data: Path


@pytest.fixture(scope="module")
def small(
    tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce, migrated: Path, examples: Path
) -> Iterator[Small]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    work = tmp_path_factory.mktemp("covenant")
    build_once(examples / "format", work / "editions")
    (work / "data").mkdir(mode=0o700)
    shutil.copy(migrated, work / "data")
    wijkwerk, data = [sys.executable, "-m", "wijkwerk"], ["--data", str(work / "data")]
    programme = str(examples / "programmes" / "simulated-city.json")
    subprocess.run(
        [*wijkwerk, "programme", "import", programme, *data], check=True, capture_output=True
    )
    serve = [*wijkwerk, "serve", str(work / "editions"), "--var", str(work / "var"), *data]
    with started([*serve, "--port", "0"], work / "site.log", dict(os.environ)) as url:
        yield Small(url, work / "data")


@pytest.fixture(scope="module")
def driver(small: Small) -> Iterator[Any]:
    """Playwright, before this site alone."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="module")
def people(browser: Any, small: Small) -> Iterator[Any]:
    make_accounts(small, PEOPLE)
    yield from everybody(browser, small)


def at(small: Small, path: str = "") -> str:
    return f"{small.url}/nl/programmes/{SLUG}{path}"


def test_a_covenant_is_made_signed_by_its_parties_and_followed(people: Any, small: Small) -> None:
    page = people("bureau")
    page.goto(at(small, "/work/covenants"))
    follow(page, "/covenants/make")
    parties = ["Gemeente Stad 4", "Woningcorporatie Thuis in 4"]
    send(
        page, title=TITLE, begins_on="2026-01-01", ends_on="2029-12-31", parties=parties, text=TEXT
    )
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    follow(page, f"/covenants/{number}/bind")
    send(page, organisation="Woningcorporatie Thuis in 4", sentence=SENTENCE, evidence="Foto’s.")
    follow(page, f"/covenants/{number}/offer")
    send(page)
    assert page.goto(at(small, f"/covenants/{number}")).status == 404  # not agreed yet
    for name, slug in (("city", "voorbeeld-gemeente"), ("homes", "voorbeeld-corporatie")):
        partner = people(name)
        partner.goto(f"{small.url}/nl/work/organisations/{slug}")
        follow(partner, f"/covenants/sign/{number}")
        text = partner.inner_text("main")
        assert TEXT in text and SENTENCE in text
        sound(partner)
        fill(partner, read=True)
        press(partner)
        assert partner.locator("main form.ww-form").count() == 0, partner.inner_text("main")
    page.goto(at(small, f"/covenants/{number}"))
    text = page.inner_text("main")
    assert "Van kracht" in text and "Woningcorporatie Thuis in 4" in text
    sound(page)
    # Who is bound has it on the own page, and everybody follows it as a commitment.
    homes = people("homes")
    homes.goto(f"{small.url}/nl/work/organisations/voorbeeld-corporatie")
    assert SENTENCE in homes.locator("#bound, section", has_text="gebonden").first.inner_text()
    page.goto(at(small, "/commitments?organisation=voorbeeld-corporatie"))
    assert SENTENCE in page.inner_text("main")


def test_a_plan_of_the_past_shows_as_entered_later(people: Any, small: Small) -> None:
    page = people("bureau")
    page.goto(at(small, "/work/plans"))
    follow(page, "/plans/enter")
    sound(page)
    years = {"first_year": "2011", "last_year": "2014", "locked_on": "2011-02-01"}
    send(page, title="Het eerste plan", content="Wij begonnen klein.", **years)
    page.goto(at(small))
    plan = page.locator("li", has_text="Het eerste plan")
    assert "later ingevoerd" in plan.inner_text()
    plan.locator("a").click()
    text = page.inner_text("main")
    assert "later ingevoerd" in text and "Niemand heeft" not in text
    sound(page)
