"""Accounts, a clock that stands still, and browsers that come in: for tests and benchmarks of pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday


class Clock:
    """The moment that the site believes it is; ``clock.now = ...`` moves it on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def account_of(
    email: str,
    *roles: str,
    place: str = "",
    first: date = date(2020, 1, 1),
    last: date | None = None,
) -> Any:
    """An account with roles for a place ('' is no role), its second factor given; the same one for
    the same address."""
    from wijkwerk.access import accounts
    from wijkwerk.access.models import User

    user = User.objects.filter(email=email).first()
    if user is None:
        user = accounts.add(email, "correct horse battery", "command", NOW)
        places = [place] if place else []
        for role in filter(None, roles):
            accounts.give_role(user, role, places, first, last, "command", NOW)
    user = User.objects.get(pk=user.pk)
    user.second_factor_passed = True
    return user


def login(user: Any, now: datetime) -> Any:
    """A browser that an account came in with at a moment, second factor and all."""
    from django.conf import settings
    from django.core import signing
    from django.test import Client, RequestFactory

    from wijkwerk.access import authentication
    from wijkwerk.access.middleware import _SALT
    from wijkwerk.access.sessions import SessionStore, row_key

    request = RequestFactory().get("/")
    session = SessionStore()
    request.session = session
    authentication.login(request, user, "test", now)
    authentication.mark_verified(request, user, now)
    made, key = Client(), session.session_key
    made.cookies[settings.SESSION_COOKIE_NAME] = key
    made.cookies[settings.ACCESS_SEEN_COOKIE] = signing.dumps(
        (row_key(key), now.isoformat()), salt=_SALT
    )
    return made
