"""What no law keeps any more is gone: out of tables, the trail, logs, files and exports; the rest is as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from visitors import NOW
from wijkwerk.audit.api import Entry
from wijkwerk.casework import models as m
from wijkwerk.casework.retention import read_terms, terms_on
from wijkwerk.casework.services import circle, conflicts, consents, episodes, plans
from wijkwerk.casework.services.dossier import export
from wijkwerk.casework.services.erasure import erase
from wijkwerk.casework.services.households import add_person, leave, split
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db


def years_on(years: float) -> datetime:
    return NOW + timedelta(days=round(years * 365.25) + 1)


@pytest.fixture
def worked(town: SimpleNamespace, looks: Callable[..., Any]) -> SimpleNamespace:
    """The first household with a note, and a plan that somebody pays."""
    looking = looks(town.director)
    for domain in ("care", "safety"):
        consents.open_domain(looking, town.first, domain=domain, because="Nodig.")
    note(looking, town.first, "Oud gesprek.")
    goal = plans.add_goal(
        looking, town.first, domain="care", person=None, goal="Rust.", situation=""
    )
    plans.add_task(
        looking,
        town.first,
        goal=goal,
        task="Begeleiding.",
        due_on=date(2027, 1, 1),
        payer=town.care,
    )
    plans.agree(looking, town.first, agreed_with="Quibus", review_on=date(2027, 5, 1))
    return town


def note(looking: Any, household: m.Household, text: str, domain: str = "care") -> m.Note:
    facts = {"kind": "visit", "domain": domain, "person": None, "personal": False}
    return plans.add_note(looking, household, text=text, **facts)


def everything() -> str:
    """All columns of all tables of the room, as the database has them, and the trail."""
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("casework").get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            rows += cursor.fetchall()
    rows += Entry.objects.values_list("action", "object_kind", "object_id", "before", "after")
    return json.dumps(rows, default=str)


def sealed(row: Any, field: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {field} FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        return str(cursor.fetchone()[0])


def test_each_piece_goes_by_its_own_moment_and_the_law_of_its_domain(
    worked: SimpleNamespace, looks: Any
) -> None:
    old = m.Note.objects.get()
    newer = note(looks(worked.director, now=years_on(3)), worked.first, "Nieuw gesprek.")
    m.Note.objects.create(
        household=worked.first, domain="safety", kind="note", at=NOW, written_at=NOW, worker=worked.director,
        text="Zorg om een kind.",
    )  # fmt: skip
    assert erase(years_on(14.9)).erased["note"] == 0
    text = sealed(old, "text")
    assert text in everything()
    report = erase(years_on(15), dry_run=True)
    assert (report.erased["note"], m.Note.objects.count()) == (1, 3)
    report = erase(years_on(15))
    assert report.erased["note"] == 1
    # The plan of a household that is open is needed: its goal and its task are counted, and stay.
    assert (report.needed, m.Goal.objects.count(), m.Task.objects.count()) == (2, 1, 1)
    assert text not in everything()
    assert {row.text for row in m.Note.objects.all()} == {"Nieuw gesprek.", "Zorg om een kind."}
    assert erase(years_on(15)).erased["note"] == 0
    # The newer one; a child\'s domain has twenty years.
    assert erase(years_on(18.1)).erased["note"] == 1
    assert not m.Note.objects.filter(pk=newer.pk).exists()
    assert erase(years_on(20)).erased["note"] == 1


def test_a_household_that_was_closed_goes_as_a_whole_and_nothing_of_it_stands_anywhere(
    worked: SimpleNamespace, looks: Any, caplog: Any, enter: Any
) -> None:
    looking = looks(worked.director)
    enter(worked.director.user).get(f"/nl/casework/for/plan/{worked.first.token}")
    consents.make_code(looking, worked.first, person=worked.person)
    code = m.HouseholdCode.objects.get()
    consents.use_code(code, NOW, download=False)
    conflict = conflicts.report(
        looking, worked.first, kind="pays", domain="care", person=None, law="Wmo", article="", effect="Stil.",
        organisation=worked.care, other_law="", other_organisation=None, cents_month=None,
    )  # fmt: skip
    conflicts.time_out(
        looking, worked.first, conflict=conflict, tasks=m.Task.objects.all(), intervention="Incasso", meeting="Wij",
        organisation=worked.care, first_day=NOW.date(), last_day=NOW.date(), meet_by=NOW.date(),
    )  # fmt: skip
    episodes.set_outcome(looking, worked.first, goal=m.Goal.objects.get(), outcome="reached")
    episodes.close(looking, worked.first, exit="lasting", closing="Klaar.")
    other = sealed(worked.second.residences.get().person, "name")
    traces = [
        worked.first.token,
        sealed(worked.person, "name"),
        sealed(m.Note.objects.get(), "text"),
        sealed(conflict, "effect"),
        code.digest,
        worked.person.look_up,
    ]
    assert all(trace in everything() for trace in traces)
    with caplog.at_level("DEBUG"):
        report = erase(years_on(15.1))
    assert not any(trace in everything() for trace in traces)
    assert not any(word in caplog.text for word in ("Quibus", "Klaar", worked.first.token))
    assert not m.Household.objects.filter(pk=worked.first.pk).exists()
    assert report.erased["look"] >= 1 and report.erased["person"] == 1
    assert other in everything()  # of another household nothing went
    assert (
        enter(worked.director.user).get(f"/nl/casework/for/plan/{worked.first.token}").status_code
        == 404
    )
    last = Entry.objects.filter(action="casework.erase").latest("place")
    assert (last.action, last.after) == ("casework.erase", {"rows": sum(report.erased.values())})


def test_the_log_of_looks_still_refuses_afterwards(worked: SimpleNamespace, enter: Any) -> None:
    enter(worked.director.user).get(f"/nl/casework/for/plan/{worked.first.token}")
    m.Look.objects.get()
    assert erase(years_on(15)).erased["look"] == 1
    enter(worked.director.user).get(f"/nl/casework/for/plan/{worked.first.token}")
    with pytest.raises(DatabaseError), transaction.atomic():
        m.Look.objects.all().delete()


def test_a_request_that_was_taken_back_goes_after_six_weeks(
    town: SimpleNamespace, looks: Any
) -> None:
    episodes.close(looks(town.director), town.first, exit="refused", closing="Wil niet.")
    assert not erase(NOW + timedelta(days=41)).erased["household"]
    assert erase(NOW + timedelta(days=42)).erased["household"] == 1
    assert set(m.Household.objects.all()) == {town.second}
    assert not m.Person.objects.filter(pk=town.person.pk).exists()


def test_a_plan_for_which_nobody_paid_goes_after_five_years(
    worked: SimpleNamespace, looks: Any
) -> None:
    looking = looks(worked.director)
    episodes.set_outcome(looking, worked.first, goal=m.Goal.objects.get(), outcome="dropped")
    episodes.close(looking, worked.first, exit="lasting", closing="Klaar.")
    assert not erase(years_on(5)).erased["household"]  # somebody pays
    m.Task.objects.update(payer=None)
    assert not erase(years_on(4.9)).erased["household"]
    assert erase(years_on(5)).erased["household"] == 1


def test_splitting_prolongs_nothing_and_who_left_is_asked_as_long_as_what_they_left(
    worked: SimpleNamespace, looks: Any
) -> None:
    looking = looks(worked.director)
    partner = add_person(
        looking, worked.first, name="Partner", born_on="", contact="", relation="partner"
    )
    m.Note.objects.create(
        household=worked.first, domain="safety", kind="note", at=NOW, written_at=NOW, worker=worked.director,
        text="Over ons beiden.",
    )  # fmt: skip
    later = looks(worked.director, now=NOW + timedelta(days=30))
    split(later, worked.first, persons=[partner], address="Elders 1")
    # The plan is needed as long as nothing replaced it, and is about who left as well: they stay with it.
    report = erase(years_on(15.1))
    assert report.erased["note"] == 1  # what was heard, as if nobody had been split off
    left = worked.first.residences.filter(person=partner)
    assert m.Goal.objects.exists() and left.exists()
    m.Plan.objects.update(replaced_at=NOW)
    report = erase(years_on(15.2))
    assert report.erased["goal"] == report.erased["task"] == report.erased["plan"] == 1
    assert left.exists()  # a note of twenty years still asks them
    assert erase(years_on(20)).erased["note"] == 1
    assert not left.exists()
    assert m.Person.objects.get(pk=partner.pk).name == "Partner"  # they live elsewhere


def test_who_left_and_belongs_nowhere_is_gone_from_exports(
    worked: SimpleNamespace, looks: Any
) -> None:
    looking = looks(worked.director)
    child = add_person(
        looking, worked.first, name="Kind Weg", born_on="", contact="", relation="child"
    )
    leave(looks(worked.director, now=NOW + timedelta(days=1)), worked.first, person=child)
    late = looks(worked.director, now=years_on(15.1))
    m.Plan.objects.update(replaced_at=NOW)
    erase(late.now)
    assert not m.Person.objects.filter(pk=child.pk).exists()
    consents.make_code(late, worked.first, person=worked.person)
    file = json.dumps(export(m.HouseholdCode.objects.latest("pk"), late.now))
    assert "Kind Weg" not in file and "Oud gesprek." not in file and "Quibus Eerste" in file


def test_the_table_says_one_term_for_all_and_since_2020_twenty_years_for_children() -> None:
    table = terms_on(date(2026, 1, 1))
    assert {domain: term.years for (_what, domain), term in table.items() if domain} == {
        **dict.fromkeys(("identity", "income", "debts", "daytime", "care", "housing"), 15),
        **dict.fromkeys(("school", "safety"), 20),
    }
    with pytest.raises(InputError, match="0 terms"):
        terms_on(date(2019, 1, 1))  # the list of selection was another one then
    for wrong in (
        'what = "x"',
        'what = "piece"',
        'what = "circle"\ndomains = ["care"]',
        'what = "circle"',
    ):
        with pytest.raises(InputError, match=r"\[\[term\]\] 1"):
            read_terms(f"[[term]]\n{wrong}", "x.toml")


def test_membership_ends_go_each_by_themselves(worked: SimpleNamespace, looks: Any) -> None:
    looking = looks(worked.director)
    place = circle.join(
        looking, worked.first, worker=worked.nurse, purpose="support", because="Zorg."
    )
    circle.end_membership(
        looks(worked.director, now=NOW + timedelta(days=9)), worked.first, membership=place
    )
    assert erase(years_on(15)).erased["membership"] == 0
    assert erase(years_on(15.1)).erased["membership"] == 1
    assert worked.first.memberships.filter(worker=worked.director).exists()
