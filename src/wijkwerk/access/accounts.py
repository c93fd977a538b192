"""Making and changing accounts: each change and its entry in the audit trail in one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import translation

from wijkwerk.access.authorization import day_of
from wijkwerk.access.models import RoleHeld, SecondFactor, User, normal_email
from wijkwerk.access.roles import rules
from wijkwerk.audit.api import record
from wijkwerk.shared.problems import InputError


def add(email: str, password: str, actor: str, now: datetime) -> User:
    """A new account without roles. Raises InputError for an address or password that won't do."""
    user = User(email=_new_email(email), created_at=now)
    user.set_password(checked_password(password, user))
    return _added(user, actor, now)


def add_without_password(email: str, actor: str, now: datetime) -> User:
    """As ``add``, of somebody who chooses a password by a mailed link."""
    user = User(email=_new_email(email), created_at=now)
    user.set_unusable_password()
    return _added(user, actor, now)


def _new_email(email: str) -> str:
    address = checked_email(email)
    if User.objects.filter(email=address).exists():
        raise _has_account()
    return address


def _added(user: User, actor: str, now: datetime) -> User:
    try:
        with transaction.atomic():
            user.save()
            record(actor, "account.add", "account", user.pk, now)
    except IntegrityError:  # somebody else made it at the same moment
        raise _has_account() from None
    return user


def _has_account() -> InputError:
    return InputError.of("EMAIL", "has an account already", "a new address")


def find(email: str) -> User:
    """The account with this address; InputError when there is none."""
    user = User.objects.filter(email=normal_email(email)).first()
    if user is None:
        raise InputError.of("EMAIL", "no such account", "the address of an account")
    return user


def set_password(user: User, password: str, actor: str, now: datetime) -> None:
    """Another password; every session of the account ends by that."""
    user.set_password(checked_password(password, user))
    with transaction.atomic():
        user.save(update_fields=["password"])
        user.sessions.all().delete()
        record(actor, "account.password", "account", user.pk, now)


def give_role(
    user: User,
    role: str,
    places: Iterable[str],
    first: date,
    last: date | None,
    actor: str,
    now: datetime,
) -> None:
    """Let ``user`` hold ``role`` from ``first`` up to and including ``last``.

    A role within something is held for each of ``places`` (codes); another takes none. What was
    held of it before, for the same place, makes way. Raises InputError.
    """
    codes = _checked_places(role, places)
    if last is not None and last < first:
        raise InputError.of("--until", "before the first day", "a later day", value=str(last))
    with transaction.atomic():
        for code in codes:
            was = [_told(role_held) for role_held in user.roles_held.filter(role=role, place=code)]
            user.roles_held.filter(role=role, place=code).delete()
            role_held = RoleHeld.objects.create(
                user=user, role=role, place=code, first_day=first, last_day=last
            )
            record(
                actor,
                "role.give",
                "account",
                user.pk,
                now,
                before={"held": was},
                after={"held": [_told(role_held)]},
            )


def end_role(
    user: User, role: str, places: Iterable[str], last: date, actor: str, now: datetime
) -> int:
    """Let ``role`` end after ``last``, at ``places`` or, without any, everywhere. Gives how many
    ended; one that would only begin later is taken away. Raises InputError for an unknown role."""
    if role not in rules().roles:
        raise _unknown_role(role)
    with transaction.atomic():
        roles_held = user.roles_held.filter(role=role)
        codes = list(places)
        if codes:
            roles_held = roles_held.filter(place__in=codes)
        ended = 0
        for role_held in roles_held:
            if role_held.last_day is not None and role_held.last_day <= last:
                continue
            before = _told(role_held)
            after: list[dict[str, str]] = []
            if role_held.first_day > last:
                role_held.delete()
            else:
                role_held.last_day = last
                role_held.save(update_fields=["last_day"])
                after = [_told(role_held)]
            record(
                actor,
                "role.end",
                "account",
                user.pk,
                now,
                before={"held": [before]},
                after={"held": after},
            )
            ended += 1
        return ended


def set_active(user: User, active: bool, actor: str, now: datetime) -> None:
    """Close an account, with every session of it, or open it again."""
    with transaction.atomic():
        before, user.is_active = user.is_active, active
        user.save(update_fields=["is_active"])
        if not active:
            user.sessions.all().delete()
        record(
            actor,
            "account.open" if active else "account.close",
            "account",
            user.pk,
            now,
            before={"is_active": before},
            after={"is_active": active},
        )


def erase(user: User, actor: str, now: datetime) -> None:
    """Remove everything that tells whose account it was. What it did stays, under its number.

    Raises InputError while the account is open.
    """
    if user.is_active:
        raise InputError.of("EMAIL", "the account is open", "a closed one: disable it first")
    with transaction.atomic():
        user.email = f"erased-{user.pk}@invalid"
        user.set_unusable_password()
        user.save(update_fields=["email", "password"])
        user.sessions.all().delete()
        user.recovery_codes.all().delete()
        SecondFactor.objects.filter(user=user).delete()
        record(actor, "account.erase", "account", user.pk, now)


def due(now: datetime) -> list[User]:
    """Accounts whose address was kept long enough: a year after the last role ended, or after they
    were made when they never held one. Raises ValueError when the card of accounts gives no term."""
    days = User.data_card.days
    if days is None:
        raise ValueError("the card of accounts gives no term")
    last = date.fromisoformat(day_of(now)) - timedelta(days=days)
    users = []
    for user in User.objects.prefetch_related("roles_held").exclude(email__endswith="@invalid"):
        roles_held = list(user.roles_held.all())
        if any(
            role_held.last_day is None or role_held.last_day >= last for role_held in roles_held
        ):
            continue
        if roles_held or date.fromisoformat(day_of(user.created_at)) < last:
            users.append(user)
    return users


def checked_email(text: str) -> str:
    """The address as it is kept; InputError when it is none."""
    address = normal_email(text)
    try:
        validate_email(address)
    except ValidationError:
        raise InputError.of(
            "EMAIL", "no mail address", "name@organisation.nl", value=text
        ) from None
    if len(address) > 254:
        raise InputError.of("EMAIL", "too long", "at most 254 signs")
    return address


def checked_password(password: str, user: User) -> str:
    """``password``; InputError with everything that is wrong with it, never with itself."""
    try:
        with translation.override("en"):  # as every other word of an InputError
            validate_password(password, user)
    except ValidationError as wrong:
        raise InputError.of(
            "password", "won't do", "a better one", suggestion=" ".join(wrong.messages)
        ) from None
    return password


def _checked_places(role: str, places: Iterable[str]) -> list[str]:
    if role not in rules().roles:
        raise _unknown_role(role)
    codes = sorted({place.strip() for place in places if place.strip()})
    if not rules().roles[role].within:
        if codes:
            raise InputError.of(
                "--for", "the role reaches everything", "none", value=", ".join(codes)
            )
        return [""]
    if not codes:
        kind = rules().roles[role].within
        raise InputError.of("--for", "missing", f"the code of a {kind} for role {role}")
    for code in codes:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}", code):
            raise InputError.of("--for", "no code", "a code such as GM0363 or zuid", value=code)
    return codes


def _unknown_role(role: str) -> InputError:
    return InputError.of("ROLE", "no such role", ", ".join(sorted(rules().roles)), value=role)


def _told(role_held: RoleHeld) -> dict[str, str]:
    return {
        "role": role_held.role,
        "place": role_held.place,
        "from": role_held.first_day.isoformat(),
        "until": role_held.last_day.isoformat() if role_held.last_day else "",
    }
