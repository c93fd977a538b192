"""Clocks that stand still: a deadline moves by exactly the days on which its clock was paused, and by no other.

A pause has a first and a last day, both of them days on which the clock stands. Days that two pauses share stand still
once. A pause before the clock began, or after it ran out, moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

Pause = tuple[date, date]
_DAY = timedelta(days=1)


def moved_deadline(started_on: date, due_on: date, pauses: Iterable[Pause]) -> date:
    """The last day of a clock that began on ``started_on`` and would run out on ``due_on``, with its ``pauses``."""
    deadline = due_on
    for day in sorted(_days(pauses)):
        if started_on < day <= deadline:
            deadline += _DAY
    return deadline


def _days(pauses: Iterable[Pause]) -> set[date]:
    return {
        first + _DAY * number for first, last in pauses for number in range((last - first).days + 1)
    }
