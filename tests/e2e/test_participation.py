"""A resident on a telephone, without JavaScript: votes with the code of a letter and changes it; tells what is broken
with a photo, reads the answer and says that it isn't solved. An official answers, a treasurer pays; a stranger with
a made-up code, too early or too late gets nowhere. Pages of participation have no obstacles."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from browsing import Everybody, everybody, make_accounts, press, sound, sql
from PIL import Image

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
_SEED = """
from wijkwerk.audit.database import open_database
open_database(None)
from datetime import UTC, datetime, timedelta
from pathlib import Path
from wijkwerk.participation import examples
from wijkwerk.participation.models import Budget, Project, VotingCode
from wijkwerk.participation.services import secrets, voting
examples.EXAMPLE = Path({example!r})
process = examples.make_budget(lambda line: None)
today = datetime.now(UTC).date()
facts = dict(goals="Sport.", voters="jongeren", most=2, unspent="Volgend jaar.")
days = dict(opens_on=today - timedelta(days=2), closes_on=today + timedelta(days=2))
budget = Budget.objects.create(
    process=process, state="settled", title="Jongerenbudget", amount=1000000, **facts, **days)
for title in ("Trapveldje", "Muziekstudio", "Zomerkamp"):
    Project.objects.create(process=process, budget=budget, state="admitted", title=title, text="Plan.", cost=400000)
for title, first, last, state in (
    ("Te vroeg", 3, 8, "settled"), ("Te laat", -9, -3, "settled"), ("Toegekend", -99, -90, "awarded")):
    other = Budget.objects.create(
        process=process, state=state, title=title, amount=1000000, **facts,
        opens_on=today + timedelta(days=first), closes_on=today + timedelta(days=last))
    Project.objects.create(process=process, budget=other, title="Bankje", text="Plan.", cost=400000,
                           state="awarded" if state == "awarded" else "admitted")
code = secrets.new_code()
VotingCode.objects.create(budget=budget, digest=secrets.digest("code", budget.pk, code))
over = Budget.objects.create(
    process=process, state="settled", title="Klaar om te tellen", amount=1000000, **facts,
    opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
of = [Project.objects.create(process=process, budget=over, state="admitted", title=title, text="Plan.", cost=cost)
      for title, cost in (("Klimrek", 600000), ("Fontein", 900000))]
cards = [secrets.new_code() for _ in range(12)]
for place, card in enumerate(cards):
    VotingCode.objects.create(budget=over, digest=secrets.digest("code", over.pk, card))
    voting.cast(over, card, {{str(of[place > 8].pk): 1}}, datetime.now(UTC) - timedelta(days=3))
print(process.pk, budget.pk, code, over.pk, cards[-1])
"""


@pytest.fixture(scope="module")
def seeded(live: Any, examples: Path) -> list[str]:
    """The numbers of the process and of a budget that is open, the code of a letter; the number of a budget whose
    voting is over, and the code of somebody who voted for the fountain there."""
    example = examples / "participation" / "lindekwartier.toml"
    done = subprocess.run(
        [sys.executable, "-c", _SEED.format(example=str(example))],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "WIJKWERK_DATA": str(live.data)},
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def letter(live: Any, seeded: list[str]) -> tuple[str, str]:
    """The address of a ballot that is open, and the code of a letter."""
    process, budget, code, *_others = seeded
    return f"{live.url}/nl/participation/{process}/budgets/{budget}", code


def test_a_vote_without_javascript_is_changed(
    plain: Any, live: Any, letter: tuple[str, str]
) -> None:
    page, code = letter
    plain.set_viewport_size(PHONE["viewport"])
    for chosen, said in (("Trapveldje", "U hebt gestemd"), ("Zomerkamp", "Uw stem is gewijzigd")):
        plain.goto(page)
        plain.get_by_role("link", name="Naar het stembiljet").click()
        plain.get_by_label(chosen).check()
        plain.get_by_label("Stemcode").fill(code.lower())
        press(plain)
        assert plain.locator("h1").inner_text() == said
        assert plain.locator("main ul.ww-list li").first.inner_text() == chosen
    number = page.rpartition("/")[2]
    votes = sql(live, f"SELECT votes FROM participation_castballot WHERE budget_id = {number}")
    assert len(votes) == 1


def test_a_made_up_code_gets_nowhere(browser: Any, live: Any, letter: tuple[str, str]) -> None:
    page, _code = letter
    before = sql(live, "SELECT key, votes FROM participation_castballot ORDER BY key")
    # A browser of its own: it complains of the answer 400, which is what is wanted here.
    with browser.new_context(java_script_enabled=False, locale="nl-NL", **PHONE) as context:
        stranger = context.new_page()
        stranger.goto(f"{page}/vote")
        stranger.get_by_label("Muziekstudio").check()
        stranger.get_by_label("Stemcode").fill("ABCD-EFGH-JKLM-NPQR")
        press(stranger)
        assert "niet geldig" in stranger.locator(".ww-form__error").inner_text()
    assert sql(live, "SELECT key, votes FROM participation_castballot ORDER BY key") == before


def test_the_square_of_a_letter_fills_in_the_code_and_leaves_no_address(
    phone: Any, letter: tuple[str, str]
) -> None:
    page, code = letter
    phone.goto(f"{page}/vote#{code}")
    phone.wait_for_function("() => document.getElementById('id_code').value !== ''")
    assert phone.get_by_label("Stemcode").input_value() == code
    assert "#" not in phone.url


def test_pages_of_participation_have_no_obstacles(tab: Any, letter: tuple[str, str]) -> None:
    page, _code = letter
    process = page.rpartition("/budgets/")[0]
    number = int(page.rpartition("/")[2])
    for path in (
        "",
        "/ideas",
        "/submit",
        "/summits",
        "/agreements",
        f"/budgets/{number}/vote",
        f"/budgets/{number - 1}",
    ):
        for language in ("nl", "en"):
            tab.goto(f"{process.replace('/nl/', f'/{language}/')}{path}")
            sound(tab)


@pytest.fixture(scope="module")
def people(browser: Any, live: Any, letter: tuple[str, str]) -> Iterator[Everybody]:
    """An official and a treasurer of the municipality of the process."""
    ((place,),) = sql(
        live, "SELECT municipality FROM participation_process WHERE id = ?", _process(letter)
    )
    make_accounts(
        live,
        {
            "griet": ("participation-official", place),
            "piet": ("participation-treasurer", place),
            "kees": ("counting-committee", place),
            "lies": ("counting-committee", place),
        },
    )
    yield from everybody(browser, live)


def _process(letter: tuple[str, str]) -> int:
    return int(letter[0].split("/participation/")[1].split("/")[0])


def test_too_early_or_too_late_nobody_can_vote(
    plain: Any, live: Any, letter: tuple[str, str]
) -> None:
    base = letter[0].rpartition("/")[0]
    for title, said in (("Te vroeg", "U kunt stemmen vanaf"), ("Te laat", "niet meer stemmen")):
        ((number,),) = sql(live, "SELECT id FROM participation_budget WHERE title = ?", title)
        plain.goto(f"{base}/{number}/vote")
        assert said in plain.locator(".ww-answer").inner_text()
        assert plain.locator("main form.ww-form").count() == 0


def test_a_resident_tells_with_a_photo_follows_and_says_not_solved(
    plain: Any, live: Any, letter: tuple[str, str], people: Everybody
) -> None:
    process = letter[0].rpartition("/budgets/")[0]
    plain.set_viewport_size(PHONE["viewport"])
    plain.goto(f"{process}/submit")
    plain.select_option("#id_kind", "signal")
    plain.select_option("#id_topic", "lighting")
    plain.fill("#id_title", "Lantaarn bij de speeltuin brandt niet")
    plain.fill("#id_text", "Het is er donker.")
    picture = BytesIO()
    Image.new("RGB", (900, 600), (40, 40, 60)).save(picture, "JPEG")
    sent = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    plain.set_input_files("#id_photo", sent)
    press(plain)
    receipt = plain.locator("main strong").first.inner_text()
    ((number,),) = sql(live, "SELECT max(id) FROM participation_idea")
    official = people("griet")
    work = f"{process.replace('/nl/', '/nl/work/')}/ideas/{number}"
    official.goto(work)
    assert official.locator("main img").evaluate("image => image.naturalWidth") == 900
    sound(official)
    for action, fields in (
        ("publish", {}),
        ("answer", {"#id_text": "Wij maken hem."}),
        ("plan", {"#id_due_on": (date.today() + timedelta(9)).isoformat()}),
        ("finish", {"#id_result": "Er zit een nieuwe lamp in."}),
    ):
        official.goto(f"{work}/{action}")
        if action == "answer":
            official.locator("input[name=outcome][value=taken]").check()
        for field, value in fields.items():
            official.fill(field, value)
        press(official)
        assert official.url == work, action
    plain.goto(f"{live.url}/nl/participation/follow")
    plain.fill("#id_code", receipt)
    press(plain)
    assert "Wij maken hem." in plain.locator("main").inner_text()
    plain.locator("input[name=solved][value=no]").check()
    plain.fill("#id_text", "Hij brandt nog steeds niet.")
    plain.locator("#id_code").fill(receipt)
    press(plain)
    assert sql(live, "SELECT state FROM participation_idea WHERE id = ?", number) == [("planned",)]
    plain.goto(f"{process}/ideas/{number}")
    assert "Hij brandt nog steeds niet." in plain.locator("main").inner_text()


def test_a_treasurer_pays_and_never_more_than_there_is(
    live: Any, letter: tuple[str, str], people: Everybody
) -> None:
    treasurer = people("piet")
    ((number,),) = sql(
        live, "SELECT id FROM participation_project WHERE title = 'Bankje' AND state = 'awarded'"
    )
    page = letter[0].rpartition("/budgets/")[0].replace("/nl/", "/nl/work/") + f"/projects/{number}"
    for euros, paid in (("4.000,01", []), ("40,50", [(4050,)])):
        treasurer.goto(f"{page}/spend")
        treasurer.fill("#id_amount", euros)
        treasurer.fill("#id_purpose", "Hout")
        press(treasurer)
        assert (
            sql(live, "SELECT amount FROM participation_payment WHERE project_id = ?", number)
            == paid
        )


def test_a_statement_of_the_bank_is_read_without_obstacles(
    letter: tuple[str, str], people: Everybody
) -> None:
    treasurer = people("piet")
    work = letter[0].rpartition("/budgets/")[0].replace("/nl/", "/nl/work/")
    treasurer.goto(f"{work}/statement")
    sound(treasurer)


def test_an_official_designs_a_process_that_opens_when_its_checks_stand(
    plain: Any, live: Any, letter: tuple[str, str], people: Everybody
) -> None:
    official = people("griet")
    official.goto(f"{live.url}/nl/work/participation")
    official.locator("main a", has_text="Leeuwarden").first.click()
    ((place,),) = sql(
        live, "SELECT municipality FROM participation_process WHERE id = ?", _process(letter)
    )
    assert official.input_value("#id_decides")  # the way of the city fills it in
    facts = {
        "#id_title": "Samen aan het plein", "#id_municipality": place, "#id_areas": place,
        "#id_begins_on": date.today().isoformat(), "#id_budget_line": "€ 2.000",
        "#id_ends_on": (date.today() + timedelta(400)).isoformat(), "#id_contact": "Wijkregisseur",
    }  # fmt: skip
    for field, value in facts.items():
        official.fill(field, value)
    press(official)
    work = official.url
    assert "Ideeën verzamelen" in official.locator("main").inner_text()
    public = work.replace("/nl/work/", "/nl/")
    official.goto(f"{work}/open")
    assert official.locator("main form.ww-form").count() == 0  # not before the checks stand
    questions = ("entry", "meeting", "interest", "representation", "roles", "circumstances")
    for question in questions:
        official.goto(f"{work}/check")
        official.locator(f"#id_question option[value={question}]").wait_for(state="attached")
        official.select_option("#id_question", question)
        official.select_option("#id_verdict", "yes")
        official.fill("#id_because", "Besproken met het bewonersplatform.")
        press(official)
        assert official.url == work, question
    assert plain.request.get(public).status == 404
    official.goto(f"{work}/open")
    press(official)
    plain.set_viewport_size(PHONE["viewport"])
    assert plain.goto(public).status == 200
    shown = plain.locator("main").inner_text()
    assert "Besproken met het bewonersplatform." in shown and "Dit kunt u nu doen" in shown
    sound(official)


def test_a_resident_sees_why_a_plan_won_or_not_and_where_the_own_share_went(
    plain: Any, live: Any, seeded: list[str], people: Everybody
) -> None:
    process, _open, _code, over, code = seeded
    work = f"{live.url}/nl/work/participation/{process}/budgets/{over}"
    people("kees").goto(f"{work}/close")
    press(people("kees"))
    people("kees").goto(f"{work}/count")
    assert people("kees").locator("main form.ww-form").count() == 0  # who closed doesn't count
    people("lies").goto(f"{work}/count")
    press(people("lies"))
    plain.set_viewport_size(PHONE["viewport"])
    plain.goto(work.replace("/nl/work/", "/nl/"))
    shown = plain.locator("main").inner_text()
    assert "9 mensen stemden op dit plan" in shown
    assert "De 3 mensen" in shown and "er ontbreekt" in shown  # and what lacks for the other
    plain.get_by_role("link", name="Bekijken waar uw deel naartoe ging").click()
    plain.fill("#id_code", code)
    press(plain)
    assert "Fontein" in plain.locator("main").inner_text()
