"""A worker meets a barrier and finds what broke it; who keeps them follows it until it is solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from visitors import NOW, Clock, account_of
from wijkwerk.access.api import RefusedError
from wijkwerk.audit.models import Entry
from wijkwerk.learning.core.loop import standings
from wijkwerk.learning.examples import make_barriers
from wijkwerk.learning.models import Barrier, BarrierStep
from wijkwerk.learning.services import barriers as services
from wijkwerk.learning.web.own_loop import loop
from wijkwerk.registry.loop import Link
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "title": "Boetes blijven buiten de schuldregeling", "text": "De hulp loopt vast.", "kind": "rules",
    "relation": "partners_residents", "rule": "Boetes buiten de schuldregeling", "level": "state",
    "body": "Ministerie van Justitie", "met_in": "case",
}  # fmt: skip


def worker() -> Any:
    return account_of("worker@city.example", "case-worker", place="team")


def keeper() -> Any:
    return account_of("keeper@city.example", "barrier-keeper")


def make(user: Any, action: str, barrier: Barrier, **facts: Any) -> Any:
    barrier.refresh_from_db()
    command = StepCommand(user, NOW, barrier.version)
    return getattr(services, action)(command, barrier, **facts)


def meet(**facts: Any) -> Barrier:
    return services.meet(StepCommand(worker(), NOW), None, **{**FACTS, **facts})


def waits() -> int:
    row = next(row for row in standings([loop()], NOW.date()) if row.link == Link.BARRIER)
    return row.waits


def test_from_met_to_what_broke_it_and_the_next_finds_that() -> None:
    first = meet()
    assert (first.met_on, waits()) == (NOW.date(), 1)
    for action, facts in (
        ("put", {"question": "Neem boetes mee."}),
        ("solve", {"broken_by": "Ja."}),
    ):
        with pytest.raises(RefusedError):
            make(worker(), action, first, **facts)
    make(keeper(), "put", first, question="Neem boetes mee.")
    assert loop().handed_over[0].waits_for == "Ministerie van Justitie"
    make(keeper(), "answer", first, answer="Wij onderzoeken het.")
    with pytest.raises(TransitionNotAllowed, match="crowbar"):
        make(keeper(), "solve", first, broken_by="Ja.", crowbar="nothing")
    make(keeper(), "solve", first, broken_by="De officier stelt uit.", crowbar="flexible-rules")
    assert (waits(), Barrier.objects.get().state) == (0, "solved")
    other = meet(title="Iets heel anders", rule="boetes buiten de Schuldregeling.", kind="income")
    assert services.alike(other) == [first]
    html = Client().get(f"/en/learning/barriers/{other.pk}").content.decode()
    assert "Be flexible with rules" in html
    assert FACTS["title"] in html


def test_what_nobody_can_lift_is_put_before_nobody() -> None:
    barrier = meet(body="")
    with pytest.raises(TransitionNotAllowed, match="has_body"):
        make(keeper(), "put", barrier, question="Iets.")
    with pytest.raises(RefusedError):
        other = account_of("other@city.example", "council", place="zuid")
        services.meet(StepCommand(other, NOW), None, **FACTS)


def test_the_sources_ship_seven_barriers_nineteen_crowbars_and_forty_one_of_projects() -> None:
    crowbars = services.crowbars()
    assert len(crowbars) == 19
    # The three tables of chapter 2.4 of the review of 2008: barriers in their order, with how many crowbars each.
    assert list(Counter((row.relation, row.barrier.en) for row in crowbars.values()).values()) == [
        *(2, 3),  # table 1, municipality and residents
        *(2, 1, 2, 5),  # table 2, municipality and partners
        4,  # table 3, partners and residents
    ]
    of_table = Counter(row.relation for row in crowbars.values())
    assert list(of_table.values()) == [5, 10, 4]
    assert len(services.crowbars_for("time", "")) == 5  # a short lead time, last row of table 2
    lines: list[str] = []
    make_barriers(lines.append)
    make_barriers(lines.append)
    assert len(lines) == 1
    assert services.met().count() == 41
    # Under 'Barrières' of each project of the report of 2006; in Deventer two of four are of its description.
    numbers = [
        Barrier.objects.filter(project__contains=name).exclude(state="none_yet").count()
        for name in ("Hengelo", "Arnhem", "Boei", "Zwolle", "Deventer", "Groningen", "Leeuwarden")
    ]
    assert numbers == [4, 8, 5, 16, 4, 4, 0]
    none_yet = Barrier.objects.get(state="none_yet")
    assert "Leeuwarden" in none_yet.project
    assert waits() == 41
    assert sum(row["number"] for row in services.counted()) == 41
    said = {
        "cost": 2,
        "workaround": 5,
    }  # what the report itself gives: 40%, 400,000 euro, and ways round
    for name, number in said.items():
        assert services.met().exclude(**{name: ""}).count() == number
    inspections = Barrier.objects.get(cost__contains="400.000")
    assert inspections.project == "De Boei"
    for barrier in services.met():
        assert barrier.kind in Barrier.Kind.values
        assert barrier.relation in Barrier.Relation.values
        assert barrier.level in Barrier.Level.values
    for row in crowbars.values():
        assert set(row.kinds) <= set(Barrier.Kind.values)


def test_a_project_says_that_there_is_none_yet() -> None:
    command = StepCommand(worker(), NOW)
    barrier = services.none_yet(command, None, project="Buurttuin", municipality="GM0518")
    assert (barrier.state, waits(), services.met().count()) == ("none_yet", 0, 0)
    assert BarrierStep.objects.get().action == "none_yet"
    assert Client().get(barrier.get_absolute_url()).status_code == 200


def test_everybody_searches_and_a_wrong_choice_is_refused(clock: Clock) -> None:
    make_barriers(lambda line: None)
    client = Client()
    address = "/nl/learning/barriers"
    html = client.get(address, {"q": "energiebedrijf weigert"}).content.decode()
    assert html.index("Energiebedrijven weigeren") > 0
    assert "Technische problemen voor de start" not in html
    only = client.get(address, {"kind": "data"}).content.decode()
    assert "Gegevens zijn niet samen te zien" in only
    assert "Energiebedrijven weigeren" not in only
    assert client.get(address, {"kind": "nothing"}).status_code == 400


def test_a_worker_reports_one_through_its_page(clock: Clock, enter: Callable[[Any], Any]) -> None:
    make_barriers(lambda line: None)
    browser = enter(worker())
    assert "/nl/work/learning/barriers" in browser.get("/nl/work").content.decode()
    address = "/nl/work/learning/barriers/meet"
    assert browser.get(address).status_code == 200
    filled = {**FACTS, "version": 0, "text": "Bel mij: 06 12345678."}
    refused = browser.post(address, filled)
    assert refused.status_code in (200, 400)
    assert not Barrier.objects.filter(example=False).exists()
    done = browser.post(address, {**filled, "text": "De hulp loopt vast."})
    assert done.status_code == 302
    page = browser.get(done["Location"]).content.decode()
    assert "Wie boetes heeft, krijgt geen schuldsanering" in page
    assert "Soepel omgaan met regels" in page
    assert "Vastleggen wat hielp" not in page  # that is for who keeps them
    barrier = Barrier.objects.get(example=False)
    kept = enter(keeper())
    solve = f"/nl/work/learning/barriers/{barrier.pk}/solve"
    assert kept.get(solve).status_code == 200
    said = {"broken_by": "Uitstel.", "crowbar": "flexible-rules", "version": barrier.version}
    assert kept.post(solve, said).status_code == 302
    assert Barrier.objects.get(pk=barrier.pk).state == "solved"
    assert date(2006, 7, 1) == Barrier.objects.filter(example=True)[0].met_on


def test_a_recognisable_story_gives_way_to_the_reasons_on_every_door(
    clock: Clock, enter: Callable[[Any], Any]
) -> None:
    browser, client = enter(keeper()), Client()
    name = "Piet Puk"
    texts = dict.fromkeys(("title", "text", "rule", "body", "project", "workaround", "cost"), name)
    filled = {**FACTS, **texts, "met_in": "project", "area": "BU05180101", "municipality": "GM0518"}
    done = browser.post("/nl/work/learning/barriers/meet", {**filled, "version": 0})
    assert done.status_code == 302
    barrier = Barrier.objects.get()
    work = f"/nl/work/learning/barriers/{barrier.pk}"
    page = f"/nl/learning/barriers/{barrier.pk}"
    make(keeper(), "put", barrier, question=f"Help {name}.")
    make(keeper(), "answer", barrier, answer=f"{name} wacht.")
    other = meet(title="Iets heel anders", kind="rules")
    doors = (page, f"{page}/history", work, "/nl/learning/barriers", "/nl/learning/barriers?q=piet+puk",
             f"/nl/learning/barriers/{other.pk}", "/nl/loop/barrier", "/api/v1/learning/loop/barrier")  # fmt: skip
    for door in doors:
        assert name in browser.get(door).content.decode(), door
    barrier.refresh_from_db()
    assert enter(worker()).get(f"{work}/withhold").status_code == 403
    said = {"version": barrier.version, "text": "Hier stond een naam."}
    assert browser.get(f"{work}/withhold").status_code == 200
    assert browser.post(f"{work}/withhold", said).status_code == 302
    for door in doors:
        html = client.get(door) if "/work/" not in door else browser.get(door)
        assert html.status_code == 200
        without_query = html.content.decode().replace('value="piet puk"', "")
        assert name not in without_query, door
        if "q=" not in door:
            assert "Hier stond een naam." in without_query, door
    barrier.refresh_from_db()
    assert (barrier.state, barrier.area, barrier.municipality) == ("answered", "", "GM0518")
    assert name not in str(list(BarrierStep.objects.values()))
    assert name not in str(list(Entry.objects.values()))
    assert waits() == 2


def test_a_text_is_corrected_for_a_reason_that_everybody_reads(
    clock: Clock, enter: Callable[[Any], Any]
) -> None:
    barrier = meet(text="Piet Puk loopt vast.")
    browser = enter(keeper())
    address = f"/nl/work/learning/barriers/{barrier.pk}/correct"
    assert "Piet Puk loopt vast." in browser.get(address).content.decode()
    filled = {**FACTS, "version": barrier.version, "why": ""}
    assert browser.post(address, filled).status_code == 200
    filled["why"] = "Zonder naam."
    assert browser.post(address, {**filled, "area": "BU05180101"}).status_code == 409
    assert browser.post(address, filled).status_code == 302
    html = Client().get(f"/nl/learning/barriers/{barrier.pk}").content.decode()
    assert "Piet" not in html
    assert "Zonder naam." in html
    assert "Piet" not in str(list(Entry.objects.values()))


def test_help_to_a_household_has_no_area_below_its_municipality() -> None:
    with pytest.raises(TransitionNotAllowed, match="case_area"):
        meet(area="BU05180101")
    assert meet(municipality="GM0518").municipality == "GM0518"
    assert meet(met_in="project", area="BU05180101").area == "BU05180101"


@pytest.mark.parametrize("name", ["title", "text", "rule", "body", "project", "workaround", "cost"])
def test_no_text_of_a_report_leads_to_a_person(
    name: str, clock: Clock, enter: Callable[[Any], Any]
) -> None:
    filled = {**FACTS, name: "Bel 06 12345678.", "version": 0}
    page = enter(worker()).post("/nl/work/learning/barriers/meet", filled)
    assert "Laat e-mailadressen" in page.content.decode()
    assert not Barrier.objects.exists()


@pytest.mark.parametrize(
    ("action", "name"), [("put", "question"), ("answer", "answer"), ("withhold", "text")]
)
def test_nor_what_is_asked_answered_or_said_of_it(
    action: str, name: str, clock: Clock, enter: Callable[[Any], Any]
) -> None:
    barrier = meet()
    if action == "answer":
        make(keeper(), "put", barrier, question="Neem boetes mee.")
    barrier.refresh_from_db()
    filled = {name: "Mail jan@voorbeeld.nl.", "version": barrier.version}
    address = f"/nl/work/learning/barriers/{barrier.pk}/{action}"
    assert "Laat e-mailadressen" in enter(keeper()).post(address, filled).content.decode()
    version = barrier.version
    barrier.refresh_from_db()
    assert barrier.version == version
