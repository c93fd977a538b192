"""What residents do themselves: a challenge in time, a dossier from exploring to transfer, results by pillar."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from participants import DECIDER, OFFICIAL, VOTING, Wants
from visitors import Clock
from wijkwerk.participation.models import Challenge, Process
from wijkwerk.participation.services import processes, stewardship
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

ASKED = {
    "title": "Groen bijhouden",
    "task": "Wij snoeien zelf.",
    "offer_by": "Buurtgroep Groen",
    "received_on": date(2026, 1, 2),
}


def test_a_challenge_is_described_offered_decided_and_reviewed(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    made = stewardship.submit(command(OFFICIAL), process, **ASKED)
    url = f"/nl/participation/{process.pk}/challenges"
    assert "1 wacht op een besluit." in client.get(url).content.decode()
    assert client.get(f"{url}/{made.pk}").status_code == 404  # not read yet
    stewardship.talk(command(OFFICIAL, made), made)
    offer = {"offer": "Elke week.", "offer_cost": 9_000_00, "same_result": "Foto’s per maand."}
    with pytest.raises(TransitionNotAllowed) as refusal:
        stewardship.offer(command(OFFICIAL, made), made, **offer)
    assert refusal.value.why == "today_described"
    today = {"today_by": "aannemer", "today_cost": 11_500_00, "today_result": "Zes keer per jaar."}
    stewardship.describe(command(OFFICIAL, made), made, **today)
    stewardship.offer(command(OFFICIAL, made), made, **offer)
    page = client.get(f"{url}/{made.pk}").content.decode().replace("\xa0", " ")
    assert "€ 2.500 minder" in page and "Foto’s per maand." in page
    with pytest.raises(TransitionNotAllowed):
        stewardship.decide(command(DECIDER, made), made)
    made.refresh_from_db()
    wants = command(DECIDER, made, "Het is goedkoper en even goed.")
    decided = stewardship.decide(
        StepCommand(wants.user, wants.now, wants.version, wants.text, "granted"), made
    )
    assert (decided.state, decided.decision) == ("decided", "granted")
    days = {
        "begins_on": date(2026, 3, 1),
        "review_on": date(2026, 9, 1),
        "ends_on": date(2027, 3, 1),
    }
    with pytest.raises(TransitionNotAllowed):
        stewardship.begin(command(OFFICIAL, made), made, **{**days, "review_on": date(2026, 1, 1)})
    stewardship.begin(command(OFFICIAL, made), made, **days)
    later = {"review_on": date(2027, 9, 1), "ends_on": date(2028, 3, 1)}
    stewardship.review(command(OFFICIAL, made, "Het gaat goed."), made, **later)
    assert stewardship.finish(command(OFFICIAL, made, "Klaar."), made).state == "ended"


def test_a_refused_challenge_doesnt_begin_and_a_late_one_is_told(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    made = stewardship.submit(command(OFFICIAL), process, **ASKED)
    assert made.decide_by == date(2026, 3, 27)  # sixty working days
    stewardship.talk(command(OFFICIAL, made), made)
    clock.now = VOTING
    told = client.get(f"/nl/participation/{process.pk}/challenges").content.decode()
    assert "Bij 1 is de termijn voorbij." in told and "Te laat: uiterlijk 27 maart 2026" in told
    Challenge.objects.update(state="decided", decision="refused")
    with pytest.raises(TransitionNotAllowed) as refusal:
        stewardship.begin(
            command(OFFICIAL, made),
            made,
            begins_on=date(2026, 5, 1),
            review_on=date(2026, 6, 1),
            ends_on=date(2026, 7, 1),
        )
    assert refusal.value.why == "was_granted"


def test_a_challenge_that_was_stopped_unread_stays_unread_and_waits_no_more(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    unread = stewardship.submit(command(OFFICIAL), process, **ASKED)
    stewardship.stop(command(OFFICIAL, unread, "Op verzoek."), unread)
    talked = stewardship.submit(command(OFFICIAL), process, **{**ASKED, "title": "Speeltuin"})
    stewardship.talk(command(OFFICIAL, talked), talked)
    stewardship.stop(command(OFFICIAL, talked, "Op verzoek."), talked)
    clock.now = VOTING
    url = f"/nl/participation/{process.pk}/challenges"
    assert client.get(f"{url}/{unread.pk}").status_code == 404
    listed = client.get(url).content.decode()
    assert "Groen bijhouden" not in listed and "Speeltuin" in listed
    assert "Te laat" not in listed and "wacht op een besluit" not in listed
    assert "Te laat" not in client.get(f"{url}/{talked.pk}").content.decode()


def test_a_dossier_goes_from_exploring_to_transfer_and_back(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    made = stewardship.record_asset(
        command(OFFICIAL),
        process,
        title="Buurthuis",
        owner="gemeente",
        operator="welzijn",
        running_cost=80_000_00,
        income=55_000_00,
        risks="Dak: gemeente.",
    )
    stewardship.agree(command(OFFICIAL, made), made, terms="Vijf jaar, voor één euro.")
    stewardship.hand_over(
        command(OFFICIAL, made), made, handed_on=date(2026, 2, 1), review_on=date(2027, 2, 1)
    )
    page = client.get(f"/nl/participation/{process.pk}/assets/{made.pk}").content.decode()
    assert "25.000" in page and "Vijf jaar, voor één euro." in page
    year = {"running_cost": 70_000_00, "income": 72_000_00, "review_on": date(2028, 2, 1)}
    stewardship.account(command(OFFICIAL, made, "Goed jaar."), made, **year)
    made.refresh_from_db()
    assert made.gap == -2_000_00
    assert (
        stewardship.give_back(command(OFFICIAL, made, "Te weinig mensen."), made).state
        == "returned"
    )


def test_pillars_are_reported_by_year_and_added_up(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    made = stewardship.start(
        command(OFFICIAL), process, title="Bewonersbedrijf", text="Werk in de wijk."
    )
    pillars = (("Catering", "1.5", 12, 900), ("Tuin", "0.5", 40, -200))
    for pillar, jobs, volunteers, result in pillars:
        stewardship.report(
            command(OFFICIAL, made),
            made,
            year=2025,
            pillar=pillar,
            jobs=Decimal(jobs),
            volunteers=volunteers,
            trained=0,
            result=result,
        )
    with pytest.raises(TransitionNotAllowed):
        stewardship.report(command(OFFICIAL, made), made, year=2027, pillar="Tuin", volunteers=1)
    stewardship.report(
        command(OFFICIAL, made),
        made,
        year=2025,
        pillar="Tuin",
        jobs=Decimal("0.5"),
        volunteers=44,
        trained=16,
        result=-200,
    )
    listed = client.get(f"/nl/participation/{process.pk}/enterprises").content.decode()
    assert ">2,0<" in listed and ">56<" in listed
    page = client.get(f"/nl/participation/{process.pk}/enterprises/{made.pk}").content.decode()
    assert "−€\xa0200" in page and ">16<" in page


def test_a_process_begins_with_the_way_of_a_city_and_gives_a_calendar(
    process: Process, command: Wants, client: Client, clock: Clock
) -> None:
    from participants import DESIGN

    begun = processes.design(command(OFFICIAL), None, template="heerlen", **DESIGN)
    assert [phase.title for phase in begun.phases.all()] == [
        "Hartenwensen ophalen",
        "Haalbaarheid en teams",
        "Uitvoeren",
    ]
    answer = client.get(f"/nl/participation/{process.pk}/calendar.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar") and "SUMMARY:Bedenken" in text
    assert "DTSTART;VALUE=DATE:20260101" in text and "DTEND;VALUE=DATE:20260401" in text
    assert client.get(f"/nl/participation/{begun.pk}/calendar.ics").status_code == 404
