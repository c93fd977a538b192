"""An official drafts, a city objects, a decision is published; who has no role can do none of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import everybody, make_accounts, press, sound, sql
from django_otp.oath import totp

PEOPLE = {
    "official": ("official", ""), "city": ("municipality", "GM0004"), "decider": ("decider", ""),
    "publisher": ("publisher", ""), "other-city": ("municipality", "GM0001"), "stranger": ("", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def people(browser: Any, live: Any) -> Iterator[Any]:
    """People with roles, all but the official with an app on the telephone already."""
    make_accounts(live, PEOPLE, without=("official",))
    yield from everybody(browser, live)


def test_1_staff_set_up_a_second_step_before_anything_else(people: Any, live: Any) -> None:
    page = people("official")
    assert page.url.split("?")[0].endswith("/second-factor/set-up")
    page.goto(f"{live.url}/nl/designation/work")
    assert "/second-factor" in page.url
    sound(page)
    press(page)
    letters = page.inner_text(".ww-secret").replace(" ", "")  # in groups, to type over
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
    page.get_by_role("link", name="Procedure beginnen").click()
    years = page.locator("#id_list option").all_inner_texts()
    assert any(live.list in year for year in years)
    sound(page)
    press(page)
    assert "Concept." in page.inner_text("main")
    sound(page)
    page.get_by_role("link", name="Openstellen voor zienswijzen").click()
    press(page)
    assert "Open voor zienswijzen." in page.inner_text("main")


def test_3_a_city_objects_for_its_own_area(people: Any, live: Any) -> None:
    page = people("city")
    page.goto(f"{live.url}/nl/designation/work")
    page.locator("#procedures a").first.click()
    page.get_by_role("link", name="Zienswijze indienen").click()
    assert all("Stad 4" in text for text in page.locator("#id_area option").all_inner_texts())
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
    guesses = [
        f"{number}/withdraw",
        f"{number}/decide",
        f"{number}/publish",
        f"{number}/object",
        f"objections/{objection}/answer",
        f"objections/{objection}/withdraw",
        "start",
    ]
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
                form={
                    "csrfmiddlewaretoken": form,
                    "version": "2",
                    "text": "x",
                    "outcome": "upheld",
                    "area": "off:BU00040000",
                },
            )
            assert posted.status in (200, 403, 404), guess
    with browser.new_context() as context:
        for guess in guesses:
            where = f"{live.url}/nl/designation/work/{guess}"
            assert context.request.post(where, form={"version": "2"}).status == 403
            assert "/account/login" in context.request.get(where).url
    page = people("stranger")
    page.goto(f"{live.url}/nl/designation/work")
    assert "U hebt geen toegang tot deze pagina" in page.inner_text("h1")
    sound(page)
    assert sql(live, "SELECT count(*), max(id) FROM designation_step") == before


def test_5_the_objection_is_answered_the_list_decided_and_published(
    people: Any, live: Any, browser: Any
) -> None:
    number = sql(live, "SELECT max(id) FROM designation_procedure")[0][0]
    official = people("official")
    official.goto(f"{live.url}/nl/designation/work/{number}")
    official.get_by_role("link", name="Zienswijze beantwoorden").click()
    sound(official)
    official.check("input[value=upheld]")
    official.fill("#id_text", "De gemeente heeft gelijk.")
    press(official)
    decider = people("decider")
    decider.goto(f"{live.url}/nl/designation/work/{number}")
    assert decider.get_by_role("link", name="Lijst vaststellen").count() == 0  # too early
    # Six weeks later.
    sql(
        live,
        "UPDATE designation_procedure SET objections_until = '2020-01-01' WHERE id = ?",
        number,
    )
    decider.reload()
    decider.get_by_role("link", name="Lijst vaststellen").click()
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
        text = public.inner_text("main")
        for words in ("Alles is afgewogen.", "De gemeente heeft gelijk.", "Overgenomen", "Stad 4"):
            assert words in text
        assert not re.search(r"[\w.-]+@[\w.-]+", text)
        sound(public)
        assert context.cookies() == []


def test_6_the_history_is_whole(live: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wijkwerk", "audit", "verify", "--data", str(live.data)],
        capture_output=True,
        text=True,
    )
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
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "WIJKWERK_DATA": str(live.data)},
    )
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
