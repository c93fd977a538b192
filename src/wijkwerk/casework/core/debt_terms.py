"""The term of the Wet gemeentelijke schuldhulpverlening (article 4) for the first talk after a request for help."""

from __future__ import annotations

from datetime import date

from wijkwerk.shared.deadlines import Unit, after_working_days, end_of_term

WEEKS, WORKING_DAYS = 4, 3


def first_talk_by(asked_on: date, *, threatened: bool) -> date:
    """The last day for the first talk: four weeks after the request; three working days when home, energy or water are
    about to be lost."""
    if threatened:
        return after_working_days(asked_on, WORKING_DAYS)
    return end_of_term(asked_on, WEEKS, Unit.WEEKS)
