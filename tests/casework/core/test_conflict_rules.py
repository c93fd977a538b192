"""Pauses, the bridging ledger and the ladder: tables, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.casework.core.ladder import Rung, Step, next_rung
from wijkwerk.casework.core.ledger import Entry, LedgerError, Line, balance, check
from wijkwerk.casework.core.pauses import moved_deadline

START, DUE = date(2026, 3, 1), date(2026, 3, 31)
_OFFSETS = st.integers(-40, 80)


def after(days: int) -> date:
    return START + timedelta(days=days)


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ([], 0),
        ([(date(2026, 3, 10), date(2026, 3, 10))], 1),
        ([(date(2026, 3, 10), date(2026, 3, 19))], 10),
        ([(date(2026, 3, 31), date(2026, 4, 9))], 10),
        ([(date(2026, 4, 1), date(2026, 4, 9))], 0),
        ([(date(2026, 2, 20), date(2026, 3, 3))], 2),
        ([(date(2026, 3, 10), date(2026, 3, 19)), (date(2026, 3, 15), date(2026, 3, 24))], 15),
        ([(date(2026, 3, 10), date(2026, 3, 19)), (date(2026, 4, 5), date(2026, 4, 6))], 12),
    ],
)
def test_a_deadline_moves_by_the_days_that_its_clock_stood(
    pauses: list[tuple[date, date]], days: int
) -> None:
    assert moved_deadline(START, DUE, pauses) == DUE + timedelta(days=days)


@given(st.integers(1, 30), st.integers(1, 60))
def test_a_pause_moves_a_running_clock_by_exactly_its_days(first: int, length: int) -> None:
    pause = (after(first), after(first + length - 1))
    assert moved_deadline(START, DUE, [pause]) == DUE + timedelta(days=length)


@given(st.lists(st.tuples(_OFFSETS, st.integers(1, 20)), max_size=6))
def test_the_days_that_are_left_are_those_that_the_clock_had(pauses: list[tuple[int, int]]) -> None:
    """Counted day by day: a clock of thirty days runs thirty days that aren't paused, the last of them its deadline."""
    spans = [(after(first), after(first + length - 1)) for first, length in pauses]
    deadline = moved_deadline(START, DUE, spans)
    still = {
        first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)
    }
    running = [day for n in range(1, (deadline - START).days + 1) if (day := after(n)) not in still]
    assert len(running) == (DUE - START).days
    assert running[-1] == deadline


LINES = st.builds(Line, st.sampled_from(Entry), st.integers(-5, 400), st.none() | st.integers(1, 3))


def book(lines: list[Line]) -> list[Line]:
    """Those that fit, after each other."""
    ledger: list[Line] = []
    for line in lines:
        try:
            check(ledger, line)
        except LedgerError:
            continue
        ledger.append(line)
    return ledger


@given(st.lists(LINES, max_size=30))
def test_a_ledger_never_divides_or_receives_more_than_there_is_and_can_always_be_closed(
    lines: list[Line],
) -> None:
    ledger = book(lines)
    stand = balance(ledger)
    assert stand.undivided >= 0
    assert all(cents > 0 for cents in stand.owed.values())
    assert stand.divided == stand.received + stand.written_off + sum(stand.owed.values())
    # Whatever happened before, it closes by dividing what is left and receiving what is owed.
    if stand.undivided:
        rest = Line(Entry.SHARE, stand.undivided, 1)
        check(ledger, rest)
        ledger.append(rest)
    for payer, cents in balance(ledger).owed.items():
        received = Line(Entry.RECEIVED, cents, payer)
        check(ledger, received)
        ledger.append(received)
    closed = balance(ledger)
    assert closed.is_closed
    assert closed.advanced == closed.received + closed.written_off


@pytest.mark.parametrize(
    ("line", "why", "most"),
    [
        (Line(Entry.ADVANCE, 0), "positive", 0),
        (Line(Entry.ADVANCE, 5, 1), "payer", 0),
        (Line(Entry.SHARE, 5), "payer", 0),
        (Line(Entry.SHARE, 61, 2), "undivided", 60),
        (Line(Entry.RECEIVED, 41, 1), "owed", 40),
        (Line(Entry.WRITTEN_OFF, 1, 2), "owed", 0),
    ],
)
def test_a_line_that_does_not_fit_says_why(line: Line, why: str, most: int) -> None:
    with pytest.raises(LedgerError) as fault:
        check([Line(Entry.ADVANCE, 100), Line(Entry.SHARE, 40, 1)], line)
    assert (fault.value.why, fault.value.most) == (why, most)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], Rung.LOCAL),
        ([Step(Rung.LOCAL, DUE)], None),
        ([Step(Rung.LOCAL, START)], None),
        ([Step(Rung.LOCAL, START - timedelta(days=1))], Rung.REGIONAL),
        ([Step(Rung.LOCAL, DUE, False)], Rung.REGIONAL),
        ([Step(Rung.LOCAL, DUE, True)], None),
        ([Step(Rung.REGIONAL, DUE, False)], Rung.NATIONAL_DESK),
        ([Step(Rung.NATIONAL_DESK, DUE, False)], Rung.NATIONAL_TEAM),
        ([Step(Rung.NATIONAL_TEAM, DUE, False)], None),
    ],
)
def test_a_rung_is_asked_once_the_one_before_it_was_tried(
    steps: list[Step], expected: Rung | None
) -> None:
    assert next_rung(steps, START) == expected
