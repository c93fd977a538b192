"""When the owner of a recommendation is asked again: on time, and not after."""

from __future__ import annotations

from datetime import date, timedelta

BEFORE = timedelta(days=30)


def may_ask(due: date | None, today: date) -> bool:
    """Whether a letter still makes sense: until its day. After it everybody reads that it is late."""
    return due is None or today <= due


def to_ask(due: date | None, asked_on: date | None, today: date) -> bool:
    """Whether a letter has to go out now: the first at once, another in the last thirty days, each once."""
    if not may_ask(due, today):
        return False
    if asked_on is None:
        return True
    return due is not None and asked_on < due - BEFORE <= today
