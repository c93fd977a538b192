"""Payments beside promises: each has one outcome, sums close, and what was taken in counts once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.participation.core.bank import BankLine, Outcome, Promise, matched

PROMISES = {
    "A": Promise(25_00, "promised"),
    "B": Promise(10_00, "lapsed"),
    "C": Promise(5_00, "confirmed"),
}


def outcomes(*lines: BankLine, known: frozenset[str] = frozenset()) -> list[str]:
    return [outcome.value for _line, outcome in matched(lines, PROMISES, known)]


def test_each_payment_becomes_what_it_is() -> None:
    assert outcomes(
        BankLine("1", 25_00, "A"),
        BankLine("2", 10_00, "B"),  # too late, but it is there: it goes back with the others
        BankLine("3", 24_99, "B"),
        BankLine("4", 25_00, "A"),  # twice
        BankLine("5", -5_00, "C"),  # what the city gives back itself
        BankLine("6", -5_00, "C", is_reversal=True),
        BankLine("7", 99_00, ""),
        BankLine("1", 25_00, "A"),
    ) == [
        "confirmed", "confirmed", "another_amount", "not_waiting", "other", "reversed", "other", "known",
    ]  # fmt: skip


def test_a_payment_that_comes_and_goes_leaves_no_promise() -> None:
    back = BankLine("2", -25_00, "A", is_reversal=True)
    assert outcomes(BankLine("1", 25_00, "A"), back) == ["confirmed", "reversed"]
    # What isn't confirmed any more can't be undone: it may have been paid out.
    assert outcomes(back) == ["passed_on"]


_LINES = st.builds(
    BankLine,
    key=st.sampled_from("123456"),
    cents=st.sampled_from([25_00, 10_00, 5_00, -5_00, -25_00, 1]),
    reference=st.sampled_from(["A", "B", "C", "X", ""]),
    is_reversal=st.booleans(),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_LINES, max_size=12))
def test_sums_close_and_a_second_time_changes_nothing(lines: list[BankLine]) -> None:
    result = matched(lines, PROMISES, set())
    assert [line for line, _outcome in result] == lines
    moved = [(line, outcome) for line, outcome in result if outcome in ("confirmed", "reversed")]
    assert len({line.key for line, _outcome in moved}) == len(moved)
    assert all(abs(line.cents) == PROMISES[line.reference].cents for line, _outcome in moved)
    again = matched(lines, PROMISES, {line.key for line, _outcome in moved})
    assert all(
        second is Outcome.KNOWN
        for (_line, first), (_other, second) in zip(result, again, strict=True)
        if first in ("confirmed", "reversed")
    )
