"""What access decided about an account at a moment: each question is asked once.

A page asks the same thing many times (may a step be offered, may its form be shown, may it be made, by
which role); the answer rests on the account, the action, the places and the day alone, so that it can't
change within a request. Nothing is allowed that access wasn't asked about.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from wijkwerk.access.api import Decision, Located, RefusedError, acting_role, may

_ATTRIBUTE = "_wijkwerk_decisions"
_Question = tuple[str, tuple[tuple[str, str], ...] | None]


class Decisions:
    """The decisions of access about ``user`` at ``now``, kept for as long as this object is."""

    def __init__(self, user: Any, now: datetime) -> None:
        self.user, self.now = user, now
        self._decisions: dict[_Question, Decision] = {}
        self._roles: dict[_Question, str] = {}

    def may(self, action: str, about: Located | None) -> Decision:
        """Whether the account may do ``action`` to ``about``; None asks: to anything at all."""
        question = _question(action, about)
        if question not in self._decisions:
            self._decisions[question] = may(self.user, action, about, self.now)
        return self._decisions[question]

    def require(self, action: str, about: Located | None) -> None:
        """Raise RefusedError unless the account may."""
        decision = self.may(action, about)
        if not decision:
            raise RefusedError(action, decision)

    def role(self, action: str, about: Located | None) -> str:
        """The code of the role by which the account may; '' when it may not."""
        question = _question(action, about)
        if question not in self._roles:
            allowed = self.may(action, about)
            self._roles[question] = (
                acting_role(self.user, action, about, self.now) if allowed else ""
            )
        return self._roles[question]


def decisions_of(request: HttpRequest) -> Decisions:
    """The decisions about who sends this request, the same object every time."""
    decisions = getattr(request, _ATTRIBUTE, None)
    if decisions is None:
        decisions = Decisions(request.user, timezone.now())
        setattr(request, _ATTRIBUTE, decisions)
    return decisions


def _question(action: str, about: Located | None) -> _Question:
    return action, None if about is None else tuple(sorted(about.places.items()))
