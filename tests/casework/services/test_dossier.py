"""The file of a household that is taken along: to read, for a program, and sealed for a receiver."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pyrage
import pytest
from django.test import Client

from visitors import NOW, account_of
from wijkwerk.access.api import give_role
from wijkwerk.casework import models as m
from wijkwerk.casework.services import circle, consents, emergencies
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.dossier import export, is_age_key, paper, seal_for
from wijkwerk.casework.services.follow_ups import answer_follow_up, plan_follow_ups
from wijkwerk.casework.services.households import add_person
from wijkwerk.casework.services.own_page import own_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(town: SimpleNamespace, looks: Callable[..., Any]) -> m.Membership:
    """The nurse's place in the circle of a household with a note on care and one on debts."""
    for domain, text in (("care", "Zorgt voor moeder."), ("debts", "Schuld van 9.000.")):
        m.Note.objects.create(
            household=town.first, domain=domain, kind="note", at=NOW, written_at=NOW, worker=town.director,
            text=text,
        )  # fmt: skip
    return circle.join(
        looks(town.director), town.first, worker=town.nurse, purpose="support", because="Thuis."
    )


def test_a_sealed_file_holds_what_its_receiver_sees_and_opens_with_their_key_alone(
    town: SimpleNamespace, looks: Any, place: m.Membership
) -> None:
    private = pyrage.x25519.Identity.generate()
    with pytest.raises(ActionNotAllowed, match="no key"):
        seal_for(looks(town.director), town.first, membership=place)
    m.Organisation.objects.filter(pk=town.care.pk).update(age_key=str(private.to_public()))
    place = m.Membership.objects.get(pk=place.pk)
    file = seal_for(looks(town.director), town.first, membership=place)
    assert b"Quibus" not in file
    opened = json.loads(pyrage.decrypt(file, [private]))
    assert [row["text"] for row in opened["notes"]] == ["Zorgt voor moeder."]
    assert opened["persons"][0]["name"] == "Quibus Eerste"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(file, [pyrage.x25519.Identity.generate()])
    # The household reads it: who got what.
    line = own_page(_code(town, looks), NOW)["looked"][0]  # type: ignore[index]
    assert (line.worker, line.role, line.purpose) == (town.nurse, "receiver", "support")
    assert {domain.value for domain in line.domains} == {"care", "identity"}
    circle.end_membership(looks(town.director), town.first, membership=place)
    with pytest.raises(ActionNotAllowed, match="nothing"):
        seal_for(looks(town.director), town.first, membership=place)


def test_only_who_directs_sends(town: SimpleNamespace, looks: Any, place: m.Membership) -> None:
    with pytest.raises(ActionNotAllowed, match="directs"):
        seal_for(looks(town.nurse, "support"), town.first, membership=place)


def _code(town: SimpleNamespace, looks: Any) -> m.HouseholdCode:
    consents.make_code(looks(town.director), town.first, person=town.person)
    return m.HouseholdCode.objects.select_related("household", "person", "made_by__user").latest(
        "pk"
    )


def test_the_paper_says_it_in_words_and_leaves_out_what_the_maker_may_not_see(
    town: SimpleNamespace, looks: Any, place: m.Membership
) -> None:
    made = paper(_code(town, looks), NOW)
    parts = {part["title"]: part["rows"] for part in made["parts"]}
    text = json.dumps(made)
    assert "Zorgt voor moeder." in text and "Schuld" not in text
    assert ["Born on", "3 February 1980"] in parts["You"][0]
    assert ["Life domain", "Care and health"] in parts["What was written down"][0]
    assert ["What for", "giving support or care"] in parts["Who may look, and what for"][1]
    assert (
        "starts_at" not in text and "2026-" not in text and not parts.get("Conflicts between rules")
    )


def test_the_household_downloads_a_pdf_and_json(
    town: SimpleNamespace, looks: Any, place: Any
) -> None:
    consents_code = consents.make_code(looks(town.director), town.first, person=town.person)
    answers = {
        kind: Client().post("/en/casework/looked", {"code": consents_code, "download": kind})
        for kind in ("pdf", "json")
    }
    assert (
        answers["pdf"].content.startswith(b"%PDF-1.7")
        and answers["pdf"]["Content-Type"] == "application/pdf"
    )
    assert answers["json"].json()["person"][0]["name"] == "Quibus Eerste"
    assert m.CodeUse.objects.filter(download=True).count() == 2
    odd = Client().post("/en/casework/looked", {"code": consents_code, "download": "exe"})
    assert odd.status_code == 400


def test_a_reason_of_another_purpose_and_what_was_agreed_are_for_who_has_that_ground(
    town: SimpleNamespace, looks: Any, place: m.Membership, enter: Any
) -> None:
    debts = m.Organisation.objects.create(code="schuld", name="Schuldhulp", kind="debts")
    from casework_town import worker_of

    circle.join(
        looks(town.director), town.first, worker=worker_of("schuld@example.org", debts), purpose="debts",
        because="Huurschuld van 9.000.",
    )  # fmt: skip
    m.Episode.objects.filter(household=town.first).update(closed_at=NOW)
    episode = town.first.episodes.get()
    episode.exit, episode.closing = "regular", "Dochter is zwanger."
    episode.save()
    nurse = (
        enter(town.nurse.user).get(f"/en/casework/for/support/{town.first.token}").content.decode()
    )
    assert "Schuldhulp" in nurse and "Thuis." in nurse
    assert "9.000" not in nurse and "zwanger" not in nurse
    director = (
        enter(town.director.user).get(f"/en/casework/for/plan/{town.first.token}").content.decode()
    )
    assert "9.000" in director and "zwanger" in director


def test_the_officer_who_reviews_stands_in_the_log_of_the_household(
    town: SimpleNamespace, looks: Any, enter: Any
) -> None:
    glass = emergencies.break_glass(
        looks(town.other, "emergency"), town.other, name="Quibus Eerste", born_on="1980-02-03", because="Brand."
    )  # fmt: skip
    enter(town.other.user).get(f"/en/casework/for/emergency/{town.first.token}")
    officer = enter(account_of("fg@example.org", "privacy-officer", place="wijkteam"))
    page = officer.get(f"/en/casework/emergencies/{glass.pk}").content.decode()
    assert "Brand." in page and "Names and address" in page and "Quibus" not in page
    line = m.Look.objects.latest("pk")
    assert (line.worker, line.role, line.activity) == (None, "officer", "review")
    assert line.account.email == "fg@example.org"
    code = consents.make_code(looks(town.director), town.first, person=town.person)
    own = Client().post("/en/casework/looked", {"code": code}).content.decode()
    assert "The privacy officer" in own


@pytest.mark.parametrize("text", ["", "age1", "ssh-ed25519 AAAA", "AGE-SECRET-KEY-1"])
def test_what_is_no_key_is_refused(text: str) -> None:
    assert not is_age_key(text)
    assert is_age_key(str(pyrage.x25519.Identity.generate().to_public()))


def test_the_log_names_the_place_that_is_in_force(
    town: SimpleNamespace, looks: Any, enter: Any
) -> None:
    """Somebody works for two organisations: whose place ended isn't who looked."""
    from casework_town import worker_of

    both = worker_of("ander@example.org", town.care)
    give_role(both.user, "case-worker", ["zorg"], NOW.date(), None, "command", NOW)
    for worker in (town.other, both):
        place = circle.join(
            looks(town.director), town.first, worker=worker, purpose="support", because="Thuis."
        )
        if worker == town.other:
            circle.end_membership(looks(town.director, now=NOW), town.first, membership=place)
    user = account_of("ander@example.org")
    assert enter(user).get(f"/en/casework/for/support/{town.first.token}").status_code == 200
    assert m.Look.objects.latest("pk").worker == both


def test_what_one_person_said_afterwards_is_in_their_own_file_alone(
    town: SimpleNamespace, looks: Any
) -> None:
    director, home = looks(town.director), town.first
    add_person(
        director, home, name="Quibus Partner", born_on="1981-01-01", contact="", relation="partner"
    )
    partner = m.Person.objects.exclude(pk=town.person.pk).get(residences__household=home)
    plan_follow_ups(home.episodes.get(), date(2025, 1, 1))
    for person, remark in ((partner, "Ik ga weg."), (None, "Wij slapen.")):
        answer_follow_up(director, home, person=person, answer="help", remark=remark)
    for reader, remarks in (
        (town.person, ["Wij slapen."]),
        (partner, ["Ik ga weg.", "Wij slapen."]),
    ):
        code = consents.make_code(looks(town.director), home, person=reader)
        own = export(consents.by_code(code, NOW), NOW)  # type: ignore[arg-type]
        assert [row["remark"] for row in own["follow_ups"] if row["remark"]] == remarks
