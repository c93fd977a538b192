"""What an administrator does to the accounts of others, through the pages.

Each asks whether they may, and never about their own account: who manages accounts gives themselves
nothing. The writes themselves, with their entry in the audit trail, are those of ``accounts``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction

from wijkwerk.access import accounts, authentication, second_factor, throttle
from wijkwerk.access.authorization import Place, day_of, require
from wijkwerk.access.models import RoleHeld, User

ACTION = "accounts.manage"
Link = Callable[[str, str], str]


class OwnAccountError(Exception):
    """Somebody wants to change their own account; another administrator has to."""


class TooManyMailsError(Exception):
    """This address was mailed often enough for now."""


def _may(admin: User, user: User | None, now: datetime) -> None:
    require(admin, ACTION, Place(), now)
    if user is not None and user.pk == admin.pk:
        raise OwnAccountError


def invite(admin: User, email: str, link: Link, now: datetime) -> User:
    """A new account without roles, and a mail with a link to choose a password.

    The administrator never knows a password. Raises InputError for an address that won't do.
    """
    _may(admin, None, now)
    user = accounts.add_without_password(email, admin.actor, now)
    mail_again(admin, user, link, now)
    return user


def mail_again(admin: User, user: User, link: Link, now: datetime) -> None:
    """Mail the link once more; TooManyMailsError when that was done often."""
    _may(admin, user, now)
    if throttle.take("reset", user.email, now):
        raise TooManyMailsError
    authentication.mail_invitation(user, link)


def give(
    admin: User, user: User, role: str, place: str, days: tuple[date, date | None], now: datetime
) -> None:
    """Let the account hold a role from the first of ``days`` up to and including the last."""
    _may(admin, user, now)
    accounts.give_role(user, role, [place], days[0], days[1], admin.actor, now)


def end(admin: User, role_held: RoleHeld, now: datetime) -> None:
    """Let a role end at once: yesterday was its last day."""
    _may(admin, role_held.user, now)
    yesterday = date.fromisoformat(day_of(now)) - timedelta(days=1)
    places = [role_held.place] if role_held.place else []
    accounts.end_role(role_held.user, role_held.role, places, yesterday, admin.actor, now)


def close(admin: User, user: User, now: datetime) -> None:
    """Nobody comes in with this account any more, and every role of it ends."""
    _may(admin, user, now)
    with transaction.atomic():
        yesterday = date.fromisoformat(day_of(now)) - timedelta(days=1)
        for role in sorted({role_held.role for role_held in user.roles_held.all()}):
            accounts.end_role(user, role, [], yesterday, admin.actor, now)
        accounts.set_active(user, False, admin.actor, now)


def open_again(admin: User, user: User, now: datetime) -> None:
    """The account may come in again; roles it gets anew."""
    _may(admin, user, now)
    accounts.set_active(user, True, admin.actor, now)


def reset_second_factor(admin: User, user: User, now: datetime) -> None:
    """Take the second factor away, for who lost telephone and recovery codes."""
    _may(admin, user, now)
    second_factor.reset(user, admin.actor, now)
