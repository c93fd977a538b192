"""What follows from being on a list: duties with dates, and known harms with what would show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wijkwerk.designation.core.scheme import Consequence
from wijkwerk.shared.dates import add_years, days_between
from wijkwerk.shared.text import Text


@dataclass(frozen=True, order=True)
class Duty:
    """Something that follows for an area, due on ``due`` (ISO date, '' for no date).

    ``since`` is the date of the list by which it holds. ``days_left`` counts from the day asked
    about to ``due``: negative when it has passed, None without a date.
    """

    due: str
    code: str
    status: str
    kind: str
    since: str
    days_left: int | None
    limit: float | None = None
    unit: str = ""


def duties(
    consequences: Iterable[Consequence], entered: Mapping[str, str], today: str
) -> tuple[Duty, ...]:
    """What follows for an area, the first due first and what has no date last.

    ``entered`` gives per status the area has the date of the list by which it came to have it,
    without a break since. A consequence with a number of years is due on the same day that many
    years later (28 February when there is no 29th); one with a date on that date, also when the area
    came on the list after it.
    """
    duties_found = []
    for consequence in consequences:
        if consequence.status not in entered:
            continue
        since = entered[consequence.status]
        due = consequence.deadline
        if consequence.within_years:
            due = add_years(since, consequence.within_years)
        left = days_between(today, due) if due else None
        duties_found.append(
            Duty(
                due,
                consequence.code,
                consequence.status,
                consequence.kind,
                since,
                left,
                consequence.limit,
                consequence.unit,
            )
        )
    return tuple(sorted(duties_found, key=lambda duty: (not duty.due, duty.due, duty.code)))


class Change(StrEnum):
    """What a decision does with a duty."""

    BEGINS = "begins"
    STAYS = "stays"
    ENDS = "ends"


def changed_duties(
    before: Iterable[Duty], after: Iterable[Duty]
) -> tuple[tuple[Change, Duty], ...]:
    """Each duty of an area once, with what became of it: those of ``after`` in their order, then those of
    ``before`` that end. A duty is the same when its code is, whatever its days."""
    had, has = {duty.code: duty for duty in before}, list(after)
    codes = {duty.code for duty in has}
    return (
        *((Change.STAYS if duty.code in had else Change.BEGINS, duty) for duty in has),
        *((Change.ENDS, duty) for code, duty in had.items() if code not in codes),
    )


@dataclass(frozen=True)
class Watch:
    """A kind of figure that would show a harm; ``worse``: higher or lower is a bad sign."""

    role: str
    worse: str
    text: Text


@dataclass(frozen=True)
class Effect:
    """A known harm: what it is, what would show it, what to watch and what to ask residents."""

    code: str
    name: Text
    what: Text
    shows: Text
    watch: tuple[Watch, ...]
    questions: tuple[tuple[str, Text], ...]


NOT_NAMED = "no indicator named"
NOT_THERE = "not in this edition"


@dataclass(frozen=True)
class Watched:
    """A watch held against an edition: ``indicator`` measures it, '' when nothing here does.

    ``reason`` tells why not: NOT_NAMED or NOT_THERE.
    """

    effect: str
    watch: Watch
    indicator: str
    reason: str = ""


def watched(
    effects: Sequence[Effect], measured_by: Mapping[str, str], indicators: Collection[str]
) -> tuple[Watched, ...]:
    """Every watch with the indicator that plays its role in an edition with ``indicators``.

    ``measured_by`` is declared by who runs the list: role and indicator. Nothing is guessed from
    names: an indicator that sounds alike may measure something else.
    """
    return tuple(
        Watched(effect.code, watch, *measured(watch.role, measured_by, indicators))
        for effect in effects
        for watch in effect.watch
    )


def measured(
    role: str, measured_by: Mapping[str, str], indicators: Collection[str]
) -> tuple[str, str]:
    """The indicator that plays ``role``, and '' when there is one; else '' and why not."""
    indicator = measured_by.get(role, "")
    if indicator in indicators:
        return indicator, ""
    return "", NOT_THERE if indicator else NOT_NAMED


NOT_MEASURED = Text("hier niet gemeten", "not measured here")


@dataclass(frozen=True)
class Voice:
    """What residents said: for one area ('' for the whole list), one question, one moment.

    Only what a group said, never who: ``asked`` and ``answered`` are numbers of residents,
    ``answer`` a summary, ``done`` what was done with it ('' when nothing is known yet).
    """

    area: str
    question: str
    date: str
    how: str
    asked: int
    answered: int
    answer: str
    done: str = ""


def unanswered(
    effects: Sequence[Effect], voices: Sequence[Voice], area: str
) -> tuple[tuple[str, Text], ...]:
    """The questions that residents of ``area`` haven't answered yet, with their words."""
    heard = {voice.question for voice in voices if voice.area in ("", area) and voice.answered}
    return tuple(
        (code, text) for effect in effects for code, text in effect.questions if code not in heard
    )
