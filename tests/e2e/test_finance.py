"""An agreement from its goal to payment with a refused check in between; a controller finds money that lapses; an
analyst makes a cost-benefit analysis, and the council reads which assumption decides."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from browsing import everybody, make_accounts, press, sound

CITY = "GM0001"
PEOPLE = {
    "controller": ("finance-controller", CITY), "second": ("finance-controller", CITY),
    "executor": ("result-executor", CITY), "judge": ("result-verifier", CITY),
    "payer": ("finance-treasurer", CITY), "analyst": ("finance-analyst", ""), "reader": ("finance-analyst", ""),
}  # fmt: skip
FLOWS = """\
code;van;naar;soort;toegezegd;betaald;vervalt op;nodig
1;Rijk;Gemeente;subsidie;1000;1000;;
2;Gemeente;Welzijn;subsidie;800;500;2020-01-31;Een verslag.
totaal;;;;1800;1500;;
"""


@pytest.fixture(scope="module")
def people(browser: Any, live: Any) -> Iterator[Any]:
    make_accounts(live, PEOPLE)
    yield from everybody(browser, live)


def _fill(page: Any, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    press(page)


def test_1_an_agreement_is_paid_when_its_check_was_accepted(people: Any, live: Any) -> None:
    page = people("controller")
    page.goto(f"{live.url}/nl/work/finance/agreements/draft")
    page.select_option("#id_municipality", CITY)
    _fill(
        page,
        title="Uitval",
        payer="Gemeente",
        executor="Welzijn",
        verifier="Rekenkamer",
        amount="1.000",
    )
    work = page.url
    page.goto(f"{work}/begin")
    assert "Een afspraak zonder doel kan niet ingaan." in page.locator("main").inner_text()
    page.goto(f"{work}/add_goal")
    _fill(
        page, title="Minder uitval", definition="Hooguit 3 procent.", measure="DUO", baseline="5,5",
        baseline_on="2025-10-01", target="3",
    )  # fmt: skip
    page.goto(f"{work}/add_tranche")
    page.select_option("#id_goal", label="Minder uitval")
    _fill(page, title="Alles", asks="Cijfers.", amount="1.000", due_on="2099-06-30")
    page.goto(f"{work}/begin")
    press(page)
    assert "Loopt." in page.locator(".ww-answer").inner_text()
    page.get_by_role("link", name="Alles", exact=True).click()
    tranche = page.url
    for who, action, fields in (
        ("executor", "claim", {"evidence": "Tabel 3.", "value": "2,9"}),
        ("judge", "refuse", {"text": "Verkeerd jaar."}),
        ("executor", "claim", {"evidence": "Tabel 4.", "value": "2,8"}),
        ("judge", "accept", {"text": "Nagerekend."}),
        ("controller", "release", {}), ("payer", "pay", {"reference": "2026-17"}),
    ):  # fmt: skip
        page = people(who)
        page.goto(f"{tranche}/{action}")
        _fill(page, **fields)
    assert "Betaald" in page.locator(".ww-answer").inner_text()
    page.goto(work.replace("/work/", "/"))
    sound(page)


def test_2_a_controller_finds_money_that_lapses(people: Any, live: Any, tmp_path: Path) -> None:
    page, file = people("controller"), tmp_path / "wijkgeld.csv"
    file.write_text(FLOWS, "utf-8")
    page.goto(f"{live.url}/nl/work/finance/ledgers/file")
    page.set_input_files("#id_file", file)
    page.select_option("#id_municipality", CITY)
    _fill(page, title="Wijkgeld")
    assert "Een verslag." in page.locator("#h-lapsing ~ .ww-table").inner_text()
    address = page.url
    page = people("second")
    page.goto(f"{live.url}/nl/work")
    assert "vervalt binnenkort" in page.locator("main").inner_text()
    page.goto(f"{address}/publish")
    press(page)
    page.goto(address.replace("/work/", "/"))
    assert page.locator(".ww-band").count() == 2
    sound(page)


def test_3_the_council_reads_which_assumption_decides(people: Any, live: Any) -> None:
    page = people("analyst")
    folder = resources.files("wijkwerk.finance.data") / "examples"
    page.goto(f"{live.url}/nl/work/finance/analyses/write")
    _fill(page, text=(folder / "frontline-team.toml").read_text("utf-8"))
    address = page.url
    page = people("reader")
    page.goto(f"{address}/publish")
    press(page)
    page.goto(address.replace("/work/", "/"))
    assert "69%" in page.locator(".ww-answer").inner_text()
    decides = page.locator("section[aria-labelledby=h-decides]").inner_text()
    assert "deel van die kosten dat wegvalt" in decides and "Gemeente" in decides
    sound(page)
