"""Support without an account: a mail box says yes, once, and nobody is kept; how an idea goes on to the celebration."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from participants import OFFICIAL, Wants
from visitors import NOW, Clock
from wijkwerk.participation.models import Idea, Phase, Process, Support
from wijkwerk.participation.services import followers, ideas, support
from wijkwerk.workflow.api import TransitionNotAllowed

ADDRESS = "bewoner@example.org"


@pytest.fixture(autouse=True)
def mail_works(settings: Any, clock: Clock) -> None:
    """A site that sends mail, on the day of NOW."""
    settings.MAIL_WORKS = True
    settings.SITE_ADDRESS = "https://wijk.example.org"


@pytest.fixture
def idea(process: Process, command: Wants) -> Idea:
    """A public idea, in a phase in which residents support."""
    days = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 3, 31)}
    Phase.objects.create(process=process, title="Steunen", activity="support", **days)
    made, _receipt = ideas.submit(process, NOW, kind="idea", title="Bank", text="Een bank.")
    return ideas.publish(command(OFFICIAL, made), made)


def page(idea: Idea) -> str:
    return f"/nl/participation/{idea.process_id}/ideas/{idea.pk}/support"


def asked(client: Client, idea: Idea, address: str = ADDRESS) -> str:
    """The link of the mail."""
    assert client.post(page(idea), {"email": address}).status_code == 200
    match = re.search(r"https://wijk\.example\.org(/\S+/support/\S+)", str(mail.outbox[-1].body))
    assert match is not None
    return match[1]


def number(idea: Idea) -> int:
    idea.refresh_from_db()
    return idea.signatures


def test_only_a_mail_box_that_says_yes_counts_and_counts_once(idea: Idea, client: Client) -> None:
    link = asked(client, idea)
    assert Support.objects.count() == 0  # nothing is kept of who only asked
    client.get(link)
    assert number(idea) == 0
    client.post(link, {"choice": "yes"})
    client.post(link, {"choice": "yes"})
    client.post(asked(client, idea, "Bewoner+nog-eens@Example.org"), {"choice": "yes"})
    assert number(idea) == 1 == Support.objects.count()
    client.post(asked(client, idea, "buur@example.org"), {"choice": "yes"})
    assert number(idea) == 2
    client.post(link, {"choice": "no"})
    client.post(link, {"choice": "no"})
    assert number(idea) == 1 == Support.objects.count()


def test_an_address_stands_in_no_table_and_no_link(idea: Idea, client: Client) -> None:
    link = asked(client, idea)
    client.post(link, {"choice": "yes"})
    assert "bewoner" not in link.casefold()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert ADDRESS not in repr(cursor.fetchall()), table


def test_it_counts_once_also_after_the_key_of_the_site_changed(
    idea: Idea, client: Client, settings: Any
) -> None:
    client.post(asked(client, idea), {"choice": "yes"})
    before = asked(client, idea, "buur@example.org")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of this site, with enough signs for Django ............"
    client.post(asked(client, idea), {"choice": "yes"})
    assert number(idea) == 1
    after = asked(client, idea, "buur@example.org")
    for link in (after, before):  # mails from both sides of the change
        client.post(link, {"choice": "yes"})
    assert number(idea) == 2
    client.post(before, {"choice": "no"})
    assert number(idea) == 1 == Support.objects.count()


@pytest.mark.parametrize("days", [0, 730])
def test_who_supported_goes_when_the_process_ends_or_nobody_answers(
    idea: Idea, client: Client, clock: Clock, days: int
) -> None:
    link = asked(client, idea)
    client.post(link, {"choice": "yes"})
    followers.remove_old(NOW + timedelta(days=729))
    assert Support.objects.count() == 1
    if not days:
        Process.objects.update(state="finished")
    clock.now = NOW + timedelta(days=days)
    followers.remove_old(clock.now)
    assert Support.objects.count() == 0
    Phase.objects.update(ends_on=date(2030, 1, 1))
    assert client.get(page(idea)).status_code == 404  # else it would count twice
    answer = client.post(link, {"choice": "no"}).content.decode()
    assert "kan niet meer veranderen" in answer and "telt niet" not in answer
    assert number(idea) == 1


def test_after_the_answer_the_number_stays_and_who_it_was_is_gone(
    idea: Idea, client: Client, command: Wants
) -> None:
    link = asked(client, idea)
    client.post(link, {"choice": "yes"})
    other = asked(client, idea, "buur@example.org")
    wish = command(OFFICIAL, idea, text="Omdat het kan.")
    ideas.answer(wish.__class__(**{**wish.__dict__, "outcome": "taken"}), idea, "De begroting.")
    assert Support.objects.count() == 0
    assert client.post(other, {"choice": "yes"}).status_code == 409
    answer = client.post(link, {"choice": "no"})
    assert answer.status_code == 200 and "kan niet meer veranderen" in answer.content.decode()
    assert number(idea) == 1
    assert client.get(page(idea)).status_code == 404


@pytest.mark.parametrize("change", [{"public": False}, {"kind": "question"}, {"state": "planned"}])
def test_what_is_not_public_no_idea_or_answered_takes_no_support(
    idea: Idea, client: Client, change: dict[str, Any]
) -> None:
    link = asked(client, idea)
    Idea.objects.filter(pk=idea.pk).update(**change)
    assert client.get(page(idea)).status_code == 404
    answer = client.post(link, {"choice": "yes"})
    assert answer.status_code == 409
    assert ("Bank" in answer.content.decode()) is ("public" not in change)
    assert number(idea) == 0


def test_a_link_ends_and_is_made_by_nobody_else(idea: Idea, client: Client, clock: Clock) -> None:
    link = asked(client, idea)
    assert client.post(f"{link}x", {"choice": "yes"}).status_code == 404
    clock.now = NOW + timedelta(days=7)
    assert client.post(link, {"choice": "yes"}).status_code == 409
    assert number(idea) == 0


def test_without_a_phase_for_it_or_without_mail_the_page_is_not_there(
    idea: Idea, client: Client, settings: Any
) -> None:
    settings.MAIL_WORKS = False
    assert client.get(page(idea)).status_code == 404
    settings.MAIL_WORKS = True
    Phase.objects.filter(activity="support").delete()
    assert client.get(page(idea)).status_code == 404


def test_who_proposes_joins_or_the_idea_lapses_where_the_process_says_so(
    idea: Idea, command: Wants
) -> None:
    wish = {"text": "Niemand wil meedoen."}
    with pytest.raises(TransitionNotAllowed, match="author_missing"):
        ideas.lapse(command(OFFICIAL, idea, **wish), idea)
    Process.objects.update(must_join=True)
    idea.process.refresh_from_db()
    with pytest.raises(TransitionNotAllowed, match="author_joins"):
        ideas.draft(command(OFFICIAL, idea), idea, draft="Met drie buren.")
    joined = ideas.take_part(command(OFFICIAL, idea), idea)
    drafted = ideas.draft(command(OFFICIAL, joined), joined, draft="Met drie buren.")
    assert drafted.state == "drafted"
    other, _receipt = ideas.submit(idea.process, NOW, kind="idea", title="Hek", text="Een hek.")
    lapsed = ideas.lapse(command(OFFICIAL, other, **wish), other)
    assert (lapsed.state, lapsed.answered_on) == ("lapsed", date(2026, 3, 2))


def test_from_the_cost_to_the_celebration(idea: Idea, command: Wants, client: Client) -> None:
    def by(role: str, subject: Idea, text: str = "Zo is het.", outcome: str = "") -> Any:
        wish = command(role, subject, text=text)
        return wish.__class__(**{**wish.__dict__, "outcome": outcome})

    Process.objects.update(three_responsible=True)
    idea.process.refresh_from_db()
    row = ideas.draft(by(OFFICIAL, idea), idea, draft="Met drie buren.")
    with pytest.raises(TransitionNotAllowed, match="was_costed"):
        ideas.choose(by(OFFICIAL, row, outcome="go"), row)
    row = ideas.cost(by(OFFICIAL, row), row, cost=800_00, costing="Groen rekende.")
    row = ideas.choose(by(OFFICIAL, row, "Dertig bewoners, allen voor.", "go"), row)
    with pytest.raises(TransitionNotAllowed, match="changed_nothing"):
        ideas.answer(by(OFFICIAL, row, outcome="not_taken"), row, "De begroting.")
    row = ideas.answer(by(OFFICIAL, row, outcome="taken"), row, "Het groenplan kreeg een bank.")
    with pytest.raises(TransitionNotAllowed, match="responsible_named"):
        ideas.plan(by(OFFICIAL, row), row, due_on=date(2026, 6, 1))
    trio = {"resident_role": "Buurtgroep", "organisation_role": "Welzijn"}
    row = ideas.appoint(by(OFFICIAL, row), row, municipality_role="Wijkregisseur", **trio)
    row = ideas.plan(by(OFFICIAL, row), row, due_on=date(2026, 6, 1))
    row = ideas.meet(by(OFFICIAL, row, "De straat wil eerst het pad."), row)
    row = ideas.finish(by(OFFICIAL, row), row, result="Er staat een bank.")
    row = ideas.confirm(by(OFFICIAL, row), row)
    row = ideas.celebrate(by(OFFICIAL, row, "Met taart."), row)
    with pytest.raises(TransitionNotAllowed, match="not_celebrated"):
        ideas.celebrate(by(OFFICIAL, row), row)
    process_page = client.get(f"/nl/participation/{idea.process_id}").content.decode()
    assert "Het groenplan kreeg een bank." in process_page
    idea_page = client.get(f"/nl/participation/{idea.process_id}/ideas/{idea.pk}").content.decode()
    assert "Dertig bewoners, allen voor." in idea_page and "Met taart." in idea_page
    ideas.withhold(by(OFFICIAL, row, "Er staat een naam in."), row)
    process_page = client.get(f"/nl/participation/{idea.process_id}").content.decode()
    assert "groenplan" not in process_page


def test_all_spellings_of_a_mail_box_are_one() -> None:
    spellings = ("jan@x.nl", "Jan+2@X.nl", '"jan"@x.nl', '"\\jan"@x.nl', '"j\\an"@x.nl')
    assert {support.mail_box(address) for address in spellings} == {"jan@x.nl"}
    hosts = ("jan@münchen.example", "jan@xn--mnchen-3ya.example")
    assert len({support.mail_box(address) for address in hosts}) == 1
    with pytest.raises(ValueError):
        support.mail_box("jürgen@x.nl")
