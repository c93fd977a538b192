"""Who may see what of a household: the rule as a plain function.

``policies.py`` asks the same of the database as one query; a test holds the two against each other over
random sequences of what can happen. Change the rule here first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

EMERGENCY = "emergency"  # the purpose of a look that broke the glass


@dataclass(frozen=True)
class Span:
    """From a moment up to, not including, another; ``ends_at`` None: nobody knows until when yet."""

    starts_at: datetime
    ends_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is in force at ``now``."""
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True)
class Ground:
    """A law that lets organisations of a kind work with what belongs to a life domain, for a purpose, from
    a day up to and including another (None: still in force)."""

    law: str
    article: str
    kind: str
    purpose: str
    domain: str
    first_day: date
    last_day: date | None = None

    def holds(self, today: date) -> bool:
        """Whether it is in force on ``today``."""
        return self.first_day <= today and (self.last_day is None or today <= self.last_day)


@dataclass(frozen=True)
class Looker:
    """Somebody at work for an organisation of a kind."""

    worker: int
    organisation: int
    kind: str


@dataclass(frozen=True)
class Membership:
    """A worker belongs to the circle of a household for one purpose."""

    worker: int
    household: int
    purpose: str
    span: Span


@dataclass(frozen=True)
class Consent:
    """A person lets an organisation see a life domain of a household for a purpose; ``withdrawn_at`` ends it at
    once."""

    person: int
    household: int
    organisation: int
    domain: str
    purpose: str
    span: Span
    withdrawn_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is in force at ``now``."""
        return self.span.holds(now) and (self.withdrawn_at is None or now < self.withdrawn_at)


@dataclass(frozen=True)
class Residence:
    """A person belongs to a household."""

    person: int
    household: int
    span: Span


@dataclass(frozen=True)
class Emergency:
    """A worker broke the glass of a household."""

    worker: int
    household: int
    span: Span


@dataclass(frozen=True)
class Piece:
    """A piece of data: of a household, about one person or about all of it (None), in a life domain; ``written_at``
    None for what is about who belongs to it now."""

    household: int
    domain: str
    person: int | None = None
    written_at: datetime | None = None


@dataclass
class Facts:
    """Everything that decides about sight."""

    grounds: Sequence[Ground] = ()
    memberships: list[Membership] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    residences: list[Residence] = field(default_factory=list)
    emergencies: list[Emergency] = field(default_factory=list)


def covered(grounds: Sequence[Ground], kind: str, purpose: str, today: date) -> frozenset[str]:
    """The life domains that a law opens to organisations of a kind for a purpose on a day."""
    return frozenset(
        ground.domain
        for ground in grounds
        if ground.kind == kind and ground.purpose == purpose and ground.holds(today)
    )


def sees(
    facts: Facts,
    lookers: Sequence[Looker],
    purpose: str,
    piece: Piece,
    now: datetime,
    today: date,
) -> bool:
    """Whether somebody, who works as each of ``lookers``, may see a piece of data for a purpose.

    A membership of the household for this very purpose, and a law that covers the domain or the consent of whom it is
    about: of something about the whole household, of everybody who belongs to it now, or left it after that was
    written. Or, as an emergency, a glass that was broken and hasn't closed again.
    """
    if purpose == EMERGENCY:
        return any(
            emergency.worker == looker.worker
            and emergency.household == piece.household
            and emergency.span.holds(now)
            for looker in lookers
            for emergency in facts.emergencies
        )
    return any(
        _belongs(facts, looker, purpose, piece.household, now)
        and (
            piece.domain in covered(facts.grounds, looker.kind, purpose, today)
            or _consented(facts, looker, purpose, piece, now)
        )
        for looker in lookers
    )


def _belongs(facts: Facts, looker: Looker, purpose: str, household: int, now: datetime) -> bool:
    return any(
        membership.worker == looker.worker
        and membership.household == household
        and membership.purpose == purpose
        and membership.span.holds(now)
        for membership in facts.memberships
    )


def _asked(span: Span, piece: Piece, now: datetime) -> bool:
    """Whether something about a whole household is also about who belonged to it in ``span``: now, or until after it
    was written."""
    if span.holds(now):
        return True
    left = span.ends_at
    return (
        piece.written_at is not None
        and left is not None
        and span.starts_at <= now
        and span.starts_at < left
        and piece.written_at < left
    )


def _consented(facts: Facts, looker: Looker, purpose: str, piece: Piece, now: datetime) -> bool:
    if piece.person is not None:
        persons = {piece.person}
    else:
        persons = {
            residence.person
            for residence in facts.residences
            if residence.household == piece.household and _asked(residence.span, piece, now)
        }
    return bool(persons) and all(
        any(
            consent.person == person
            and consent.household == piece.household
            and consent.organisation == looker.organisation
            and consent.domain == piece.domain
            and consent.purpose == purpose
            and consent.holds(now)
            for consent in facts.consents
        )
        for person in persons
    )
