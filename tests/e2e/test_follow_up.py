"""What follows from a list, from end to end: an official asks residents, a decider sees what the decision changes, a
city makes its plan of measures, gets it back and approved, an exemption in part, and is heard about a sanction."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import everybody, make_accounts, press, sound, sql
from playwright.sync_api import sync_playwright

from conftest import CHROMIUM, started
from editions import BuildOnce
from wijkwerk.designation.api import Options, build_list
from wijkwerk.monitor.sources.simulate.country import Size, simulate

PEOPLE = {
    "official": ("official", ""), "decider": ("decider", ""), "publisher": ("publisher", ""),
    "city": ("municipality", "GM0002"), "other": ("municipality", "GM0003"),
}  # fmt: skip
AREA = "Stad 2, buurt 0102"  # of the third status in the last year of this country
ON = {"migration_half": "=the law of 2018 prescribes it"}


@dataclass(frozen=True)
class Small:
    """A site with one list by which something follows."""

    url: str
    data: Path
    list: str


@pytest.fixture(scope="module")
def small(
    tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce, migrated: Path
) -> Iterator[Small]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    work = tmp_path_factory.mktemp("follow-up")
    source = simulate(work / "country", Size(4, 8, 48, 5, 2), seed=5)
    edition = build_once(source, work / "editions")
    options = Options(switch_on=ON, draws=10)
    made = build_list("denmark", edition, work / "lists", options)
    (work / "data").mkdir(mode=0o700)
    shutil.copy(migrated, work / "data")
    folders = ["--var", str(work / "var"), "--data", str(work / "data")]
    serve = [sys.executable, "-m", "wijkwerk", "serve", str(work / "editions"), *folders]
    there = {**os.environ, "WIJKWERK_LISTS": str(work / "lists")}
    with started([*serve, "--port", "0"], work / "site.log", there) as url:
        yield Small(url, work / "data", made.name)


@pytest.fixture(scope="module")
def driver(small: Small) -> Iterator[Any]:
    """Playwright, before this site alone."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="module")
def people(browser: Any, small: Small) -> Iterator[Any]:
    make_accounts(small, PEOPLE)
    yield from everybody(browser, small)


def link(page: Any, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def write(page: Any, step: str, text: str, **fields: str) -> None:
    """Make a step of the page with reasons."""
    link(page, step)
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    page.fill("#id_text", text)
    press(page)


def test_1_residents_are_asked_and_the_decision_says_what_it_changes(
    people: Any, small: Small
) -> None:
    official, city = people("official"), people("city")
    official.goto(f"{small.url}/nl/designation/work/start")
    official.select_option("#id_list", f"{small.list}:2012")
    press(official)
    link(official, "Openstellen voor zienswijzen")
    press(official)
    link(official, "Mening van raad of bewoners vragen")
    official.check("input[value=residents]")
    official.get_by_label(AREA).check()
    official.fill("#id_until", "2099-12-31")
    sound(official)
    press(official)
    work = official.url
    city.goto(f"{small.url}/nl/work")
    assert "er is een mening gevraagd" in city.inner_text("main")
    city.goto(work)
    assert AREA in city.inner_text("#foreseen") and "Stad 3" not in city.inner_text("#foreseen")
    write(city, "Mening doorgeven", "Wij willen blijven.", how="Avond", participants="40")
    official.goto(work)
    write(official, "Zeggen wat met de mening is gedaan", "Dat weegt mee.")
    sql(small, "UPDATE designation_procedure SET objections_until = '2020-01-01'")
    decider, publisher = people("decider"), people("publisher")
    decider.goto(work)
    link(decider, "Lijst vaststellen")
    changes = decider.inner_text("#foreseen")
    assert "sociale huurwoningen" in changes and "31 december 2030" in changes
    sound(decider)
    decider.fill("#id_text", "Alles is afgewogen.")
    press(decider)
    publisher.goto(f"{work}/publish")
    press(publisher)
    assert "Bekendgemaakt." in publisher.inner_text("main")


def test_2_a_city_plans_is_sent_back_and_approved(people: Any, small: Small) -> None:
    city, decider = people("city"), people("decider")
    work = f"{small.url}/nl/designation/work/1"
    city.goto(work)
    assert "hoogstens 40%" in city.inner_text("#follow-up")
    link(city, "Plan van maatregelen maken")
    assert "Stad 3" not in city.inner_text("#id_area")
    city.select_option("#id_area", label=AREA)
    city.fill("#id_title", "Buurt 0102 vooruit")
    city.fill("#id_ends_on", "2099-12-31")
    for answer in city.locator("textarea[id^=id_structural_]").all():
        answer.fill("Zo blijft het.")
    press(city)
    plan = sql(small, "SELECT max(id) FROM designation_areaplan")[0][0]
    mine = f"{small.url}/nl/designation/work/area-plans/{plan}"
    city.goto(mine)
    link(city, "Woningplan uitrekenen en bewaren")
    for name, value in (("all", "100"), ("family", "60"), ("years", "1"), ("first", "2029")):
        city.fill(f"#id_{name}", value)
    city.fill("#id_n_demolition", "60")
    sound(city)
    press(city)
    city.goto(mine)
    assert "Het aandeel gaat van 60,0% naar" in city.inner_text("main")
    link(city, "Maatregel toevoegen")
    city.select_option("#id_measure", "demolition")
    for name, value in (
        ("owner", "Woonstad, projectleider"), ("deadline", "2029-12-31"), ("money", "0"),
        ("evidence", "Eigen cijfers."),
    ):  # fmt: skip
        city.fill(f"#id_{name}", value)
    press(city)
    city.goto(mine)
    assert "Het plan kan worden ingediend." in city.inner_text("main")
    sound(city)
    link(city, "Plan indienen")
    press(city)
    decider.goto(mine)
    write(decider, "Plan terugsturen", "Vraag eerst de bewoners.")
    city.goto(mine)
    assert "Vraag eerst de bewoners." in city.inner_text("main")
    link(city, "Plan indienen")
    press(city)
    decider.goto(mine)
    write(decider, "Plan goedkeuren", "Goed doordacht.")
    other = people("other")
    assert other.goto(f"{small.url}/nl/designation/area-plans/{plan}").status == 200
    assert "Goed doordacht." in other.inner_text("main")
    other.goto(f"{mine}/write")
    assert other.locator("main form.ww-form").count() == 0


def test_3_an_exemption_is_granted_in_part_and_a_sanction_is_heard_first(
    people: Any, small: Small
) -> None:
    city, decider = people("city"), people("decider")
    work = f"{small.url}/nl/designation/work/1"
    city.goto(work)
    link(city, "Ontheffing vragen")
    city.select_option("#id_area", label=AREA)
    city.fill("#id_asked_percent", "60")
    city.fill("#id_text", "Te veel gezinnen.")
    press(city)
    decider.goto(f"{small.url}/nl/designation/work/exemptions/1")
    link(decider, "Over de ontheffing besluiten")
    decider.check("input[value=partly]")
    decider.fill("#id_granted_percent", "50")
    decider.fill("#id_text", "Een deel.")
    sound(decider)
    press(decider)
    decider.goto(work)
    assert "hoogstens 50%, door een ontheffing" in decider.inner_text("#follow-up")
    link(decider, "Sanctie aankondigen")
    decider.select_option("#id_area", label=AREA)
    decider.fill("#id_text", "Geen woning is omgezet.")
    decider.fill("#id_respond_by", "2099-12-31")
    press(decider)
    sanction = f"{small.url}/nl/designation/work/sanctions/1"
    decider.goto(sanction)
    link(decider, "Sanctie opleggen")
    assert "De gemeente kan nog reageren." in decider.inner_text("main")
    city.goto(sanction)
    write(city, "Reageren op de sanctie", "Het werk begint in mei.")
    decider.goto(sanction)
    write(decider, "Sanctie opleggen", "Toch.")
    city.goto(work)
    told = city.inner_text("#follow-up")
    assert "Opgelegd" in told and "Goedgekeurd" in told and AREA in told
    sound(city)
