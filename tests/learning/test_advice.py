"""Recommendations: nobody closes one but who gave it, and what waits stands in the loop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from visitors import NOW, Clock, account_of
from wijkwerk.access import accounts
from wijkwerk.access.api import RefusedError
from wijkwerk.audit.models import Entry
from wijkwerk.learning.examples import make_examples
from wijkwerk.learning.models import Advice, AdviceStep, Recommendation
from wijkwerk.learning.services import advice as services
from wijkwerk.learning.web.own_loop import loop
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.django_db
CITY = "GM0518"
VISITOR, OWNER = "visitor", "advice-owner"
ADVICE = {"title": "Advies", "by": "Commissie", "municipality": CITY, "given_on": date(2026, 1, 5)}


def visitor(name: str = "one") -> Any:
    return account_of(f"{name}@visitors.example", VISITOR)


def owner() -> Any:
    return account_of("owner@city.example", OWNER, place=CITY)


def make(user: Any, action: str, thing: Any, text: str = "", now: datetime = NOW, **facts: Any) -> Any:  # fmt: skip
    thing.refresh_from_db()
    return getattr(services, action)(StepCommand(user, now, thing.version, text), thing, **facts)


def published(**facts: Any) -> Recommendation:
    """A recommendation that everybody reads."""
    advice = services.write(StepCommand(visitor(), NOW), None, **ADVICE)
    named = {"title": "Meet het", "owner": "Wethouder wonen", "text": "Elk jaar.", **facts}
    row = make(visitor(), "add", advice, **named)
    make(visitor(), "publish", advice)
    return Recommendation.objects.get(pk=row.pk)


DONE = {"proof": "Het staat in de jaarrekening."}


def test_from_given_to_closed_by_who_gave_it() -> None:
    row = published()
    make(owner(), "partly", row, "Alleen de huur.")
    make(owner(), "plan", row, plan="Een meting.", planned_for=date(2026, 9, 1))
    make(owner(), "report", row, **DONE)
    with pytest.raises(RefusedError):
        make(owner(), "close", row, "Klaar.")
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        make(visitor(), "close", row)
    assert make(visitor(), "close", row, "Gezien.").state == "closed"


def test_who_may_act_on_it_closes_nothing_even_with_both_roles() -> None:
    row = published()
    both = account_of("both@city.example", OWNER, place=CITY)
    accounts.give_role(both, VISITOR, [], date(2020, 1, 1), None, "command", NOW)
    make(owner(), "accept", row)
    make(owner(), "report", row, **DONE)
    for action in ("close", "send_back"):
        with pytest.raises(TransitionNotAllowed, match="not_owner"):
            make(both, action, row, "Klaar.")


def test_a_priority_needs_a_document_and_a_second_person() -> None:
    row = published(priority=True)
    make(owner(), "accept", row)
    with pytest.raises(TransitionNotAllowed, match="document"):
        make(owner(), "report", row, **DONE)
    make(owner(), "report", row, document="https://city.example/a.pdf", **DONE)
    with pytest.raises(TransitionNotAllowed, match="ordinary"):
        make(visitor(), "close", row, "Gezien.")
    make(visitor(), "check", row, "Gezien.")
    with pytest.raises(TransitionNotAllowed, match="second_person"):
        make(visitor(), "confirm", row, "Gezien.")
    assert make(visitor("two"), "confirm", row, "Ook gezien.").state == "closed"


def test_a_refusal_waits_for_who_advised() -> None:
    row = published()
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        make(owner(), "refuse", row)
    make(owner(), "refuse", row, "Te duur.")
    (part,) = loop().handed_over
    assert part.waits_for == "Commissie"
    assert make(visitor(), "insist", row, "Het mag klein.").state == "open"
    make(owner(), "refuse", row, "Nog steeds te duur.")
    assert make(visitor(), "drop", row, "Begrepen.").state == "closed"


def test_a_draft_is_nobody_elses_and_what_is_public_stands_fast() -> None:
    advice = services.write(StepCommand(visitor(), NOW), None, **ADVICE)
    with pytest.raises(TransitionNotAllowed, match="has_recommendations"):
        make(visitor(), "publish", advice)
    row = make(visitor(), "add", advice, title="Meet het", owner="Wethouder")
    with pytest.raises(TransitionNotAllowed, match="advice_published"):
        make(owner(), "accept", row)
    assert loop().handed_over == ()
    assert Client().get(f"/nl/learning/advices/{advice.pk}").status_code == 404
    assert services.worked_on(owner(), NOW).count() == 0
    make(visitor(), "publish", advice)
    with pytest.raises(TransitionNotAllowed, match="advice_draft"):
        make(visitor(), "add", advice, title="Nog een", owner="Wethouder")
    assert services.worked_on(owner(), NOW).count() == 1


def test_an_owner_answers_with_the_code_of_the_newest_letter_alone() -> None:
    row = published(due_on=date(2026, 6, 30))
    _row, first = make(visitor(), "ask", row)
    _row, code = make(visitor(), "ask", row)
    assert services.by_code(first, NOW) is None
    held = services.by_code(code.lower().replace("-", " "), NOW)
    assert held is not None
    assert code not in str(Recommendation.objects.values())
    with pytest.raises(TransitionNotAllowed, match="text"):
        services.answer_by_letter(code, held.version, "partly", NOW)
    answered = services.answer_by_letter(code, held.version, "accept", NOW)
    with pytest.raises(ChangedMeanwhileError):
        services.answer_by_letter(code, held.version, "plan", NOW, text="Zo.", on=date(2026, 5, 1))
    with pytest.raises(TransitionNotAllowed, match="plan"):
        services.answer_by_letter(code, answered.version, "plan", NOW, text="Zo.")
    with pytest.raises(TransitionNotAllowed, match="state"):
        services.answer_by_letter(code, answered.version, "close", NOW, text="Klaar.")
    done = services.answer_by_letter(code, answered.version, "report", NOW, text="Gedaan.")
    assert (done.state, done.proof) == ("done", "Gedaan.")
    step = AdviceStep.objects.filter(action="report").get()
    assert (step.actor, step.role) == ("by-letter", OWNER)
    assert services.by_code(code, NOW + timedelta(days=400)) is None


def test_nobody_is_asked_after_the_day() -> None:
    row = published(due_on=date(2026, 3, 1))
    with pytest.raises(TransitionNotAllowed, match="not_over"):
        make(visitor(), "ask", row)
    assert services.letters_due(NOW.date()) == []
    assert [late.pk for late in services.late(NOW.date())] == [row.pk]


def test_the_page_of_the_code_slows_who_guesses(clock: Clock) -> None:
    row = published(text="Elk jaar meten.")
    _row, code = make(visitor(), "ask", row)
    client = Client()
    address = "/nl/learning/answer"
    shown = client.post(address, {"code": code})
    assert shown["Cache-Control"] == "no-store"
    assert "Elk jaar meten." in shown.content.decode()
    version = Recommendation.objects.get(pk=row.pk).version
    said = client.post(
        address, {"code": code, "action": "refuse", "text": "Te duur.", "version": version}
    )
    assert said.status_code == 200
    assert Recommendation.objects.get(pk=row.pk).state == "refused"
    for _try in range(10):
        assert client.post(address, {"code": "ABCD-EFGH-JKLM-NPQR"}).status_code == 400
    assert "Elk jaar meten." not in client.post(address, {"code": code}).content.decode()


def test_the_letter_has_the_code_once(clock: Clock, enter: Callable[[Any], Any]) -> None:
    row = published()
    address = f"/nl/work/learning/advices/{row.advice_id}/recommendations/{row.pk}/letter"
    browser = enter(visitor())
    assert browser.get(address).status_code == 200
    paper = browser.post(address, {"version": row.version})
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert Recommendation.objects.get(pk=row.pk).asked_on == NOW.date()
    assert enter(owner()).get(address).status_code == 403


def test_the_fifteen_of_2011_ship_and_the_last_has_no_trace(clock: Clock) -> None:
    lines: list[str] = []
    make_examples(lines.append)
    make_examples(lines.append)
    assert len(lines) == 1
    rows = list(Recommendation.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, 16))
    assert [row.number for row in rows if not row.trace] == [15]
    with translation.override("nl"):
        address = rows[14].get_absolute_url()
    html = Client().get("/nl/learning/advices").content.decode()
    assert "15. Houd over twee tot drie jaar een ronde die terugkijkt" in html
    assert "8. Breng wat werkt in het gewone werk onder" in html
    page = Client().get(address).content.decode()
    assert "Er is niets van gezien." in page
    items = Client().get("/api/v1/learning/advices").json()["items"]
    assert len(items[0]["recommendations"]) == 15
    assert services.letters_due(NOW.date()) == []  # nobody writes about an example


ACTIONS = (
    "accept", "partly", "refuse", "plan", "report", "close", "check", "confirm", "send_back", "drop",
    "insist",
)  # fmt: skip
FACTS: dict[str, dict[str, Any]] = {
    "plan": {"plan": "Zo.", "planned_for": date(2026, 9, 1)},
    "report": {"proof": "Gedaan.", "document": "https://city.example/a.pdf"},
}
MOVES = st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from((0, 1, 2))), max_size=12)


class RandomHistories(TestCase):
    """Whoever tries whatever in whichever order."""

    @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.booleans(), MOVES)
    def test_none_closes_without_who_gave_it_and_none_that_waits_is_missing(
        self, priority: bool, moves: list[tuple[str, int]]
    ) -> None:
        row = published(priority=priority)
        people = (owner(), visitor(), visitor("two"))
        for action, who in moves:
            try:
                make(people[who], action, row, "Omdat.", **FACTS.get(action, {}))
            except (TransitionNotAllowed, RefusedError):
                continue
            row.refresh_from_db()
            part = loop()
            assert [given.text for given in part.handed_over] == ["Meet het"]
            assert bool(part.taken_up) == (row.state == "closed")
            waits_for = part.handed_over[0].waits_for
            with_visitor = row.state in ("done", "checked", "refused", "closed")
            if row.state != "closed":
                assert waits_for == ("Commissie" if with_visitor else "Wethouder wonen")
        steps = AdviceStep.objects.filter(object_id=row.pk, machine="recommendation")
        for step in steps.filter(target="closed"):
            assert step.role == VISITOR
            assert step.actor != people[0].actor
        if row.state == "closed" and priority and not steps.filter(action="drop").exists():
            checker = steps.filter(action="check").order_by("-pk")[0]
            assert checker.actor != steps.get(action="confirm").actor


def test_an_advice_says_how_much_was_closed_and_how_much_is_late(clock: Clock) -> None:
    row = published(due_on=date(2026, 2, 1))
    html = Client().get(f"/en/learning/advices/{row.advice_id}").content.decode()
    assert "The recommendation wasn’t closed yet. 1 is beyond its day." in html
    assert Advice.objects.get().places == {"municipality": CITY}


def test_work_names_what_waits(clock: Clock, enter: Callable[[Any], Any]) -> None:
    row = published()
    html = enter(visitor()).get("/en/work").content.decode()
    assert "Ask by letter: 1. Meet het" in html
    make(owner(), "accept", row)
    make(owner(), "report", row, **DONE)
    assert "(1 to check)" in enter(visitor()).get("/en/work").content.decode()
    assert "Ask by letter" not in enter(owner()).get("/en/work").content.decode()
    assert enter(owner()).get("/en/work/learning/advices").status_code == 200
    assert Client().get("/en/work/learning/advices").status_code == 302


def said(code: str, action: str, text: str = "", on: date | None = None) -> None:
    held = services.by_code(code, NOW)
    assert held is not None
    services.answer_by_letter(code, held.version, action, NOW, text=text, on=on)


def test_who_made_the_letter_closes_nothing_that_was_answered_by_it() -> None:
    row = published()
    _row, first = make(visitor("two"), "ask", row)
    _row, code = make(visitor(), "ask", row)
    said(code, "accept")
    said(code, "report", "Gedaan.")
    with pytest.raises(TransitionNotAllowed, match="others_letter"):
        make(visitor(), "close", row, "Gezien.")
    # Nobody could answer by the letter of the second: a newer one ended its code.
    assert services.by_code(first, NOW) is None
    assert make(visitor("two"), "close", row, "Gezien.").state == "closed"


@pytest.mark.parametrize(
    ("priority", "actions"), [(False, ("refuse", "drop")), (True, ("accept", "check"))]
)
def test_nor_drops_or_checks_it(priority: bool, actions: tuple[str, str]) -> None:
    row = published(priority=priority)
    _row, code = make(visitor(), "ask", row)
    said(code, actions[0], "Omdat.")
    if priority:
        make(owner(), "report", row, document="https://city.example/a.pdf", **DONE)
    with pytest.raises(TransitionNotAllowed, match="others_letter"):
        make(visitor(), actions[1], row, "Gezien.")
    make(visitor("two"), actions[1], row, "Gezien.")


def test_a_letter_that_nobody_answered_takes_no_right_away() -> None:
    row = published()
    make(visitor(), "ask", row)
    make(owner(), "accept", row)
    make(owner(), "report", row, **DONE)
    assert make(visitor(), "close", row, "Gezien.").state == "closed"


def test_a_name_in_an_answer_gives_way_to_the_reasons_on_every_door(
    clock: Clock, enter: Callable[[Any], Any]
) -> None:
    row = published()
    with pytest.raises(TransitionNotAllowed, match="has_answer"):
        make(visitor(), "withhold", row, "Er stond een naam in.")
    _row, code = make(visitor(), "ask", row)
    said(code, "partly", "Piet Puk wil dit zo.")
    said(code, "plan", "Piet Puk gaat meten.", date(2026, 9, 1))
    with translation.override("nl"):
        address = row.get_absolute_url()
    browser, client = enter(visitor()), Client()
    assert "Piet Puk wil" in client.get(address).content.decode()
    step = f"/nl/work{address.removeprefix('/nl')}/withhold"
    row.refresh_from_db()
    filled = {"version": row.version, "text": "Er stond een naam in."}
    assert enter(owner()).get(step).status_code == 403
    assert browser.get(step).status_code == 200
    assert browser.post(step, filled).status_code == 302
    pages = [client.get(address), client.get(f"{address}/history"), client.get("/api/v1/learning/advices"),
             client.post("/nl/learning/answer", {"code": code})]  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        html = page.content.decode()
        assert "Piet Puk" not in html
        assert "Er stond een naam in." in html
    row.refresh_from_db()
    assert (row.state, row.plan, row.proof) == ("planned", "Er stond een naam in.", "")
    said(code, "report", "De meting staat er.")
    assert "De meting staat er." in client.get(address).content.decode()
    assert "Piet" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("text", ["Bel 06 12345678.", "Mail jan@voorbeeld.nl."])
def test_an_answer_names_nobody(clock: Clock, text: str) -> None:
    row = published()
    _row, code = make(visitor(), "ask", row)
    row.refresh_from_db()
    filled = {"code": code, "action": "refuse", "text": text, "version": row.version}
    assert Client().post("/nl/learning/answer", filled).status_code == 400
    row.refresh_from_db()
    assert row.state == "open"
