"""Roles and actions as data, and the decision whether somebody may do something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wijkwerk.shared.text import Text


@dataclass(frozen=True)
class Role:
    """A role. One that is held ``within`` something (a municipality, a programme, an organisation)
    is held for one of them and reaches no further; '' reaches everything."""

    code: str
    title: Text
    may: frozenset[str]
    within: str
    second_factor: bool


@dataclass(frozen=True)
class Rules:
    """Every action there is, with its words, every role, and the words of each kind of place within
    which a role can be held."""

    actions: Mapping[str, Text]
    roles: Mapping[str, Role]
    places: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """A role that somebody holds, from a day up to and including another ('' for no end yet).

    Days are written as 2026-01-31, so that they compare as texts.
    """

    role: str
    place: str  # code of the municipality, programme or organisation; '' for a role without
    first_day: str
    last_day: str

    def on(self, day: str) -> bool:
        """Whether it is held on this day."""
        return self.first_day <= day and (not self.last_day or day <= self.last_day)


class Reason(StrEnum):
    """Why somebody may or may not do something."""

    ALLOWED = "allowed"
    UNKNOWN_ACTION = "unknown_action"
    NOBODY = "nobody"  # not logged in, or the account is closed
    NO_ROLE = "no_role"  # never held a role that may
    OTHER_DAYS = "other_days"  # such a role is not held yet, or not any more
    ELSEWHERE = "elsewhere"  # such a role is held, within something else
    SECOND_FACTOR = "second_factor"  # the role asks for a second factor at login


@dataclass(frozen=True)
class Decision:
    """Allowed or refused, with the reason. True when allowed."""

    reason: Reason

    def __bool__(self) -> bool:
        return self.reason is Reason.ALLOWED


@dataclass(frozen=True)
class Subject:
    """Who asks: what they hold, whether they are there at all, and passed the second factor."""

    held: tuple[Held, ...]
    active: bool
    verified: bool


def decide(
    rules: Rules, subject: Subject, action: str, where: Mapping[str, str] | None, day: str
) -> Decision:
    """May ``subject`` do ``action`` on ``day``? Refused unless a role held that day says so.

    ``where`` tells within what the thing lies, as in {"programme": "zuid", "organisation": "havensteder"}.
    Empty is the whole country, which only roles without limits reach; None is when it is about
    nothing in particular yet (may they do it at all?).
    """
    if action not in rules.actions:
        return Decision(Reason.UNKNOWN_ACTION)
    if not subject.active:
        return Decision(Reason.NOBODY)
    able = [
        role
        for role in subject.held
        if role.role in rules.roles and action in rules.roles[role.role].may
    ]
    if not able:
        return Decision(Reason.NO_ROLE)
    today = [role for role in able if role.on(day)]
    if not today:
        return Decision(Reason.OTHER_DAYS)
    reaching = [role for role in today if _reaches(rules.roles[role.role], role, where)]
    if not reaching:
        return Decision(Reason.ELSEWHERE)
    if not subject.verified and all(rules.roles[role.role].second_factor for role in reaching):
        return Decision(Reason.SECOND_FACTOR)
    return Decision(Reason.ALLOWED)


def _reaches(role: Role, role_held: Held, where: Mapping[str, str] | None) -> bool:
    if role.within:
        # A limited role that is held for nothing reaches nothing.
        return bool(role_held.place) and (
            where is None or where.get(role.within) == role_held.place
        )
    return True


def wants_second_factor(rules: Rules, roles_held: Iterable[Held], day: str) -> bool:
    """Whether a role held on ``day`` or later asks for a second factor at login."""
    return any(
        rules.roles[role_held.role].second_factor
        for role_held in roles_held
        if role_held.role in rules.roles and (not role_held.last_day or day <= role_held.last_day)
    )
