"""Mails to authors: a first mail that asks, a step told once, nothing secret in them, and an address that goes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from participants import OFFICIAL, Wants
from visitors import NOW, Clock
from wijkwerk.participation.commands.group import participation_commands
from wijkwerk.participation.core.retention import removal_day, unconfirmed_until
from wijkwerk.participation.models import Follower, Idea, Process
from wijkwerk.participation.services import followers, ideas
from wijkwerk.shared.problems import InputError

FACTS = {"kind": "idea", "title": "Bank bij de vijver", "text": "Een bank."}
ADDRESS = "bewoner@example.org"
ASK = "/nl/participation/mail"


@pytest.fixture(autouse=True)
def mail_works(settings: Any) -> None:
    """A site that sends mail."""
    settings.MAIL_WORKS = True
    settings.SITE_ADDRESS = "https://wijk.example.org"


@pytest.fixture
def idea(process: Process) -> tuple[Idea, str]:
    """An idea, and its receipt."""
    return ideas.submit(process, NOW, **FACTS)


def asked(client: Client, receipt: str, address: str = ADDRESS) -> Any:
    return client.post(ASK, {"code": receipt, "email": address})


def link(number: int = -1) -> str:
    match = re.search(r"https://wijk\.example\.org(/\S+/mail/\S+)", str(mail.outbox[number].body))
    assert match is not None
    return match[1]


def followed(client: Client, receipt: str) -> Follower:
    """Asked and confirmed."""
    assert asked(client, receipt).status_code == 200
    client.post(link(), {"choice": "yes"})
    return Follower.objects.get()


def test_nothing_is_mailed_until_the_mail_box_itself_says_yes(
    idea: tuple[Idea, str], client: Client, command: Wants, clock: Clock
) -> None:
    row, receipt = idea
    asked(client, receipt)
    assert [message.to for message in mail.outbox] == [[ADDRESS]]
    assert row.title not in str(mail.outbox[0].body) and receipt not in str(mail.outbox[0].body)
    ideas.publish(command(OFFICIAL, row), row)
    client.get(link())  # a program that checks links
    assert not followers.send_all(NOW)["sent"] and Follower.objects.get().confirmed_on is None
    assert "krijgt u een mail" in client.post(link(), {"choice": "yes"}).content.decode()
    assert followers.send_all(NOW)["sent"] == 1
    told = str(mail.outbox[-1].body)
    assert "Openbaar gemaakt" in told and row.title in told and receipt not in told
    assert mail.outbox[-1].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not followers.send_all(NOW)["sent"]  # a step is told once


def test_an_answer_is_mailed_and_of_what_is_not_public_only_that_there_is_news(
    idea: tuple[Idea, str], client: Client, command: Wants, clock: Clock
) -> None:
    row, receipt = idea
    followed(client, receipt)
    ideas.draft(command(OFFICIAL, row), row, draft="Met de buurt.")
    ideas.answer(_with_outcome(command(OFFICIAL, row, "Te duur voor nu."), "not_taken"), row)
    followers.send_all(NOW)
    hidden = str(mail.outbox[-1].body)
    assert "Beantwoord" in hidden and "Te duur" not in hidden and row.title not in hidden
    ideas.publish(command(OFFICIAL, row), row)
    Follower.objects.update(told_step=0)
    followers.send_all(NOW)
    assert "Niet overgenomen: Te duur voor nu." in str(mail.outbox[-1].body)


def _with_outcome(command: Any, outcome: str) -> Any:
    return type(command)(command.user, command.now, command.version, command.text, outcome)


def test_who_was_joined_with_another_hears_of_that_one(
    idea: tuple[Idea, str], process: Process, client: Client, command: Wants, clock: Clock
) -> None:
    row, receipt = idea
    followed(client, receipt)
    other, _receipt = ideas.submit(process, NOW, **{**FACTS, "title": "Bankje"})
    ideas.join(command(OFFICIAL, row), row, joined_to=other)
    ideas.support(command(OFFICIAL, other), other, supporters=3)
    followers.send_all(NOW)
    assert "Samengevoegd" in str(mail.outbox[-1].body)
    assert "Steun vastgelegd" in str(mail.outbox[-1].body)


def test_stopping_removes_the_address_also_by_the_button_of_a_mail_program(
    idea: tuple[Idea, str], client: Client, clock: Clock
) -> None:
    followed(client, idea[1])
    address = link()
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()
    assert client.post(address, {"choice": "yes"}).status_code == 410
    assert client.get(f"{ASK}/1.made-up").status_code == 410


def test_another_address_takes_the_place_and_the_first_link_opens_nothing(
    idea: tuple[Idea, str], client: Client, clock: Clock
) -> None:
    asked(client, idea[1], "eerst@example.org")
    asked(client, idea[1], "daarna@example.org")
    assert client.post(link(0), {"choice": "yes"}).status_code == 410
    assert Follower.objects.get().confirmed_on is None


def test_who_follows_gets_mails_until_another_address_said_yes(
    idea: tuple[Idea, str], client: Client, clock: Clock
) -> None:
    first = followed(client, idea[1])
    asked(client, idea[1], "daarna@example.org")
    assert Follower.objects.get(pk=first.pk).confirmed_on is not None
    client.post(link(), {"choice": "yes"})
    assert [row.address for row in Follower.objects.all()] == ["daarna@example.org"]
    assert client.get(link(0)).status_code == 410


def test_a_mail_that_could_not_be_sent_leaves_who_followed_already(
    idea: tuple[Idea, str], client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(client, idea[1])

    def refuse(*_args: Any, **_named: Any) -> None:
        raise OSError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert asked(client, idea[1], "daarna@example.org").status_code == 400
    assert [row.address for row in Follower.objects.all()] == [ADDRESS]


def test_without_a_receipt_nobody_gets_a_mail_and_nobody_gets_many(
    idea: tuple[Idea, str], client: Client, clock: Clock, settings: Any
) -> None:
    assert asked(client, "ABCD-EFGH-JKLM-NPQR").status_code == 400 and not mail.outbox
    answers = [asked(client, idea[1]).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 400, 400] and len(mail.outbox) == 3
    settings.MAIL_WORKS = False
    assert asked(client, idea[1]).status_code == 404


def test_the_address_stands_sealed_and_nowhere_else(
    idea: tuple[Idea, str], client: Client, clock: Clock
) -> None:
    followed(client, idea[1])
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert ADDRESS not in str(cursor.fetchall()), table


def test_an_address_goes_when_nobody_said_yes_and_when_it_is_finished(
    idea: tuple[Idea, str], client: Client, command: Wants, clock: Clock
) -> None:
    row, receipt = idea
    asked(client, receipt)
    assert followers.remove_old(NOW + timedelta(6)) == 0
    assert (
        followers.by_token(followers.token_of(Follower.objects.get()), NOW + timedelta(7)) is None
    )
    assert followers.remove_old(NOW + timedelta(7)) == 1
    followed(client, receipt)
    assert followers.remove_old(NOW + timedelta(300)) == 0
    Idea.objects.filter(pk=row.pk).update(origin="organisation")
    ideas.refuse(command(OFFICIAL, row, "Geen idee van bewoners."), row)
    assert followers.remove_old(NOW + timedelta(59)) == 0
    assert followers.remove_old(NOW + timedelta(60)) == 1


def test_until_which_day_it_is_kept() -> None:
    first = date(2026, 3, 2)
    assert unconfirmed_until(first) == date(2026, 3, 9)
    assert removal_day(first) == date(2028, 3, 1)
    assert removal_day(first, date(2026, 6, 1)) == date(2026, 7, 31)
    assert removal_day(first, date(2026, 1, 1)) == date(
        2026, 5, 1
    )  # finished before: 60 days all the same
    assert removal_day(first, date(2028, 2, 20)) == date(2028, 3, 1)


def test_many_followers_take_as_many_questions_as_few(process: Process) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert not list(followers.mails(NOW))
            followers.remove_old(NOW)
        return len(captured)

    for number in range(12):
        row, _receipt = ideas.submit(process, NOW, **{**FACTS, "title": f"Idee {number}"})
        followers.confirm(followers.ask(row, ADDRESS, "nl", NOW), NOW)
        if number == 1:
            few = questions()
    assert questions() == few


def test_the_command_shows_mails_without_addresses_and_asks_a_mail_server(
    idea: tuple[Idea, str], client: Client, command: Wants, clock: Clock, settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("wijkwerk.audit.database.open_database", lambda data: None)
    monkeypatch.setattr("wijkwerk.workflow.sending.moment_of", lambda on, dry_run: NOW)
    row, receipt = idea
    followed(client, receipt)
    ideas.publish(command(OFFICIAL, row), row)
    shown = CliRunner().invoke(participation_commands, ["mails", "--dry-run"])
    assert "1 mail would go out" in shown.output and "@" not in shown.output
    sent = CliRunner().invoke(participation_commands, ["mails"])
    assert "1 mail was sent." in sent.output
    settings.MAIL_WORKS = False
    refused = CliRunner().invoke(participation_commands, ["mails"])
    assert isinstance(refused.exception, InputError)
