"""At which moments of a procedure somebody has to be told that it is their turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Coming:
    """What a municipality ``place`` has to do by a ``last`` day: ``key`` tells it from the others."""

    key: str
    last: date
    place: str


@dataclass(frozen=True)
class Standing:
    """How a procedure stands. ``waiting``: objections and views without an answer; ``proposed``: proposals to
    take an area off the list, each with its number and its day; ``asked``: views
    that municipalities have to give; ``due``: duties with a day that aren't fulfilled."""

    state: str
    until: date | None = None
    waiting: int = 0
    decided_on: date | None = None
    proposed: tuple[tuple[int, date], ...] = ()
    asked: tuple[Coming, ...] = ()
    due: tuple[Coming, ...] = ()


@dataclass(frozen=True)
class Moment:
    """What is told once: by ``key``, to who may do ``action``; ``kind`` says in which words, ``again``
    that it is told for the second time; ``coming`` is what it is about, when that is of one municipality."""

    key: str
    kind: str
    action: str
    again: bool = False
    coming: Coming | None = None


def moments(
    how: Standing,
    today: date,
    before: tuple[int, ...],
    again: int,
    before_due: tuple[int, ...] = (),
) -> tuple[Moment, ...]:
    """The moments that there are on a day, of each kind the latest one only: who comes late isn't
    told at once what was to be told before. ``before``, ``before_due`` (a duty) and ``again`` are in days."""
    return (
        *_of_list(how, today, before, again),
        *(
            Moment(f"{view.key}{_near(view.last, today, before)}", "view", "view.give", False, view)
            for view in sorted(how.asked)
            if how.state == "open" and today <= view.last
        ),
        # Not at once: long before its day nobody has to do anything.
        *(
            Moment(f"{duty.key}{near}", "duty", "area_plan.make", False, duty)
            for duty in sorted(how.due)
            if today <= duty.last and (near := _near(duty.last, today, before_due))
        ),
    )


def _near(last: date, today: date, before: tuple[int, ...]) -> str:
    near = [days for days in before if today >= last - timedelta(days=days)]
    return f"-{min(near)}" if near else ""


def _of_list(how: Standing, today: date, before: tuple[int, ...], again: int) -> tuple[Moment, ...]:
    if how.state == "open" and how.until is not None:
        if today <= how.until:
            near = _near(how.until, today, before)
            return (Moment(f"object{near}", "object", "objection.make", bool(near)),)
        if how.waiting:
            return (_turn("answer", "answer", "objection.answer", how.until, today, again),)
        # Nobody decides while a view that was asked can still be given.
        last = max([how.until, *(view.last for view in how.asked)])
        if today <= last:
            return ()
        return (_turn("decide", "decide", "procedure.decide", last, today, again),)
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
