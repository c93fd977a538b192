"""Panels, and a yardstick: adopted in editions, shared by parties, plans held against it part by part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from participants import OFFICIAL, Wants
from visitors import NOW, Clock, login
from wijkwerk.participation.models import Process, Yardstick
from wijkwerk.participation.services import yardsticks
from wijkwerk.participation.web.yardsticks import shared_by
from wijkwerk.workflow.api import TransitionNotAllowed

TALKS = {"title": "Meetlat Linde", "communities": "Vier tafels.", "profile": "Een groene wijk."}


@pytest.fixture
def yardstick(process: Process, command: Wants) -> Yardstick:
    """A draft of ten parts, of which the municipality shares nine."""
    made = yardsticks.draft(command(OFFICIAL), process, **TALKS)
    for number in range(10):
        view = "shared" if number else "not_shared"
        yardsticks.add_part(
            command(OFFICIAL, made),
            made,
            title=f"Deel {number}",
            meaning="Rust.",
            municipality=view,
            landlord="unknown",
            because="" if number else "Te duur.",
        )
    return made


def test_it_is_adopted_once_it_has_parts_and_says_who_shares_what(
    yardstick: Yardstick, process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    empty = yardsticks.draft(command(OFFICIAL), process, **TALKS)
    with pytest.raises(TransitionNotAllowed) as refusal:
        yardsticks.adopt(command(OFFICIAL, empty), empty)
    assert refusal.value.why == "has_parts"
    url = f"/nl/participation/{process.pk}/yardsticks/{yardstick.pk}"
    assert client.get(url).status_code == 404
    yardsticks.adopt(command(OFFICIAL, yardstick), yardstick)
    page = client.get(url).content.decode()
    assert "De gemeente deelt 9 van de 10 onderdelen waarover haar mening bekend is (90%)." in page
    assert "woningcorporatie deelt" not in page and shared_by(yardstick, "landlord") == (0, 0)
    with pytest.raises(TransitionNotAllowed):
        yardsticks.add_part(
            command(OFFICIAL, yardstick), yardstick, title="Deel 0", meaning="Anders."
        )


def test_an_edition_of_a_plan_is_held_against_every_part_once(
    yardstick: Yardstick, command: Wants, client: Client, clock: Clock, somebody: Callable[..., Any]
) -> None:
    yardsticks.adopt(command(OFFICIAL, yardstick), yardstick)
    parts = list(yardstick.parts.all())
    verdicts = {part.pk: ("meets", "") for part in parts}
    with pytest.raises(TransitionNotAllowed) as refusal:
        yardsticks.hold(
            command(OFFICIAL, yardstick),
            yardstick,
            "Wijkplan",
            "1",
            dict(list(verdicts.items())[1:]),
        )
    assert refusal.value.why == "every_part"
    yardstick.refresh_from_db()
    official = login(somebody(OFFICIAL), NOW)
    form = {"version": yardstick.version, "plan": "Wijkplan", "plan_edition": "2026"}
    for part in parts:
        form |= {
            f"verdict_{part.pk}": "silent" if part == parts[0] else "meets",
            f"because_{part.pk}": "",
        }
    work = f"/nl/work/participation/{yardstick.process_id}/yardsticks/{yardstick.pk}"
    assert official.post(f"{work}/hold", form).status_code == 302
    page = client.get(
        f"/nl/participation/{yardstick.process_id}/yardsticks/{yardstick.pk}"
    ).content.decode()
    assert "Voldoet aan 9 van de 10 onderdelen." in page and "Wijkplan 2026" in page
    with pytest.raises(TransitionNotAllowed) as refusal:
        yardsticks.hold(command(OFFICIAL, yardstick), yardstick, "Wijkplan", "2026", verdicts)
    assert refusal.value.why == "held_already"
    yardsticks.hold(command(OFFICIAL, yardstick), yardstick, "Wijkplan", "2027", verdicts)


def test_a_new_edition_begins_with_the_same_parts_and_the_old_one_stays(
    yardstick: Yardstick, command: Wants
) -> None:
    yardsticks.adopt(command(OFFICIAL, yardstick), yardstick)
    new = yardsticks.renew(command(OFFICIAL, yardstick, "Na vijf jaar opnieuw gepraat."), yardstick)
    assert (new.edition, new.state, new.parts.count()) == (2, "draft", 10)
    yardstick.refresh_from_db()
    assert (yardstick.state, yardstick.parts.count()) == ("replaced", 10)


def test_a_panel_has_a_term_and_accounts(process: Process, command: Wants) -> None:
    facts = {
        "title": "Panel Linde",
        "members": 12,
        "begins_on": date(2026, 1, 1),
        "ends_on": date(2029, 12, 31),
    }
    made = yardsticks.install(command(OFFICIAL), process, **facts)
    with pytest.raises(TransitionNotAllowed):
        yardsticks.change(command(OFFICIAL, made), made, **{**facts, "ends_on": date(2025, 1, 1)})
    assert yardsticks.change(command(OFFICIAL, made), made, **{**facts, "members": 9}).members == 9
    with pytest.raises(TransitionNotAllowed):
        yardsticks.account(command(OFFICIAL, made), made)
    assert yardsticks.account(command(OFFICIAL, made, "Twee avonden."), made).state == "active"
