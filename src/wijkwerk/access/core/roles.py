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
        one
        for one in subject.held
        if one.role in rules.roles and action in rules.roles[one.role].may
    ]
    if not able:
        return Decision(Reason.NO_ROLE)
    today = [one for one in able if one.on(day)]
    if not today:
        return Decision(Reason.OTHER_DAYS)
    here = [one for one in today if _reaches(rules.roles[one.role], one, where)]
    if not here:
        return Decision(Reason.ELSEWHERE)
    if not subject.verified and all(rules.roles[one.role].second_factor for one in here):
        return Decision(Reason.SECOND_FACTOR)
    return Decision(Reason.ALLOWED)


def _reaches(role: Role, held: Held, where: Mapping[str, str] | None) -> bool:
    if role.within:
        # A limited role that is held for nothing reaches nothing.
        return bool(held.place) and (where is None or where.get(role.within) == held.place)
    return True


def wants_second_factor(rules: Rules, held: Iterable[Held], day: str) -> bool:
    """Whether a role held on ``day`` or later asks for a second factor at login."""
    return any(
        rules.roles[one.role].second_factor
        for one in held
        if one.role in rules.roles and (not one.last_day or day <= one.last_day)
    )
