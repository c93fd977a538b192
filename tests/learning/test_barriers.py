"""A worker meets a barrier and finds what broke it; who keeps them follows it until it is solved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from visitors import NOW, Clock, account_of
from wijkwerk.access.api import RefusedError
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
    assert len({row.barrier for row in crowbars.values()}) == 7
    lines: list[str] = []
    make_barriers(lines.append)
    make_barriers(lines.append)
    assert len(lines) == 1
    assert services.met().count() == 41
    numbers = [
        Barrier.objects.filter(project__contains=name).exclude(state="none_yet").count()
        for name in ("Hengelo", "Arnhem", "Boei", "Zwolle", "Deventer", "Groningen", "Leeuwarden")
    ]
    assert numbers == [4, 8, 5, 16, 4, 4, 0]
    none_yet = Barrier.objects.get(state="none_yet")
    assert "Leeuwarden" in none_yet.project
    assert waits() == 41
    assert sum(row["number"] for row in services.counted()) == 41
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
    assert "De techniek loopt uit" not in html
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
    assert "Boetes tellen niet mee in een regeling" in page
    assert "Soepel omgaan met regels" in page
    assert "Vastleggen wat hielp" not in page  # that is for who keeps them
    barrier = Barrier.objects.get(example=False)
    kept = enter(keeper())
    solve = f"/nl/work/learning/barriers/{barrier.pk}/solve"
    assert kept.get(solve).status_code == 200
    said = {"broken_by": "Uitstel.", "crowbar": "flexible-rules", "version": barrier.version}
    assert kept.post(solve, said).status_code == 302
    assert Barrier.objects.get(pk=barrier.pk).state == "solved"
    assert date(2007, 7, 1) == Barrier.objects.filter(example=True)[0].met_on
