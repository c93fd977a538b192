"""A resident on a telephone: votes with the code of a letter, without JavaScript, changes it, and a stranger
with a made-up code gets nowhere. Pages of participation have no obstacles."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsing import press, sound, sql

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
_SEED = """
from wijkwerk.audit.database import open_database
open_database(None)
from datetime import UTC, datetime, timedelta
from pathlib import Path
from wijkwerk.participation import examples
from wijkwerk.participation.models import Budget, Project, VotingCode
from wijkwerk.participation.services import secrets
examples.EXAMPLE = Path({example!r})
process = examples.make_budget(lambda line: None)
today = datetime.now(UTC).date()
facts = dict(goals="Sport.", voters="jongeren", most=2, unspent="Volgend jaar.")
days = dict(opens_on=today - timedelta(days=2), closes_on=today + timedelta(days=2))
budget = Budget.objects.create(
    process=process, state="settled", title="Jongerenbudget", amount=1000000, **facts, **days)
for title in ("Trapveldje", "Muziekstudio", "Zomerkamp"):
    Project.objects.create(process=process, budget=budget, state="admitted", title=title, text="Plan.", cost=400000)
code = secrets.new_code()
VotingCode.objects.create(budget=budget, digest=secrets.digest("code", budget.pk, code))
print(process.pk, budget.pk, code)
"""


@pytest.fixture(scope="module")
def letter(live: Any, examples: Path) -> tuple[str, str]:
    """The address of a ballot that is open, and the code of a letter."""
    example = examples / "participation" / "lindekwartier.toml"
    done = subprocess.run(
        [sys.executable, "-c", _SEED.format(example=str(example))],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "WIJKWERK_DATA": str(live.data)},
    )
    process, budget, code = done.stdout.split()
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
        assert plain.locator("main li").first.inner_text() == chosen
    votes = sql(live, "SELECT votes FROM participation_castballot WHERE key NOT LIKE 'example%'")
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
        "/agreements",
        f"/budgets/{number}/vote",
        f"/budgets/{number - 1}",
    ):
        tab.goto(f"{process}{path}")
        sound(tab)
