"""What tests of accounts share: quick passwords, and accounts that are logged in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django_otp.oath import hotp

from visitors import NOW, Clock
from wijkwerk.access import accounts, second_factor
from wijkwerk.access.models import SecondFactor, User

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def simple(plain_site: None) -> None:
    """Every test of access sees the plain site."""


Maker = Callable[..., User]


@pytest.fixture
def account(db: None) -> Maker:
    """Makes accounts: ``account("a@b.nl", "official", place="GM0001")``."""

    def make(
        email: str = "someone@example.org",
        *roles: str,
        place: str = "",
        first: date = date(2026, 1, 1),
        last: date | None = None,
        factor: bool = False,
    ) -> User:
        user = accounts.add(email, PASSWORD, "command", NOW)
        for role in roles:
            places = [place] if place else []
            accounts.give_role(user, role, places, first, last, "command", NOW)
        if factor:
            SecondFactor.objects.create(user=user, secret="0f" * 20, confirmed_at=NOW)
        return User.objects.get(pk=user.pk)

    return make


def code_of(user: User, moment: datetime) -> str:
    """What the account's telephone shows."""
    secret = bytes.fromhex(SecondFactor.objects.get(user=user).secret)
    return f"{hotp(secret, int(moment.timestamp()) // second_factor.STEP):06}"


@pytest.fixture
def code(clock: Clock) -> Callable[[User], str]:
    """What an account's telephone shows now."""
    return lambda user: code_of(user, clock.now)


@pytest.fixture
def log_in(client: Client, clock: Clock) -> Callable[..., Client]:
    """A browser that an account logged in with, through the pages."""

    def go(user: User, browser: Client | None = None) -> Client:
        browser = browser or client
        answer = browser.post(
            "/nl/account/login", {"email": user.email, "password": PASSWORD, "next": "/nl/account"}
        )
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        if "second-factor" in answer.headers["Location"]:
            answer = browser.post("/nl/account/second-factor", {"code": code_of(user, clock.now)})
            assert answer.status_code == 302
        return browser

    return go
