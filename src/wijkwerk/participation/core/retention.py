"""Until which day the mail address of an author is kept."""

from __future__ import annotations

from datetime import date, timedelta

UNCONFIRMED_DAYS = 7  # nobody said yes to the first mail
FINISHED_DAYS = 60  # after the last step; somebody may still answer 'not solved'
LONGEST_DAYS = 730  # whatever happens


def unconfirmed_until(asked_on: date) -> date:
    """On which day an address is removed to which nobody said yes."""
    return asked_on + timedelta(UNCONFIRMED_DAYS)


def removal_day(confirmed_on: date, finished_on: date | None = None) -> date:
    """On which day a confirmed address is removed: ``finished_on`` is the day of the last step, None while
    others may follow."""
    longest = confirmed_on + timedelta(LONGEST_DAYS)
    if finished_on is None:
        return longest
    return min(longest, max(confirmed_on, finished_on) + timedelta(FINISHED_DAYS))
