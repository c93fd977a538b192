"""An official drafts, a city objects, a decision is published; who has no role can do none of it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django_otp.oath import totp

WORD = "correct horse battery"
SECRET = "0f" * 20
PEOPLE = {
    "official": ("official", ""), "city": ("municipality", "GM0004"), "decider": ("decider", ""),
    "publisher": ("publisher", ""), "other-city": ("municipality", "GM0001"), "stranger": ("", ""),
}  # fmt: skip
# Accounts by the same services as the command line's, in one process.
MAKE = """
import sys
from datetime import UTC, date, datetime
from wijkwerk.audit.database import open_database
open_database(None)
from wijkwerk.access import accounts
from wijkwerk.access.models import SecondFactor
now = datetime.now(UTC)
for name, (role, place) in {people!r}.items():
    user = accounts.add(name + "@example.org", {word!r}, "command", now)
    if role:
        accounts.give_role(user, role, [place] if place else [], date(2020, 1, 1), None,
                           "command", now)
    if name != "official":
        SecondFactor.objects.create(user=user, secret={secret!r}, confirmed_at=now)
"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def accounts(live: Any) -> None:
    """People with roles, all but the official with an app on the telephone already."""
    subprocess.run(
        [sys.executable, "-c", MAKE.format(people=PEOPLE, word=WORD, secret=SECRET)], check=True,
        env={**os.environ, "WIJKWERK_DATA": str(live.data)}, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def people(browser: Any, live: Any, accounts: None) -> Iterator[Callable[[str], Any]]:
    """Each has a browser of their own, and logs in once: a code works once."""
    pages: dict[str, Any] = {}

    def page_of(name: str) -> Any:
        if name not in pages:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.goto(f"{live.url}/nl/account")
            page.fill("#id_email", f"{name}@example.org")
            page.fill("#id_password", WORD)
            press(page)
            if "second-factor" in page.url and "set-up" not in page.url:
                page.fill("#id_code", f"{totp(bytes.fromhex(SECRET)):06}")
                press(page)
            pages[name] = page
        return pages[name]

    yield page_of
    for page in pages.values():
        page.context.close()


def press(page: Any) -> None:
    """The button of the form."""
    page.locator("main form.ww-form button.utrecht-button--primary-action").first.click()
    page.wait_for_load_state()


def sound(page: Any) -> None:
    """No obstacle by axe on a desk and a telephone, nothing outside a screen of 320 pixels."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WIDE) <= 0
    page.set_viewport_size({"width": 1280, "height": 900})


def sql(live: Any, statement: str, *values: Any) -> list[Any]:
    database = sqlite3.connect(live.data / "wijkwerk.sqlite3", timeout=20)
    try:
        with database:
            return database.execute(statement, values).fetchall()
    finally:
        database.close()


def test_1_staff_set_up_a_second_step_before_anything_else(people: Any, live: Any) -> None:
    page = people("official")
    assert page.url.split("?")[0].endswith("/second-factor/set-up")
    page.goto(f"{live.url}/nl/designation/work")
    assert "/second-factor" in page.url
    sound(page)
    press(page)
    letters = page.inner_text(".ww-secret")
    from base64 import b32decode

    sound(page)
    page.fill("#id_code", f"{totp(b32decode(letters)):06}")
    press(page)
    assert page.locator(".ww-codes li").count() == 10
    sound(page)
    page.goto(f"{live.url}/nl/account")
    assert "Behandelaar aanwijzing" in page.inner_text("#roles")
    sound(page)


def test_2_an_official_drafts_and_opens_a_list(people: Any, live: Any) -> None:
    page = people("official")
    page.goto(f"{live.url}/nl/designation/work")
    sound(page)
    page.get_by_role("link", name="Een procedure beginnen").click()
    years = page.locator("#id_list option").all_inner_texts()
    assert any(live.list in one for one in years)
    sound(page)
    press(page)
    assert "Concept." in page.inner_text("main")
    sound(page)
    page.get_by_role("link", name="Open voor bezwaar").click()
    press(page)
    assert "Open voor bezwaar." in page.inner_text("main")


def test_3_a_city_objects_for_its_own_area(people: Any, live: Any) -> None:
    page = people("city")
    page.goto(f"{live.url}/nl/designation/work")
    page.locator("#procedures a").first.click()
    page.get_by_role("link", name="Bezwaar maken").click()
    assert all("Stad 4" in one for one in page.locator("#id_area option").all_inner_texts())
    sound(page)
    press(page)  # without reasons
    assert page.locator(".ww-form__error").count() == 1
    sound(page)
    page.fill("#id_text", "De cijfers zijn oud.\n\n<script>alert('x')</script>")
    press(page)
    assert "Wacht op antwoord" in page.inner_text("main")
    assert "<script>alert('x')</script>" in page.inner_text("main")  # as text
    sound(page)


def test_4_who_has_no_role_can_do_none_of_it(people: Any, live: Any, browser: Any) -> None:
    number = sql(live, "SELECT max(id) FROM designation_procedure")[0][0]
    objection = sql(live, "SELECT max(id) FROM designation_objection")[0][0]
    before = sql(live, "SELECT count(*), max(id) FROM designation_step")
    guesses = [f"{number}/withdraw", f"{number}/decide", f"{number}/publish", f"{number}/object",
               f"objections/{objection}/answer", f"objections/{objection}/withdraw", "start"]  # fmt: skip
    for name in ("stranger", "other-city"):
        page = people(name)
        for guess in guesses:
            if name == "other-city" and guess == f"{number}/object":
                continue  # may be opened, for its own areas
            answer = page.goto(f"{live.url}/nl/designation/work/{guess}")
            assert answer.status in (403, 404), guess
        token = page.context.cookies()
        form = next(one["value"] for one in token if one["name"] == "wijkwerk-form")
        for guess in guesses:
            posted = page.request.post(
                f"{live.url}/nl/designation/work/{guess}",
                form={"csrfmiddlewaretoken": form, "version": "2", "text": "x",
                      "outcome": "upheld", "area": "off:BU00040000"},
            )  # fmt: skip
            assert posted.status in (200, 403, 404), guess
    with browser.new_context() as context:
        for guess in guesses:
            where = f"{live.url}/nl/designation/work/{guess}"
            assert context.request.post(where, form={"version": "2"}).status == 403
            assert "/account/login" in context.request.get(where).url
    page = people("stranger")
    page.goto(f"{live.url}/nl/designation/work")
    assert "Dit is niet voor u" in page.inner_text("h1")
    sound(page)
    assert sql(live, "SELECT count(*), max(id) FROM designation_step") == before


def test_5_the_objection_is_answered_the_list_decided_and_published(
    people: Any, live: Any, browser: Any
) -> None:
    number = sql(live, "SELECT max(id) FROM designation_procedure")[0][0]
    official = people("official")
    official.goto(f"{live.url}/nl/designation/work/{number}")
    official.get_by_role("link", name="Het bezwaar beantwoorden").click()
    sound(official)
    official.check("input[value=upheld]")
    official.fill("#id_text", "De gemeente heeft gelijk.")
    press(official)
    decider = people("decider")
    decider.goto(f"{live.url}/nl/designation/work/{number}")
    assert decider.get_by_role("link", name="Besluiten over de lijst").count() == 0  # too early
    # Six weeks later.
    sql(
        live,
        "UPDATE designation_procedure SET objections_until = '2020-01-01' WHERE id = ?",
        number,
    )
    decider.reload()
    decider.get_by_role("link", name="Besluiten over de lijst").click()
    decider.fill("#id_text", "Alles is afgewogen.")
    sound(decider)
    press(decider)
    with browser.new_context() as context:
        public = context.new_page()
        assert public.goto(f"{live.url}/nl/designation/procedures/{number}").status == 404
        publisher = people("publisher")
        publisher.goto(f"{live.url}/nl/designation/work/{number}/publish")
        sound(publisher)
        press(publisher)
        public.goto(f"{live.url}/nl/designation/procedures")
        sound(public)
        public.locator("#procedures a").first.click()
        told = public.inner_text("main")
        for words in ("Alles is afgewogen.", "De gemeente heeft gelijk.", "Gegrond", "Stad 4"):
            assert words in told
        assert not re.search(r"[\w.-]+@[\w.-]+", told)
        sound(public)
        assert context.cookies() == []


def test_6_the_history_is_whole(live: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wijkwerk", "audit", "verify", "--data", str(live.data)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Both chains hold." in done.stdout


def test_7_a_mailed_link_gives_a_new_password_in_a_real_browser(live: Any, browser: Any) -> None:
    program = (
        "from wijkwerk.audit.database import open_database; open_database(None);"
        "from django.contrib.auth.tokens import default_token_generator as g;"
        "from django.utils.http import urlsafe_base64_encode as e;"
        "from wijkwerk.access.models import User;"
        "u = User.objects.get(email='stranger@example.org');"
        "print(e(str(u.pk).encode()), g.make_token(u))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={**os.environ, "WIJKWERK_DATA": str(live.data)},
    )  # fmt: skip
    part, token = done.stdout.split()[-2:]
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{live.url}/nl/account/reset/{part}/{token}")
        sound(page)
        page.fill("#id_new", "a quite different word")
        page.fill("#id_again", "a quite different word")
        press(page)
        assert "Uw wachtwoord is gewijzigd" in page.inner_text("main")
        page.goto(f"{live.url}/nl/account/login")
        sound(page)
        page.fill("#id_email", "stranger@example.org")
        page.fill("#id_password", "a quite different word")
        press(page)
        assert "/second-factor" in page.url
