"""What forms choose for nobody, tell nobody, and still show when one value is damaged."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from visitors import account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services import circle, consents, households
from wijkwerk.casework.services.common import ActionNotAllowed

pytestmark = pytest.mark.django_db
NOTE = {"kind": "call", "domain": "care", "text": "Gesproken."}


def test_about_whom_something_is_has_to_be_chosen_where_there_are_more(
    town: SimpleNamespace, looks: Callable[..., Looking], enter: Any
) -> None:
    looking, client = looks(town.director), enter(account_of(town.director.user.email))
    consents.open_domain(looking, town.first, domain="care", because="Zorg.")
    page = f"/en/casework/for/plan/{town.first.token}/note"
    assert client.post(page, NOTE).status_code == 302  # one person: nothing to choose
    child = households.add_person(
        looking, town.first, name="Quibus Kind", born_on="", contact="", relation="child"
    )
    assert "Choose about whom it is" in client.get(page).content.decode()
    assert client.post(page, NOTE).status_code == 400
    for chosen, person in (("household", None), (str(child.pk), child)):
        assert client.post(page, NOTE | {"person": chosen}).status_code == 302
        assert m.Note.objects.latest("pk").person == person
    stranger = town.second.residences.get().person
    assert client.post(page, NOTE | {"person": str(stranger.pk)}).status_code == 400


def test_opening_a_life_domain_tells_nobody_what_is_open(
    town: SimpleNamespace, looks: Callable[..., Looking]
) -> None:
    director = looks(town.director)
    circle.join(director, town.first, worker=town.nurse, purpose="support", because="Zorg.")
    nurse, answers = looks(town.nurse, "support"), []
    for _time in range(2):  # closed, then open
        with pytest.raises(ActionNotAllowed) as refusal:
            consents.open_domain(nurse, town.first, domain="debts", because="x")
        answers.append(str(refusal.value))
        if not m.OpenDomain.objects.exists():
            consents.open_domain(director, town.first, domain="debts", because="Huur.")
    assert answers[0] == answers[1] and "No law lets you" in answers[0]
    assert consents.open_domain(nurse, town.first, domain="care", because="Zorg.").pk
    with pytest.raises(ActionNotAllowed, match="open already"):
        consents.open_domain(nurse, town.first, domain="care", because="Zorg.")


def test_workers_of_other_organisations_are_not_listed(town: SimpleNamespace, enter: Any) -> None:
    client = enter(account_of(town.director.user.email))
    page = f"/en/casework/for/plan/{town.first.token}/join"
    text = client.get(page).content.decode()
    assert "ander, werker" in text and "zorg, werker" not in text
    facts = {"purpose": "support", "because": "Zorg."}
    for wrong in (
        {"worker": town.nurse.pk},
        {"email": "zorg@example.org"},
        {"email": "zorg@example.org", "organisation": town.team.pk},
        {"organisation": town.care.pk},
    ):
        assert client.post(page, facts | wrong).status_code == 400
    right = {"email": "ZORG@example.org", "organisation": town.care.pk}
    assert client.post(page, facts | right).status_code == 302
    assert town.first.memberships.filter(worker=town.nurse).exists()
    assert "zorg, werker" in client.get(page).content.decode()  # in the circle now


def test_one_damaged_name_leaves_the_others_in_the_list(
    town: SimpleNamespace, looks: Callable[..., Looking], enter: Any, caplog: Any
) -> None:
    households.open_household(
        looks(town.director), town.director, name="Quibus Heel", born_on="", contact="", address="x", because="x"
    )  # fmt: skip
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_person SET name = 'weg.AAAA' WHERE id = %s", [town.person.pk]
        )
    client = enter(account_of(town.director.user.email))
    text = client.get("/en/casework/for/plan").content.decode()
    assert "Quibus Heel" in text and "A name that can’t be read" in text
    assert any("can't be opened" in record.message for record in caplog.records)
    client.raise_request_exception = False
    page = client.get(f"/en/casework/for/plan/{town.first.token}")
    assert page.status_code == 500  # loud, never an empty text
