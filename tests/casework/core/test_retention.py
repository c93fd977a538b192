"""Terms of laws: what is kept, until which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.casework.core.retention import Term, What, in_force

START = date(2015, 1, 1)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(DAYS, DAYS, st.integers(1, 30), st.integers(0, 60))
def test_what_ended_is_all_up_to_the_latest_day(
    day: date, today: date, years: int, weeks: int
) -> None:
    term = Term(What.PIECE, "Wet", "1", START, years=years, weeks=weeks)
    assert (term.ends(day) <= today) == (day <= term.latest(today))


@pytest.mark.parametrize(
    ("years", "weeks", "day", "ends"),
    [
        (15, 0, date(2011, 3, 4), date(2026, 3, 4)),
        (15, 0, date(2012, 2, 29), date(2027, 3, 1)),
        (20, 0, date(2012, 2, 29), date(2032, 2, 29)),
        (0, 6, date(2026, 11, 30), date(2027, 1, 11)),
    ],
)
def test_terms_end_on_the_day_that_a_calendar_says(
    years: int, weeks: int, day: date, ends: date
) -> None:
    assert Term(What.PIECE, "Wet", "1", START, years=years, weeks=weeks).ends(day) == ends


def test_nobody_guesses_when_a_table_says_nothing_or_two_things() -> None:
    one = Term(What.WITHDRAWN, "Wet", "1", START, weeks=6)
    assert in_force([one], What.WITHDRAWN, START) is one
    with pytest.raises(LookupError, match="0 terms"):
        in_force([one], What.WITHDRAWN, START - timedelta(days=1))
    with pytest.raises(LookupError, match="2 terms"):
        in_force([one, one], What.WITHDRAWN, START)
