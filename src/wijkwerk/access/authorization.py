"""The one place that decides: may this account do this, to this, now?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.core.exceptions import PermissionDenied

from wijkwerk.access.core.roles import Decision, Held, Subject, decide, wants_second_factor
from wijkwerk.access.models import User
from wijkwerk.access.roles import rules
from wijkwerk.shared import deadlines


class Located(Protocol):
    """Anything that lies within a municipality, a programme or an organisation, or several."""

    @property
    def places(self) -> Mapping[str, str]:
        """Code by kind, as {"municipality": "GM0599"}; empty when it is about the whole country."""


class Place:
    """Within what something lies, when there is no thing to ask about; nothing: the whole country.

    Codes by kind of place, as the files of roles name them: ``Place(programme="zuid")``.
    """

    def __init__(self, municipality: str = "", **codes: str) -> None:
        named = {"municipality": municipality, **codes}
        self._places = {kind: code for kind, code in named.items() if code}

    @property
    def places(self) -> Mapping[str, str]:
        """As of Located."""
        return self._places


class RefusedError(PermissionDenied):
    """Somebody asked for what they may not; ``decision`` says why."""

    def __init__(self, action: str, decision: Decision) -> None:
        self.action, self.decision = action, decision
        super().__init__(f"{action}: {decision.reason}")


def may(user: object, action: str, about: Located | None, now: datetime) -> Decision:
    """Whether ``user`` may do ``action`` to ``about`` at ``now``: true, or refused with a reason.

    ``about`` None asks whether they may do it to anything at all; what they want to do it to is
    then asked later. Days are those of the Netherlands. Who isn't an account may do nothing.
    """
    where = None if about is None else about.places
    return decide(rules(), subject(user), action, where, day_of(now))


def require(user: object, action: str, about: Located | None, now: datetime) -> None:
    """Raise RefusedError unless ``user`` may."""
    decision = may(user, action, about, now)
    if not decision:
        raise RefusedError(action, decision)


def acting_role(user: object, action: str, about: Located | None, now: datetime) -> str:
    """The code of the role by which ``user`` may; '' when they may not."""
    if not may(user, action, about, now):
        return ""
    authorized = subject(user)
    able = (
        role.role
        for role in authorized.held
        if _may_with(role, authorized, action, None if about is None else about.places, now)
    )
    return min(able)


def _may_with(
    role: Held, authorized: Subject, action: str, where: Mapping[str, str] | None, now: datetime
) -> bool:
    """Whether this role alone would do."""
    alone = Subject((role,), authorized.active, authorized.verified)
    return bool(decide(rules(), alone, action, where, day_of(now)))


def held_for(user: object, action: str, kind: str, now: datetime) -> frozenset[str]:
    """Codes of the municipalities (or another ``kind``) for which ``user`` may do ``action`` by a
    role that is held within one."""
    role_rules, authorized = rules(), subject(user)
    return frozenset(
        role.place
        for role in authorized.held
        if role.role in role_rules.roles
        and role_rules.roles[role.role].within == kind
        and _may_with(role, authorized, action, {kind: role.place}, now)
    )


def municipalities(user: object, action: str, now: datetime) -> frozenset[str]:
    """Codes of the municipalities for which ``user`` may do ``action``."""
    return held_for(user, action, "municipality", now)


def must_verify(user: User, now: datetime) -> bool:
    """Whether the account asks for a second factor that was not given yet."""
    if user.second_factor_passed:
        return False
    own = getattr(user, "second_factor", None)
    if own is not None and own.confirmed_at is not None:
        return True
    return wants_second_factor(rules(), held_by(user), day_of(now))


def subject(user: object) -> Subject:
    """What deciding needs to know of an account; of anybody else, that they aren't one."""
    if not isinstance(user, User) or not user.is_active:
        return Subject((), active=False, verified=False)
    return Subject(held_by(user), active=True, verified=user.second_factor_passed)


def held_by(user: User) -> tuple[Held, ...]:
    """The roles of an account, past and future ones as well."""
    return tuple(
        Held(
            role_held.role,
            role_held.place,
            role_held.first_day.isoformat(),
            role_held.last_day.isoformat() if role_held.last_day else "",
        )
        for role_held in user.roles_held.all()
    )


def day_of(moment: datetime) -> str:
    """The day in the Netherlands, as 2026-01-31."""
    return deadlines.today(moment).isoformat()
