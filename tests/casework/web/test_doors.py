"""Every door of casework, for every role over two organisations and two households: who has no ground gets what
one gets of a household that doesn't exist, and no text of a household leaves anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from visitors import NOW, account_of
from wijkwerk.audit.api import Entry
from wijkwerk.casework import models as m
from wijkwerk.casework.services import circle, consents, emergencies, plans
from wijkwerk.casework.services.common import rule_of
from wijkwerk.casework.services.households import add_person, leave, open_household
from wijkwerk.casework.web.actions import ACTIONS

pytestmark = pytest.mark.django_db
SECRETS = ("Quibus Eerste", "Straat 1", "06-geheim", "Het huis is vol", "1980-02-03", "Deurwaarder")
NOTHING = "nothing-by-this-name"


def doors(token: str, every_action: bool = True) -> list[str]:
    """Every address of casework, filled in; for two purposes, each action on its own."""
    from wijkwerk.casework.web import urls

    patterns: list[URLPattern] = urls.urlpatterns
    result = []
    for pattern in patterns:
        address = str(pattern.pattern)
        for purpose in ("plan", "emergency") if every_action else ("plan",):
            for action in ACTIONS if every_action and "action" in address else ["move"]:
                filled = address.replace("<slug:purpose>", purpose).replace("<slug:token>", token)
                result.append(
                    "/nl/" + filled.replace("<slug:action>", action).replace("<int:number>", "1")
                )
    return list(dict.fromkeys(result))


@pytest.fixture
def strangers(town: SimpleNamespace) -> dict[str, Any]:
    """An account of every kind that has no ground to see the first household."""
    circle_of_second = town.other.user.email
    return {
        "a director of another household": account_of(circle_of_second),
        "another organisation": account_of("zorg@example.org"),
        "a coordinator": account_of("baas@example.org", "case-coordinator", place="wijkteam"),
        "a privacy officer": account_of("fg@example.org", "privacy-officer", place="wijkteam"),
        "an administrator": account_of("beheer@example.org", "administrator"),
        "no role": account_of("niemand@example.org"),
    }


def shown(client: Client, method: str, address: str) -> tuple[int, str]:
    response = getattr(client, method)(address)
    text = response.content.decode()
    return response.status_code, text.replace("csrfmiddlewaretoken", "")


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_door_tells_a_stranger_whether_a_household_is_there(
    town: SimpleNamespace,
    strangers: dict[str, Any],
    enter: Callable[..., Client],
    looks: Any,
    method: str,
) -> None:
    consents.open_domain(looks(town.director), town.first, domain="care", because="Deurwaarder.")
    before = m.Look.objects.count(), m.Membership.objects.count(), m.Consent.objects.count()
    for who, user in strangers.items():
        client = enter(user)
        # Services are the same for all: every action is tried by who has the role.
        every = who == "a director of another household"
        for real, unreal in zip(doors(town.first.token, every), doors(NOTHING, every), strict=True):
            status, text = shown(client, method, real)
            assert not any(secret in text for secret in SECRETS), (who, real)
            if town.first.token in real:
                other_status, other_text = shown(client, method, unreal)
                assert status in (403, 404, 405), (who, real)
                assert status == other_status
                assert text.replace(town.first.token, "") == other_text.replace(NOTHING, ""), (
                    who,
                    real,
                )
    assert (m.Look.objects.exclude(household=town.second).count(), *before[1:]) == before


def test_nothing_of_a_household_stands_in_work_search_audit_or_addresses(
    town: SimpleNamespace,
    strangers: dict[str, Any],
    enter: Callable[..., Client],
    looks: Any,
    caplog: Any,
) -> None:
    with caplog.at_level("INFO"):
        director = enter(account_of(town.director.user.email))
        director.post(f"/nl/casework/for/plan/{town.first.token}/move", {"text": "Straat 1b"})
        pages = [director.get("/nl/work").content.decode()]
        pages += [enter(user).get("/nl/work").content.decode() for user in strangers.values()]
    trail = json.dumps(
        [[row.action, row.object_id, row.before, row.after] for row in Entry.objects.all()]
    )
    for text in (*pages, trail, caplog.text):
        assert not any(secret in text for secret in SECRETS)
        assert town.first.token not in text


def test_who_may_is_logged_once_a_request_and_the_household_reads_it(
    town: SimpleNamespace, enter: Callable[..., Client], looks: Any
) -> None:
    client = enter(account_of(town.director.user.email))
    page = client.get(f"/nl/casework/for/plan/{town.first.token}")
    assert page.status_code == 200
    assert "Quibus Eerste" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    look = m.Look.objects.get()
    assert (look.household, look.worker, look.role, look.purpose, look.domains, look.activity) == (
        town.first,
        town.director,
        "director",
        "plan",
        "identity",
        "household",
    )
    assert len(look.trace) == 32
    client.get("/nl/casework/for/plan")
    assert m.Look.objects.count() == 2
    code = consents.make_code(looks(town.director), town.first, person=town.person)
    own = Client().post("/en/casework/looked", {"code": code})
    text = own.content.decode()
    assert own.status_code == 200
    assert "regisseur, werker (Wijkteam) directs your plan." in text
    assert "making one plan and directing it" in text
    assert "2 times" in text
    assert "Het huis is vol." in text


def test_nothing_is_shown_when_the_log_cannot_be_written(
    town: SimpleNamespace, enter: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **named: Any) -> None:
        raise OSError("disk is full")

    monkeypatch.setattr(m.Look.objects, "bulk_create", full)
    client = enter(account_of(town.director.user.email))
    client.raise_request_exception = False
    page = client.get(f"/nl/casework/for/plan/{town.first.token}")
    assert page.status_code == 500
    assert "Quibus" not in page.content.decode()


def test_the_log_only_grows(town: SimpleNamespace, enter: Callable[..., Client]) -> None:
    enter(account_of(town.director.user.email)).get(f"/nl/casework/for/plan/{town.first.token}")
    for change in (m.Look.objects.all().delete, lambda: m.Look.objects.update(role="x")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_household_takes_its_consent_back_by_itself(
    town: SimpleNamespace, enter: Callable[..., Client], looks: Any
) -> None:
    looking = looks(town.director)
    consents.open_domain(looking, town.first, domain="debts", because="Deurwaarder.")
    consent = consents.give_consent(
        looking,
        town.first,
        person=town.person,
        domain="debts",
        organisation=town.team,
        purpose="plan",
        signed_by="zelf",
        wording="Mag het?",
    )
    client = enter(account_of(town.director.user.email))
    address = f"/nl/casework/for/plan/{town.first.token}"
    assert "Deurwaarder" in client.get(address).content.decode()
    assert set(m.Look.objects.get().domains.split(",")) == {"identity", "debts"}
    code = consents.make_code(looking, town.first, person=town.person)
    answer = Client().post("/en/casework/looked", {"code": code, "withdraw": consent.pk})
    assert "Your consent has ended." in answer.content.decode()
    assert "Deurwaarder" not in client.get(address).content.decode()


def test_who_guesses_codes_waits(town: SimpleNamespace, clock: Any) -> None:
    client = Client()
    for _ in range(10):
        assert (
            client.post("/en/casework/looked", {"code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 400
        )
    text = client.post("/en/casework/looked", {"code": "AAAA-AAAA-AAAA-AAAA"}).content.decode()
    assert "tried too often" in text


def test_breaking_the_glass_is_told_and_reviewed(
    town: SimpleNamespace, enter: Callable[..., Client], looks: Any
) -> None:
    worker = enter(account_of(town.other.user.email))
    facts = {
        "worker": town.other.pk,
        "name": "Quibus Eerste",
        "born_on": "1980-02-03",
        "because": "Gaslucht.",
    }
    answer = worker.post("/nl/casework/emergency", facts)
    assert answer.status_code == 302
    assert "Quibus Eerste" in worker.get(answer["Location"]).content.decode()
    again = worker.post("/en/casework/emergency", facts)
    assert "nobody reviewed that yet" in again.content.decode()
    director = enter(account_of(town.director.user.email))
    address = f"/en/casework/for/plan/{town.first.token}"
    assert "Gaslucht." in director.get(address).content.decode()
    assert "1 emergency to read" in director.get("/en/work").content.decode()
    director.post(f"{address}/read-emergency", seen(town))
    assert "Gaslucht." not in director.get(address).content.decode()
    code = consents.make_code(looks(town.director), town.first, person=town.person)
    own = Client().post("/en/casework/looked", {"code": code}).content.decode()
    assert "Gaslucht." in own and "Not reviewed yet." in own
    officer = enter(account_of("fg@example.org", "privacy-officer", place="wijkteam"))
    assert "1 emergency to review" in officer.get("/en/work").content.decode()
    number = m.Emergency.objects.get().pk
    assert "Names and address" in officer.get(f"/en/casework/emergencies/{number}").content.decode()
    done = officer.post(
        f"/en/casework/emergencies/{number}", {"verdict": "justified", "review": "Brand."}
    )
    assert done.status_code == 302
    own = Client().post("/en/casework/looked", {"code": code}).content.decode()
    assert "Justified: Brand." in own


def test_names_that_are_tried_in_an_emergency_are_slowed_down(
    town: SimpleNamespace, enter: Callable[..., Client]
) -> None:
    worker = enter(account_of(town.other.user.email))
    facts = {"worker": town.other.pk, "name": "Raad Maar", "born_on": "1980-02-03", "because": "x"}
    for _ in range(3):
        assert (
            "Nobody of this name" in worker.post("/en/casework/emergency", facts).content.decode()
        )
    facts["name"] = "Quibus Eerste"
    assert "tried too often" in worker.post("/en/casework/emergency", facts).content.decode()
    assert not m.Emergency.objects.exists()
    # Who reviews is told who tried and how often, never which name; of another organisation nothing.
    officer = enter(account_of("fg@example.org", "privacy-officer", place="wijkteam"))
    text = officer.get("/en/casework/emergencies").content.decode()
    assert "ander, werker (Wijkteam): 3 times" in text and "Raad Maar" not in text
    assert "Raad" not in json.dumps([[row.before, row.after] for row in Entry.objects.all()])
    other = enter(account_of("fg2@example.org", "privacy-officer", place="zorg"))
    assert "ander, werker" not in other.get("/en/casework/emergencies").content.decode()


def test_search_finds_names_among_ones_own_households_alone(
    town: SimpleNamespace, enter: Callable[..., Client]
) -> None:
    client = enter(account_of(town.director.user.email))
    assert (
        "Quibus Eerste" in client.post("/nl/casework/for/plan", {"name": "eers"}).content.decode()
    )
    text = client.post("/en/casework/for/plan", {"name": "tweede"}).content.decode()
    assert "You see no household with this name." in text
    # Who is logged in isn't asked to log in.
    assert ">My account</a>" in text and ">Log in</a>" not in text


def test_the_number_of_queries_stays_the_same(
    town: SimpleNamespace, enter: Callable[..., Client], looks: Any
) -> None:
    client = enter(account_of(town.director.user.email))

    def asked_of(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return sum("casework_" in query["sql"] for query in queries.captured_queries)

    numbers = (
        asked_of("/nl/casework/for/plan"),
        asked_of(f"/nl/casework/for/plan/{town.first.token}"),
    )
    for number in range(4):
        open_household(
            looks(town.director),
            town.director,
            name=f"Quibus {number}",
            born_on="",
            contact="",
            address="x",
            because="x",
        )
        circle.join(
            looks(town.director),
            town.first,
            worker=town.nurse,
            purpose=m.Purpose.values[number],
            because="x",
        )
    assert numbers == (
        asked_of("/nl/casework/for/plan"),
        asked_of(f"/nl/casework/for/plan/{town.first.token}"),
    )


@pytest.mark.parametrize(
    "name", sorted(name for name, action in ACTIONS.items() if action.when is None)
)
def test_every_action_has_a_page(
    town: SimpleNamespace, enter: Callable[..., Client], name: str
) -> None:
    client = enter(account_of(town.director.user.email))
    assert client.get(f"/nl/casework/for/plan/{town.first.token}/{name}").status_code == 200


def seen(town: SimpleNamespace) -> dict[str, int]:
    """The version that a form of the first household knows when it is opened now."""
    return {"seen": m.Household.objects.get(pk=town.first.pk).version}


def test_who_cannot_do_something_gets_neither_a_button_nor_a_form(
    town: SimpleNamespace, enter: Callable[..., Client], looks: Any
) -> None:
    circle.join(
        looks(town.director), town.first, worker=town.nurse, purpose="support", because="Zorg."
    )
    only_directors = {name for name, action in ACTIONS.items() if rule_of(action.do).director}
    assert {"goal", "agree", "close", "join", "code"} <= only_directors
    assert not only_directors & {"note", "done", "wait", "out", "conflict"}
    director = enter(account_of(town.director.user.email))
    address = f"/en/casework/for/plan/{town.first.token}"
    buttons = dict(director.get(address).context["actions"])
    waiting = {name for name in only_directors if ACTIONS[name].when is not None}
    assert {"read-emergency", "follow-up", "measure"} <= waiting
    assert only_directors - set(buttons) == waiting
    nurse = enter(account_of(town.nurse.user.email))
    address = f"/en/casework/for/support/{town.first.token}"
    buttons = dict(nurse.get(address).context["actions"])
    assert "done" in buttons and not only_directors & set(buttons)
    nothing = nurse.get(f"{address}/no-such-thing").content
    for name in sorted(only_directors | {"answer", "reopen"}):
        for method in (nurse.get, nurse.post):
            answer = method(f"{address}/{name}")
            assert (answer.status_code, strip(answer.content, name)) == (
                404,
                strip(nothing, "no-such-thing"),
            ), name


def strip(content: bytes, name: str) -> str:
    """What a page says, without its own address."""
    return content.decode().partition("<main")[2].partition("</main>")[0].replace(name, "")


def test_an_emergency_is_for_reading(
    town: SimpleNamespace, enter: Callable[..., Client], looks: Any
) -> None:
    emergencies.break_glass(
        looks(town.other, "emergency"),
        town.other,
        name="Quibus Eerste",
        born_on="1980-02-03",
        because="Gas.",
    )
    client = enter(account_of(town.other.user.email))
    address = f"/en/casework/for/emergency/{town.first.token}"
    page = client.get(address)
    assert page.status_code == 200 and page.context["actions"] == []
    assert f"{town.first.token}/" not in page.content.decode()
    for name in ACTIONS:
        assert client.get(f"{address}/{name}").status_code == 404, name


def test_a_director_has_read_what_stood_there(
    town: SimpleNamespace, enter: Callable[..., Client], looks: Any
) -> None:
    before = seen(town)
    emergencies.break_glass(
        looks(town.other, "emergency"),
        town.other,
        name="Quibus Eerste",
        born_on="1980-02-03",
        because="Gas.",
    )
    client = enter(account_of(town.director.user.email))
    address = f"/en/casework/for/plan/{town.first.token}"
    for name in ("read-emergency", "confirm"):
        assert client.post(f"{address}/{name}", before).status_code == 400
    assert m.Emergency.objects.get().director_read_at is None
    assert client.post(f"{address}/read-emergency", seen(town)).status_code == 302
    assert m.Emergency.objects.get().director_read_at is not None


def test_forms_do_what_they_say(town: SimpleNamespace, enter: Callable[..., Client]) -> None:
    client = enter(account_of(town.director.user.email))
    address = f"/en/casework/for/plan/{town.first.token}"
    for name, facts in (
        ("person", {"name": "Quibus Kind", "born_on": "2015-01-01", "relation": "child"}),
        ("move", {"text": "Straat 9"}),
        ("domain", {"domain": "care", "because": "Zorg."}),
        ("consent", {
            "person": town.person.pk, "domain": "debts", "organisation": town.team.pk, "purpose": "plan",
            "signed_by": "zelf", "wording": "Mag het?", "last_day": "2026-12-31",
        }),
        ("join", {"organisation": town.care.pk, "email": "zorg@example.org", "purpose": "support", "because": "Zorg."}),
        ("confirm", {}),
    ):  # fmt: skip
        answer = client.post(f"{address}/{name}", {**facts, **seen(town)})
        assert answer.status_code == 302, (name, answer.content.decode())
    text = client.get(address).content.decode()
    for words in ("Quibus Kind", "Straat 9", "Zorg.", "Debts", "zorg, werker (Zorg)"):
        assert words in text
    assert client.post(f"{address}/join", {"worker": town.nurse.pk}).status_code == 400
    code = client.post(f"{address}/code", {"person": town.person.pk})
    assert code.status_code == 200
    assert m.HouseholdCode.objects.count() == 1
    made = client.post(
        "/en/casework/for/plan/open",
        {
            "worker": town.director.pk,
            "name": "Quibus Nieuw",
            "door": "self",
            "address": "Straat 7",
            "because": "Vol.",
        },
    )
    assert made.status_code == 302
    assert m.Household.objects.count() == 3


def test_a_coordinator_assigns_and_the_register_is_public(
    town: SimpleNamespace, enter: Callable[..., Client]
) -> None:
    town.first.directions.update(ends_at=NOW)
    boss = enter(account_of("baas@example.org", "case-coordinator", place="wijkteam"))
    assert "1 household without a director" in boss.get("/en/work").content.decode()
    address = f"/en/casework/unassigned/{town.first.token}"
    assert boss.get("/en/casework/unassigned").content.decode().count(address) == 1
    assert boss.get(address).status_code == 200
    assert (
        boss.post(address, {"worker": town.other.pk, "because": "Kent de buurt."}).status_code
        == 302
    )
    assert boss.get(address).status_code == 404
    register = Client().get("/en/casework/register")
    assert register.status_code == 200
    assert "Wmo 2015, artikel 5.1.1" in register.content.decode()


def test_what_a_form_or_a_list_shows_is_logged(
    town: SimpleNamespace, enter: Callable[..., Client], looks: Any
) -> None:
    looking = looks(town.director)
    consents.open_domain(looking, town.first, domain="care", because="Zorg.")
    goal = plans.add_goal(
        looking, town.first, domain="care", person=None, goal="Slapen.", situation=""
    )
    plans.add_task(looking, town.first, goal=goal, task="Bed", due_on=date(2026, 3, 31))
    plans.agree(looking, town.first, agreed_with="Q.", review_on=date(2026, 6, 1))
    other = open_household(
        looking,
        town.director,
        name="Quibus Ander",
        born_on="",
        contact="",
        address="x",
        because="x",
    )
    gone = add_person(looking, other, name="Vertrokken", born_on="", contact="", relation="child")
    leave(looking, other, person=gone)
    client = enter(account_of(town.director.user.email))
    address = f"/en/casework/for/plan/{town.first.token}"
    for name in ("/done", "/outcome", "/note", "/goal"):
        client.get(address + name)
        assert m.Look.objects.first().domains == "care,identity", name  # type: ignore[union-attr]
    client.get("/en/casework/for/plan")
    assert town.first.looks.first().domains == "care,identity"
    before = other.looks.count()
    text = client.get(f"{address}/merge").content.decode()
    assert "Quibus Ander" in text and "Vertrokken" not in text
    assert other.looks.count() == before + 1
