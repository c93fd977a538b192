"""At which moments of a procedure somebody has to be told that it is their turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Standing:
    """How a procedure stands. ``waiting``: objections without an answer; ``proposed``: proposals to
    take an area off the list, each with its number and its day."""

    state: str
    until: date | None = None
    waiting: int = 0
    decided_on: date | None = None
    proposed: tuple[tuple[int, date], ...] = ()


@dataclass(frozen=True)
class Moment:
    """What is told once: by ``key``, to who may do ``action``; ``kind`` says in which words, ``again``
    that it is told for the second time."""

    key: str
    kind: str
    action: str
    again: bool = False


def moments(how: Standing, today: date, before: tuple[int, ...], again: int) -> tuple[Moment, ...]:
    """The moments that there are on a day, of each kind the latest one only: who comes late isn't
    told at once what was to be told before. ``before`` and ``again`` are in days."""
    if how.state == "open" and how.until is not None:
        if today <= how.until:
            near = [days for days in before if today >= how.until - timedelta(days=days)]
            key = f"object-{min(near)}" if near else "object"
            return (Moment(key, "object", "objection.make", bool(near)),)
        kind = "answer" if how.waiting else "decide"
        action = "objection.answer" if how.waiting else "procedure.decide"
        return (_turn(kind, kind, action, how.until, today, again),)
    if how.state == "decided" and how.decided_on is not None:
        return (_turn("publish", "publish", "procedure.publish", how.decided_on, today, again),)
    if how.state == "published":
        return tuple(
            _turn(f"delisting-{number}", "delisting", "delisting.decide", day, today, again)
            for number, day in sorted(how.proposed)
        )
    return ()


def _turn(key: str, kind: str, action: str, since: date, today: date, again: int) -> Moment:
    late = today >= since + timedelta(days=again)
    return Moment(f"{key}-again" if late else key, kind, action, late)
