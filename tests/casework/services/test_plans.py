"""A plan: drafted, agreed, replaced; who decides a line; notes that are one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from visitors import NOW, account_of
from wijkwerk.audit.api import Entry
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, notes, rows_of
from wijkwerk.casework.services import circle, consents, episodes, plans
from wijkwerk.casework.services import households as homes
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.web.plan_page import standings

pytestmark = pytest.mark.django_db
Looks = Callable[..., Looking]
DUE = date(2026, 3, 10)


@pytest.fixture
def planned(town: SimpleNamespace, looks: Looks) -> SimpleNamespace:
    """The first household with a goal and two tasks in a draft; the second worker gives support."""
    looking = looks(town.director)
    consents.open_domain(looking, town.first, domain="care", because="Te weinig hulp.")
    town.goal = plans.add_goal(
        looking, town.first, domain="care", person=None, goal="Ik wil weer slapen.", situation=""
    )
    town.tasks = [
        plans.add_task(
            looking, town.first, goal=town.goal, task=text, due_on=DUE, cents=cents, payer=town.care
        )
        for text, cents in (("Bed kopen", 30_000), ("Nachthulp", 900_000))
    ]
    circle.join(looking, town.first, worker=town.nurse, purpose="support", because="Zorg.")
    return town


def agree(town: SimpleNamespace, looks: Looks, **more: Any) -> m.Plan:
    return plans.agree(
        looks(town.director, **more), town.first, agreed_with="Q.", review_on=date(2026, 6, 1)
    )


def test_what_was_agreed_stays_and_the_next_version_takes_along_what_is_not_done(
    planned: SimpleNamespace, looks: Looks
) -> None:
    first = agree(planned, looks)
    plans.finish(looks(planned.director), planned.first, task=planned.tasks[0], done_on=NOW.date())
    plans.change(looks(planned.director), planned.first)
    draft = plans.draft_of(planned.first)
    assert draft is not None and draft.number == 2
    assert plans.current_plan(planned.first) == first
    assert [task.task for task in draft.tasks.all()] == ["Nachthulp"]
    assert [goal.goal for goal in draft.goals.all()] == ["Ik wil weer slapen."]
    second = agree(planned, looks)
    assert plans.current_plan(planned.first) == second
    first.refresh_from_db()
    assert first.replaced_at == NOW and first.tasks.count() == 2


def test_what_happens_to_a_task_while_a_next_version_is_drafted_has_happened_in_it_too(
    planned: SimpleNamespace, looks: Looks, enter: Any
) -> None:
    looking = looks(planned.director)
    agree(planned, looks)
    plans.change(looking, planned.first)
    done, waiting = planned.tasks
    plans.finish(looking, planned.first, task=done, done_on=NOW.date())
    plans.wait(looking, planned.first, task=waiting, waits_for=planned.care)
    episodes.set_outcome(looking, planned.first, goal=planned.goal, outcome="partly")
    page = enter(account_of(planned.director.user.email)).get(
        f"/en/casework/for/plan/{planned.first.token}"
    )
    text = page.content.decode()
    assert "Version 1" in text and "Version 2" in text
    assert text.count("done on") == 2
    second = agree(planned, looks)
    assert {row.task: (row.done_on, row.waits_for) for row in second.tasks.all()} == {
        "Bed kopen": (NOW.date(), None),
        "Nachthulp": (None, planned.care),
    }
    assert second.goals.get().outcome == "partly"
    with pytest.raises(ActionNotAllowed, match="isn’t done"):
        plans.finish(looking, planned.first, task=waiting, done_on=NOW.date())
    plans.change(looking, planned.first)
    plans.finish(looking, planned.first, task=second.tasks.get(done_on=None), done_on=NOW.date())
    third = agree(planned, looks)
    assert not third.tasks.filter(done_on=None).exists()
    waiting.refresh_from_db()
    assert waiting.done_on is None and waiting.plan.replaced_at is not None


def test_a_household_agrees_with_what_it_saw(
    planned: SimpleNamespace, looks: Looks, enter: Any
) -> None:
    client = enter(account_of(planned.director.user.email))
    address = f"/en/casework/for/plan/{planned.first.token}"
    form = client.get(f"{address}/agree").context["form"]
    facts = {"agreed_with": "Q.", "review_on": "2026-06-01", "seen": form["seen"].value()}
    more = plans.add_goal(
        looks(planned.director),
        planned.first,
        domain="care",
        person=None,
        goal="Rust.",
        situation="",
    )
    refused = client.post(f"{address}/agree", facts)
    assert refused.status_code == 400
    assert "Somebody changed this household" in refused.content.decode()
    assert plans.current_plan(planned.first) is None
    link = client.get(address).content.decode().partition("/agree?seen=")[2].partition('"')[0]
    assert client.post(f"{address}/agree", {**facts, "seen": link}).status_code == 302
    assert more in plans.current_plan(planned.first).goals.all()  # type: ignore[union-attr]
    assert client.post(f"{address}/close", {"exit": "regular", "closing": "x"}).status_code == 400


def test_a_plan_is_the_directors_and_needs_an_open_domain(
    planned: SimpleNamespace, looks: Looks
) -> None:
    facts: dict[str, Any] = {"person": None, "goal": "x", "situation": ""}
    with pytest.raises(ActionNotAllowed, match="Open this life domain"):
        plans.add_goal(looks(planned.director), planned.first, domain="debts", **facts)
    with pytest.raises(ActionNotAllowed, match="directs the plan"):
        plans.add_goal(looks(planned.nurse, "support"), planned.first, domain="care", **facts)
    agree(planned, looks)
    with pytest.raises(ActionNotAllowed, match="no draft"):
        agree(planned, looks)
    with pytest.raises(ActionNotAllowed, match="goal of the draft"):
        plans.add_task(
            looks(planned.director), planned.first, goal=planned.goal, task="x", due_on=DUE
        )
    with pytest.raises(ActionNotAllowed, match="yet to come"):
        plans.finish(looks(planned.director), planned.first, task=planned.tasks[0], done_on=DUE)


def test_tasks_of_a_domain_without_ground_are_not_there(
    planned: SimpleNamespace, looks: Looks
) -> None:
    consents.open_domain(
        looks(planned.director), planned.first, domain="housing", because="Lekkage."
    )
    plans.add_goal(
        looks(planned.director),
        planned.first,
        domain="housing",
        person=None,
        goal="Droog.",
        situation="",
    )
    seen = rows_of(looks(planned.nurse, "support"), m.Goal, planned.first)
    assert [goal.goal for goal in seen] == ["Ik wil weer slapen."]
    assert rows_of(looks(planned.director), m.Goal, planned.first).count() == 2


def test_a_line_beyond_the_mandate_has_another_decider_or_none(
    planned: SimpleNamespace, looks: Looks
) -> None:
    looking = looks(planned.director)

    def who() -> list[Any]:
        return list(plans.deciders(looking, planned.first, planned.tasks).values())

    assert all(row.is_nobody for row in who())
    m.Mandate.objects.create(
        organisation=planned.team,
        domain="care",
        power="decides",
        most=50_000,
        asks=planned.care,
        starts_at=NOW,
    )
    assert [row.own for row in who()] == [True, False]
    assert who()[1].organisation == planned.care.pk


def test_a_personal_note_is_its_writers_alone(planned: SimpleNamespace, looks: Looks) -> None:
    facts: dict[str, Any] = {"kind": "call", "domain": "care", "person": None}
    plans.add_note(looks(planned.director), planned.first, text="Belde.", personal=False, **facts)
    plans.add_note(
        looks(planned.nurse, "support"), planned.first, text="Eigen.", personal=True, **facts
    )
    assert [row.text for row in notes(looks(planned.director), planned.first)] == ["Belde."]
    assert {row.text for row in notes(looks(planned.nurse, "support"), planned.first)} == {
        "Belde.",
        "Eigen.",
    }


def test_a_list_says_contact_deadline_and_who_waits(planned: SimpleNamespace, looks: Looks) -> None:
    facts: dict[str, Any] = {"domain": "care", "person": None, "personal": False, "text": "x"}
    assert standings(looks(planned.director), [planned.first])[planned.first.pk] == {
        "contact": "No contact written down", "deadline": "", "waits": "", "domains": set(), "ask_on": None,
    }  # fmt: skip
    agree(planned, looks)
    plans.add_note(looks(planned.director), planned.first, kind="visit", **facts)
    plans.add_note(
        looks(planned.director, now=NOW + timedelta(days=2)), planned.first, kind="note", **facts
    )
    plans.wait(
        looks(planned.director), planned.first, task=planned.tasks[0], waits_for=planned.care
    )
    later = looks(planned.director, now=NOW + timedelta(days=3))
    stand = standings(later, [planned.first])[planned.first.pk]
    assert stand["contact"] == "Contact 3 days ago"
    assert stand["deadline"].startswith("next deadline")
    assert stand["waits"] == "Zorg"
    assert standings(looks(planned.director, now=NOW + timedelta(days=9)), [planned.first])[
        planned.first.pk
    ]["deadline"].startswith("late since")
    assert standings(looks(planned.other), [planned.first])[planned.first.pk]["waits"] == ""


def test_pages_of_the_plan(planned: SimpleNamespace, enter: Any, looks: Looks) -> None:
    client = enter(account_of(planned.director.user.email))
    address = f"/en/casework/for/plan/{planned.first.token}"
    done = (
        ("goal", {"goal": "Ik wil rust.", "domain": "care"}),
        (
            "task",
            {"goal": planned.goal.pk, "task": "Bellen", "due_on": "2026-03-09", "cents": "12,50"},
        ),
        ("agree", {"agreed_with": "Q.", "review_on": "2026-06-01"}),
        ("note", {"kind": "visit", "domain": "care", "text": "Bezoek gebracht."}),
        ("wait", {"task": planned.tasks[1].pk, "waits_for": planned.care.pk}),
        ("done", {"task": planned.tasks[0].pk, "done_on": "2026-03-02"}),
    )
    for name, facts in done:
        now = m.Household.objects.get(pk=planned.first.pk).version
        answer = client.post(f"{address}/{name}", {**facts, "seen": now})
        assert answer.status_code == 302, (name, answer.content.decode()[-3000:])
    text = client.get(address).content.decode()
    for words in (
        "Ik wil rust.",
        "Bellen",
        "Bezoek gebracht.",
        "Nobody may decide this",
        "done on",
        "waits for",
    ):
        assert words in text
    assert m.Task.objects.get(due_on=date(2026, 3, 9)).cents == 1250
    assert "care" in m.Look.objects.first().domains  # type: ignore[union-attr]
    listed = client.get("/en/casework/for/plan").content.decode()
    assert "Contact 0 days ago" in listed and "waits for" in listed


def test_a_person_takes_along_what_is_kept_of_them_and_of_the_household(
    planned: SimpleNamespace, looks: Looks
) -> None:
    partner = homes.add_person(
        looks(planned.director),
        planned.first,
        name="Quibus Partner",
        born_on="",
        contact="",
        relation="partner",
    )
    facts: dict[str, Any] = {"kind": "call", "domain": "care"}
    for person, text, personal in (
        (None, "Samen.", False), (planned.person, "Mijn.", False), (partner, "Ander.", False), (None, "Eigen.", True),
    ):  # fmt: skip
        plans.add_note(
            looks(planned.director),
            planned.first,
            person=person,
            text=text,
            personal=personal,
            **facts,
        )
    code = consents.make_code(looks(planned.director), planned.first, person=planned.person)
    answer = Client().post("/en/casework/looked", {"code": code, "download": "json"})
    assert answer["Content-Disposition"] == 'attachment; filename="dossier.json"'
    assert "no-store" in answer["Cache-Control"]
    kept = answer.json()
    assert kept["person"] == [
        {"name": "Quibus Eerste", "born_on": "1980-02-03", "contact": "06-geheim"}
    ]
    assert {note["text"] for note in kept["notes"]} == {"Samen.", "Mijn."}
    assert [task["payer"] for task in kept["tasks"]] == ["Zorg", "Zorg"]
    assert kept["addresses"][0]["text"] == "Straat 1"
    assert "Partner" not in answer.content.decode()
    assert Entry.objects.filter(action="casework.export").get().actor == "household"
    wrong = Client().post(
        "/en/casework/looked", {"code": "AAAA-AAAA-AAAA-AAAA", "download": "json"}
    )
    assert wrong.status_code == 400
