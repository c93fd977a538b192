"""A citizens' summit: statements counted, and every demand an agreement with an owner or a reason why not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from participants import OFFICIAL, Wants
from visitors import NOW, Clock, login
from wijkwerk.participation.models import Agreement, Demand, Process, Summit
from wijkwerk.participation.services import summits
from wijkwerk.participation.web.work_items import work_items
from wijkwerk.workflow.api import TransitionNotAllowed

FACTS = {
    "title": "Burgertop", "held_on": date(2026, 2, 27), "place": "Buurthuis", "participants": 180,
    "invited": "Geloot uit alle adressen.",
}  # fmt: skip


@pytest.fixture
def summit(process: Process, command: Wants) -> Summit:
    """One with a statement."""
    made = summits.record(command(OFFICIAL), process, **FACTS)
    summits.state(
        command(OFFICIAL, made), made, title="Bewoners kiezen de route", agree=120, disagree=40
    )
    return Summit.objects.get()


def test_statements_never_have_more_votes_than_people(summit: Summit, command: Wants) -> None:
    again = {"title": "Bewoners kiezen de route", "agree": 100, "disagree": 60}
    summits.state(command(OFFICIAL, summit), summit, **again)
    assert summit.statements.get().agree == 100  # the same words are the same statement
    for change in (
        lambda: summits.state(command(OFFICIAL, summit), summit, title="x", agree=180, disagree=1),
        lambda: summits.write(command(OFFICIAL, summit, "Telfout."), summit, **{**FACTS, "participants": 159}),
    ):  # fmt: skip
        with pytest.raises(TransitionNotAllowed) as refusal:
            change()
        assert refusal.value.why == "more_than_were_there"


def test_a_demand_becomes_an_agreement_with_an_owner_or_hears_why_not(
    summit: Summit, command: Wants, client: Client, clock: Clock, somebody: Any
) -> None:
    first, second = (
        summits.demand(
            command(OFFICIAL, summit), summit, title=title, text=f"{title} voor iedereen."
        )
        for title in ("Speelplek", "Zwembad")
    )
    assert first.answer_by > date(2026, 4, 1)  # thirty working days from the summit, not from today
    works = [item.label for item in work_items(somebody(OFFICIAL), NOW)]
    assert any("2 eisen" in label or "2 demands" in label for label in works)
    kept = summits.agree(
        command(OFFICIAL, first, "Dit past in het plan."), first, doer="Afdeling groen", due_on=date(2026, 9, 1)
    )  # fmt: skip
    agreement = Agreement.objects.get()
    assert kept.agreement == agreement and (agreement.state, agreement.doer) == (
        "agreed",
        "Afdeling groen",
    )
    with pytest.raises(TransitionNotAllowed) as refusal:
        summits.refuse(command(OFFICIAL, second), second)
    assert refusal.value.why == "reasons"
    summits.refuse(command(OFFICIAL, second, "Daar is geen geld voor."), second)
    base = f"/nl/participation/{summit.process_id}"
    page = client.get(f"{base}/summits/{summit.pk}").content.decode()
    assert "Elke eis heeft antwoord" in page and "75% is het eens" in page
    assert "Daar is geen geld voor." in client.get(f"{base}/demands/{second.pk}").content.decode()
    assert (
        f"{base}/agreements/{agreement.pk}"
        in client.get(f"{base}/demands/{first.pk}").content.decode()
    )
    listed = client.get(f"/api/v1/participation/{summit.process_id}/demands").json()["items"]
    assert {row["title"] for row in listed} == {"Speelplek", "Zwembad"}


def test_an_official_does_it_on_the_pages(process: Process, somebody: Any, clock: Clock) -> None:
    browser, base = login(somebody(OFFICIAL), NOW), f"/nl/work/participation/{process.pk}"
    facts = {**FACTS, "held_on": "2026-02-27", "version": 0}
    assert browser.post(f"{base}/summits/record", facts).status_code == 302
    summit = Summit.objects.get()
    told = {"title": "Speelplek", "text": "Voor iedereen.", "version": summit.version}
    assert browser.post(f"{base}/summits/{summit.pk}/demand", told).status_code == 302
    row = Demand.objects.get()
    answer = {"doer": "Groen", "due_on": "2026-09-01", "text": "Ja.", "version": row.version}
    assert browser.post(f"{base}/demands/{row.pk}/agree", answer).status_code == 302
    assert Demand.objects.get().state == "agreed" and Agreement.objects.get().due_on
