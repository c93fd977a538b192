"""What was before the programme was followed here: entered later, and shown as such."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from visitors import NOW, login
from wijkwerk.programme.exchange.tables import TABLES
from wijkwerk.programme.models import Commitment, Organisation, Plan, PublishedFact, Step
from wijkwerk.programme.notices.calendars import public_days
from wijkwerk.programme.selectors.commitments import counts, loose
from wijkwerk.programme.services import actions, board, commitments, people, plans
from wijkwerk.programme.web.papers.importing import _table_label
from wijkwerk.workflow.api import TransitionNotAllowed

pytestmark = pytest.mark.django_db
BUREAU, CHAIR = "programme-bureau", "programme-chair"
DUE = date(2022, 12, 31)
TODAY = date(2026, 3, 2)


def refused(act: Any) -> str:
    with pytest.raises(TransitionNotAllowed) as why:
        act()
    return why.value.why


def entered(doing: Any, became: str, kept_on: date | None = None, due: date = DUE) -> Commitment:
    schools = doing.small.organisations[1]
    promise = commitments.Promise(schools, f"Toen {became}", due, "Het jaarverslag.")
    return commitments.enter(doing.command(BUREAU), doing.programme, promise, became, kept_on)


def test_a_commitment_of_the_past_is_told_and_followed_by_nobody(doing: Any) -> None:
    rows = [entered(doing, "kept", date(2022, 6, 1)), entered(doing, "released")]
    rows.append(entered(doing, "not_known"))
    assert [row.state for row in rows] == ["kept", "released", "not_known"]
    assert {row.entered_on for row in rows} == {TODAY} and rows[0].kept_on == date(2022, 6, 1)
    found = Commitment.objects.filter(pk__in=[row.pk for row in rows])
    stands = counts(found, TODAY)
    assert (stands.past_due, stands.loose, stands.running) == (0, 0, 0)
    assert stands.groups == {"kept": 1, "released": 1, "not_known": 1}
    assert not loose(found, TODAY).exists()
    days = [day.title for day in public_days(doing.programme, date(2022, 12, 1))]
    assert not [title for title in days if "Toen" in title]
    step = Step.objects.filter(machine="commitment", object_id=rows[0].pk).get()
    assert (step.action, step.role) == ("enter_kept", BUREAU)


def test_what_is_entered_is_of_the_past_and_whole(doing: Any) -> None:
    assert refused(lambda: entered(doing, "kept")) == "day"
    assert refused(lambda: entered(doing, "kept", date(2026, 3, 3))) == "day"
    assert refused(lambda: entered(doing, "not_known", due=TODAY)) == "day"
    assert refused(lambda: entered(doing, "not_known", due=date(2019, 12, 31))) == "day"
    assert refused(lambda: entered(doing, "missed")) == "outcome"
    # Who promised then may be no more.
    Organisation.objects.filter(pk=doing.small.organisations[1].pk).update(ended_on=TODAY)
    assert entered(doing, "not_known").organisation_id == doing.small.organisations[1].pk


def old_plan(doing: Any, **other: Any) -> Plan:
    facts = {
        "title": "Plan van toen", "first_year": 2020, "last_year": 2022,
        "locked_on": date(2020, 12, 1), "text": "Wij beloofden.", **other,
    }  # fmt: skip
    return plans.enter(doing.command(BUREAU), doing.programme, **facts)


def test_a_plan_of_the_past_has_no_signatures_and_fixes_nothing(doing: Any) -> None:
    for wrong, why in (
        ({"locked_on": date(2026, 3, 3)}, "day"), ({"first_year": 2027, "last_year": 2028}, "day"),
        ({"first_year": 2019}, "day"), ({"locked_on": date(2025, 1, 1)}, "day"), ({"text": " "}, "has_text"),
    ):  # fmt: skip
        assert refused(lambda wrong=wrong: old_plan(doing, **wrong)) == why
    late = entered(doing, "not_known", due=date(2023, 12, 31))
    plan = old_plan(doing)
    assert (plan.state, plan.locked_on, plan.entered_on) == ("locked", date(2020, 12, 1), TODAY)
    text = plan.texts.get()
    assert (text.targets, text.commitments, text.signatures.count()) == ([], [], 0)
    assert refused(lambda: old_plan(doing, first_year=2022, last_year=2024)) == "overlap"
    # A next plan needs no assessment of it, and a commitment of the past isn't signed anew.
    next_plan, next_text = doing.offered()
    assert next_plan.state == "offered" and late.pk not in [
        row["id"] for row in next_text.commitments
    ]


def test_a_meeting_written_down_long_after_it_says_so(doing: Any) -> None:
    def met(on: date) -> Any:
        whole = doing.fresh(doing.programme)
        return board.meet(doing.command(CHAIR, whole), whole, on, "Bestuur", doing.small.domains)

    assert met(date(2026, 1, 30)).entered_on is None
    assert met(date(2026, 1, 29)).entered_on == TODAY


def test_who_sat_on_the_board_before_can_be_entered(doing: Any) -> None:
    domain, city = doing.small.domains[0], doing.small.organisations[0]

    def sat(first: date, last: date) -> Any:
        command = doing.command(BUREAU, doing.fresh(doing.programme))
        return people.take_seat(command, domain, city, first, "", last)

    assert (
        refused(lambda: sat(date(2019, 1, 1), date(2020, 1, 1))) == "day"
    )  # sits there since then
    assert refused(lambda: sat(date(2019, 2, 1), date(2019, 1, 1))) == "day"
    seat = sat(date(2019, 1, 1), date(2019, 12, 31))
    assert people.seated(doing.programme, date(2019, 6, 1)) == [seat]
    assert refused(lambda: sat(date(2019, 12, 31), date(2019, 12, 31))) == "day"


def test_every_page_says_that_it_was_entered_later(doing: Any, client: Client) -> None:
    row, plan = entered(doing, "kept", date(2022, 6, 1)), old_plan(doing)
    doing.programme.published_facts.create(
        statement="Twee derde op koers", published_on=date(2020, 12, 1), source="Een rapport"
    )
    base = "/nl/programmes/zuid"
    later = "later ingevoerd, op 2 maart 2026"
    for address in ("/commitments", f"/commitments/{row.pk}", "", f"/plans/{plan.pk}"):
        page = client.get(f"{base}{address}").content.decode()
        assert later in page, address
    page = client.get(f"{base}/plans/{plan.pk}").content.decode()
    assert "Niemand heeft deze versie" not in page and "Wij beloofden." in page
    page = client.get(base).content.decode()
    assert "Twee derde op koers" in page and "Een rapport" in page
    listed = client.get("/api/v1/programmes/zuid/commitments").json()["items"]
    assert [one["entered_on"] for one in listed if one["id"] == row.pk] == ["2026-03-02"]
    assert PublishedFact.objects.get().statement == "Twee derde op koers"


def test_the_bureau_enters_them_on_its_pages(doing: Any, somebody: Any, clock: Any) -> None:
    inside = login(somebody(BUREAU), NOW)
    work = "/nl/programmes/zuid/work"
    old = {"title": "Toen", "first_year": 2020, "last_year": 2022, "locked_on": "2020-02-01"}
    answer = inside.post(
        f"{work}/plans/enter", {**old, "content": "Wij begonnen klein.", "version": 0}
    )
    assert answer.status_code == 302
    assert Plan.objects.get().texts.get().text == "Wij begonnen klein."
    promise = {
        "organisation": "scholen", "title": "Meer les", "due_on": "2022-12-31", "evidence": "Het jaarverslag",
        "became": "kept", "version": 0,
    }  # fmt: skip
    assert inside.post(f"{work}/commitments/enter", promise).status_code == 200  # on which day?
    assert (
        inside.post(f"{work}/commitments/enter", {**promise, "kept_on": "2022-06-01"}).status_code
        == 302
    )
    assert Commitment.objects.get().kept_on == date(2022, 6, 1)
    fact = {"statement": "Op koers", "published_on": "2020-12-01", "source": "Rapport"}
    whole = doing.fresh(doing.programme)
    assert inside.post(f"{work}/about/fact", {**fact, "version": whole.version}).status_code == 302
    seat = {
        "choice": doing.small.domains[0].pk,
        "organisation": "gemeente",
        "first_day": "2019-01-01",
    }
    whole = doing.fresh(doing.programme)
    past = {**seat, "last_day": "2019-12-31", "version": whole.version}
    assert inside.post(f"{work}/people/seat", past).status_code == 302
    plan = actions.make(doing.command(BUREAU), whole, "Nu", "Haast", TODAY)
    plan = doing.fresh(plan)
    contact = actions.add_contact(
        doing.command(BUREAU, plan), plan, doing.small.organisations[0], "Directeur"
    )
    address = f"{work}/action-plans/{plan.pk}/visit/{contact.pk}"
    day = {"visited_on": "2026-03-01", "version": doing.fresh(plan).version}
    assert inside.post(address, day).status_code == 302
    contact.refresh_from_db()
    assert contact.visited_on == date(2026, 3, 1)


def test_the_page_of_an_import_names_every_table() -> None:
    assert all(_table_label(table.name) for table in TABLES)
