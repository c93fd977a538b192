"""An administrator gives somebody a role for a municipality: then they can object, and no longer once
it was taken away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import everybody, make_accounts, press, sound, sql

PEOPLE = {"manager": ("administrator", ""), "newcomer": ("", ""), "drafter": ("official", "")}
# The oldest year of the list: journeys beside this take the newest.
_OPEN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from wijkwerk.audit.database import open_database
open_database(None)
from wijkwerk.access.models import User
from wijkwerk.designation import services
from wijkwerk.designation.list_folders import find_list
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand
now, lists = datetime.now(UTC), Path(sys.argv[1])
user = User.objects.get(email="drafter@example.org")
user.second_factor_passed = True
year = min(find_list(lists, sys.argv[2]).years)
made = services.start(StepCommand(user, now), lists, sys.argv[2], year)
until = services.first_and_last_end(deadlines.today(now))[0]
services.open_for_objections(StepCommand(user, now, made.version), made, until)
print(made.pk)
"""


@pytest.fixture(scope="module")
def people(browser: Any, live: Any) -> Iterator[Any]:
    """An administrator, and somebody with an account and no role."""
    make_accounts(live, PEOPLE)
    yield from everybody(browser, live)


@pytest.fixture(scope="module")
def number(live: Any, people: Any) -> str:
    """A procedure that is open for objections."""
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(live.data.parent / "lists"), live.list],
        capture_output=True,
        text=True,
        env={**os.environ, "WIJKWERK_DATA": str(live.data)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()[-1]


def of_newcomer(page: Any, live: Any) -> None:
    """To the newcomer's account, as the administrator finds it."""
    page.goto(f"{live.url}/nl/account/manage")
    page.get_by_role("link", name="newcomer@example.org").click()
    page.wait_for_load_state()


def test_a_role_for_a_municipality_is_given_used_and_taken_away(
    people: Any, live: Any, number: str
) -> None:
    work = f"{live.url}/nl/designation/work"
    newcomer = people("newcomer")
    assert newcomer.goto(f"{work}/{number}/object").status == 403

    manager = people("manager")
    of_newcomer(manager, live)
    manager.select_option("#id_role", "municipality")
    press(manager)  # for which municipality?
    assert manager.locator(".ww-form__error").count() == 1
    manager.fill("#id_place", "GM0004")
    press(manager)
    assert "De rol is gegeven." in manager.inner_text("main")
    sound(manager)

    newcomer.goto(f"{work}/{number}")
    newcomer.get_by_role("link", name="Zienswijze indienen").click()
    assert all("Stad 4" in text for text in newcomer.locator("#id_area option").all_inner_texts())
    newcomer.fill("#id_text", "De cijfers zijn oud.")
    press(newcomer)
    assert "Wacht op antwoord" in newcomer.inner_text("main")
    made = sql(
        live, "SELECT id, municipality FROM designation_objection WHERE procedure_id = ?", number
    )
    assert [place for _number, place in made] == ["GM0004"]

    of_newcomer(manager, live)
    manager.get_by_role("button", name="Beëindigen").first.click()
    manager.wait_for_load_state()
    assert "De rol is geëindigd." in manager.inner_text("main")

    before = sql(live, "SELECT count(*) FROM designation_step")
    for guess in (number, f"{number}/object", f"objections/{made[0][0]}/withdraw"):
        assert newcomer.goto(f"{work}/{guess}").status in (403, 404), guess
        cookies = newcomer.context.cookies()
        form = next(cooky["value"] for cooky in cookies if cooky["name"] == "wijkwerk-form")
        posted = newcomer.request.post(
            f"{work}/{guess}",
            form={
                "csrfmiddlewaretoken": form,
                "version": "1",
                "text": "Toch.",
                "area": "off:BU00040000",
            },
        )
        assert posted.status in (403, 404, 405), guess
    assert sql(live, "SELECT count(*) FROM designation_step") == before
