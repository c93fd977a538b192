"""Whom to tell something: the addresses of accounts that hold a role within something, that day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from wijkwerk.access.authorization import day_of
from wijkwerk.access.models import RoleHeld
from wijkwerk.access.roles import rules


@dataclass(frozen=True)
class Recipient:
    """An account to write to: how histories call it, its address, and what it holds: pairs of a
    role and the place for which."""

    actor: str
    address: str
    held: frozenset[tuple[str, str]]


def recipients(
    within: str, now: datetime, places: Collection[str] | None = None, actor: str = ""
) -> list[Recipient]:
    """Open accounts that hold a role ``within`` a programme (or another kind) on the day of ``now``.

    ``places`` are the codes of those that matter (None: all), ``actor`` is one account alone. In
    one query; in the order of the accounts' numbers.
    """
    day = day_of(now)
    roles = [code for code, role in rules().roles.items() if role.within == within]
    rows = (
        RoleHeld.objects.filter(
            Q(last_day=None) | Q(last_day__gte=day),
            role__in=roles,
            first_day__lte=day,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user_id", "role", "place")
    )
    if places is not None:
        rows = rows.filter(place__in=list(places))
    if actor:
        number = actor.removeprefix("account:")
        rows = rows.filter(user=int(number) if number.isascii() and number.isdigit() else 0)
    roles_by_user: dict[int, set[tuple[str, str]]] = {}
    users = {}
    for row in rows:
        users[row.user.pk] = row.user
        roles_by_user.setdefault(row.user.pk, set()).add((row.role, row.place))
    return [
        Recipient(users[key].actor, users[key].email, frozenset(roles_by_user[key]))
        for key in sorted(roles_by_user)
    ]


def each_once(duplicated: Iterable[Recipient]) -> list[Recipient]:
    """Each account once, with all that it holds; in the order of the accounts' numbers."""
    by_actor: dict[str, Recipient] = {}
    for recipient in duplicated:
        before = by_actor.get(recipient.actor)
        both = recipient.held | (before.held if before else frozenset())
        by_actor[recipient.actor] = Recipient(recipient.actor, recipient.address, both)
    return [
        by_actor[actor] for actor in sorted(by_actor, key=lambda actor: int(actor.split(":")[1]))
    ]
