"""The answer clock: how an idea of a resident stands towards the term of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wijkwerk.shared import deadlines


class Clock(StrEnum):
    """What everybody sees of an answer."""

    WAITING = "waiting"
    TOO_LATE = "too_late"  # waiting, while the term has passed
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"


@dataclass(frozen=True)
class AnswerClock:
    """The state, and how many working days are left (waiting; 0 on the last day) or passed since the
    term ended (too late, or answered late)."""

    state: Clock
    days: int


def answer_by(received: date, working_days: int) -> date:
    """The last day of the term that begins on the day after receipt."""
    return deadlines.after_working_days(received, working_days)


def answer_clock(last_day: date, answered: date | None, today: date) -> AnswerClock:
    """How an answer that was due on ``last_day`` stands ``today``; ``answered`` None while it waits."""
    until = answered or today
    passed = deadlines.working_days_until(last_day, until)
    if answered is not None:
        return AnswerClock(
            Clock.ANSWERED_LATE if passed or answered > last_day else Clock.ANSWERED, passed
        )
    if today > last_day:
        return AnswerClock(Clock.TOO_LATE, passed)
    return AnswerClock(Clock.WAITING, deadlines.working_days_until(today, last_day))
