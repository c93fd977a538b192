"""A forgotten password: a link by mail that tells nobody whether there is an account."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from wijkwerk.access import authentication
from wijkwerk.access.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "https://programma.example.org"
NEW = {"new": "quite another word", "again": "quite another word"}


@pytest.fixture
def sending(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Mail works, and is sent before a test looks."""
    settings.MAIL_WORKS = True
    settings.SITE_ADDRESS = ADDRESS
    was = authentication.mail_reset

    def wait(*arguments: Any) -> None:
        thread = was(*arguments)
        if thread is not None:
            thread.join()

    monkeypatch.setattr(authentication, "mail_reset", wait)


def ask(client: Client, email: str = "someone@example.org") -> str:
    answer = client.post("/nl/account/forgotten", {"email": email})
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def link() -> str:
    match = re.search(rf"{ADDRESS}(/\S+)", str(mail.outbox[-1].body))
    assert match is not None
    return match[1]


def test_the_link_gives_a_new_password_once(
    client: Client, account: Any, sending: None, log_in: Any
) -> None:
    inside = log_in(account(), Client())
    ask(client)
    assert mail.outbox[-1].to == ["someone@example.org"]
    where = link()
    page = client.get(where)
    assert page.status_code == 200
    assert (
        page.headers["Referrer-Policy"] == "same-origin"
    )  # with none a browser hides where the form is from
    assert page.headers["Cache-Control"] == "no-store"
    assert client.post(where, NEW).status_code == 200
    assert User.objects.get().check_password(NEW["new"])
    assert inside.get("/nl/account").status_code == 302  # logged out everywhere
    assert client.get(where).status_code == 410
    assert client.post(where, NEW).status_code == 410


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_the_link_leads_to_this_site_whatever_host_the_request_names(
    client: Client, account: Any, sending: None, settings: Settings, header: str
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    account()
    client.post(
        "/nl/account/forgotten", {"email": "someone@example.org"}, headers={header: "evil.example"}
    )
    assert "evil" not in str(mail.outbox[-1].body)
    assert link().startswith("/nl/account/reset/")


def test_the_answer_is_the_same_for_an_address_without_an_account(
    client: Client, account: Any, sending: None, clock: Any
) -> None:
    account()
    assert ask(client) == ask(client, "nobody@example.org")
    assert len(mail.outbox) == 1


def test_a_closed_account_gets_no_mail(
    client: Client, account: Any, sending: None, clock: Any
) -> None:
    from wijkwerk.access import accounts

    accounts.set_active(account(), False, "command", clock.now)
    ask(client)
    assert mail.outbox == []


def test_a_link_is_of_no_use_once_the_account_is_closed(
    client: Client, account: Any, sending: None, clock: Any
) -> None:
    from wijkwerk.access import accounts

    user = account()
    ask(client)
    where = link()
    accounts.set_active(user, False, "command", clock.now)
    assert client.get(where).status_code == 410


def test_a_mailbox_cannot_be_flooded(
    client: Client, account: Any, sending: None, clock: Any
) -> None:
    account()
    pages = {ask(client) for _ in range(6)}
    assert len(mail.outbox) == 3
    assert len(pages) == 1
    clock.now += timedelta(hours=2)
    ask(client)
    assert len(mail.outbox) == 4


def test_a_link_of_yesterday_or_of_another_is_of_no_use(
    client: Client, account: Any, sending: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import datetime

    from django.contrib.auth.tokens import default_token_generator

    account()
    ask(client)
    where = link()
    head, token = where.rsplit("/", 1)
    for wrong in (
        f"{head}/{token[:-1]}x",
        where.replace(head.rsplit("/", 1)[1], "OTk5"),
        "/nl/account/reset/%00/a-b",
        "/nl/account/reset/!!!!/a-b",
    ):
        assert client.get(wrong).status_code in (404, 410)
    late = datetime.now() + timedelta(hours=1, minutes=1)
    monkeypatch.setattr(default_token_generator, "_now", lambda: late)
    assert client.get(where).status_code == 410


def test_a_weak_password_is_refused_here_as_well(
    client: Client, account: Any, sending: None
) -> None:
    account()
    ask(client)
    page = client.post(link(), {"new": "short", "again": "short"}).content.decode()
    assert 'aria-invalid="true"' in page
    assert not User.objects.get().check_password("short")


def test_without_a_mail_server_the_page_says_whom_to_ask(client: Client) -> None:
    page = client.get("/en/account/forgotten").content.decode()
    assert "Ask the administrator" in page
    assert "<form class" not in page


def test_a_server_that_is_away_is_told_without_the_address(
    client: Client,
    account: Any,
    sending: None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.core.mail import EmailMessage

    def away(self: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", away)
    account()
    ask(client)
    assert "ConnectionRefusedError" in caplog.text
    assert "someone@" not in caplog.text
