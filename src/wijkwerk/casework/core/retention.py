"""How long something is kept: a term of a law, counted in years or weeks from a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class What(StrEnum):
    """What a term is about."""

    PIECE = "piece"
    CIRCLE = "circle"
    WITHDRAWN = "withdrawn"
    NO_PROVISION = "no_provision"


@dataclass(frozen=True)
class Term:
    """A law keeps something for so many years, or weeks; from a day up to and including another (None: still in force).
    ``domain`` '' for what isn't about a life domain."""

    what: What
    law: str
    article: str
    first_day: date
    last_day: date | None = None
    years: int = 0
    weeks: int = 0
    domain: str = ""

    def holds(self, today: date) -> bool:
        """Whether it is in force on ``today``."""
        return self.first_day <= today and (self.last_day is None or today <= self.last_day)

    def ends(self, day: date) -> date:
        """The first day on which what dates from ``day`` isn't kept any more: of a 29th of February in another year the
        1st of March."""
        try:
            later = day.replace(year=day.year + self.years)
        except ValueError:
            later = date(day.year + self.years, 3, 1)
        return later + timedelta(weeks=self.weeks)

    def latest(self, today: date) -> date:
        """The latest day of which nothing is kept any more on ``today``: that of which ``ends`` has come."""
        back = today - timedelta(weeks=self.weeks)
        try:
            return back.replace(year=back.year - self.years)
        except ValueError:
            return date(back.year - self.years, 2, 28)


def in_force(terms: Sequence[Term], what: What, today: date, domain: str = "") -> Term:
    """The term of something on a day. Raises LookupError for none, or for more than one: then nobody knows how long."""
    fitting = [
        term for term in terms if term.what is what and term.domain == domain and term.holds(today)
    ]
    if len(fitting) != 1:
        raise LookupError(f"{len(fitting)} terms of {what.value} {domain} are in force on {today}")
    return fitting[0]
