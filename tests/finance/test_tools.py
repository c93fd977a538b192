"""The two checks on their pages and on the command line."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from typer.testing import CliRunner

from visitors import NOW, account_of, login
from wijkwerk.finance.commands import finance_commands

pytestmark = [pytest.mark.usefixtures("plain_site", "clock"), pytest.mark.django_db]


def test_may_these_be_combined() -> None:
    client, pair = Client(), "money=bdu_physical&money=gsb_social"
    assert client.get("/nl/finance/combining").status_code == 200
    then = client.get(f"/nl/finance/combining?{pair}&year=2006").content.decode()
    assert "losse stromen" in then and "Nee." in then
    now = client.get(f"/en/finance/combining?{pair}&year=2026").content.decode()
    assert "That isn’t known." in now and "In 2006: No." in now
    faulty = client.get("/nl/finance/combining?money=nothing&year=2026")
    assert faulty.status_code == 200 and "ww-answer" not in faulty.content.decode()


def test_a_no_becomes_a_barrier_for_who_may_report_one() -> None:
    address = "/nl/finance/combining?money=bdu_physical&money=gsb_social&year=2006"
    assert "barriers/meet" not in Client().get(address).content.decode()
    browser = login(account_of("bureau@trial.example", "barrier-keeper"), NOW)
    page = browser.get(address).content.decode()
    (link,) = re.findall(r'href="([^"]*/barriers/meet[^"]*)"', page)
    form = browser.get(html.unescape(link)).content.decode()
    assert "Mag niet samen" in form and "losse stromen" in form
    assert 'value="rules" selected' in form or 'value="rules" checked' in form
    later = browser.get(address.replace("2006", "2026")).content.decode()
    assert "barriers/meet" not in later  # nobody knows whether the rule still holds


def test_does_it_earn_its_own_keep() -> None:
    client = Client()
    shop = client.get("/nl/finance/earning?turnover=1.000&fixed=2.000").content.decode()
    assert "50%" in shop and "1.000" in shop and "2.000" in shop
    made = client.get(
        "/en/finance/earning?turnover=3,000&fixed=1000&variable=50&subsidy=0&reserve="
    )
    assert "It earns its own keep: 120%" in made.content.decode()
    faulty = client.get("/nl/finance/earning?turnover=veel&fixed=1").content.decode()
    assert "ww-answer" not in faulty


def test_each_definition_of_many_problems_has_its_own_line_and_no_total() -> None:
    client = Client()
    text = client.get("/nl/finance/fragmentation").content.decode()
    # 25,000 x 40,000 to 100,000; 450,000 x 40,000 to 100,000; conflicts of ten billion on another base.
    for words in ("1.000.000.000 tot € 2.500.000.000", "18.000.000.000 tot", "€ 10.000.000.000"):
        assert words in text.replace("\xa0", " "), words
    assert "19.000.000.000" not in text and "20.500.000.000" not in text
    own = client.get("/en/finance/fragmentation?low=12000&high=24000&strict=10&wide=")
    text = own.content.decode().replace("\xa0", " ")
    assert "€120,000 to €240,000" in text and "€1,000 to €2,000" in text
    assert text.count("<tr") == 2
    faulty = client.get("/nl/finance/fragmentation?low=5&high=4&strict=10").content.decode()
    assert "<table" not in faulty and "onder" in faulty


@pytest.mark.parametrize("share", ["1e-8000000", "1e8000000", "0.001", "12345", "NaN"])
def test_a_share_has_two_digits_and_two_decimals(share: str) -> None:
    # The first took ten seconds.
    address = f"/en/finance/earning?turnover=1&fixed=2&variable={share}"
    answer = Client().get(address)
    assert answer.status_code == 200 and "ww-answer" not in answer.content.decode()


def test_the_command_line_says_the_same() -> None:
    run = CliRunner().invoke
    refused = run(finance_commands, ["combine", "bdu_physical", "gsb_social", "--year", "2006"])
    assert refused.exit_code == 1 and "no" in refused.stdout.splitlines()[0]
    allowed = run(
        finance_commands, ["combine", "awbz", "--purpose", "many_problems", "--year", "2006"]
    )
    assert allowed.exit_code == 0
    contradiction = [
        "stated",
        "--net",
        "2000000..",
        "--ratio",
        "2..",
        "--costs",
        "..500000",
        "--benefits",
        "..2000000",
    ]
    assert run(finance_commands, contradiction).exit_code == 1
    assert (
        run(finance_commands, ["stated", "--net", "2000000..", "--ratio", "2..2.5"]).exit_code == 0
    )
    assert "museum_bus" in run(finance_commands, ["values"]).stdout
